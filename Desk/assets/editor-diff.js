// @ts-check
/** What was added and what was removed between two texts, two lists of blocks, two versions of a story. */

import { plainText } from "./editor-mapping.js";

/**
 * The shortest way from one list to another (Myers, "An O(ND) Difference Algorithm", 1986).
 * @template T
 * @param {T[]} before @param {T[]} after @param {(one: T, other: T) => boolean} same
 * @returns {{kind: "same" | "removed" | "added", before: number, after: number}[]} indexes into the lists
 */
export function steps(before, after, same = (one, other) => one === other) {
  let head = 0;
  while (head < before.length && head < after.length && same(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head
    && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail += 1;
  /** @type {{kind: "same" | "removed" | "added", before: number, after: number}[]} */
  const result = [];
  for (let index = 0; index < head; index += 1) result.push({ kind: "same", before: index, after: index });
  result.push(...middle(before, after, head, before.length - tail, after.length - tail, same));
  for (let index = tail; index > 0; index -= 1) {
    result.push({ kind: "same", before: before.length - index, after: after.length - index });
  }
  return result;
}

/** Beyond so many changes the rest is told as removed and added whole, which nobody reads word by word anyway. */
const MOST_CHANGES = 2000;

/** @template T @param {T[]} before @param {T[]} after @param {number} start @param {number} endBefore @param {number} endAfter @param {(one: T, other: T) => boolean} same */
function middle(before, after, start, endBefore, endAfter, same) {
  const rows = endBefore - start;
  const columns = endAfter - start;
  /** @type {{kind: "same" | "removed" | "added", before: number, after: number}[]} */
  const result = [];
  const most = Math.min(rows + columns, MOST_CHANGES);
  let frontier = new Map([[1, 0]]);
  const trace = [];
  let found = false;
  for (let depth = 0; depth <= most && !found; depth += 1) {
    trace.push(new Map(frontier));
    for (let line = -depth; line <= depth; line += 2) {
      const isDown = line === -depth || (line !== depth && (frontier.get(line - 1) ?? -1) < (frontier.get(line + 1) ?? -1));
      let x = isDown ? frontier.get(line + 1) ?? 0 : (frontier.get(line - 1) ?? 0) + 1;
      let y = x - line;
      while (x < rows && y < columns && same(before[start + x], after[start + y])) { x += 1; y += 1; }
      frontier.set(line, x);
      if (x >= rows && y >= columns) { found = true; break; }
    }
  }
  if (!found) {
    for (let index = start; index < endBefore; index += 1) result.push({ kind: "removed", before: index, after: start });
    for (let index = start; index < endAfter; index += 1) result.push({ kind: "added", before: endBefore, after: index });
    return result;
  }
  let x = rows;
  let y = columns;
  for (let depth = trace.length - 1; depth >= 0; depth -= 1) {
    const past = trace[depth];
    const line = x - y;
    const isDown = line === -depth || (line !== depth && (past.get(line - 1) ?? -1) < (past.get(line + 1) ?? -1));
    const from = isDown ? line + 1 : line - 1;
    const fromX = past.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0)) {
      x -= 1; y -= 1;
      result.push({ kind: "same", before: start + x, after: start + y });
    }
    if (depth > 0) {
      if (isDown) { y -= 1; result.push({ kind: "added", before: start + x, after: start + y }); }
      else { x -= 1; result.push({ kind: "removed", before: start + x, after: start + y }); }
    }
  }
  return result.reverse();
}

/** Words, spaces and signs, which together are the text; scripts without spaces go letter by letter. */
const tokens = (/** @type {string} */ text) =>
  text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}'’]+|\s+|./gsu) ?? [];

/** The words of two texts, in stretches. @returns {{kind: "same" | "removed" | "added", text: string}[]} */
export function words(/** @type {string} */ before, /** @type {string} */ after) {
  const left = tokens(before);
  const right = tokens(after);
  /** @type {{kind: "same" | "removed" | "added", text: string}[]} */
  const result = [];
  const found = steps(left, right).map((step) => ({ kind: step.kind, text: step.kind === "added" ? right[step.after] : left[step.before] }));
  // A space between two changed words is no island: people read "was shut" for "is closed".
  let [removed, added, space] = ["", "", ""];
  const add = (/** @type {"same" | "removed" | "added"} */ kind, /** @type {string} */ text) => {
    const last = result[result.length - 1];
    if (text && last?.kind === kind) last.text += text;
    else if (text) result.push({ kind, text });
  };
  const flush = () => {
    add("removed", removed);
    add("added", added);
    add("same", space);
    [removed, added, space] = ["", "", ""];
  };
  for (const { kind, text } of found) {
    if (kind === "same" && /^\s+$/u.test(text) && !text.includes("\n") && (removed || added) && !space) space = text;
    else if (kind === "same") { flush(); add("same", text); }
    else {
      if (space && removed && added) { removed += space; added += space; }
      else if (space) flush();
      space = "";
      if (kind === "removed") removed += text;
      else added += text;
    }
  }
  flush();
  return result;
}

