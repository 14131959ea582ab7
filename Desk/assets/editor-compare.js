// @ts-check
/** Drawing what differs between two versions. */

import { blockText, blocks, fields, words } from "./editor-diff.js";
import { h } from "./editor-dom.js";

/** Text with the words that came and went. */
export function marked(/** @type {string} */ before, /** @type {string} */ after) {
  return words(before, after).map(({ kind, text }) =>
    kind === "same" ? text : h(kind === "added" ? "ins" : "del", null, text));
}

/** The whole of a comparison; long stretches that stayed the same are folded. */
export function comparison(/** @type {any} */ before, /** @type {any} */ after, /** @type {string} */ language = "") {
  const changed = fields(before, after);
  const rows = blocks(before.body, after.body);
  const list = h("div", { class: "comparison", lang: language, dir: "auto" });
  for (const { name, before: left, after: right } of changed) list.append(h("div", { class: "difference" }, h("small", null, name), h("p", null, marked(left, right))));
  rows.forEach((row, index) => {
    if (row.kind === "same") {
      const isNear = [rows[index - 1], rows[index + 1]].some((other) => other && other.kind !== "same");
      if (isNear) list.append(h("p", { class: "unchanged" }, blockText(row.after)));
      else if (rows[index - 1]?.kind !== "same" || index === 0 || [rows[index - 2], rows[index]].some((other) => other && other.kind !== "same")) list.append(h("p", { class: "unchanged", "aria-hidden": "true" }, "…"));
      return;
    }
    const [left, right] = [row.before ? blockText(row.before) : "", row.after ? blockText(row.after) : ""];
    const isOnlyForm = left === right;
    list.append(h("p", { class: "difference" }, marked(left, right), isOnlyForm ? h("small", null, " (links or emphasis changed)") : null));
  });
  if (!changed.length && rows.every((row) => row.kind === "same")) list.append(h("p", { class: "help" }, "The two are the same."));
  return list;
}

/** How many places differ. */
export const differences = (/** @type {any} */ before, /** @type {any} */ after) =>
  fields(before, after).length + blocks(before.body, after.body).filter((row) => row.kind !== "same").length;
