// Keys of the review pages. Everything they do has a button or a link of its own.
(() => {
  "use strict";
  const writing = (target) => target.closest("input:not([type=hidden]), textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (writing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/" || event.key === "?") {
      const keys = document.getElementById("keys");
      const reason = document.getElementById("reason");
      if (event.key === "?" && keys) { keys.open = !keys.open; keys.querySelector("summary").focus(); }
      if (event.key === "/" && reason) reason.focus();
      event.preventDefault();
      return;
    }
    const found = !event.repeat && /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (found) { event.preventDefault(); found.click(); }
  });

  // A decision that needs a reason asks for it here and not at the server.
  document.addEventListener("submit", (event) => {
    const reason = document.getElementById("reason");
    const asks = event.submitter?.hasAttribute("data-asks");
    if (!reason || event.target.id !== "decision") return;
    reason.setCustomValidity(asks && !reason.value.trim() ? "Say why, in a line: this decision needs a reason." : "");
    if (!reason.reportValidity()) event.preventDefault();
    else for (const button of event.target.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
  });
  document.getElementById("reason")?.addEventListener("input", (event) => event.target.setCustomValidity(""));

  // A page that comes back from the browser's memory is of an earlier moment: its buttons work again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of document.querySelectorAll("button")) button.disabled = false;
  });

  // What was refused, and what was revealed, take the focus.
  document.querySelector(".error")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("blockquote")?.focus());
})();
