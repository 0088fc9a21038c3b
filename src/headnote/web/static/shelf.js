// The shelf by keys, and what an exchange of the list must not lose: which folds are open. All of it works without.
"use strict";
(() => {
  const ON = "headnote-keys";
  const dialog = document.getElementById("keys");
  const choice = document.getElementById("keys-on");

  // Kept by this browser where it keeps anything.
  const kept = (() => { try { return window.localStorage; } catch { return null; } })();
  choice.checked = kept?.getItem(ON) !== "off";
  choice.addEventListener("change", () => kept?.setItem(ON, choice.checked ? "on" : "off"));

  // Folds: as the person left them.
  const folds = new Map();
  const each = (act) => document.querySelectorAll("#shelf details[id]").forEach(act);
  document.addEventListener("htmx:beforeSwap", () => each((fold) => folds.set(fold.id, fold.open)));
  document.addEventListener("htmx:afterSwap", () => {
    each((fold) => { if (folds.has(fold.id) && !fold.classList.contains("more")) fold.open = folds.get(fold.id); });
    showOpener();
    // A region that stays while the list is exchanged, so that readers of the screen say how many were found.
    document.getElementById("announced").textContent = document.getElementById("found").textContent;
  });

  // A small panel closes when one looks elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("#shelf .active details[open]").forEach((fold) => {
      if (!fold.contains(event.target)) fold.open = false;
    });
  });

  // What a link on the page leads to may lie in closed folds; not every browser opens them.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target?.matches("input")) {
      event.preventDefault();
      target.focus();
    }
  });

  const showOpener = () => { document.getElementById("keys-open").hidden = false; };
  showOpener();
  document.addEventListener("htmx:historyRestore", showOpener);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#keys-open")) dialog.showModal();
  });

  const step = (by) => {
    const titles = [...document.querySelectorAll(".entry .go")];
    const at = titles.indexOf(document.activeElement);
    const next = titles[at < 0 ? (by > 0 ? 0 : titles.length - 1) : at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.closest(".entry").scrollIntoView({ block: "nearest" });
  };
  const press = (selector) => document.querySelector(selector)?.click();
  const sign = (kind) => document.activeElement.closest(".choice")?.querySelector(`.sign.${kind}`)?.click();

  const keys = {
    "/": () => { const box = document.getElementById("q"); box.focus(); box.select(); },
    "?": () => dialog.showModal(),
    j: () => step(1),
    k: () => step(-1),
    n: () => press(".pages [rel=next]"),
    p: () => press(".pages [rel=prev]"),
    "+": () => sign("with"),
    "-": () => sign("without"),
  };
  document.addEventListener("keydown", (event) => {
    const open = event.target.closest?.(".active details[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    const typing = event.target.closest?.("input, textarea, select, dialog, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !choice.checked || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
