// @ts-check
/** How pictures, clips, galleries and cards look in the text, and what can be done to them there. */

import { dialog, field, h } from "./editor-dom.js";
import { linkTarget } from "./editor-schema.js";

const KINDS = { image: "Picture", video: "Clip", audio: "Recording", document: "Document" };

/** The caption and description of one use, which readers see in place of the asset's own. */
function captionFields(/** @type {any} */ story, /** @type {string} */ id) {
  const asset = story.asset(id);
  const use = story.use(id);
  const caption = h("textarea", { rows: 1, "aria-label": `Caption of ${asset.title}`, placeholder: asset.caption || "Caption" });
  caption.value = use.caption ?? "";
  const alt = h("input", { "aria-label": `What ${asset.title} shows, for people who do not see it`, placeholder: asset.alt || "What it shows, for people who do not see it" });
  alt.value = use.alt ?? "";
  caption.addEventListener("input", () => story.setUse(id, { caption: caption.value || undefined }));
  alt.addEventListener("input", () => story.setUse(id, { alt: alt.value || undefined }));
  const autoplay = asset.kind !== "video" ? null : h("label", { class: "check" },
    h("input", { type: "checkbox", checked: use.autoplay === true, onchange: (/** @type {any} */ event) => story.setUse(id, { autoplay: event.target.checked ? true : undefined }) }),
    "Starts by itself, without sound");
  return h("figcaption", { class: "caption", "data-fields": id },
    caption, asset.kind === "audio" ? null : alt, autoplay,
    h("small", { class: "credit" }, asset.credit || "no credit yet"));
}

/** The still of an asset, or what stands for it while there is none. */
export function still(/** @type {any} */ asset) {
  if (asset.thumbnail) return h("div", { class: "still" }, h("img", { src: asset.thumbnail, alt: asset.alt ?? "", draggable: "false" }), asset.kind === "image" ? null : h("span", { class: "badge" }, /** @type {any} */ (KINDS)[asset.kind] ?? ""));
  const why = asset.state === "failed" ? "cannot be shown" : asset.state === "awaited" ? "file is not here yet" : asset.state === "ready" ? "" : "is being made ready";
  return h("div", { class: "still empty" }, h("b", null, asset.title || (/** @type {any} */ (KINDS))[asset.kind]), h("small", null, why));
}

/** A frame for a node: its buttons, and events that stay inside. */
function frame(/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ options) {
  const tools = h("div", { class: "node-tools", contenteditable: "false", role: "group", "aria-label": label });
  const dom = h("figure", { "data-node": name, class: `node node-${name}` });
  const act = (/** @type {string} */ text, /** @type {string} */ title, /** @type {() => void} */ run) =>
    tools.append(h("button", { type: "button", class: "quiet small", "aria-label": `${title}: ${label}`, title, onclick: run }, text));
  const position = () => options.getPos();
  const move = (/** @type {number} */ way) => {
    const { state, view } = options.editor;
    const at = position();
    const $at = state.doc.resolve(at);
    const index = $at.index();
    const other = index + way;
    if (other < 0 || other >= $at.parent.childCount) return;
    const node = $at.parent.child(index);
    const sibling = $at.parent.child(other);
    const tr = state.tr.delete(at, at + node.nodeSize);
    const target = way < 0 ? at - sibling.nodeSize : at + sibling.nodeSize;
    tr.insert(target, node);
    view.dispatch(tr.scrollIntoView());
  };
  act("↑", "Move up", () => move(-1));
  act("↓", "Move down", () => move(1));
  return { dom, tools, act, remove: () => options.editor.chain().focus().command(({ tr }) => {
    const at = position();
    tr.delete(at, at + tr.doc.nodeAt(at).nodeSize);
    return true;
  }).run() };
}

