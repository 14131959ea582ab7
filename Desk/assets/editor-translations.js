// @ts-check
/** The same story in other editions, beside this one, and what changed there since. */

import { call } from "./editor-api.js";
import { comparison, differences } from "./editor-compare.js";
import { blockText } from "./editor-diff.js";
import { h, say } from "./editor-dom.js";

export class Translations {
  /** @param {any} story */
  constructor(story) {
    this.story = story;
    this.list = h("ul", { class: "rows" });
    this.side = h("div", { class: "side-text" });
    this.edition = h("select", { "aria-label": "Edition of the translation" });
    this.start = h("form", { class: "row", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.begin(); } }, this.edition, h("button", { class: "small" }, "Begin a translation"));
    this.element = h("section", null, h("h2", null, "Translations"), this.list, this.start, this.side);
  }

  async load() {
    try {
      ({ translations: this.found } = await call("GET", `stories/${this.story.id}/translations`));
    } catch (error) {
      return this.list.replaceChildren(h("li", null, /** @type {Error} */ (error).message));
    }
    const rows = await Promise.all(this.found.map((/** @type {any} */ each) => this.row(each)));
    this.list.replaceChildren(...rows);
    if (!rows.length) this.list.append(h("li", { class: "help" }, "This story is in no other edition yet."));
    const taken = new Set([this.story.edition, ...this.found.filter((/** @type {any} */ each) => each.story.status !== "killed").map((/** @type {any} */ each) => each.story.edition)]);
    const free = this.story.data.editions.filter((/** @type {any} */ each) => !taken.has(each.code));
    this.edition.replaceChildren(...free.map((/** @type {any} */ each) => h("option", { value: each.code }, each.name)));
    this.start.hidden = !free.length;
  }

  async row(/** @type {any} */ { story: other, known, seen }) {
    const edition = this.story.data.editions.find((/** @type {any} */ each) => each.code === other.edition) ?? { name: other.edition, language: other.edition, direction: "auto" };
    // Their text as it was when this one was last saved: what differs since is what may be missing here.
    const before = seen && seen < other.version ? (await call("GET", `stories/${other.id}/revisions/${seen}`)).content : null;
    const changed = before ? differences(before, other.content) : 0;
    const own = known && known < this.story.saving.version;
    return h("li", null,
      h("span", null, h("a", { href: `/desk/stories/${other.id}`, lang: edition.language, dir: "auto" }, other.content.headline || "Without a headline"), h("br"),
        h("small", null, `${edition.name} · ${other.status.replace("-", " ")}`),
        changed ? h("small", { class: "behind" }, ` ${changed} ${changed === 1 ? "change" : "changes"} since this one was saved`) : null,
        own && !changed ? h("small", null, " has not seen your last version") : null),
      h("span", { class: "row" },
        h("button", { type: "button", class: "quiet small", "aria-label": `Read ${edition.name} beside the text`, onclick: () => this.beside(other, edition, null) }, "Beside"),
        changed ? h("button", { type: "button", class: "quiet small", "aria-label": `What changed in ${edition.name}`, onclick: () => this.beside(other, edition, before) }, "Changes") : null));
  }

  beside(/** @type {any} */ other, /** @type {any} */ edition, /** @type {any} */ before) {
    const { content } = other;
    const heading = h("h3", { tabindex: "-1" }, before ? `Changed in ${edition.name}` : edition.name);
    this.side.replaceChildren(heading, before
      ? comparison(before, content, edition.language)
      : h("div", { lang: edition.language, dir: edition.direction }, h("p", null, h("b", null, content.headline)), content.standfirst ? h("p", null, content.standfirst) : null,
        content.body.map((/** @type {any} */ block) => h("p", null, blockText(block)))));
    heading.focus();
  }

  async begin() {
    try {
      const made = await call("POST", `stories/${this.story.id}/translations`, { body: { edition: this.edition.value } });
      location.assign(`/desk/stories/${made.id}`);
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
  }
}
