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
const frame = document.querySelector(".focus");
if (frame && form) {
  const picture = frame.querySelector("img");
  const point = frame.querySelector(".focus-point");
  const [left, top] = [form.elements["focus-x"], form.elements["focus-y"]];
  const crops = document.querySelector(".crops");
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

// The parties: known names bring their short form and usual role, and there is always room for one more.
if (form) {
  const known = document.getElementById("known-parties");
  const parties = form.querySelector(".parties");
  const add = form.querySelector("[data-add-party]");
  let number = parties.querySelectorAll(".party").length;
  add.hidden = false;
  add.addEventListener("click", () => {
    const last = [...parties.querySelectorAll(".party")].at(-1);
    const row = last.cloneNode(true);
    number += 1;
    row.setAttribute("aria-label", `Party ${number}`);
    for (const field of row.querySelectorAll("input, select")) {
      field.name = field.name.replace(/\d+/, number);
      if (field.matches("input")) field.value = "";
    }
    last.after(row);
    row.querySelector("input").focus();
  });
  let completing = 0;
  parties.addEventListener("input", ({ target }) => {
    if (!target.name?.endsWith("-name")) return;
    const row = target.closest(".party");
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
      parties: [...parties.querySelectorAll(".party")].map((row) => {
        const value = (end) => row.querySelector(`[name$="-${end}"]`).value.trim();
        return { role: value("role"), name: value("name"), abbreviation: value("short") || undefined };
      }).filter(({ name }) => name),
      copyright: text("copyright"), licence: text("licence"), usage: text("usage"), wording: text("wording"),
    };
  };
  // As readers will see it, printed by the newsroom itself.
  const printed = form.querySelector("[data-printed]");
  let before = JSON.stringify(chain());
  let printing = 0;
  form.addEventListener("input", () => {
    const now = JSON.stringify(chain());
    if (now === before) return;
    before = now;
    clearTimeout(printing);
    printing = setTimeout(async () => {
      const line = await ask("credit-lines", { method: "POST", body: JSON.parse(now) }).catch(() => null);
      if (!line || now !== before) return;
      printed.value = line.text;
      form.querySelector("[data-unprinted]")?.remove();
      if (!line.text) printed.after(element("em", { "data-unprinted": true }, "no credit: it cannot be published"));
    }, 200);
  });

  // Saved in place, so that nothing that plays or is looked at goes away. What fails goes the way of the form.
  const saved = form.querySelector("[data-saved]");
  let isChanged = false;
  form.addEventListener("input", () => {
    isChanged = true;
    saved.textContent = "";
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
      saved.textContent = `Saved at ${clock(Date.now())}`;
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
      saved.textContent = error instanceof Refusal ? error.message : "The network is gone. Nothing is lost: save again when it is back.";
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
let hasPicture = Boolean(document.querySelector(".asset-show img, .asset-player"));
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
    const typed = form && [...form.elements].some((field) => field.value !== field.defaultValue && "defaultValue" in field);
    if (asset.state === "ready" && !hasPicture && !typed) {
      hasPicture = true;
      if (asset.thumbnail || asset.player) location.reload();
    }
  });
  watching = false;
}
watch();