const inside = (/** @type {HTMLElement} */ dom) => ({
  stopEvent: (/** @type {Event} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    return target !== dom && Boolean(target.closest?.("button, input, textarea, select, label, a, summary"));
  },
  ignoreMutation: () => true,
});

/** The views of a story's nodes. @param {any} story */
export function views(story) {
  return {
    media: (/** @type {any} */ options) => {
      const { kind, media } = options.node.attrs;
      const asset = story.asset(media, kind);
      const label = `${/** @type {any} */ (KINDS)[kind]} ${asset.title}`;
      const { dom, tools, act, remove } = frame("media", label, options);
      act("Change", "Change", async () => {
        const [picked] = await story.pick({ kinds: [kind], multiple: false });
        if (picked) setAttributes(options, { kind: picked.kind, media: picked.id });
      });
      if (kind !== "document") act("Lead", "Make it the lead", () => story.setField("lead", media));
      act("Remove", "Remove", remove);
      dom.append(tools, still(asset), captionFields(story, media));
      return { dom, ...inside(dom), update: (/** @type {any} */ node) => node.type.name === "media" && node.attrs.media === media && node.attrs.kind === kind };
    },

    gallery: (/** @type {any} */ options) => {
      /** @type {string[]} */
      const ids = options.node.attrs.media;
      const { dom, tools, act, remove } = frame("gallery", `Gallery of ${ids.length}`, options);
      const set = (/** @type {string[]} */ media) => (media.length ? setAttributes(options, { media }) : remove());
      act("Add pictures", "Add pictures", async () => {
        const picked = await story.pick({ kinds: ["image"], multiple: true });
        if (picked.length) set([...ids, ...picked.map((each) => each.id).filter((id) => !ids.includes(id))]);
      });
      act("Remove", "Remove", remove);
      const items = ids.map((id, index) => {
        const asset = story.asset(id, "image");
        const swap = (/** @type {number} */ other) => {
          const media = [...ids];
          [media[index], media[other]] = [media[other], media[index]];
          set(media);
        };
        return h("li", null, still(asset), captionFields(story, id), h("div", { class: "row" },
          index > 0 && h("button", { type: "button", class: "quiet small", "aria-label": `Move ${asset.title} forward`, onclick: () => swap(index - 1) }, "←"),
          index < ids.length - 1 && h("button", { type: "button", class: "quiet small", "aria-label": `Move ${asset.title} back`, onclick: () => swap(index + 1) }, "→"),
          h("button", { type: "button", class: "quiet small", "aria-label": `Take ${asset.title} out`, onclick: () => set(ids.filter((each) => each !== id)) }, "Take out")));
      });
      dom.append(tools, h("ul", { class: "gallery-grid" }, items));
      return { dom, ...inside(dom), update: (/** @type {any} */ node) => node.type.name === "gallery" && node.attrs.media === ids };
    },

    embed: (/** @type {any} */ options) => {
      const { dom, tools, act, remove } = frame("embed", `Card ${options.node.attrs.title}`, options);
      const attrs = options.node.attrs;
      dom.classList.add("embed");
      act("Edit", "Edit", async () => {
        const changed = await editEmbed(attrs, story.site);
        if (changed) setAttributes(options, changed);
      });
      act("Remove", "Remove", remove);
      dom.append(tools, h("a", { href: attrs.url, rel: "noopener noreferrer", target: "_blank", draggable: "false" },
        h("span", { class: "embed-site" }, attrs.provider), h("b", null, attrs.title || attrs.url)));
      return { dom, ...inside(dom), update: (/** @type {any} */ node) => node.type.name === "embed" && node.attrs === attrs };
    },
  };
}

function setAttributes(/** @type {any} */ options, /** @type {Record<string, any>} */ attributes) {
  const { state, view } = options.editor;
  const at = options.getPos();
  view.dispatch(state.tr.setNodeMarkup(at, undefined, { ...state.doc.nodeAt(at).attrs, ...attributes }));
}

/** The sites whose links become cards that load on a click; see `ExternalPlayer` for what readers get. */
const SITES = [
  { name: "YouTube", hosts: ["youtube.com", "youtu.be", "youtube-nocookie.com"] }, { name: "Vimeo", hosts: ["vimeo.com"] },
  { name: "X", hosts: ["x.com", "twitter.com"] }, { name: "Telegram", hosts: ["t.me", "telegram.me"] },
];

/** What readers know the site of an address as. */
export function providerOf(/** @type {string} */ address, /** @type {any} */ site) {
  if (address.startsWith("/")) return site.name;
  try {
    const host = new URL(address).hostname.replace(/^(www|m|player)\./u, "");
    if (new URL(address).origin === site.origin) return site.name;
    return SITES.find((each) => each.hosts.includes(host))?.name ?? host;
  } catch { return ""; }
}

/** Asks for a card's address and words. @returns {Promise<{url: string, title: string, provider: string} | null>} */
export function editEmbed(/** @type {any} */ attrs, /** @type {any} */ site, /** @type {any} */ found = null) {
  return dialog(attrs.url ? "Card" : "A card that leads elsewhere", (close) => {
    const url = h("input", { type: "text", inputmode: "url", value: attrs.url ?? "", placeholder: "https://www.youtube.com/watch?v=… or /2026/06/17/a-story", required: true });
    const title = h("input", { type: "text", value: attrs.title ?? "", required: true });
    const provider = h("input", { type: "text", value: attrs.provider ?? "" });
    const error = h("p", { class: "error", role: "alert", hidden: true });
    url.addEventListener("input", () => {
      const target = linkTarget(url.value);
      if (target) provider.value = providerOf(target, site);
    });
    const send = (/** @type {Event} */ event) => {
      event.preventDefault();
      const target = linkTarget(url.value);
      const text = title.value.trim();
      error.hidden = Boolean(target && text);
      if (!target) error.textContent = "This is no address that readers can be sent to: it begins with https:// or, on this site, with a stroke.";
      else if (!text) error.textContent = "A card has words. Write what it leads to.";
      else close({ url: target, title: text, provider: provider.value.trim() || providerOf(target, site) });
    };
    return [h("form", { onsubmit: send, novalidate: true }, error,
      found ? found((/** @type {any} */ story) => { url.value = story.address; title.value = story.headline; provider.value = site.name; }) : null,
      field("Address", url, "YouTube, Vimeo, X and Telegram play inside the story once a reader asks for it; nothing is fetched from them before."),
      field("Words", title), field("Name of the site", provider),
      h("div", { class: "row" }, h("button", null, attrs.url ? "Change it" : "Put it in"), h("button", { type: "button", class: "quiet", onclick: () => close(null) }, "Cancel")))];
  });
}
