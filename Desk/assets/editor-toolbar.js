// @ts-check
/** The row of buttons over the text: one stop of the Tab key, arrow keys within (WAI-ARIA Authoring Practices, Toolbar). */

import { h } from "./editor-dom.js";

/**
 * @typedef {{name: string, text: string, key?: string, isOn?: () => boolean, isOff?: () => boolean, run: () => void, class?: string}} Tool
 * @param {string} label @param {Tool[][]} groups
 */
export function toolbar(label, groups) {
  const tools = groups.flat();
  const buttons = tools.map((tool) => h("button", {
    type: "button", class: `tool ${tool.class ?? ""}`.trim(), tabindex: "-1", "aria-label": tool.name,
    title: tool.key ? `${tool.name} (${tool.key})` : tool.name, "aria-pressed": tool.isOn ? "false" : null,
    onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: tool.run,
  }, tool.text));
  let index = 0;
  const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": label },
    groups.map((group) => h("span", { class: "group" }, group.map(() => buttons[index++]))));
  buttons[0].tabIndex = 0;
  bar.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const here = buttons.indexOf(document.activeElement);
    const last = buttons.length - 1;
    const isRight = getComputedStyle(bar).direction === "rtl";
    const next = { ArrowRight: isRight ? here - 1 : here + 1, ArrowLeft: isRight ? here + 1 : here - 1, Home: 0, End: last }[event.key];
    if (next === undefined || here < 0) return;
    event.preventDefault();
    const target = buttons[(next + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  });
  return {
    bar,
    update: () => tools.forEach((tool, at) => {
      if (tool.isOn) buttons[at].setAttribute("aria-pressed", String(tool.isOn()));
      if (tool.isOff) buttons[at].setAttribute("aria-disabled", String(tool.isOff()));
    }),
  };
}
