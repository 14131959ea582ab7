// The page of one asset: the focal point by pointer and keys, the credit as it will print, saving without losing anything.
import { ask, Refusal } from "./api.js";
import { clock, useZone } from "./editor-dom.js";
import { element, stateText } from "./media-card.js";
import { timeText, watchAsset } from "./upload.js";

const page = document.querySelector("[data-asset]");
const form = document.querySelector("[data-describe]");
const id = page.dataset.asset;
useZone(page.dataset.zone, page.dataset.zoneName);

// The focal point: what crops keep.
function pointAt() {
  const frame = document.querySelector(".focus");
  if (!frame || !form?.elements["focus-x"]) return;
  const picture = frame.querySelector("img");
  const point = frame.querySelector(".focus-point");
  const [left, top] = [form.elements["focus-x"], form.elements["focus-y"]];
  const crops = form.querySelector(".crops");
  const bound = (value) => Math.max(0, Math.min(100, Math.round(value)));
  const draw = () => {
    const [x, y] = [bound(+left.value), bound(+top.value)];
    point.style.left = `${picture.offsetLeft + (picture.offsetWidth * x) / 100}px`;
    point.style.top = `${picture.offsetTop + (picture.offsetHeight * y) / 100}px`;
    point.setAttribute("aria-label", `Focal point: ${x} % from the left, ${y} % from the top. Arrow keys move it.`);
    for (const crop of crops.children) crop.style.objectPosition = `${x}% ${y}%`;
  };
  const set = (x, y) => {
    [left.value, top.value] = [bound(x), bound(y)];
    draw();
    form.dispatchEvent(new Event("input"));
  };
  const place = (event) => {
    const box = picture.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  };
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    place(event);
    point.focus({ preventScroll: true });
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) place(event);
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!move) return;
    event.preventDefault();
    set(+left.value + move[0], +top.value + move[1]);
  });
  for (const input of [left, top]) input.addEventListener("input", draw);
  point.hidden = crops.hidden = false;
  // The picture may move within its frame without a new size of its own.
  const sizes = new ResizeObserver(draw);
  for (const box of [frame, picture]) sizes.observe(box);
  picture.addEventListener("load", draw);
  draw();
}
pointAt();

