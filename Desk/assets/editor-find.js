// @ts-check
/** Find and replace in the text. */

import { field, h, say } from "./editor-dom.js";

export class Find {
  /** @param {import("./editor-body.js").Body} body */
  constructor(body) {
    this.body = body;
    this.at = -1;
    this.query = h("input", { type: "search", autocomplete: "off" });
    this.other = h("input", { type: "text", autocomplete: "off" });
    this.exact = h("input", { type: "checkbox" });
    this.count = h("p", { class: "help", role: "status" });
    const button = (/** @type {string} */ text, /** @type {() => void} */ run) => h("button", { type: "button", class: "quiet small", onclick: run }, text);
    this.bar = h("form", { class: "find", role: "search", "aria-label": "Find and replace", hidden: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.step(1); } },
      field("Find", this.query), field("Replace with", this.other),
      h("label", { class: "check" }, this.exact, "Same case"),
      h("div", { class: "row" }, button("Previous", () => this.step(-1)), h("button", { class: "small" }, "Next"),
        button("Replace", () => this.replace()), button("Replace all", () => this.replaceAll()), button("Close", () => this.close())),
      this.count);
    this.query.addEventListener("input", () => { this.at = -1; this.mark(); });
    this.exact.addEventListener("change", () => { this.at = -1; this.mark(); });
    this.bar.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") { event.preventDefault(); this.close(); }
      if (event.key === "Enter" && event.target === this.other) { event.preventDefault(); this.replace(); }
      if (event.key === "Enter" && event.shiftKey && event.target === this.query) { event.preventDefault(); this.step(-1); }
    });
  }

  open() {
    const { from, to } = this.body.editor.state.selection;
    const selected = this.body.doc.textBetween(from, to, "\n");
    this.bar.hidden = false;
    if (selected && !selected.includes("\n")) this.query.value = selected;
    this.query.focus();
    this.query.select();
    this.mark();
  }

  close() {
    if (this.bar.hidden) return;
    this.bar.hidden = true;
    this.body.lay("found", []);
    this.body.editor.view.focus();
  }

  /** Every place, in the order of the text. @returns {{from: number, to: number}[]} */
  places() {
    const wanted = this.query.value;
    if (!wanted) return [];
    const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"), this.exact.checked ? "gu" : "giu");
    /** @type {{from: number, to: number}[]} */
    const found = [];
    this.body.doc.descendants((/** @type {any} */ node, /** @type {number} */ position) => {
      if (!node.isTextblock) return true;
      const text = node.textBetween(0, node.content.size, undefined, "\n");
      for (const match of text.matchAll(pattern)) {
        if (match[0]) found.push({ from: position + 1 + match.index, to: position + 1 + match.index + match[0].length });
      }
      return false;
    });
    return found;
  }

  mark() {
    if (this.bar.hidden) return [];
    const places = this.places();
    this.body.lay("found", places.map((place, index) => ({ ...place, class: index === this.at ? "found current" : "found" })));
    this.count.textContent = !this.query.value ? "" : places.length ? `${this.at >= 0 ? `${this.at + 1} of ` : ""}${places.length} found` : "Not found";
    return places;
  }

  step(/** @type {number} */ way) {
    const places = this.places();
    if (!places.length) return void this.mark();
    const { from } = this.body.editor.state.selection;
    this.at = this.at < 0
      ? Math.max(0, places.findIndex((place) => place.from >= from))
      : (this.at + way + places.length) % places.length;
    this.mark();
    const dom = this.body.editor.view.domAtPos(places[this.at].from).node;
    (dom instanceof Element ? dom : dom.parentElement)?.scrollIntoView({ block: "center" });
  }

  put(/** @type {any} */ tr, /** @type {{from: number, to: number}} */ place) {
    const text = this.other.value;
    const marks = tr.doc.resolve(place.from).marksAcross(tr.doc.resolve(place.to)) ?? [];
    if (text) tr.replaceWith(place.from, place.to, this.body.editor.schema.text(text, marks));
    else tr.delete(place.from, place.to);
  }

  replace() {
    const places = this.places();
    if (!places.length) return void this.mark();
    if (this.at < 0 || this.at >= places.length) return this.step(1);
    const { state, view } = this.body.editor;
    const { tr } = state;
    this.put(tr, places[this.at]);
    view.dispatch(tr);
    const left = this.places().length;
    this.at = left ? Math.min(this.at, left - 1) : -1;
    this.mark();
  }

  replaceAll() {
    const places = this.places();
    const { state, view } = this.body.editor;
    const { tr } = state;
    // From the end, so that what stands before keeps its place.
    for (const place of places.reverse()) this.put(tr, place);
    if (places.length) view.dispatch(tr);
    this.at = -1;
    this.mark();
    const text = places.length === 1 ? "1 place replaced." : `${places.length} places replaced.`;
    this.count.textContent = text;
    say(text);
  }
}
