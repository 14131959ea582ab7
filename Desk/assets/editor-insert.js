// @ts-check
/** The menu of what can be put into the text: “/” on an empty line, or the button beside it. */

import { fresh, h } from "./editor-dom.js";

/** @typedef {{name: string, words: string, hint: string, run: () => void}} Item */

export class InsertMenu {
  /** @param {import("./editor-body.js").Body} body @param {Item[]} items @param {HTMLElement} host */
  constructor(body, items, host) {
    this.body = body;
    this.items = items;
    this.at = 0;
    /** @type {Item[]} */
    this.shown = [];
    this.list = h("ul", { class: "insert-menu", role: "listbox", id: fresh("insert"), "aria-label": "Put in", tabindex: "0", hidden: true });
    this.button = h("button", { type: "button", class: "insert-button", "aria-label": "Put something in here", "aria-haspopup": "listbox", title: "Put something in here ( / )", hidden: true, onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => this.open() }, "+");
    host.append(this.button, this.list);
    this.host = host;
    body.editor.view.dom.addEventListener("blur", () => setTimeout(() => { if (!this.list.contains(document.activeElement)) this.close(); }, 100));
  }

  get isOpen() { return !this.list.hidden; }

  /** What was typed behind the stroke of a line that holds nothing else; null where none was. */
  query() {
    const { selection } = this.body.editor.state;
    if (!selection.empty || selection.$from.parent.type.name !== "paragraph") return null;
    const text = selection.$from.parent.textContent;
    return text.startsWith("/") && !/\s{2}|\/.*\//u.test(text) && text.length < 24 ? text.slice(1).toLowerCase() : null;
  }

  /** Follows the caret. */
  update() {
    const { state, view } = this.body.editor;
    const { $from, empty } = state.selection;
    const isEmptyLine = empty && $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
    this.button.hidden = !isEmptyLine || !view.hasFocus();
    if (!this.button.hidden) this.place(this.button, $from.pos, true);
    const query = this.query();
    if (query === null) { if (!this.isByButton || !isEmptyLine) this.close(); return; }
    if (query === this.escaped) return;
    this.escaped = null;
    this.show(query);
  }

  place(/** @type {HTMLElement} */ element, /** @type {number} */ position, isBeside = false) {
    const caret = this.body.editor.view.coordsAtPos(position);
    const frame = this.host.getBoundingClientRect();
    element.style.insetBlockStart = `${(isBeside ? caret.top - 4 : caret.bottom + 4) - frame.top}px`;
    if (isBeside) return;
    const isRight = getComputedStyle(this.host).direction === "rtl";
    element.style.insetInlineStart = `${isRight ? frame.right - caret.right : caret.left - frame.left}px`;
  }

  open() {
    this.isByButton = true;
    this.body.editor.view.focus();
    this.show("");
  }

  show(/** @type {string} */ query) {
    this.shown = this.items.filter((item) => `${item.name} ${item.words}`.toLowerCase().includes(query));
    if (!this.shown.length) return this.close();
    const isNew = this.list.hidden;
    this.at = isNew ? 0 : Math.min(this.at, this.shown.length - 1);
    this.list.replaceChildren(...this.shown.map((item, index) => h("li", {
      role: "option", id: `${this.list.id}-${index}`, "aria-selected": String(index === this.at),
      onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); this.at = index; this.choose(); },
    }, h("b", null, item.name), h("small", null, item.hint))));
    this.list.hidden = false;
    this.place(this.list, this.body.editor.state.selection.from);
    if (isNew) this.list.scrollIntoView({ block: "nearest" });
    this.mark();
  }

  mark() {
    const { dom } = this.body.editor.view;
    [...this.list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === this.at)));
    dom.setAttribute("aria-controls", this.list.id);
    dom.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  close() {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.isByButton = false;
    this.body.editor.view.dom.removeAttribute("aria-controls");
    this.body.editor.view.dom.removeAttribute("aria-activedescendant");
  }

  /** True where the key was for the menu. */
  key(/** @type {string} */ key) {
    if (!this.isOpen) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      this.at = (this.at + (key === "ArrowDown" ? 1 : this.shown.length - 1)) % this.shown.length;
      this.mark();
      return true;
    }
    if (key === "Enter" || key === "Tab") { this.choose(); return true; }
    if (key === "Escape") { this.escaped = this.query(); this.close(); return true; }
    return false;
  }

  choose() {
    const item = this.shown[this.at];
    const query = this.query();
    this.close();
    if (query !== null) {
      const { $from } = this.body.editor.state.selection;
      this.body.editor.commands.deleteRange({ from: $from.start(), to: $from.end() });
    }
    item.run();
  }
}
