// @ts-check
/** Notes to and fro, on the story or on words of it. */

import { call } from "./editor-api.js";
import { clock, h, say } from "./editor-dom.js";

export class Comments {
  /** @param {any} story @param {import("./editor-body.js").Body} body @param {(open: number) => void} counted @param {() => void} reveal */
  constructor(story, body, counted, reveal) {
    Object.assign(this, { story, body, counted, reveal });
    /** @type {any[]} */
    this.all = [];
    /** @type {any} */
    this.anchor = null;
    this.threads = h("ul", { class: "threads" });
    this.quote = h("blockquote", { class: "anchor", hidden: true, dir: "auto" });
    this.text = h("textarea", { rows: 3, "aria-label": "A comment", placeholder: "A comment on the story; select words to comment on them", dir: "auto" });
    this.showsDone = h("input", { type: "checkbox", onchange: () => this.show() });
    this.form = h("form", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); this.add(); } }, this.quote, this.text, h("div", { class: "row" }, h("button", { class: "small" }, "Comment"), this.giveUp = h("button", { type: "button", class: "quiet small", hidden: true, onclick: () => this.begin(null) }, "On the whole story")));
    this.element = h("section", null, h("h2", null, "Comments"), this.form, h("label", { class: "check" }, this.showsDone, "Show resolved ones too"), this.threads);
    body.editor.view.dom.addEventListener("click", (/** @type {Event} */ event) => {
      const id = /** @type {HTMLElement} */ (event.target).closest?.(".commented")?.getAttribute("data-id");
      if (id) { reveal(); this.threads.querySelector(`[data-comment="${id}"]`)?.scrollIntoView({ block: "nearest" }); }
    });
  }

  async load() {
    try {
      const { comments } = await call("GET", `stories/${this.story.id}/comments`);
      if (JSON.stringify(comments) === JSON.stringify(this.all)) return;
      this.all = comments;
      this.show();
    } catch { /* asked again with the next heartbeat */ }
  }

  /** Makes ready a comment on the selected words. */
  begin(/** @type {any} */ anchor) {
    this.anchor = anchor;
    this.quote.hidden = !anchor;
    this.giveUp.hidden = !anchor;
    this.quote.textContent = anchor?.quote ?? "";
    this.reveal();
    this.text.focus();
  }

  async send(/** @type {any} */ body) {
    try {
      await call("POST", `stories/${this.story.id}/comments`, { body });
      await this.load();
      return true;
    } catch (error) {
      say(`${/** @type {Error} */ (error).message} Your comment is still in its field.`);
      return false;
    }
  }

  async add() {
    const text = this.text.value.trim();
    if (!text) return this.text.focus();
    if (!(await this.send({ text, ...(this.anchor ? { anchor: this.anchor } : {}) }))) return;
    this.text.value = "";
    this.begin(null);
  }

  /** Marks the words in the text and draws the threads. */
  show() {
    const begun = this.all.filter((comment) => !comment.parent);
    const open = begun.filter((comment) => !comment.resolved);
    const places = new Map(open.filter((comment) => comment.anchor).map((comment) => [comment.id, this.body.find(comment.anchor)]));
    this.body.lay("comment", [...places].flatMap(([id, place]) => (place ? [{ ...place, class: "commented", id }] : [])));
    const shown = this.showsDone.checked ? begun : open;
    const typed = new Map([...this.threads.querySelectorAll("textarea")].map((area) => [area.dataset.of, area.value]));
    this.threads.replaceChildren(...shown.map((comment) => this.thread(comment, places.get(comment.id), typed.get(comment.id) ?? "")));
    if (!shown.length) this.threads.append(h("li", { class: "help" }, "Nothing is said yet."));
    this.counted(open.length);
  }

  thread(/** @type {any} */ comment, /** @type {any} */ place, /** @type {string} */ typed) {
    const said = (/** @type {any} */ each) => h("div", { class: "said" }, h("p", null, h("b", null, each.name), h("small", null, ` ${clock(each.created)}`)), h("p", { dir: "auto" }, each.text));
    const answers = this.all.filter((each) => each.parent === comment.id);
    const reply = h("textarea", { rows: 1, "aria-label": `Answer ${comment.name}`, placeholder: "Answer", "data-of": comment.id, dir: "auto" });
    reply.value = typed;
    const send = async () => {
      const text = reply.value.trim();
      if (text && await this.send({ text, parent: comment.id })) { reply.value = ""; this.show(); }
    };
    reply.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(); });
    const resolve = async () => {
      try {
        await call("PUT", `stories/${this.story.id}/comments/${comment.id}/resolution`, { body: { resolved: !comment.resolved } });
        await this.load();
      } catch (error) { say(/** @type {Error} */ (error).message); }
    };
    return h("li", { class: comment.resolved ? "thread done" : "thread", "data-comment": comment.id },
      comment.anchor ? h("button", { type: "button", class: "link anchor", disabled: !place, dir: "auto", onclick: () => {
        const now = this.body.laid("comment").find((each) => each.spec.id === comment.id) ?? place;
        if (now) this.body.goTo(now);
      } }, comment.anchor.quote) : null,
      comment.anchor && !place && !comment.resolved ? h("p", { class: "help" }, "These words are no longer in the text.") : null,
      said(comment), answers.map(said),
      comment.resolved ? h("p", { class: "help" }, `Resolved by ${comment.resolved.name}, ${clock(comment.resolved.at)}`) : reply,
      h("div", { class: "row" },
        comment.resolved ? null : h("button", { type: "button", class: "quiet small", onclick: send }, "Answer"),
        h("button", { type: "button", class: "quiet small", onclick: resolve }, comment.resolved ? "Open again" : "Resolve")));
  }
}
