// @ts-check
/** Files that were dropped or pasted into the text: sent while one goes on writing, put in where they were dropped. */

import { h, say } from "./editor-dom.js";

export class Uploads {
  /** @param {any} story @param {import("./editor-body.js").Body} body */
  constructor(story, body) {
    this.story = story;
    this.body = body;
    this.list = h("ul", { class: "uploads", "aria-label": "Files on their way", hidden: true });
    /** @type {Map<string, {from: number, to: number, class: string, id: string, isWhole: boolean}>} */
    this.number = 0;
  }

  async take(/** @type {File[]} */ files, /** @type {number} */ position) {
    let picker;
    try { picker = await import("./media-picker.js"); } catch { return say("Files cannot be sent: the media library is not here."); }
    const { editor } = this.body;
    const $at = editor.state.doc.resolve(Math.min(position, editor.state.doc.content.size));
    // The place moves with the text that is written meanwhile.
    let place = $at.depth ? $at.after(1) : $at.pos;
    const follow = (/** @type {any} */ { transaction }) => { place = transaction.mapping.map(place); };
    editor.on("transaction", follow);
    await Promise.all(files.map(async (file) => {
      const stop = new AbortController();
      const bar = h("progress", { max: 1, "aria-label": file.name });
      const words = h("small", null, "");
      const row = h("li", null, h("span", null, file.name), bar, words, h("button", { type: "button", class: "quiet small", "aria-label": `Do not send ${file.name}`, onclick: () => stop.abort() }, "Cancel"));
      this.list.append(row);
      this.list.hidden = false;
      try {
        const asset = await picker.uploadFile(file, {
          signal: stop.signal,
          onProgress: (/** @type {any} */ progress) => {
            if (progress.total) bar.value = progress.sent / progress.total;
            words.textContent = progress.error?.message ?? progress.error ?? (progress.secondsLeft ? `${Math.ceil(progress.secondsLeft)} s left` : progress.state ?? "");
          },
        });
        if (!asset) return;
        this.story.learn(asset);
        editor.view.dispatch(editor.state.tr.insert(place, editor.schema.nodes.media.create({ kind: asset.kind, media: asset.id })));
        say(`${file.name} is in the text.`);
      } catch (error) {
        if (!stop.signal.aborted) say(`${file.name} was not sent: ${/** @type {Error} */ (error).message}`);
      } finally {
        row.remove();
        this.list.hidden = !this.list.children.length;
      }
    }));
    editor.off("transaction", follow);
  }
}
