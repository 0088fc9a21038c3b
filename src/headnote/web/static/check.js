// Check: files that are dropped, sizes before they are sent, a sign that it is at work, copying.
"use strict";
const form = document.getElementById("check");
if (form) {
  const drop = document.getElementById("drop");
  const files = document.getElementById("files");
  const text = document.getElementById("text");
  const chosen = document.getElementById("chosen");
  const most = Number(form.dataset.most), count = Number(form.dataset.files);

  const list = () => {
    chosen.replaceChildren(...[...files.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1000)).toLocaleString()} kB)`;
      return item;
    }));
    const size = [...files.files].reduce((sum, file) => sum + file.size, 0);
    const wrong = files.files.length > count ? `At most ${count} files at once.`
      : size > most ? `These are larger than ${Math.round(most / 1e6)} MB together.` : "";
    files.setCustomValidity(wrong);
    if (wrong) files.reportValidity();
  };
  files.addEventListener("change", list);

  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) drop.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    files.files = event.dataTransfer.files;
    list();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (!text.value.trim() && !files.files.length) {
      event.preventDefault();
      text.setCustomValidity("Paste a text or choose a file.");
      text.reportValidity();
      text.setCustomValidity("");
      return;
    }
    form.classList.add("working");
    form.querySelector("button").disabled = true;
  });
  addEventListener("pageshow", () => {
    form.classList.remove("working");
    form.querySelector("button").disabled = false;
    list();
  });
}

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const tags = document.getElementById("tag-list");
    tags.select();
    await navigator.clipboard.writeText(tags.value);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
}
