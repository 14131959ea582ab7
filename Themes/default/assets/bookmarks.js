// Bookmarks, kept in the reader's browser until accounts come: buttons on stories and cards, and the page that lists them.
import { announce, fill, read, write } from "./store.js";

const key = "newsreel-bookmarks";
const isText = (value) => typeof value === "string" && value.length < 2000;

// Links come back from storage, where anything could have been put: only this site's own are taken.
function own(url, or = "") {
  if (!url || !isText(url)) return or;
  try {
    const parsed = new URL(url, location.href);
    return parsed.origin === location.origin && /^https?:$/.test(parsed.protocol) ? parsed.href : or;
  } catch {
    return or;
  }
}

function load() {
  const kept = read(key, []);
  if (!Array.isArray(kept)) return [];
  const seen = new Set();
  return kept.filter((item) =>
    item && isText(item.id) && isText(item.title) && own(item.url) && !seen.has(item.id) && seen.add(item.id));
}

// The playing time as a card says it.
function length(seconds, lang) {
  if (!(seconds > 0)) return "";
  const whole = Math.max(1, Math.round(seconds));
  const digits = (value, least = 1) => value.toLocaleString(lang, { minimumIntegerDigits: least, useGrouping: false });
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = `:${digits(whole % 60, 2)}`;
  return hours ? `${digits(hours)}:${digits(minutes, 2)}${tail}` : digits(minutes) + tail;
}

function describe(story) {
  const text = (selector) => story.querySelector(selector)?.textContent.trim() ?? "";
  const isCard = story.matches(".card");
  const media = story.querySelector(isCard ? ".card-media" : ".lead");
  const clip = isCard ? null : media?.querySelector("video, audio");
  return {
    id: story.dataset.story,
    url: new URL(story.dataset.story, location.origin).href,
    title: text(".headline, .card-headline"),
    label: text(".label"),
    length: isCard ? text(".badge, .length") : length(+clip?.dataset.duration, document.documentElement.lang),
    time: text(".dateline time, .card-meta time"),
    date: story.querySelector(".dateline time, .card-meta time")?.dateTime.slice(0, 10) ?? "",
    image: media?.querySelector("img:not(.preview)")?.src ?? media?.querySelector("video")?.poster ?? "",
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
  };
}

// The story's day in the words of its edition: the time of day that a card shows would mean nothing tomorrow.
function day(item) {
  const date = /^\d{4}-\d\d-\d\d$/.test(item.date) ? new Date(`${item.date}T12:00Z`) : null;
  if (date && !Number.isNaN(date.getTime())) {
    try {
      return date.toLocaleDateString(item.lang === "en" ? "en-GB" : item.lang || undefined, { dateStyle: "long", timeZone: "UTC" });
    } catch {
      // A language that the browser does not know: the text as it was kept.
    }
  }
  return isText(item.time) ? item.time : "";
}

function paintButtons() {
  const kept = new Set(load().map((item) => item.id));
  for (const button of document.querySelectorAll("[data-save]")) {
    const story = button.closest("[data-story]");
    if (!story) continue;
    button.hidden = false;
    button.setAttribute("aria-pressed", kept.has(story.dataset.story));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  const story = button?.closest("[data-story]");
  if (!story) return;
  const items = load();
  const rest = items.filter((item) => item.id !== story.dataset.story);
  write(key, rest.length < items.length ? rest : [describe(story), ...items]);
  paintButtons();
});
addEventListener("storage", (event) => {
  if (event.key === key || event.key === null) { paintButtons(); paintList(); }
});
paintButtons();

// The page of bookmarks.
const page = document.querySelector("[data-bookmarks]");
const list = page?.querySelector("[data-list]");
const template = page?.querySelector("template");
const filter = page?.querySelector("[data-filter]");

function paintList() {
  if (!page) return;
  const items = load();
  const words = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const shown = items.filter((item) => words.every((word) => `${item.label} ${item.title}`.toLocaleLowerCase().includes(word)));
  list.replaceChildren(...shown.map((item) => {
    const row = template.content.firstElementChild.cloneNode(true);
    const link = row.querySelector("a");
    const place = items.indexOf(item);
    row.dataset.id = item.id;
    row.draggable = !words.length;
    link.textContent = item.title;
    link.href = own(item.url);
    if (isText(item.lang)) link.lang = item.lang;
    if (item.dir === "rtl" || item.dir === "ltr") link.dir = item.dir;
    const label = row.querySelector("[data-label]");
    label.textContent = isText(item.label) ? item.label : "";
    label.hidden = !label.textContent;
    row.querySelector("[data-time], .card-meta time").textContent = day(item);
    const image = own(item.image);
    const playing = row.querySelector("[data-length]");
    playing.textContent = isText(item.length) ? item.length : "";
    playing.hidden = !playing.textContent;
    if (image) {
      row.querySelector("img").src = image;
    } else {
      playing.className = "length";
      row.querySelector(".card-meta").append(playing);
      row.querySelector(".frame").remove();
    }
    row.querySelector("[data-up]").disabled = place === 0 || words.length > 0;
    row.querySelector("[data-down]").disabled = place === items.length - 1 || words.length > 0;
    for (const button of row.querySelectorAll("button")) button.setAttribute("aria-label", `${button.title}: ${item.title}`);
    return row;
  }));
  page.hidden = false;
  filter.closest("p").hidden = !items.length;
  page.querySelector("[data-empty]").hidden = items.length > 0;
  page.querySelector("[data-nothing]").hidden = !items.length || shown.length > 0;
  return shown.length;
}

// Puts the story `id` at `place`, and says so.
function move(id, place) {
  const items = load();
  const from = items.findIndex((item) => item.id === id);
  if (from < 0 || place < 0 || place >= items.length) return;
  const [item] = items.splice(from, 1);
  items.splice(place, 0, item);
  write(key, items);
  paintList();
  announce(fill(page.dataset.moved, { title: item.title, n: place + 1, total: items.length }));
}

if (page) {
  paintList();
  filter.addEventListener("input", () => announce(fill(page.dataset.shown, { n: paintList() })));

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button?.closest("[data-id]");
    if (!row) return;
    const items = load();
    const place = items.findIndex((item) => item.id === row.dataset.id);
    if (button.matches("[data-remove]")) {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      const nextId = next?.dataset.id;
      write(key, items.filter((item) => item.id !== row.dataset.id));
      paintList();
      announce(fill(page.dataset.removed, { title: items[place]?.title }));
      ([...list.children].find((child) => child.dataset.id === nextId)?.querySelector("[data-remove]") ?? filter).focus();
      return;
    }
    const up = button.matches("[data-up]");
    move(row.dataset.id, place + (up ? -1 : 1));
    const moved = [...list.children].find((child) => child.dataset.id === row.dataset.id);
    const same = moved?.querySelector(up ? "[data-up]" : "[data-down]");
    (same?.disabled ? moved.querySelector(up ? "[data-down]" : "[data-up]") : same)?.focus();
  });

  let dragged = null;
  const over = (target) => {
    for (const row of list.children) row.classList.toggle("is-over", row === target && row !== dragged);
  };
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-id]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("a").href);
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    over(event.target.closest("[data-id]"));
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const target = event.target.closest("[data-id]");
    if (dragged && target) move(dragged.dataset.id, [...list.children].indexOf(target));
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    over(null);
  });
}
