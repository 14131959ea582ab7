// @ts-check
/**
 * The two-way mapping between the blocks of a story (its JSON) and a ProseMirror document.
 *
 * A block that was not changed is saved with the very JSON that it was opened with, so that nothing is lost that the
 * document would spell in another way.
 *
 * @typedef {{text: string, marks?: {type: string, href?: string}[]}} Run
 * @typedef {{type: string, [key: string]: any}} Block
 * @typedef {{type: string, attrs?: Record<string, any>, content?: PNode[], text?: string, marks?: any[]}} PNode
 */

const MARKS = ["link", "strong", "emphasis", "strikethrough", "subscript", "superscript", "code"];
const MEDIA = ["image", "video", "audio", "document"];

/** The document of a body. */
export function documentOf(/** @type {Block[]} */ blocks) {
  const content = blocks.map(nodeOf);
  return { type: "doc", content: content.length ? content : [{ type: "paragraph" }] };
}

/** @returns {PNode} */
function nodeOf(/** @type {Block} */ block) {
  switch (block.type) {
    case "paragraph": return node("paragraph", inlines(block.text));
    case "heading": return node("heading", inlines(block.text), { level: block.level });
    case "quote":
      return node("quote", [
        ...orParagraph(block.paragraphs.map((/** @type {Run[]} */ text) => node("paragraph", inlines(text)))),
        node("speaker", plain(block.speaker)),
      ]);
    case "list":
      return node(block.ordered ? "orderedList" : "bulletList", block.items.map((/** @type {Block[]} */ item) =>
        node("listItem", orParagraph(item.map(nodeOf)))));
    case "image": case "video": case "audio": case "document":
      return node("media", [], { kind: block.type, media: block.media });
    case "gallery": return node("gallery", [], { media: block.media });
    case "embed": return node("embed", [], { url: block.url, title: block.title, provider: block.provider });
    case "aside":
      return node("aside", [node("asideTitle", plain(block.title)), ...orParagraph(block.blocks.map(nodeOf))]);
    case "rule": return node("rule", []);
    default: throw new Error(`This editor does not know the block “${block.type}”, so it does not open the story.`);
  }
}

/** @returns {PNode} */
function node(/** @type {string} */ type, /** @type {PNode[]} */ content, /** @type {Record<string, any>} */ attrs = {}) {
  return { type, ...(Object.keys(attrs).length ? { attrs } : {}), ...(content.length ? { content } : {}) };
}

/** @param {PNode[]} nodes */
const orParagraph = (nodes) => (nodes.length ? nodes : [node("paragraph", [])]);
/** @param {string | undefined} text @returns {PNode[]} */
const plain = (text) => (text ? [{ type: "text", text }] : []);

/** @returns {PNode[]} */
function inlines(/** @type {Run[]} */ runs) {
  /** @type {PNode[]} */
  const nodes = [];
  for (const run of runs) {
    const marks = (run.marks ?? []).map((mark) =>
      mark.type === "link" ? { type: "link", attrs: { href: mark.href } } : { type: mark.type });
    const some = marks.length ? { marks } : {};
    run.text.split("\n").forEach((line, index) => {
      if (index) nodes.push({ type: "hardBreak", ...some });
      if (line) nodes.push({ type: "text", text: line, ...some });
    });
  }
  return nodes;
}

/** @returns {Run[]} */
function runs(/** @type {PNode[] | undefined} */ content) {
  /** @type {Run[]} */
  const found = [];
  let last = "";
  for (const child of content ?? []) {
    const marks = (child.marks ?? [])
      .map((mark) => (mark.type === "link" ? { type: "link", href: mark.attrs.href } : { type: mark.type }))
      .sort((one, other) => MARKS.indexOf(one.type) - MARKS.indexOf(other.type));
    const text = child.type === "hardBreak" ? "\n" : child.text ?? "";
    const key = JSON.stringify(marks);
    if (found.length && key === last) found[found.length - 1].text += text;
    else found.push({ text, ...(marks.length ? { marks } : {}) });
    last = key;
  }
  return found;
}

const textOf = (/** @type {PNode | undefined} */ child) =>
  (child?.content ?? []).map((each) => (each.type === "hardBreak" ? "\n" : each.text ?? "")).join("");

/** @returns {Block} */
function blockOf(/** @type {PNode} */ child) {
  const content = child.content ?? [];
  const attrs = child.attrs ?? {};
  switch (child.type) {
    case "paragraph": return { type: "paragraph", text: runs(content) };
    case "heading": return { type: "heading", level: attrs.level, text: runs(content) };
    case "quote": {
      const speaker = textOf(content.find((each) => each.type === "speaker")).trim();
      const paragraphs = content.filter((each) => each.type === "paragraph").map((each) => runs(each.content));
      return { type: "quote", paragraphs, ...(speaker ? { speaker } : {}) };
    }
    case "bulletList": case "orderedList":
      return {
        type: "list", ordered: child.type === "orderedList",
        items: content.map((item) => (item.content ?? []).map(blockOf)),
      };
    case "media": return { type: MEDIA.includes(attrs.kind) ? attrs.kind : "image", media: attrs.media };
    case "gallery": return { type: "gallery", media: [...attrs.media] };
    case "embed": return { type: "embed", url: attrs.url, title: attrs.title, provider: attrs.provider };
    case "aside": {
      const title = textOf(content.find((each) => each.type === "asideTitle")).trim();
      const blocks = content.filter((each) => each.type !== "asideTitle").map(blockOf);
      return { type: "aside", ...(title ? { title } : {}), blocks };
    }
    case "rule": return { type: "rule" };
    default: throw new Error(`The document holds a “${child.type}”, which no story can.`);
  }
}

