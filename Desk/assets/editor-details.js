// @ts-check
/** Section, tags, address, lead and related stories. */

import { call } from "./editor-api.js";
import { field, fresh, h, later } from "./editor-dom.js";
import { still } from "./editor-views.js";

/**
 * A field that completes what is typed (WAI-ARIA Authoring Practices, Combobox).
 * @param {string} label @param {(query: string) => Promise<{text: string, hint?: string, value: any}[]>} find
 * @param {(value: any) => void} choose @param {(text: string) => void} [other] takes what is no choice
 */
export function combobox(label, find, choose, other) {
  const list = h("ul", { role: "listbox", id: fresh("choices"), class: "choices", hidden: true, "aria-label": label });
  const input = h("input", { type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" });
  /** @type {{text: string, hint?: string, value: any}[]} */
  let choices = [];
  let at = -1;
  const mark = () => {
    [...list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); mark(); };
  const take = (/** @type {number} */ index) => { const { value } = choices[index]; input.value = ""; close(); choose(value); };
  const search = later(180, async () => {
    const query = input.value.trim();
    if (!query) return close();
    try { choices = await find(query); } catch { choices = []; }
    if (input.value.trim() !== query) return;
    at = -1;
    list.replaceChildren(...choices.map((choice, index) => h("li", {
      role: "option", id: `${list.id}-${index}`, "aria-selected": "false",
      onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); take(index); },
    }, h("span", { dir: "auto" }, choice.text), choice.hint ? h("small", null, ` ${choice.hint}`) : null)));
    list.hidden = choices.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  });
  input.addEventListener("input", search);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!choices.length || list.hidden) return;
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : choices.length) + (at < 0 && event.key === "ArrowUp" ? 0 : 0)) % choices.length;
      mark();
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter" || (event.key === "," && other)) {
      event.preventDefault();
      if (at >= 0) take(at);
      else if (other && input.value.trim()) { other(input.value.trim()); input.value = ""; close(); }
    }
  });
  const labelled = field(label, input);
  labelled.append(list);
  labelled.classList.add("combobox");
  return labelled;
}

/** Published stories that say these words. */
export async function findStories(/** @type {string} */ query, /** @type {string} */ edition, /** @type {string} */ except = "") {
  const { stories } = await call("GET", `search?${new URLSearchParams({ q: query, edition, limit: "8" })}`);
  return stories.filter((/** @type {any} */ story) => story.id !== except).map((/** @type {any} */ story) => ({
    text: story.headline, hint: story.published.slice(0, 10), value: story,
  }));
}

export class Details {
  /** @param {any} story */
  constructor(story) {
    this.story = story;
    this.section = h("select", null, h("option", { value: "" }, "None"), story.data.sections.map((/** @type {any} */ each) => h("option", { value: each.slug }, each.name)));
    this.section.addEventListener("change", () => story.setField("section", this.section.value || undefined));
    this.slug = h("input", { type: "text", autocomplete: "off", spellcheck: "false" });
    this.slug.addEventListener("input", () => {
      story.followsHeadline = !this.slug.value.trim() && !story.isPublished;
      story.setField("slug", this.slug.value.trim());
      this.preview();
    });
    this.address = h("p", { class: "help address", dir: "ltr" });
    this.tags = h("ul", { class: "chips", "aria-label": "Tags" });
    this.related = h("ul", { class: "chips", "aria-label": "Related stories" });
    this.lead = h("div", { class: "lead-choice" });
    const add = (/** @type {string} */ name) => {
      const tags = story.fields.tags;
      if (!tags.some((/** @type {string} */ tag) => tag.toLowerCase() === name.toLowerCase())) story.setField("tags", [...tags, name]);
      this.show();
    };
    this.element = h("section", null, h("h2", null, "Details"),
      field("Section", this.section),
      this.tags,
      combobox("Add a tag", async (query) => {
        const { tags } = await call("GET", `editions/${encodeURIComponent(story.edition)}/tags?${new URLSearchParams({ q: query, limit: "8" })}`);
        return tags.map((/** @type {any} */ tag) => ({ text: tag.name, hint: `${tag.stories}`, value: tag.name }));
      }, add, add),
      field("Name in the address", this.slug, story.isPublished ? "Who has the old address is sent on to the new one." : "Made from the headline while it is empty."),
      this.address, h("h3", null, "Lead"), this.lead,
      h("h3", null, "Related stories"), this.related,
      combobox("Find a story to relate", (query) => findStories(query, story.edition, story.id), (found) => {
        story.data.related[found.id] = found.headline;
        if (!story.fields.related.includes(found.id)) story.setField("related", [...story.fields.related, found.id]);
        this.show();
      }));
    this.show();
  }

  show() {
    const { story } = this;
    this.section.value = story.fields.section ?? "";
    if (document.activeElement !== this.slug) this.slug.value = story.followsHeadline ? "" : story.fields.slug ?? "";
    const chips = (/** @type {string} */ name, /** @type {(value: string) => any} */ words) => story.fields[name].map((/** @type {string} */ value) => h("li", null, words(value),
      h("button", { type: "button", "aria-label": `Take out ${words(value)}`, onclick: () => { story.setField(name, story.fields[name].filter((/** @type {string} */ each) => each !== value)); this.show(); } }, "×")));
    this.tags.replaceChildren(...chips("tags", (tag) => tag));
    this.related.replaceChildren(...chips("related", (id) => story.data.related[id] ?? `story ${id.slice(-6)}`));
    const lead = story.fields.lead;
    const asset = lead && story.asset(lead);
    this.lead.replaceChildren(...[
      asset ? still(asset) : h("p", { class: "help" }, "The story has no lead."),
      h("div", { class: "row" },
        h("button", { type: "button", class: "quiet small", onclick: async () => {
          const [picked] = await story.pick({ kinds: ["image", "video", "audio"], multiple: false });
          if (picked) { story.setField("lead", picked.id); this.show(); }
        } }, asset ? "Change the lead" : "Choose the lead"),
        asset ? h("button", { type: "button", class: "quiet small", onclick: () => { story.setField("lead", undefined); this.show(); } }, "No lead") : null),
    ]);
    this.preview();
  }

  preview() {
    const { story } = this;
    const name = story.content().slug || (story.saving?.base.headline === story.fields.headline && story.saving?.base.slug) || "made-from-the-headline";
    this.address.textContent = story.data.site.origin.replace(/^https?:\/\//u, "") + story.data.address.replace("SLUG", name);
  }
}
