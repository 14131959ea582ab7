// @ts-check
/** The story that is open: its fields, what it says of its media, and the body; put together they are its content. */

import { call } from "./editor-api.js";
import { say } from "./editor-dom.js";
import { mediaOf } from "./editor-mapping.js";

const FIELDS = ["label", "headline", "standfirst", "bylines", "dateline", "section", "slug", "lead", "tags", "related"];

export class Story {
  /** @param {any} data what the page carries @param {(name: string) => void} changed */
  constructor(data, changed) {
    this.data = data;
    this.id = data.story.id;
    this.edition = data.story.edition;
    this.status = data.story.status;
    this.site = data.site;
    this.language = data.editions.find((/** @type {any} */ each) => each.code === data.story.edition)?.language ?? data.story.edition;
    this.direction = data.editions.find((/** @type {any} */ each) => each.code === data.story.edition)?.direction ?? "ltr";
    this.changed = changed;
    this.followsHeadline = data.followsHeadline;
    /** @type {Map<string, any>} */
    this.assets = new Map();
    /** @type {Set<string>} */
    this.watched = new Set();
    for (const asset of data.media) this.learn(asset);
    /** @type {Map<string, any>} */
    this.uses = new Map();
    /** @type {Record<string, any>} */
    this.fields = {};
    /** @type {any} */
    this.saving = null;
    /** @type {any} */
    this.body = null;
    this.take(data.story.content);
  }

  get isPublished() { return this.status === "published"; }
  get isPublic() { return this.status === "published"; }

  /** Takes the fields and uses of a content; the body is the text's own. */
  take(/** @type {any} */ content) {
    for (const name of FIELDS) this.fields[name] = structuredClone(content[name]);
    this.listed = content.media.map((/** @type {any} */ use) => use.media);
    // Media that the story holds without showing them stay where they are.
    const shown = new Set([content.lead, ...mediaOf(content.body)]);
    this.unplaced = new Set(this.listed.filter((/** @type {string} */ id) => !shown.has(id)));
    for (const use of content.media) this.uses.set(use.media, structuredClone(use));
  }

  /** The whole as JSON that the server takes. */
  content() {
    const { headline, slug } = this.fields;
    const known = this.saving?.base ?? this.data.story.content;
    const body = this.body ? this.body.read().blocks : this.data.story.content.body;
    const shown = [...(this.fields.lead ? [this.fields.lead] : []), ...mediaOf(body)];
    const ids = [...this.listed.filter((/** @type {string} */ id) => shown.includes(id) || this.unplaced.has(id)), ...shown];
    const content = {
      ...this.fields, body, slug: this.followsHeadline && headline !== known.headline ? "" : slug,
      media: [...new Set(ids)].map((id) => this.uses.get(id) ?? { media: id }),
    };
    return JSON.parse(JSON.stringify(content));
  }

  setField(/** @type {string} */ name, /** @type {any} */ value) {
    this.fields[name] = value === "" && name !== "headline" && name !== "slug" ? undefined : value;
    this.changed(name);
  }

  use(/** @type {string} */ id) { return this.uses.get(id) ?? { media: id }; }

  setUse(/** @type {string} */ id, /** @type {any} */ change) {
    this.uses.set(id, { ...this.use(id), ...change });
    this.changed("media");
  }

  /** What is known of an asset; one that nobody told of is asked for. */
  asset(/** @type {string} */ id, kind = "image") {
    const known = this.assets.get(id);
    if (known) return known;
    const made = { id, kind, title: `media ${id.slice(-6)}`, thumbnail: null, caption: "", alt: "", credit: "", state: "ready" };
    this.assets.set(id, made);
    call("GET", `media/${id}`).then((asset) => { this.learn(asset); this.changed("asset"); }).catch(() => { /* shown by its name */ });
    return made;
  }

  /** Takes in what is known of an asset; one that is still being made ready is asked for until it is. */
  learn(/** @type {any} */ asset) {
    this.assets.set(asset.id, asset);
    if (asset.state !== "processing" || this.watched.has(asset.id)) return;
    this.watched.add(asset.id);
    import("./upload.js").then(({ watchAsset }) => watchAsset(asset.id, (/** @type {any} */ now) => {
      const known = this.assets.get(asset.id);
      this.assets.set(asset.id, now);
      if (known.state !== now.state || known.thumbnail !== now.thumbnail) this.changed("asset");
    })).catch(() => { /* shown when the page is opened again */ });
  }

  /** Lets somebody pick media; none where they gave up. @returns {Promise<any[]>} */
  async pick(/** @type {{kinds: string[], multiple: boolean}} */ how) {
    let picker;
    try {
      picker = await import("./media-picker.js");
    } catch {
      say("The media library is not here, so nothing can be picked.");
      return [];
    }
    const picked = (await picker.pickMedia(how)) ?? [];
    for (const asset of picked) this.learn(asset);
    return picked;
  }
}
