// @ts-check
/** What the checks find while the text is being written. */

import { Refused, call } from "./editor-api.js";
import { h, later, say } from "./editor-dom.js";

const PARTS = { story: "Story", edition: "Edition", embargo: "Embargo", label: "Label", headline: "Headline", standfirst: "Standfirst", body: "Text", media: "Media", caption: "Caption" };

export class Checks {
  /** @param {any} story @param {import("./editor-body.js").Body} body @param {(total: number, errors: number) => void} counted */
  constructor(story, body, counted) {
    this.story = story;
    this.body = body;
    this.counted = counted;
    this.list = h("ul", { class: "findings" });
    this.note = h("p", { class: "help", role: "status" });
    this.element = h("section", null, h("h2", null, "Checks"), this.note, this.list);
    this.soon = later(900, () => this.check());
    this.number = 0;
    /** The rows shown, by what they say. @type {Map<string, HTMLElement>} */
    this.rows = new Map();
  }

  async check() {
    const number = (this.number += 1);
    const content = this.story.content();
    try {
      const { findings } = await call("POST", "findings", { body: { edition: this.story.edition, content, story: this.story.id } });
      if (number === this.number) this.show(findings);
    } catch (error) {
      if (error instanceof Refused) this.note.textContent = error.message;
      // Without network or session the last findings stay; saving says what is wrong.
    }
  }

  show(/** @type {any[]} */ findings) {
    this.findings = findings;
    this.note.textContent = findings.length ? "" : "Nothing found.";
    this.draw(findings);
    this.body.lay("finding", findings.flatMap((finding) => {
      const range = this.range(finding);
      return range && !range.isWhole ? [{ ...range, class: `finding ${finding.severity}`, title: finding.reason }] : [];
    }));
    this.counted(findings.length, findings.filter((finding) => finding.severity === "error").length);
  }

  /** Leaves the rows of what was found before where they are, with the focus and the press of a button that they have. */
  draw(/** @type {any[]} */ findings) {
    const before = this.rows;
    this.rows = new Map(findings.map((finding) => {
      const key = JSON.stringify(finding);
      return [key, before.get(key) ?? this.row(finding)];
    }));
    for (const [key, row] of before) if (!this.rows.has(key)) row.remove();
    let place = this.list.firstChild;
    for (const row of this.rows.values()) {
      if (row === place) place = place.nextSibling;
      else this.list.insertBefore(row, place);
    }
  }

  range(/** @type {any} */ finding) {
    const { place } = finding;
    if (place.part !== "body" || place.block === undefined) return null;
    const range = this.body.range(place.block, place.range?.start ?? -1, place.range?.end ?? -1);
    // The text may have moved on while the checks were asked.
    if (range && !range.isWhole && finding.words && this.body.doc.textBetween(range.from, range.to, "\n", "\n") !== finding.words) return null;
    return range;
  }

  row(/** @type {any} */ finding) {
    const { place, words, reason, fix, severity } = finding;
    const where = place.block !== undefined ? `Block ${place.block + 1}` : /** @type {any} */ (PARTS)[place.part];
    return h("li", { class: severity },
      h("button", { type: "button", class: "link", onclick: () => this.goTo(finding) },
        h("b", null, severity), " ", words ? h("q", { dir: "auto" }, words) : null, " ", reason),
      h("small", null, where),
      fix ? h("button", { type: "button", class: "quiet small", onclick: () => this.fix(finding) }, "Put in ", h("q", { dir: "auto" }, fix.replacement)) : null);
  }

  goTo(/** @type {any} */ finding) {
    const range = this.range(finding);
    if (range) return this.body.goTo(range);
    const { place } = finding;
    if (place.media) return this.story.goToMedia(place.media);
    const control = this.story.control(place.part);
    if (!control) return place.part === "body" ? this.body.editor.view.focus() : undefined;
    control.focus();
    if (place.range && control.setSelectionRange) control.setSelectionRange(place.range.start, place.range.end);
    control.scrollIntoView({ block: "center" });
  }

  fix(/** @type {any} */ finding) {
    const { place, fix, words } = finding;
    const range = this.range(finding);
    if (range && !range.isWhole) {
      const { state, view } = this.body.editor;
      const { tr, schema } = state;
      if (fix.kind === "link") tr.addMark(range.from, range.to, schema.marks.link.create({ href: fix.replacement }));
      else tr.replaceWith(range.from, range.to, schema.text(fix.replacement, state.doc.resolve(range.from).marksAcross(state.doc.resolve(range.to)) ?? []));
      view.dispatch(tr);
    } else {
      const control = this.story.control(place.part);
      const text = control?.value ?? "";
      if (!control || !place.range || text.slice(place.range.start, place.range.end) !== words) {
        return say("The text has changed since. Wait for the checks, then try again.");
      }
      control.value = text.slice(0, place.range.start) + fix.replacement + text.slice(place.range.end);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    say("Put in. Ctrl+Z takes it back.");
    this.check();
  }
}
