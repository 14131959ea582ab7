// @ts-check
/** What stands beside the text, a tab each (WAI-ARIA Authoring Practices, Tabs). */

import { fresh, h } from "./editor-dom.js";

/** @typedef {{name: string, title: string, element: HTMLElement, shown?: () => void}} Panel */

export class Panels {
  /** @param {Panel[]} panels */
  constructor(panels) {
    this.panels = panels;
    this.tabs = panels.map(({ title, element }) => {
      const id = fresh("tab");
      element.id ||= fresh("panel");
      element.setAttribute("role", "tabpanel");
      element.setAttribute("aria-labelledby", id);
      element.tabIndex = 0;
      return h("button", { type: "button", role: "tab", id, "aria-controls": element.id, onclick: () => this.show(element) }, h("span", null, title), h("span", { class: "count" }));
    });
    this.list = h("div", { class: "tabs", role: "tablist", "aria-label": "Beside the text" }, this.tabs);
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const here = this.tabs.indexOf(document.activeElement);
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: this.tabs.length - 1 }[event.key];
      if (to === undefined || here < 0) return;
      event.preventDefault();
      const next = (to + this.tabs.length) % this.tabs.length;
      this.show(this.panels[next].element);
      this.tabs[next].focus();
    });
    this.element = h("aside", { class: "panels", "aria-label": "About the story" }, this.list, panels.map(({ element }) => element));
    this.show(panels[0].element);
  }

  show(/** @type {HTMLElement | string} */ which) {
    this.panels.forEach((panel, index) => {
      const isOn = panel.element === which || panel.name === which;
      panel.element.hidden = !isOn;
      this.tabs[index].setAttribute("aria-selected", String(isOn));
      this.tabs[index].tabIndex = isOn ? 0 : -1;
      if (isOn) panel.shown?.();
    });
  }

  isShown(/** @type {string} */ name) { return !this.panels.find((panel) => panel.name === name)?.element.hidden; }

  /** A number beside a title; nothing for 0. */
  count(/** @type {string} */ name, /** @type {number} */ number, isGrave = false) {
    const index = this.panels.findIndex((panel) => panel.name === name);
    const badge = this.tabs[index].lastElementChild;
    badge.textContent = number ? ` ${number}` : "";
    badge.classList.toggle("grave", isGrave);
  }
}
