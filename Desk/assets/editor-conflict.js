// @ts-check
/** Two people changed one version: what goes together is put together, and what does not is asked. */

import { comparison } from "./editor-compare.js";
import { FIELDS, blockText, fieldText } from "./editor-diff.js";
import { dialog, fresh, h } from "./editor-dom.js";
import { merge, settled } from "./editor-merge.js";

const text = (/** @type {any} */ question, /** @type {any} */ value) => {
  if (question.part === "body") return value.length ? value.map(blockText).join("\n\n") : "(taken out)";
  if (question.part.startsWith("media ")) return fieldText("media", value ? [value] : []) || "(nothing)";
  return fieldText(question.part, value) || "(nothing)";
};

/**
 * Shows both versions and answers the content that they become, and whether all of one's own is in it; null where it is
 * put off.
 * @param {{base: any, mine: any, theirs: any, language: string, who: string, isPublic: boolean}} sides
 */
export function bringTogether({ base, mine, theirs, language, who, isPublic }) {
  const lost = isPublic ? "What you give up is an undo away; theirs stays in the history." : "Nothing is lost: both stay in the history.";
  const merged = merge(base, mine, theirs);
  /** @type {("mine" | "theirs" | "both")[]} */
  const answers = merged.questions.map(() => "mine");
  return dialog("Somebody saved this story meanwhile", (close) => {
    const name = fresh("answer");
    const whole = h("details", null, h("summary", null, "What they changed, word by word"), comparison(base, theirs, language));
    const questions = merged.questions.map((question, index) => {
      const choice = (/** @type {"mine" | "theirs" | "both"} */ value, /** @type {string} */ label) => h("label", { class: "check" },
        h("input", { type: "radio", name: `${name}-${index}`, value, checked: value === "mine", onchange: () => { answers[index] = value; } }), label);
      const title = question.part === "body" ? "Text" : question.part.startsWith("media ") ? "Caption" : /** @type {any} */ (FIELDS)[question.part];
      return h("fieldset", { class: "question" }, h("legend", null, `${title}: both of you changed it`),
        h("div", { class: "sides", lang: language, dir: "auto" },
          h("div", null, choice("mine", "Yours"), h("p", { class: "side" }, text(question, question.mine))),
          h("div", null, choice("theirs", who), h("p", { class: "side" }, text(question, question.theirs)))),
        question.part === "body" ? choice("both", "Keep both, yours first") : null);
    });
    return [
      h("p", null, merged.questions.length
        ? `${who} changed the same ${merged.questions.length === 1 ? "place" : "places"} as you. Choose for each; everything else is put together by itself. ${lost}`
        : `${who} changed other places than you. Your changes and theirs go together.`),
      whole, ...questions,
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => close({ content: settled(merged, answers), isMineWhole: !answers.includes("theirs") }) }, "Put together"),
        h("button", { type: "button", class: "quiet", onclick: () => close(null) }, "Not now")),
    ];
  }, { wide: true });
}
