// The front page at the desk: the forms of the page are sent without leaving it, tiles are dragged, and what others do
// appears. Without this script the same forms work by themselves.
const said = document.querySelector("#said");
let root = document.querySelector("#curation");
let pending = 0;

function say(text) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; });
}

// Puts in what the server answered and keeps the focus where it was: on the same story's button, or on its slot's.
function show(html, focus) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("#curation");
  if (!fresh) { location.assign(location.href); return null; }
  const filter = root.querySelector("[data-filter]")?.value ?? "";
  const scroll = root.querySelector("[data-candidates]")?.scrollTop ?? 0;
  root.replaceWith(fresh);
  root = fresh;
  prepare(filter);
  const list = root.querySelector("[data-candidates]");
  if (list) list.scrollTop = scroll;
  if (focus) {
    const slot = root.querySelector(`[data-place] [data-story="${focus.story}"]`)?.closest("[data-slot]")
      ?? root.querySelector(`[data-slot="${focus.slot}"]`);
    const target = slot?.querySelector(`[data-key="${focus.key}"]`) ?? slot?.querySelector("button")
      ?? root.querySelector(`[data-key="${focus.key}"]`);
    target?.focus();
  }
  return page.querySelector("#curation .error")?.textContent.trim() ?? "";
}

// One change after the other: what is asked for while another is under way waits for it, and is made on top of it.
let line = Promise.resolve();
function send(fields, focus, done) {
  const waited = pending > 0;
  pending += 1;
  line = line.then(() => post(new URLSearchParams(fields), focus, done, waited)).finally(() => { pending -= 1; });
}

async function post(fields, focus, done, waited) {
  if (waited && fields.has("version")) fields.set("version", root.dataset.version);
  try {
    const answer = await fetch(root.dataset.act, { method: "POST", body: fields });
    if (answer.url.includes("/sign-in") || answer.status === 401 || answer.status === 403) return location.assign(location.href);
    const error = show(await answer.text(), focus);
    if (error !== null) say(error || done);
  } catch {
    say("The server cannot be reached. Nothing was changed.");
    await refresh().catch(() => {});
  }
}

const labelOf = (slot) => root.querySelector(`[data-slot="${slot}"] h3`)?.firstChild.textContent.trim() ?? slot;
const headlineOf = (story) => root.querySelector(`[data-story="${story}"] b`)?.textContent ?? "";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!root.contains(form)) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const act = fields.get("do"), slot = fields.get("slot"), story = fields.get("story");
  const slots = [...root.querySelectorAll("[data-slot]")].map((each) => each.dataset.slot);
  const next = slots[slots.indexOf(slot) + (act === "up" ? -1 : 1)];
  const words = {
    up: () => `“${headlineOf(story)}” moved to ${labelOf(next)}.`, down: () => `“${headlineOf(story)}” moved to ${labelOf(next)}.`,
    pin: () => `“${headlineOf(story)}” pinned to ${labelOf(slot)}.`, unpin: () => `${labelOf(slot)} fills itself now.`,
    place: () => `“${headlineOf(story)}” put into ${labelOf(slot)}.`, undo: () => "The last change is undone.",
    publish: () => "Readers see this page now.", schedule: () => "The page will be published then.",
    unschedule: () => "The page waits for no time now.",
  };
  const done = words[act]?.() ?? "Done.";
  send(fields, { story, slot, key: event.submitter?.dataset.key }, done);
});

function place(story, slot, from) {
  const token = root.querySelector('input[name="token"]').value;
  const fields = { token, version: root.dataset.version, do: "place", story, slot };
  if (from) fields.from = from;
  send(fields, null, `“${headlineOf(story)}” put into ${labelOf(slot)}.`);
}

function prepare(filter = "") {
  const label = root.querySelector(".filter");
  const input = root.querySelector("[data-filter]");
  const narrow = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const tile of root.querySelectorAll("[data-candidates] > .tile")) {
      const text = tile.querySelector("b").textContent.toLowerCase();
      tile.hidden = !words.every((word) => text.includes(word));
    }
  };
  if (input) {
    label.hidden = false;
    input.value = filter;
    input.addEventListener("input", narrow);
    narrow();
  }
  if (!window.Sortable) return;
  root.classList.add("can-drag");
  const common = {
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120, draggable: ".tile", delay: 150,
    delayOnTouchOnly: true, filter: "button, select, a", preventOnFilter: false,
  };
  for (const box of root.querySelectorAll("[data-place]")) {
    Sortable.create(box, {
      ...common, group: { name: "slots", put: true, pull: true }, sort: false,
      onAdd: (event) => place(event.item.dataset.story, box.dataset.place, event.item.dataset.from),
    });
  }
  const list = root.querySelector("[data-candidates]");
  if (list) {
    Sortable.create(list, {
      ...common, group: { name: "slots", pull: "clone", put: true }, sort: false,
      onAdd: (event) => {
        const slot = event.item.dataset.from;
        const token = root.querySelector('input[name="token"]').value;
        send({ token, version: root.dataset.version, do: "unpin", slot, story: event.item.dataset.story }, null, `${labelOf(slot)} fills itself now.`);
      },
    });
  }
}

// What others did: asked every two seconds while the page is looked at and nothing is under way.
const isTyping = () => root.contains(document.activeElement) && document.activeElement.matches("input:not([data-filter])");
const isDragging = () => Boolean(root.querySelector(".sortable-chosen"));

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const active = document.activeElement;
  const slot = active?.closest?.("[data-slot]")?.dataset.slot;
  const story = active?.closest?.("[data-slot]")?.querySelector("[data-story]")?.dataset.story;
  show(await answer.text(), root.contains(active) && active.dataset.key ? { story, slot, key: active.dataset.key } : null);
}

setInterval(async () => {
  if (document.hidden || pending || isTyping() || isDragging()) return;
  try {
    const answer = await fetch(root.dataset.state);
    if (!answer.ok) return;
    const text = await answer.text();
    const space = text.indexOf(" ");
    if (text.slice(0, space) === root.dataset.mark || pending || isDragging()) return;
    await refresh();
    say(text.slice(space + 1));
  } catch { /* asked again in two seconds */ }
}, 2000);

// Dragging is an addition: without the file everything is done by buttons.
import("./sortable.js").catch(() => {}).finally(() => prepare());
