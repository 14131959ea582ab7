// @ts-check
/** How search results and shared links will show the story. */

import { h } from "./editor-dom.js";
import { plainText } from "./editor-mapping.js";

/** Search engines cut about here, at a word. */
function cut(/** @type {string} */ text, /** @type {number} */ most) {
  if (text.length <= most) return text;
  const short = text.slice(0, most);
  return `${short.slice(0, Math.max(short.lastIndexOf(" "), most - 20))}…`;
}

export class Previews {
  /** @param {any} story */
  constructor(story) {
    this.story = story;
    this.search = h("div", { class: "preview-search" });
    this.card = h("div", { class: "preview-card" });
    this.note = h("p", { class: "help" });
    this.element = h("section", null, h("h2", null, "Previews"), h("h3", null, "In search results"), this.search, this.note, h("h3", null, "Where the link is shared"), this.card);
  }

  show() {
    const { story } = this;
    const content = story.content();
    const { site } = story.data;
    const host = site.origin.replace(/^https?:\/\//u, "");
    const text = content.standfirst || content.body.map(plainText).find(Boolean) || "";
    const headline = content.headline || "Without a headline";
    const place = `${host} › ${story.data.address.split("/").filter((/** @type {string} */ part) => part && part !== "SLUG").join(" › ")}`;
    this.search.replaceChildren(h("p", { class: "preview-site" }, h("b", null, site.name), h("small", null, place)),
      h("p", { class: "preview-title", dir: "auto" }, cut(headline, 60)), h("p", { class: "preview-text", dir: "auto" }, cut(text, 155)));
    this.note.textContent = headline.length > 60
      ? `The headline has ${headline.length} characters; about 60 are shown.`
      : content.standfirst ? "" : "Without a standfirst the first paragraph is shown.";
    const asset = content.lead ? story.asset(content.lead) : null;
    this.card.replaceChildren(
      asset?.thumbnail ? h("img", { src: asset.thumbnail, alt: "" }) : h("div", { class: "preview-none" }, site.name),
      h("div", null, h("small", null, host), h("p", { class: "preview-title", dir: "auto" }, cut(headline, 90)), h("p", { class: "preview-text", dir: "auto" }, cut(text, 120))));
  }
}
