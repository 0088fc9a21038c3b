// The reader's comforts: settings that show at once, the place kept while reading, focus where a scene was opened.
// Without this file a form keeps the settings and the Next button keeps the place.
(() => {
  "use strict";
  const DELAY = 1200; // ms of rest after scrolling before the place is kept
  const post = (url, fields) =>
    fetch(url, { method: "POST", body: new URLSearchParams(fields), keepalive: true, redirect: "manual" }).catch(() => {});

  // How the text is set: shown at once, kept for next time.
  const look = document.querySelector("#look form");
  if (look) {
    look.querySelector("button").hidden = true;
    look.addEventListener("change", () => {
      const chosen = [...new FormData(look)];
      const old = [...document.body.classList].filter((c) => chosen.some(([name]) => c.startsWith(name + "-")));
      document.body.classList.remove(...old);
      document.body.classList.add(...chosen.map(([name, value]) => `${name}-${value}`));
      post(look.action, chosen);
    });
  }

  // A panel closes by Escape, or by a click elsewhere.
  const close = (except) =>
    document.querySelectorAll(".tool[open]").forEach((tool) => { if (tool !== except) tool.open = false; });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".tool[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => close(event.target.closest(".tool")));

  // The place: the first block that is not above the bar.
  const text = () => document.getElementById("text");
  const bar = document.querySelector(".readerbar");
  const through = document.querySelector(".through");
  let kept = -1;
  let timer = 0;
  const place = () => {
    const edge = bar.getBoundingClientRect().bottom + 4;
    const first = [...text().querySelectorAll("[data-at]")].find((block) => block.getBoundingClientRect().bottom > edge);
    return first ? Number(first.dataset.at) : Number(text().dataset.end);
  };
  const keep = () => {
    const at = place();
    if (at === kept || document.visibilityState === "hidden" && kept < 0) return;
    kept = at;
    post(text().dataset.progress, { at: String(at), version: text().dataset.version });
  };
  const show = () => {
    const { start, end, length } = text().dataset;
    const height = text().getBoundingClientRect();
    const read = Math.min(1, Math.max(0, (innerHeight - height.top) / Math.max(height.height, 1)));
    through.value = 1000 * (Number(start) + read * (end - start)) / Math.max(Number(length), 1);
  };
  addEventListener("scroll", () => { show(); clearTimeout(timer); timer = setTimeout(keep, DELAY); }, { passive: true });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && kept >= 0) keep(); });
  if (text()) show();

  // A scene that was opened or folded takes the focus, so that keyboard and screen reader go on from there.
  document.addEventListener("htmx:afterSettle", () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) { target.tabIndex = -1; target.focus({ preventScroll: true }); }
    show();
  });

  // ← and → turn the page.
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, select, textarea, summary")) return;
    const next = event.key === "ArrowRight" && document.querySelector(".turn .primary");
    const before = event.key === "ArrowLeft" && document.querySelector('.turn [rel="prev"]');
    if (next || before) (next || before).click();
  });
})();
