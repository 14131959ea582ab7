// @ts-check
/** Making elements, and the few things of a page that every part of the editor uses. */

/**
 * An element: `h("p", { class: "help", onclick: f, "aria-label": "…" }, "text", child)`.
 * @param {string} name
 * @param {Record<string, any> | null} [properties]
 * @param {...(Node | string | number | null | undefined | false | (Node | string | null | undefined | false)[])} children
 * @returns {any}
 */
export function h(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") /** @type {any} */ (element).value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(/** @type {any} */ (child));
  }
  return element;
}

let numbers = 0;

/** An id that no other element of the page has. */
export const fresh = (/** @type {string} */ prefix) => `${prefix}-${++numbers}`;

/** A labelled field of a panel or dialog. */
export function field(/** @type {string} */ label, /** @type {any} */ control, /** @type {string} */ help = "") {
  const id = control.id || (control.id = fresh("field"));
  const note = help ? h("p", { class: "help", id: id + "-help" }, help) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: id }, label), control, note);
}

/** A text area that is as high as its text. */
export function grows(/** @type {HTMLTextAreaElement} */ area) {
  const fit = () => {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight}px`;
  };
  area.addEventListener("input", fit);
  addEventListener("resize", fit);
  requestAnimationFrame(fit);
  return area;
}

/**
 * A modal dialog that is gone once it is closed; answers what it was closed with, `null` where it was given up.
 * @param {string} title
 * @param {(close: (value: any) => void) => (Node | string | null | false)[]} fill
 * @param {{wide?: boolean}} [how]
 * @returns {Promise<any>}
 */
export function dialog(title, fill, how = {}) {
  return new Promise((resolve) => {
    let answer = null;
    const before = document.activeElement;
    const heading = h("h2", { id: fresh("dialog") }, title);
    const close = (/** @type {any} */ value) => {
      answer = value;
      box.close();
    };
    const box = h("dialog", { class: how.wide ? "box wide" : "box", "aria-labelledby": heading.id }, heading, fill(close));
    box.addEventListener("close", () => {
      box.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
  });
}

/** A question with a button for each answer; answers the name of one, `null` where it was given up. */
export function ask(/** @type {string} */ title, /** @type {string} */ text, /** @type {Record<string, string>} */ answers) {
  return dialog(title, (close) => [
    h("p", null, text),
    h("div", { class: "row" }, Object.entries(answers).map(([name, label], index) =>
      h("button", { type: "button", class: index ? "quiet" : null, onclick: () => close(name) }, label))),
  ]);
}

/** Says something to those who listen to the page, and shows it for a while to those who look. */
export function say(/** @type {string} */ text) {
  let region = document.getElementById("said");
  if (!region) {
    region = h("p", { id: "said", role: "status" });
    document.body.append(/** @type {any} */ (region));
  }
  /** @type {any} */ (region).textContent = text;
  clearTimeout(saying);
  saying = window.setTimeout(() => { /** @type {any} */ (region).textContent = ""; }, 6000);
}
let saying = 0;

/** Runs `work` once after `pause` milliseconds without another call. */
export function later(/** @type {number} */ pause, /** @type {() => void} */ work) {
  let timer = 0;
  const run = () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, pause);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}

/** The zone of the edition, and what people call it. @type {{id: string | undefined, name: string}} */
let zone = { id: undefined, name: "" };

/** Times are written in this zone from here on. */
export function useZone(/** @type {string} */ id, /** @type {string} */ name) { zone = { id, name }; }

/** `14:02 Berlin time` today, `28 Nov, 14:02 Berlin time` on other days. */
export function clock(/** @type {string | number} */ moment) {
  const place = { timeZone: zone.id };
  const date = new Date(moment);
  const isToday = date.toLocaleDateString("en-GB", place) === new Date().toLocaleDateString("en-GB", place);
  const text = date.toLocaleString("en-GB", isToday
    ? { hour: "2-digit", minute: "2-digit", ...place }
    : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", ...place });
  return zone.name ? `${text} ${zone.name}` : text;
}
