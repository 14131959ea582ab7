// The reader site's entry: colour scheme, menus, the reader's own time. Everything else loads only where the page has use for it.
import { fill } from "./store.js";

const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Colours: the switch overrules the system, and forgets itself when both agree again.
const system = matchMedia("(prefers-color-scheme: dark)");
const current = () => root.dataset.scheme ?? (system.matches ? "dark" : "light");
function paintSwitches() {
  for (const button of all("[data-scheme-switch]")) {
    const text = current() === "dark" ? button.dataset.light : button.dataset.dark;
    const visible = button.querySelector("[data-scheme-text]");
    if (visible) visible.textContent = text;
    else { button.title = text; button.setAttribute("aria-label", text); }
    button.hidden = false;
  }
}
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-scheme-switch]")) return;
  const next = current() === "dark" ? "light" : "dark";
  const asSystem = (next === "dark") === system.matches;
  if (asSystem) delete root.dataset.scheme;
  else root.dataset.scheme = next;
  try {
    if (asSystem) localStorage.removeItem("newsreel-scheme");
    else localStorage.setItem("newsreel-scheme", next);
  } catch {}
  paintSwitches();
});
system.addEventListener("change", paintSwitches);
paintSwitches();

// Menus are <details>: one open at a time, shut by Escape and by a click elsewhere.
const menus = () => all("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The edition's time stays in the text; a hint gives the reader's own where it differs.
const pattern = root.dataset.localTime;
if (pattern) {
  for (const time of all("time[data-local]")) {
    const offset = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime);
    const moment = new Date(time.dateTime);
    if (!offset || isNaN(moment)) continue;
    const minutes = (offset[1] + "1") * (offset[2] * 60 + +offset[3]);
    if (-moment.getTimezoneOffset() === minutes) continue;
    time.title = fill(pattern, { time: moment.toLocaleString(root.lang === "en" ? "en-GB" : root.lang, { dateStyle: "medium", timeStyle: "short" }) });
  }
}

// That a story is read is counted, and nothing of who reads it: no cookie, no identity, only its address.
let unread = document.querySelector("[data-story]")?.dataset.story;
function read() {
  if (!unread || document.visibilityState !== "visible" || document.prerendering) return;
  navigator.sendBeacon?.("/views", `view ${unread}`);
  unread = null;
}
read();
for (const event of ["visibilitychange", "prerenderingchange"]) document.addEventListener(event, read);

const parts = [
  ["[data-save], [data-bookmarks]", () => import("./bookmarks.js")],
  ["[data-share]", () => import("./share.js")],
  ["[data-lightbox]", () => import("./lightbox.js")],
  ["[data-suggest]", () => import("./search.js")],
  ["[data-frame]", () => import("./embed.js")],
  ["[data-player]", () => import("./player.js")],
];
for (const [selector, load] of parts) if (document.querySelector(selector)) load();
