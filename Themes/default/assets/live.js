// Listens for what cannot wait: the edition's banner, and the updates of a live story. Nothing that is being read moves: new
// updates wait behind a button unless the top of the list is below what is seen, and a banner comes at the foot of the window.
import { announce, fill, read, write } from "./store.js";

const script = document.querySelector("script[data-events]");
const list = document.querySelector("[data-live-list]");
const updates = list?.querySelector("[data-live-updates]");
const box = list?.querySelector("[data-live-new]");
const away = "newsreel-banner-away";
let waiting = [];
let source, last = "";

const parse = (html) => new DOMParser().parseFromString(html ?? "", "text/html").body.firstElementChild;

// The banner: one that was put away stays away until there is another.
function takeBanner(html, isNew) {
  const own = document.querySelector("[data-banner]:not(.banner-pushed)");
  const pushed = document.querySelector(".banner-pushed");
  const banner = isNew ? parse(html) : own;
  if (isNew) {
    if (banner && (pushed ?? own)?.dataset.banner === banner.dataset.banner) return;
    // One that stands in the page keeps its room, so that nothing moves.
    pushed?.remove();
    own?.classList.add("banner-over");
  }
  if (!banner) return;
  // What was put away before is hidden by scheme.js, before the page is painted.
  if (read(away, "") === banner.dataset.banner) return;
  if (isNew) {
    banner.classList.add("banner-pushed");
    document.body.append(banner);
    announce(banner.textContent.trim());
  }
  const button = banner.querySelector("[data-banner-away]");
  button.hidden = false;
  button.addEventListener("click", () => {
    write(away, banner.dataset.banner);
    banner.remove();
  });
}
takeBanner("", false);

function insert(article) {
  const old = document.getElementById(article.id);
  if (old) old.replaceWith(article);
  else updates.prepend(article);
}

function showWaiting() {
  for (const article of waiting) insert(article);
  const newest = waiting.at(-1);
  waiting = [];
  box.hidden = true;
  if (!newest) return;
  newest.tabIndex = -1;
  newest.focus();
}
box?.querySelector("button").addEventListener("click", showWaiting);

function takeUpdate(data) {
  if (!updates) return;
  const article = parse(data.html);
  if (!article) return;
  // A correction takes the place of what is wrong, wherever the reader is.
  const old = document.getElementById(article.id);
  if (old) { if (old.outerHTML !== article.outerHTML) insert(article); return; }
  waiting = waiting.filter((each) => each.id !== article.id).concat(article);
  const text = fill(list.dataset.new, { n: waiting.length });
  box.querySelector("button").textContent = text;
  box.hidden = false;
  announce(text);
}

function end(text) {
  if (!list || list.querySelector(".live-over")) return;
  box.querySelector("button").hidden = true;
  const note = box.cloneNode(false);
  note.className = "live-new live-over";
  note.hidden = false;
  note.textContent = text;
  box.after(note);
  announce(text);
}

function open() {
  if (source) return;
  // An address with the number of what came last: a page that was out of sight comes back as one that lost its connection.
  source = new EventSource(script.dataset.events);
  const on = (name, take) => source.addEventListener(name, (event) => { last = event.lastEventId; take(JSON.parse(event.data)); });
  on("banner", (data) => takeBanner(data.html, true));
  on("update", takeUpdate);
  on("coverage", (data) => { if (!data.isOn) { showWaiting(); end(list?.dataset.over); } });
  on("gone", () => { source.close(); end(list?.dataset.gone); });
  on("reset", () => { if (list) location.reload(); });
}

// A page that nobody looks at needs no connection; events of the last minutes are told again when it has one.
let timer;
function look() {
  clearTimeout(timer);
  if (document.hidden) timer = setTimeout(() => { source?.close(); source = undefined; }, 60000);
  else open();
}
document.addEventListener("visibilitychange", look);
addEventListener("pageshow", (event) => { if (event.persisted) look(); });
addEventListener("pagehide", () => { source?.close(); source = undefined; });
if (document.readyState === "complete") look();
else addEventListener("load", look);
