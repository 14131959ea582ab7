// @ts-check
/** What a body may hold, as nodes and marks of Tiptap, with their keys and Markdown shortcuts. */

import {
  Extension, InputRule, Mark, Node, markInputRule, markPasteRule, mergeAttributes, nodeInputRule, textblockTypeInputRule,
  pm, wrappingInputRule,
} from "./prose-editor.js";

const { TextSelection } = pm.state;

/** Where a link may lead: the same rule as the server's (`LinkTarget`). @returns {string | null} */
export function linkTarget(/** @type {string} */ text) {
  let target = text.trim();
  if (/^[\w-]+(\.[\w-]+)+([/?#]\S*)?$/u.test(target) && !target.includes("@")) target = `https://${target}`;
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/u.test(target)) target = `mailto:${target}`;
  if (!target || new TextEncoder().encode(target).length > 2000 || /[\u0000-\u0020\u007f\\"<>]/u.test(target)) return null;
  if (target.startsWith("/")) return target.startsWith("//") ? null : target;
  const [, scheme, rest] = /^([a-z]+):(.*)$/iu.exec(target) ?? [];
  if (!scheme) return null;
  const name = scheme.toLowerCase();
  if (name === "http" || name === "https") return rest.startsWith("//") && rest.length > 2 ? `${name}:${rest}` : null;
  return (name === "mailto" || name === "tel") && rest ? `${name}:${rest}` : null;
}

const Doc = Node.create({ name: "doc", topNode: true, content: "block+" });
const Text = Node.create({ name: "text", group: "inline" });

const Paragraph = Node.create({
  name: "paragraph", group: "block", content: "inline*", priority: 1000,
  parseHTML: () => [{ tag: "p" }], renderHTML: () => ["p", 0],
  addKeyboardShortcuts() { return { "Mod-Alt-0": () => this.editor.commands.setNode("paragraph") }; },
});

const Heading = Node.create({
  name: "heading", group: "block", content: "inline*", defining: true,
  addAttributes: () => ({ level: { default: 2, rendered: false } }),
  // A pasted page's own headline becomes a heading of the text.
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(4, Math.max(2, level)) } })),
  renderHTML: ({ node }) => [`h${node.attrs.level}`, 0],
  addKeyboardShortcuts() {
    return Object.fromEntries([2, 3, 4].map((level) => [
      `Mod-Alt-${level}`, () => this.editor.commands.toggleNode("heading", "paragraph", { level }),
    ]));
  },
  addInputRules() {
    return [2, 3, 4].map((level) => textblockTypeInputRule({
      find: new RegExp(`^(#{${level === 2 ? "1,2" : level}})\\s$`), type: this.type, getAttributes: { level },
    }));
  },
});

const Quote = Node.create({
  name: "quote", group: "block", content: "paragraph+ speaker", defining: true, isolating: false,
  parseHTML: () => [{
    tag: "blockquote",
    getContent: (element, schema) => {
      const footer = element.querySelector("footer, cite, figcaption");
      const speaker = (footer?.textContent ?? "").trim().replace(/^[—–-]\s*/u, "");
      footer?.remove();
      const parts = element.querySelectorAll("p").length ? [...element.querySelectorAll("p")] : [element];
      const paragraphs = parts.map((part) => schema.nodes.paragraph.create(
        null, (part.textContent ?? "").trim() ? schema.text((part.textContent ?? "").trim().replace(/\s+/gu, " ")) : null));
      const nodes = [...paragraphs, schema.nodes.speaker.create(null, speaker ? schema.text(speaker) : null)];
      return schema.nodes.doc.create(null, schema.nodes.quote.create(null, nodes)).firstChild.content;
    },
  }],
  renderHTML: () => ["blockquote", { class: "quote" }, 0],
  addCommands() {
    return {
      toggleQuote: () => ({ state, dispatch, commands }) => {
        const { $from, $to } = state.selection;
        for (let depth = $from.depth; depth > 0; depth -= 1) {
          const quote = $from.node(depth);
          if (quote.type !== this.type) continue;
          const speaker = quote.lastChild.textContent;
          const parts = [];
          quote.forEach((child) => { if (child.type.name === "paragraph") parts.push(child); });
          if (speaker) parts.push(state.schema.nodes.paragraph.create(null, state.schema.text(speaker)));
          if (dispatch) state.tr.replaceWith($from.before(depth), $from.after(depth), parts);
          return true;
        }
        const range = $from.blockRange($to, (node) => node.type === state.doc.type || node.type.name === "aside" || node.type.name === "listItem");
        if (!range) return false;
        const parts = [];
        for (let index = range.startIndex; index < range.endIndex; index += 1) {
          const child = range.parent.child(index);
          if (!child.isTextblock || child.type.name === "asideTitle") return false;
          parts.push(state.schema.nodes.paragraph.create(null, child.content));
        }
        if (dispatch) {
          const quote = this.type.create(null, [...parts, state.schema.nodes.speaker.create()]);
          const offset = $from.pos - range.start;
          state.tr.replaceWith(range.start, range.end, quote);
          commands.setTextSelection(range.start + 1 + offset);
        }
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return {
      "Mod-Shift-b": () => this.editor.commands.toggleQuote(),
      // From an empty last line on to who said it, and from there out.
      Enter: () => {
        const { state, view } = this.editor;
        const { $from, $to } = state.selection;
        if ($from.depth < 2 || $from.node(-1).type !== this.type || !$from.sameParent($to)) return false;
        const { tr } = state;
        if ($from.parent.type.name === "speaker") {
          const after = $from.after(-1);
          tr.insert(after, state.schema.nodes.paragraph.create());
          view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1))).scrollIntoView());
          return true;
        }
        const isLast = $from.index(-1) === $from.node(-1).childCount - 2;
        if (!$from.parent.content.size && isLast && $from.index(-1) > 0) {
          const start = $from.before();
          tr.delete(start, $from.after());
          tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1)));
        } else {
          // The next paragraph is one of the quote; left to itself it would be a second speaker.
          tr.deleteSelection();
          tr.split(tr.selection.from);
        }
        view.dispatch(tr.scrollIntoView());
        return true;
      },
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        if (!empty || $from.parentOffset || $from.depth < 2 || $from.node(-1).type !== this.type) return false;
        return $from.index(-1) === 0 && $from.parent.type.name === "paragraph" ? this.editor.commands.toggleQuote() : false;
      },
    };
  },
  addInputRules() {
    return [new InputRule({
      find: /^\s*>\s$/u,
      handler: ({ range, chain }) => { chain().deleteRange(range).toggleQuote().run(); },
    })];
  },
});

