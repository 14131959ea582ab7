// @ts-check
/** Bringing together what two people made of the same version. Pure: contents in, content and open questions out. */

import { steps } from "./editor-diff.js";

const key = (/** @type {any} */ value) => JSON.stringify(sorted(value ?? null));

/** The same value with the keys of its objects in order. @returns {any} */
function sorted(/** @type {any} */ value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.keys(value).sort().filter((name) => value[name] !== undefined && value[name] !== null)
      .map((name) => [name, sorted(value[name])]));
  }
  return value;
}

/** True where two values say the same. */
export const equal = (/** @type {any} */ one, /** @type {any} */ other) => key(one) === key(other);

/** True where two contents are the same once the server has tidied them; who wrote no address has it made. */
export function sameStory(/** @type {any} */ one, /** @type {any} */ other) {
  const tidy = (/** @type {any} */ content) => ({
    ...content, slug: "",
    ...Object.fromEntries(["label", "headline", "standfirst", "dateline"].map((name) => [name, (content[name] ?? "").trim()])),
  });
  return equal(tidy(one), tidy(other)) && (!one.slug || !other.slug || one.slug === other.slug);
}

/**
 * @typedef {{part: string, base: any, mine: any, theirs: any}} Question `part` is a field or `body`; of the body the
 *   values are lists of blocks
 * @typedef {{blocks: any[]} | {question: number}} Piece
 * @typedef {{fields: Record<string, any>, pieces: Piece[], questions: Question[], theirs: string[]}} Merge
 */

/**
 * Everything that only one of both changed is taken; what both changed in different ways is asked.
 * @returns {Merge}
 */
export function merge(/** @type {any} */ base, /** @type {any} */ mine, /** @type {any} */ theirs) {
  /** @type {Question[]} */
  const questions = [];
  /** @type {Record<string, any>} */
  const fields = {};
  /** @type {string[]} */
  const changedByThem = [];
  for (const name of ["label", "headline", "standfirst", "bylines", "dateline", "section", "slug", "lead"]) {
    const isMine = !equal(mine[name], base[name]);
    const isTheirs = !equal(theirs[name], base[name]);
    if (isTheirs && !equal(mine[name], theirs[name])) changedByThem.push(name);
    fields[name] = isTheirs && !isMine ? theirs[name] : mine[name];
    // Who never touched the address has it made from the headline; no question worth asking.
    if (isMine && isTheirs && !equal(mine[name], theirs[name]) && !(name === "slug" && !mine.slug)) {
      questions.push({ part: name, base: base[name], mine: mine[name], theirs: theirs[name] });
    }
  }
  for (const name of ["tags", "related"]) {
    if (!equal(theirs[name], base[name])) changedByThem.push(name);
    fields[name] = together(base[name] ?? [], mine[name] ?? [], theirs[name] ?? []);
  }
  if (!equal(theirs.media, base.media)) changedByThem.push("media");
  fields.media = uses(base.media ?? [], mine.media ?? [], theirs.media ?? [], questions);
  if (!equal(theirs.body, base.body)) changedByThem.push("body");
  const pieces = body(base.body, mine.body, theirs.body, questions);
  return { fields, pieces, questions, theirs: changedByThem };
}

/** The content once every question has its answer: `mine`, `theirs` or, of blocks, `both`. */
export function settled(/** @type {Merge} */ merged, /** @type {("mine" | "theirs" | "both")[]} */ answers) {
  const content = structuredClone(merged.fields);
  merged.questions.forEach((question, index) => {
    if (question.part === "body") return;
    const value = answers[index] === "theirs" ? question.theirs : question.mine;
    if (question.part.startsWith("media ")) {
      const [, id] = question.part.split(" ");
      const at = content.media.findIndex((/** @type {any} */ use) => use.media === id);
      if (at >= 0) content.media[at] = value;
    } else content[question.part] = value;
  });
  content.body = merged.pieces.flatMap((piece) => {
    if ("blocks" in piece) return piece.blocks;
    const { mine, theirs } = merged.questions[piece.question];
    const answer = answers[piece.question];
    return answer === "both" ? [...mine, ...theirs] : answer === "theirs" ? theirs : mine;
  });
  return content;
}

/** What either added is in, what either took out is not. @param {any[]} base @param {any[]} mine @param {any[]} theirs */
function together(base, mine, theirs) {
  const [old, left] = [new Set(base), new Set(theirs)];
  const kept = mine.filter((each) => left.has(each) || !old.has(each));
  return [...kept, ...theirs.filter((each) => !old.has(each) && !kept.includes(each))];
}

/** @param {any[]} base @param {any[]} mine @param {any[]} theirs @param {Question[]} questions */
function uses(base, mine, theirs, questions) {
  const of = (/** @type {any[]} */ list, /** @type {string} */ id) => list.find((use) => use.media === id);
  const ids = together(base.map((use) => use.media), mine.map((use) => use.media), theirs.map((use) => use.media));
  return ids.map((id) => {
    const [was, here, there] = [of(base, id), of(mine, id), of(theirs, id)];
    if (!here || !there) return here ?? there;
    if (equal(here, was) || equal(here, there)) return there;
    if (equal(there, was)) return here;
    questions.push({ part: `media ${id}`, base: was, mine: here, theirs: there });
    return here;
  });
}

/** @param {any[]} base @param {any[]} mine @param {any[]} theirs @param {Question[]} questions @returns {Piece[]} */
function body(base, mine, theirs, questions) {
  const [old, left, right] = [base.map(key), mine.map(key), theirs.map(key)];
  const inMine = new Map(steps(old, left).filter((step) => step.kind === "same").map((step) => [step.before, step.after]));
  const inTheirs = new Map(steps(old, right).filter((step) => step.kind === "same").map((step) => [step.before, step.after]));
  /** @type {Piece[]} */
  const pieces = [];
  const add = (/** @type {any[]} */ blocks) => {
    const last = pieces[pieces.length - 1];
    if (!blocks.length) return;
    if (last && "blocks" in last) last.blocks.push(...blocks);
    else pieces.push({ blocks: [...blocks] });
  };
  const decide = (/** @type {any[]} */ was, /** @type {any[]} */ here, /** @type {any[]} */ there) => {
    if (equal(here, was) || equal(here, there)) return add(there);
    if (equal(there, was)) return add(here);
    if (was.length > 1 && here.length === was.length && there.length === was.length) {
      // Neighbouring blocks, each reworked by one: they pair up one to one.
      return was.forEach((_, index) => decide([was[index]], [here[index]], [there[index]]));
    }
    questions.push({ part: "body", base: was, mine: here, theirs: there });
    pieces.push({ question: questions.length - 1 });
  };
  let [a, b, c] = [0, 0, 0];
  for (let index = 0; index <= base.length; index += 1) {
    const isEnd = index === base.length;
    const [m, t] = isEnd ? [mine.length, theirs.length] : [inMine.get(index), inTheirs.get(index)];
    // Only blocks that both kept hold the three together.
    if (m === undefined || t === undefined || m < b || t < c) continue;
    decide(base.slice(a, index), mine.slice(b, m), theirs.slice(c, t));
    if (!isEnd) add([theirs[t]]);
    [a, b, c] = [index + 1, m + 1, t + 1];
  }
  return pieces;
}
