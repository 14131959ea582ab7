// The media library's page: files by drop, paste or choice, and the keyboard.
import { libraryCard, uploadRow } from "./media-card.js";
import { walkGrid } from "./media-picker.js";
import { filesOf, Upload, watchAsset } from "./upload.js";

const zone = document.querySelector("[data-send]");
const list = zone.querySelector(".uploads");
const input = zone.querySelector("input[type=file]");
const grid = document.querySelector(".media-grid");
const search = document.querySelector(".filters input[type=search]");
const active = new Set();

zone.hidden = false;
zone.querySelector("button").addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  send([...input.files]);
  input.value = "";
});

function send(files) {
  for (const file of files) {
    const upload = new Upload(file);
    active.add(upload);
    list.prepend(uploadRow(upload));
    upload.addEventListener("change", () => {
      if (["done", "failed", "cancelled"].includes(upload.state)) active.delete(upload);
      else active.add(upload);
      if (upload.state === "done") {
        grid.querySelector(`[data-asset="${upload.asset.id}"]`)?.remove();
        grid.prepend(libraryCard(upload.asset));
        document.querySelector("[data-empty]")?.remove();
      }
    });
  }
}

addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  zone.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("over");
});
addEventListener("drop", (event) => {
  const files = filesOf(event.dataTransfer);
  zone.classList.remove("over");
  if (!files.length) return;
  event.preventDefault();
  send(files);
});
addEventListener("paste", (event) => {
  if (event.target.closest?.("input, textarea")) return;
  send(filesOf(event.clipboardData));
});
// Whoever leaves while files are on their way is asked; what has come is kept, and the same file goes on from there.
addEventListener("beforeunload", (event) => {
  if (active.size) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select")) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  walkGrid(event, grid, "li > a");
});

for (const item of grid.querySelectorAll('[data-state="processing"]')) {
  const card = item.closest("[data-asset]");
  watchAsset(card.dataset.asset, (asset) => {
    if (asset.state !== "processing") card.replaceWith(libraryCard(asset));
  });
}