// The parties: known names bring their short form and usual role, and there is always room for one more.
if (form) {
  const known = document.getElementById("known-parties");
  const rows = () => [...form.querySelectorAll(".party")];
  const addMore = () => { form.querySelector("[data-add-party]").hidden = false; };
  addMore();
  form.addEventListener("renewed", addMore);
  form.addEventListener("click", ({ target }) => {
    if (!target.matches("[data-add-party]")) return;
    const last = rows().at(-1);
    const number = rows().length + 1;
    const row = last.cloneNode(true);
    row.setAttribute("aria-label", `Party ${number}`);
    for (const field of row.querySelectorAll("input, select")) {
      field.name = field.name.replace(/\d+/, number);
      if (field.matches("input")) field.value = "";
    }
    last.after(row);
    row.querySelector("input").focus();
  });
  let completing = 0;
  form.addEventListener("input", ({ target }) => {
    const row = target.closest?.(".party");
    if (!row || !target.name.endsWith("-name")) return;
    const chosen = [...known.options].find(({ value }) => value === target.value);
    if (chosen) {
      const short = row.querySelector('[name$="-short"]');
      if (!short.value) short.value = chosen.dataset.short;
      row.querySelector("select").value = chosen.dataset.role;
      return;
    }
    clearTimeout(completing);
    completing = setTimeout(async () => {
      const found = await ask(`credit-parties?q=${encodeURIComponent(target.value)}`).catch(() => null);
      for (const party of found?.parties ?? []) {
        if ([...known.options].some(({ value }) => value === party.name)) continue;
        known.append(element("option", { value: party.name, "data-short": party.abbreviation ?? "", "data-role": party.role }, party.abbreviation ?? ""));
      }
    }, 150);
  });

  const chain = () => {
    const text = (name) => form.elements[name]?.value.trim() || undefined;
    return {
      parties: rows().map((row) => {
        const value = (end) => row.querySelector(`[name$="-${end}"]`).value.trim();
        return { role: value("role"), name: value("name"), abbreviation: value("short") || undefined };
      }).filter(({ name }) => name),
      copyright: text("copyright"), licence: text("licence"), usage: text("usage"), wording: text("wording"),
    };
  };
  // As readers will see it, printed by the newsroom itself.
  let before = JSON.stringify(chain());
  form.addEventListener("renewed", () => { before = JSON.stringify(chain()); });
  let printing = 0;
  form.addEventListener("input", () => {
    const now = JSON.stringify(chain());
    if (now === before) return;
    before = now;
    clearTimeout(printing);
    printing = setTimeout(async () => {
      const line = await ask("credit-lines", { method: "POST", body: JSON.parse(now) }).catch(() => null);
      if (!line || now !== before) return;
      const printed = form.querySelector("[data-printed]");
      printed.value = line.text;
      form.querySelector("[data-unprinted]")?.remove();
      if (!line.text) printed.after(element("em", { "data-unprinted": true }, "no credit: it cannot be published"));
    }, 200);
  });

  // Saved in place, so that nothing that plays or is looked at goes away. What fails goes the way of the form.
  const say = (text) => { form.querySelector("[data-saved]").textContent = text; };
  let isChanged = false;
  form.addEventListener("input", () => {
    isChanged = true;
    say("");
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = {
      caption: form.elements.caption.value, alt: form.elements.alt?.value ?? "", credit: chain(),
      rights: { download: form.elements.download.checked, usage: form.elements.terms.value },
    };
    const [x, y] = [form.elements["focus-x"], form.elements["focus-y"]];
    if (x && (x.value !== x.defaultValue || y.value !== y.defaultValue)) body.focus = { x: +x.value / 100, y: +y.value / 100 };
    try {
      const asset = await ask(`media/${id}`, { method: "PATCH", body, headers: { "If-Match": `"${form.elements.version.value}"` } });
      form.elements.version.value = asset.version;
      isChanged = false;
      say(`Saved at ${clock(Date.now())}`);
      watch();
    } catch (error) {
      if (error instanceof Refusal && (error.status === 412 || error.status === 401)) {
        // The page of the form shows both, or asks to sign in; nothing that was typed is lost.
        if (error.status === 412) {
          isChanged = false;
          form.submit();
          return;
        }
      }
      say(error instanceof Refusal ? error.message : "The network is gone. Nothing is lost: save again when it is back.");
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// The work on it as it goes.
const list = document.querySelector("[data-jobs]");
const names = { renditions: "Reading the file, first pictures", stream: "Stream in several sizes", poster: "Stills and cuts made anew", "compact-renditions": "Smaller pictures", stamp: "Description and credit in the files" };
let watching = false;
/** What the page was last renewed for. */
let renewed = "";
/** What somebody has begun to fill in is not exchanged under the hand, nor what was sent and came back with a question. */
function isTouched() {
  return form.contains(document.activeElement) || document.querySelector(".conflict, .error") !== null || [...form.elements].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked
      : field.options ? [...field.options].some((each) => each.selected !== each.defaultSelected)
        : "defaultValue" in field && field.value !== field.defaultValue);
}

/** What is played goes on playing: its element stays where it is. */
function exchangePreview(fresh) {
  const [old, now] = [document, fresh].map((one) => one.querySelector(".asset-show"));
  const preview = (show) => [...show.children].slice(0, [...show.children].findIndex((each) => each.matches("[data-state-text]")));
  const [oldPlayer, player] = [old, now].map((show) => show.querySelector(".asset-player"));
  const stays = oldPlayer && player?.src === oldPlayer.src;
  for (const each of preview(old)) if (!stays || each !== oldPlayer) each.remove();
  let place = stays ? oldPlayer : old.querySelector("[data-state-text]");
  for (const each of preview(now)) {
    if (stays && each === player) place = old.querySelector("[data-state-text]");
    else place.before(each);
  }
}

/** Brings what has become of the file into the page; what its own words say too, while nobody writes others. */
async function renew() {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const facts = fresh.querySelector(".facts-list");
  document.querySelector(".facts-list").replaceChildren(...facts.children);
  exchangePreview(fresh);
  const words = fresh.querySelector("[data-describe]");
  if (form && words) {
    if (!isTouched()) {
      form.replaceChildren(...words.childNodes);
      form.dispatchEvent(new Event("renewed"));
    } else if (!form.elements["focus-x"] && words.querySelector(".point")) {
      form.querySelector("button:not([type])").before(words.querySelector(".point"));
    }
  }
  pointAt();
}

async function watch() {
  if (watching) return;
  watching = true;
  await watchAsset(id, (asset) => {
    page.dataset.state = asset.state;
    document.querySelector("[data-state-text]").textContent = stateText(asset);
    list.replaceChildren(...(asset.jobs ?? []).map((job) => {
      const share = job.progress ? ` ${Math.round(job.progress * 100)} %` : "";
      const facts = [job.state + share, job.secondsLeft ? timeText(job.secondsLeft) : ""].filter(Boolean).join(", ");
      const row = element("li", {}, element("span", {}, names[job.work] ?? job.work, element("br"), element("small", {}, facts)));
      if (job.progress) row.append(element("progress", { max: 1, value: job.progress, "aria-label": names[job.work] }));
      if (job.failure) row.firstChild.append(element("br"), element("small", { class: "reason" }, job.failure));
      return row;
    }));
    // What can be shown now was not there when the page was made.
    const lacks = (asset.thumbnail && !document.querySelector(".asset-show img")) || (asset.player && !document.querySelector(".asset-player"));
    const news = JSON.stringify([asset.thumbnail, asset.player]);
    if (asset.state === "ready" && lacks && news !== renewed) {
      renewed = news;
      renew().catch(() => { renewed = ""; });
    }
  });
  watching = false;
}
watch();