const Speaker = Node.create({
  name: "speaker", content: "text*", marks: "", defining: true, isolating: true, selectable: false,
  parseHTML: () => [{ tag: "footer[data-speaker]" }],
  renderHTML: () => ["footer", { "data-speaker": "" }, 0],
});

const list = (/** @type {string} */ name, /** @type {string} */ tag, /** @type {RegExp} */ find, /** @type {string} */ key) => Node.create({
  name, group: "block", content: "listItem+",
  parseHTML: () => [{ tag }], renderHTML: () => [tag, 0],
  addKeyboardShortcuts() { return { [key]: () => this.editor.commands.toggleList(name, "listItem") }; },
  addInputRules() { return [wrappingInputRule({ find, type: this.type })]; },
});
const BulletList = list("bulletList", "ul", /^\s*([-+*])\s$/u, "Mod-Shift-8");
const OrderedList = list("orderedList", "ol", /^(\d+)[.)]\s$/u, "Mod-Shift-7");

const ListItem = Node.create({
  name: "listItem", content: "block+", defining: true,
  parseHTML: () => [{ tag: "li" }], renderHTML: () => ["li", 0],
  addKeyboardShortcuts() {
    const isAtStart = () => {
      const { $from, empty } = this.editor.state.selection;
      return empty && $from.parentOffset === 0 && $from.depth > 1 && $from.node(-1).type === this.type && $from.index(-1) === 0;
    };
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      Tab: () => this.editor.commands.sinkListItem(this.name),
      "Shift-Tab": () => this.editor.commands.liftListItem(this.name),
      Backspace: () => (isAtStart() ? this.editor.commands.liftListItem(this.name) : false),
    };
  },
});

const Aside = Node.create({
  name: "aside", group: "block", content: "asideTitle block+", defining: true, isolating: true,
  parseHTML: () => [{ tag: "aside[data-aside]" }],
  renderHTML: () => ["aside", { class: "aside", "data-aside": "" }, 0],
});

const AsideTitle = Node.create({
  name: "asideTitle", content: "text*", marks: "", defining: true, selectable: false,
  parseHTML: () => [{ tag: "h2[data-aside-title]", priority: 60 }],
  renderHTML: () => ["h2", { "data-aside-title": "" }, 0],
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { state, view } = this.editor;
        const { $from } = state.selection;
        if ($from.parent.type !== this.type) return false;
        view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve($from.after() + 1))));
        return true;
      },
    };
  },
});

const Rule = Node.create({
  name: "rule", group: "block",
  parseHTML: () => [{ tag: "hr" }], renderHTML: () => ["hr"],
  addInputRules() { return [nodeInputRule({ find: /^(?:---|—-|\*\*\*)\s?$/u, type: this.type })]; },
});

const json = (/** @type {string} */ name, /** @type {any} */ fallback) => ({
  default: fallback,
  parseHTML: (/** @type {HTMLElement} */ element) => {
    try { return JSON.parse(element.getAttribute(`data-${name}`) ?? "null") ?? fallback; } catch { return fallback; }
  },
  renderHTML: (/** @type {any} */ attrs) => ({ [`data-${name}`]: JSON.stringify(attrs[name]) }),
});

