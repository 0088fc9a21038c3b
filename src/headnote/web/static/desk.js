// Small comforts of the desk. Every page works without them.
"use strict";

// A failing htmx request is said in the live region at the top; the server's answer is a piece of a page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && !xhr.getResponseHeader("HX-Redirect")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = document.getElementById("said");
    event.detail.swapOverride = "innerHTML";
  }
});
document.addEventListener("htmx:sendError", () => {
  const words = document.createElement("p");
  words.className = "notice";
  words.textContent = "The desk does not answer. Is it still open?";
  document.getElementById("said").replaceChildren(words);
});
document.addEventListener("htmx:beforeRequest", () => document.getElementById("said").replaceChildren());

// The colours change at once; the choice is kept by the same form.
for (const button of document.querySelectorAll(".themes button")) {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    for (const each of button.form.querySelectorAll("button")) each.setAttribute("aria-pressed", each === button);
    await fetch("/theme", { method: "POST", body: new URLSearchParams({ theme: button.value }), redirect: "manual" });
  });
}
