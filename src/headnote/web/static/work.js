// The tag list by one press. Without a script it is selected and copied by hand.
"use strict";
const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const list = document.getElementById("tag-list");
    try {
      await navigator.clipboard.writeText(list.value);
      document.getElementById("said").textContent = copy.dataset.said;
    } catch {
      list.focus();
      list.select();
    }
  });
}