/** A node that is drawn by `views[name]`, a maker of ProseMirror node views. */
const drawn = (/** @type {string} */ name, /** @type {Record<string, any>} */ attributes) => Node.create({
  name, group: "block", atom: true, draggable: true, selectable: true,
  addOptions: () => ({ view: null }),
  addAttributes: () => Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, json(key, value)])),
  parseHTML: () => [{ tag: `figure[data-node=${name}]` }],
  renderHTML: ({ HTMLAttributes }) => ["figure", mergeAttributes(HTMLAttributes, { "data-node": name })],
  addNodeView() { return this.options.view; },
});
const Media = drawn("media", { kind: "image", media: "" });
const Gallery = drawn("gallery", { media: [] });
const Embed = drawn("embed", { url: "", title: "", provider: "" });

const HardBreak = Node.create({
  name: "hardBreak", inline: true, group: "inline", selectable: false, linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }], renderHTML: () => ["br"], renderText: () => "\n",
  addKeyboardShortcuts() {
    const insert = () => this.editor.commands.insertContent({ type: this.name });
    return { "Shift-Enter": insert, "Mod-Enter": insert };
  },
});

/**
 * @param {string} name @param {string} element @param {any[]} parse @param {string | null} key
 * @param {{input?: RegExp[], paste?: RegExp[]}} [rules]
 */
const mark = (name, element, parse, key, rules = {}) => Mark.create({
  name, parseHTML: () => parse, renderHTML: () => [element, 0],
  addKeyboardShortcuts() { return key ? { [key]: () => this.editor.commands.toggleMark(name) } : {}; },
  addInputRules() { return (rules.input ?? []).map((find) => markInputRule({ find, type: this.type })); },
  addPasteRules() { return (rules.paste ?? []).map((find) => markPasteRule({ find, type: this.type })); },
});
const Strong = mark("strong", "strong", [{ tag: "strong" }, { tag: "b" }], "Mod-b",
  { input: [/(?:^|\s)(\*\*(?!\s+\*\*)((?:[^*]+))\*\*(?!\s+\*\*))$/u] });
const Emphasis = mark("emphasis", "em", [{ tag: "em" }, { tag: "i" }], "Mod-i",
  { input: [/(?:^|\s)(\*(?!\s+\*)((?:[^*]+))\*(?!\s+\*))$/u, /(?:^|\s)(_(?!\s+_)((?:[^_]+))_(?!\s+_))$/u] });
const Strikethrough = mark("strikethrough", "s", [{ tag: "s" }, { tag: "del" }, { tag: "strike" }], "Mod-Shift-s",
  { input: [/(?:^|\s)(~~(?!\s+~~)((?:[^~]+))~~(?!\s+~~))$/u] });
const Code = mark("code", "code", [{ tag: "code" }], "Mod-e", { input: [/(?:^|\s)(`(?!\s+`)((?:[^`]+))`(?!\s+`))$/u] });
const Subscript = mark("subscript", "sub", [{ tag: "sub" }], "Mod-,");
const Superscript = mark("superscript", "sup", [{ tag: "sup" }], "Mod-.");

const Link = Mark.create({
  name: "link", inclusive: false, priority: 1000,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{
    tag: "a[href]",
    getAttrs: (/** @type {HTMLElement} */ element) => {
      const href = linkTarget(element.getAttribute("href") ?? "");
      return href ? { href } : false;
    },
  }],
  renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href, rel: "noopener" }, 0],
  addPasteRules() {
    return [markPasteRule({
      find: /https?:\/\/[^\s<>"\\]+[^\s<>"\\.,;:!?)\]'”’»]/gu, type: this.type,
      getAttributes: (/** @type {any} */ match) => ({ href: linkTarget(match[0]) }),
    })];
  },
  addInputRules() {
    return [new InputRule({
      find: /\[([^\]]+)\]\(([^)\s]+)\)$/u,
      handler: ({ state, range, match }) => {
        const href = linkTarget(match[2]);
        if (!href) return null;
        state.tr.replaceWith(range.from, range.to, state.schema.text(match[1], [this.type.create({ href })]));
      },
    })];
  },
});

/** All of it; `views` draw what is no text. @param {{media: any, gallery: any, embed: any}} views */
export function storyExtensions(views) {
  return [
    Doc, Text, Paragraph, Heading, Quote, Speaker, BulletList, OrderedList, ListItem, Aside, AsideTitle, Rule, HardBreak,
    Media.configure({ view: views.media }), Gallery.configure({ view: views.gallery }),
    Embed.configure({ view: views.embed }),
    Link, Strong, Emphasis, Strikethrough, Subscript, Superscript, Code,
  ];
}

/** Keys that belong to the whole editor. */
export const keys = (/** @type {Record<string, () => boolean>} */ shortcuts) =>
  Extension.create({ name: "storyKeys", priority: 900, addKeyboardShortcuts: () => shortcuts });