/** How much of two texts is the same words: 0 to 1. */
function likeness(/** @type {string} */ one, /** @type {string} */ other) {
  const left = new Set(tokens(one).filter((word) => /\w|\p{L}/u.test(word)));
  const right = new Set(tokens(other).filter((word) => /\w|\p{L}/u.test(word)));
  if (!left.size || !right.size) return 0;
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}

/** What a block is called where it has no words. */
export const NAMES = {
  paragraph: "Paragraph", heading: "Heading", quote: "Quote", list: "List", image: "Picture", gallery: "Gallery",
  video: "Clip", audio: "Recording", document: "Document", embed: "Card", aside: "Aside", rule: "Line",
};

/** A block as a reader of a comparison sees it. */
export function blockText(/** @type {any} */ block) {
  const text = plainText(block);
  if (text) return block.type === "paragraph" ? text : `${/** @type {any} */ (NAMES)[block.type]}: ${text}`;
  const media = Array.isArray(block.media) ? block.media.length : block.media?.slice(-6) ?? "";
  return `${/** @type {any} */ (NAMES)[block.type]} ${media}`.trim();
}

/**
 * Two bodies, block by block: what stayed, what came and went, and where a block was reworked what its words were.
 * @param {any[]} before @param {any[]} after
 * @returns {{kind: "same" | "removed" | "added" | "changed", before?: any, after?: any}[]}
 */
export function blocks(before, after) {
  const left = before.map((block) => JSON.stringify(block));
  const right = after.map((block) => JSON.stringify(block));
  /** @type {{kind: "same" | "removed" | "added" | "changed", before?: any, after?: any}[]} */
  const result = [];
  /** @type {any[]} */
  let removed = [];
  /** @type {any[]} */
  let added = [];
  const flush = () => {
    // Reworked blocks find their partner in order, so that words and not whole paragraphs are marked.
    for (const block of added) {
      const partner = removed.findIndex((each) => each.type === block.type && likeness(plainText(each), plainText(block)) > 0.3);
      if (partner < 0) { result.push({ kind: "added", after: block }); continue; }
      for (const gone of removed.splice(0, partner)) result.push({ kind: "removed", before: gone });
      result.push({ kind: "changed", before: removed.shift(), after: block });
    }
    for (const block of removed) result.push({ kind: "removed", before: block });
    removed = [];
    added = [];
  };
  for (const step of steps(left, right)) {
    if (step.kind === "removed") removed.push(before[step.before]);
    else if (step.kind === "added") added.push(after[step.after]);
    else { flush(); result.push({ kind: "same", before: before[step.before], after: after[step.after] }); }
  }
  flush();
  return result;
}

/** The parts of a story beside its body, by name, as text. */
export const FIELDS = {
  label: "Label", headline: "Headline", standfirst: "Standfirst", bylines: "Bylines", dateline: "Dateline",
  section: "Section", slug: "Address", lead: "Lead", tags: "Tags", related: "Related stories", media: "Captions",
};

/** A part of a story as text for people. */
export function fieldText(/** @type {string} */ name, /** @type {any} */ value) {
  if (value === undefined || value === null) return "";
  if (name === "bylines") return value.map((/** @type {any} */ each) => each.name).join(", ");
  if (name === "tags") return value.join(", ");
  if (name === "related") return value.map((/** @type {string} */ each) => each.slice(-6)).join(", ");
  if (name === "media") {
    return value.map((/** @type {any} */ use) => [use.caption, use.alt && `(${use.alt})`, use.autoplay && "plays by itself"]
      .filter(Boolean).join(" ")).filter(Boolean).join("\n");
  }
  return String(value);
}

/** The parts of two versions that differ. @returns {{name: string, before: string, after: string}[]} */
export function fields(/** @type {any} */ before, /** @type {any} */ after) {
  return Object.keys(FIELDS).flatMap((name) => {
    const [left, right] = [fieldText(name, before[name]), fieldText(name, after[name])];
    return left === right ? [] : [{ name: /** @type {any} */ (FIELDS)[name], before: left, after: right }];
  });
}
