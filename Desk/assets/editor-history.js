// @ts-check
/** Every saved version: compared with any other, and brought back. */

import { call } from "./editor-api.js";
import { comparison } from "./editor-compare.js";
import { clock, dialog, h, say } from "./editor-dom.js";

export class History {
  /** @param {any} story @param {(content: any, version: number) => Promise<void>} restore */
  constructor(story, restore) {
    this.story = story;
    this.restore = restore;
    this.list = h("ol", { class: "rows versions" });
    this.note = h("p", { class: "help", role: "status" });
    this.compare = h("button", { type: "button", class: "small", onclick: () => this.open() }, "Compare");
    this.before = h("select", { "aria-label": "The older version" });
    this.after = h("select", { "aria-label": "The newer version" });
    this.element = h("section", null, h("h2", null, "History"), h("div", { class: "row compare-row" }, this.before, h("span", null, "with"), this.after, this.compare), this.note, this.list);
  }

  async load() {
    try {
      const { revisions } = await call("GET", `stories/${this.story.id}/revisions`);
      this.revisions = revisions;
    } catch (error) {
      this.note.textContent = /** @type {Error} */ (error).message;
      return;
    }
    this.note.textContent = "";
    const option = (/** @type {any} */ revision) => h("option", { value: revision.version }, `Version ${revision.version}, ${clock(revision.saved)}`);
    this.before.replaceChildren(...this.revisions.map(option));
    this.after.replaceChildren(h("option", { value: "now" }, "The text as it is now"), ...this.revisions.map(option));
    this.before.value = String(this.revisions[Math.min(1, this.revisions.length - 1)]?.version);
    this.after.value = "now";
    this.list.replaceChildren(...this.revisions.map((/** @type {any} */ revision) => h("li", null,
      h("span", null, h("b", null, `Version ${revision.version}`), h("br"), h("small", null, `${clock(revision.saved)} · ${revision.author}`)),
      h("span", { class: "row" },
        h("button", { type: "button", class: "quiet small", "aria-label": `What version ${revision.version} changed`, onclick: () => {
          this.before.value = String(Math.max(1, revision.version - 1));
          this.after.value = String(revision.version);
          this.open();
        } }, "Changes"),
        revision.version === this.story.saving.version ? null : h("button", { type: "button", class: "quiet small", "aria-label": `Restore version ${revision.version}`, onclick: () => this.back(revision.version) }, "Restore")))));
  }

  async content(/** @type {string | number} */ version) {
    if (version === "now") return this.story.content();
    return (await call("GET", `stories/${this.story.id}/revisions/${version}`)).content;
  }

  async open() {
    const [left, right] = [this.before.value, this.after.value];
    try {
      const [before, after] = [await this.content(left), await this.content(right)];
      await dialog(`Version ${left} with ${right === "now" ? "the text as it is now" : `version ${right}`}`, (close) => [
        comparison(before, after, this.story.language),
        h("div", { class: "row" }, h("button", { type: "button", onclick: () => close(null) }, "Close"),
          Number(left) === this.story.saving.version ? null : h("button", { type: "button", class: "quiet", onclick: () => { close(null); this.back(Number(left)); } }, `Restore version ${left}`)),
      ], { wide: true });
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
  }

  async back(/** @type {number} */ version) {
    try {
      await this.restore(await this.content(version), version);
      await this.load();
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
  }
}