/** Each block of `blocks` under the form in which the document would spell it. */
export function originalsOf(/** @type {Block[]} */ blocks) {
  return new Map(blocks.map((block) => [JSON.stringify(blockOf(nodeOf(block))), block]));
}

/**
 * The body of a document, and for each of its blocks which child of the document it is. Empty paragraphs are room to
 * write in, not text, and are left out.
 * @param {PNode} doc
 * @param {Map<string, Block>} [originals]
 */
export function bodyOf(doc, originals = new Map()) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {number[]} */
  const places = [];
  (doc.content ?? []).forEach((child, index) => {
    const block = blockOf(child);
    const key = JSON.stringify(block);
    if (block.type === "paragraph" && block.text.length === 0 && !originals.has(key)) return;
    blocks.push(originals.get(key) ?? block);
    places.push(index);
  });
  return { blocks, places };
}

/** The text of a block as the server counts in it (`Block.plainText`). @returns {string} */
export function plainText(/** @type {Block} */ block) {
  const inline = (/** @type {Run[]} */ text) => text.map((run) => run.text).join("");
  switch (block.type) {
    case "paragraph": case "heading": return inline(block.text);
    case "quote": return [...block.paragraphs.map(inline), ...(block.speaker != null ? [block.speaker] : [])].join("\n");
    case "list": return block.items.map((/** @type {Block[]} */ item) => item.map(plainText).join("\n")).join("\n");
    case "aside": return [...(block.title != null ? [block.title] : []), ...block.blocks.map(plainText)].join("\n");
    case "embed": return block.title;
    default: return "";
  }
}

/** The media that a body places, each once, in reading order. @returns {string[]} */
export function mediaOf(/** @type {Block[]} */ blocks) {
  const all = blocks.flatMap((block) => {
    if (MEDIA.includes(block.type)) return [block.media];
    if (block.type === "gallery") return block.media;
    if (block.type === "list") return block.items.flatMap(mediaOf);
    return block.type === "aside" ? mediaOf(block.blocks) : [];
  });
  return [...new Set(all)];
}

/**
 * The stretches of text of a child of the document, as ``plainText`` joins them, with where each begins.
 * @param {any} child a ProseMirror node @param {number} start the position before it
 */
function stretches(child, start) {
  /** @type {{text: string, from: number, isAtom: boolean}[]} */
  const found = [];
  const visit = (/** @type {any} */ each, /** @type {number} */ position) => {
    if (each.isTextblock) {
      const isNamed = each.type.name === "speaker" || each.type.name === "asideTitle";
      if (isNamed && each.content.size === 0) return false;
      found.push({ text: each.textBetween(0, each.content.size, "\n", "\n"), from: position + 1, isAtom: false });
      return false;
    }
    if (each.isAtom) found.push({ text: each.type.name === "embed" ? each.attrs.title : "", from: position, isAtom: true });
    return !each.isAtom;
  };
  if (visit(child, start)) child.descendants((/** @type {any} */ each, /** @type {number} */ offset) => visit(each, start + 1 + offset));
  return found;
}

/** The position before a child of the document. */
export function startOf(/** @type {any} */ doc, /** @type {number} */ index) {
  let position = 0;
  for (let each = 0; each < index; each += 1) position += doc.child(each).nodeSize;
  return position;
}

/**
 * Where in the document the UTF-16 units `start` to `end` of a block's text are; the whole block without them.
 * @param {any} doc @param {number} index of the document's child
 */
export function rangeOf(doc, index, start = -1, end = -1) {
  const position = startOf(doc, index);
  const child = doc.child(index);
  const whole = { from: position, to: position + child.nodeSize, isWhole: true };
  if (start < 0) return whole;
  let counted = 0;
  /** @type {number | null} */
  let from = null;
  for (const part of stretches(child, position)) {
    const length = part.text.length;
    if (from === null && start <= counted + length) {
      if (part.isAtom) return whole;
      from = part.from + (start - counted);
    }
    if (from !== null && end <= counted + length) {
      return part.isAtom ? whole : { from, to: part.from + (end - counted), isWhole: false };
    }
    counted += length + 1;
  }
  return whole;
}

/** The text of a child of the document and how far into it a position is. */
export function textAt(/** @type {any} */ doc, /** @type {number} */ index, /** @type {number} */ position) {
  const parts = stretches(doc.child(index), startOf(doc, index));
  let counted = 0;
  let offset = 0;
  for (const part of parts) {
    if (!part.isAtom && position >= part.from) offset = counted + Math.min(position - part.from, part.text.length);
    counted += part.text.length + 1;
  }
  return { text: parts.map((part) => part.text).join("\n"), offset };
}
