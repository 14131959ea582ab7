// @ts-check
/** The text itself: Tiptap with the schema of a story, and the marks that other parts lay over it. */

import { Dropcursor, Editor, Extension, Gapcursor, Placeholder, Plugin, UndoRedo, pm } from "./prose-editor.js";
import { bodyOf, documentOf, originalsOf, rangeOf, startOf, textAt } from "./editor-mapping.js";
import { cleaned, paragraphs } from "./editor-paste.js";
import { keys, storyExtensions } from "./editor-schema.js";

const { Decoration, DecorationSet } = pm.view;
const { PluginKey, Selection, TextSelection, NodeSelection } = pm.state;

/** Decorations by layer (`found`, `comment`, `finding`), which move with the text until their layer is laid anew. */
const layers = new PluginKey("layers");
const Layers = Extension.create({
  name: "layers",
  addProseMirrorPlugins: () => [new Plugin({
    key: layers,
    state: {
      init: () => /** @type {Record<string, any>} */ ({}),
      apply(tr, value) {
        const next = Object.fromEntries(Object.entries(value).map(([name, set]) => [name, set.map(tr.mapping, tr.doc)]));
        const laid = tr.getMeta(layers);
        if (laid) next[laid.name] = DecorationSet.create(tr.doc, laid.decorations);
        return next;
      },
    },
    props: {
      decorations(state) {
        const all = Object.values(layers.getState(state)).flatMap((set) => set.find());
        return DecorationSet.create(state.doc, all);
      },
    },
  })],
});

export class Body {
  /**
   * @param {HTMLElement} mount
   * @param {{blocks: any[], views: any, label: string, describedBy: string, changed: () => void, selected: () => void,
   *   files: (files: File[], position: number) => void, shortcuts: Record<string, () => boolean>}} how
   */
  constructor(mount, how) {
    this.how = how;
    this.originals = originalsOf(how.blocks);
    const cleans = Extension.create({
      name: "storyPaste",
      addProseMirrorPlugins: () => [new Plugin({
        props: {
          transformPastedHTML: cleaned,
          clipboardTextParser: (text, $context, isPlain, view) => {
            const { schema } = view.state;
            const nodes = paragraphs(text).map((part) => schema.nodes.paragraph.create(null, part.split("\n").flatMap((line, index) => [
              ...(index ? [schema.nodes.hardBreak.create()] : []), ...(line ? [schema.text(line)] : []),
            ])));
            return new pm.model.Slice(pm.model.Fragment.from(nodes), 1, 1);
          },
          handlePaste: (view, event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (!files.length || event.clipboardData?.getData("text/html")) return false;
            how.files(files, view.state.selection.from);
            return true;
          },
          handleDrop: (view, event) => {
            const files = [...(event.dataTransfer?.files ?? [])];
            if (!files.length) return false;
            event.preventDefault();
            how.files(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.from);
            return true;
          },
        },
      })],
    });
    this.editor = new Editor({
      element: mount, injectCSS: false, content: documentOf(how.blocks),
      extensions: [
        ...storyExtensions(how.views), Layers, cleans, keys(how.shortcuts), UndoRedo, Dropcursor.configure({ width: 3, color: false, class: "drop-line" }), Gapcursor,
        Placeholder.configure({
          includeChildren: true, showOnlyCurrent: false,
          placeholder: ({ node, editor, pos }) => {
            if (node.type.name === "speaker") return "Who said it";
            if (node.type.name === "asideTitle") return "Title of the aside";
            if (node.type.name === "heading") return "Heading";
            if (node.type.name !== "paragraph") return "";
            const isAlone = editor.state.doc.childCount === 1 && editor.state.doc.firstChild?.type.name === "paragraph";
            if (isAlone) return "Write the story. “/” puts in headings, quotes, pictures and more.";
            const { selection } = editor.state;
            return selection.empty && selection.from === pos + 1 ? "“/” for more than text" : "";
          },
        }),
      ],
      editorProps: {
        attributes: {
          class: "body", role: "textbox", "aria-multiline": "true", "aria-label": how.label, "aria-describedby": how.describedBy,
          spellcheck: "true",
        },
      },
      onUpdate: ({ transaction }) => { if (transaction.docChanged) how.changed(); },
      onSelectionUpdate: how.selected,
      onTransaction: how.selected,
    });
  }

  get doc() { return this.editor.state.doc; }

  /** The blocks as they are now, and for each which child of the document it is. */
  read() {
    if (this.known?.doc !== this.doc) this.known = { doc: this.doc, ...bodyOf(this.doc.toJSON(), this.originals) };
    return this.known;
  }

  /** Takes another body in place of this one; the old one is an undo away. */
  write(/** @type {any[]} */ blocks) {
    for (const [key, block] of originalsOf(blocks)) this.originals.set(key, block);
    this.editor.commands.setContent(documentOf(blocks));
  }

  lay(/** @type {string} */ name, /** @type {{from: number, to: number, class: string, isWhole?: boolean, title?: string, id?: string}[]} */ places) {
    const decorations = places.filter(({ from, to }) => from < to && to <= this.doc.content.size).map(({ from, to, class: look, isWhole, title, id }) => {
      const attributes = { class: look, ...(title ? { title } : {}), ...(id ? { "data-id": id } : {}) };
      return isWhole ? Decoration.node(from, to, attributes) : Decoration.inline(from, to, attributes, { id });
    });
    const { state, view } = this.editor;
    view.dispatch(state.tr.setMeta(layers, { name, decorations }).setMeta("addToHistory", false));
  }

  /** Where the marks of a layer are now. @returns {{from: number, to: number, spec: any}[]} */
  laid(/** @type {string} */ name) { return layers.getState(this.editor.state)[name]?.find() ?? []; }

  /** The place in the document of a stretch of a block of ``read``. */
  range(/** @type {number} */ block, /** @type {number} */ start, /** @type {number} */ end) {
    const index = this.read().places[block];
    return index === undefined ? null : rangeOf(this.doc, index, start, end);
  }

  /** Puts the caret there, in sight. */
  goTo(/** @type {{from: number, to: number, isWhole?: boolean}} */ range) {
    const { state, view } = this.editor;
    const selection = range.isWhole && this.doc.nodeAt(range.from)?.isAtom
      ? NodeSelection.create(state.doc, range.from)
      : TextSelection.between(state.doc.resolve(range.isWhole ? range.from + 1 : range.from), state.doc.resolve(range.isWhole ? range.to - 1 : range.to));
    view.dispatch(state.tr.setSelection(selection).scrollIntoView());
    view.focus();
    const at = view.domAtPos(selection.from).node;
    (at instanceof Element ? at : at.parentElement)?.scrollIntoView({ block: "center" });
  }

  /** Puts the caret at the end of the text, or at its beginning. */
  goToEnd(/** @type {boolean} */ isEnd) {
    const { state, view } = this.editor;
    view.dispatch(state.tr.setSelection(isEnd ? Selection.atEnd(state.doc) : Selection.atStart(state.doc)).scrollIntoView());
    return true;
  }

  /** The words that are selected, as an anchor for a comment; null where they are none or of more than one block. */
  anchor() {
    const { from, to, empty } = this.editor.state.selection;
    if (empty) return null;
    const index = this.doc.resolve(from).index(0);
    if (this.doc.resolve(to).index(0) !== index && this.doc.resolve(to).parentOffset > 0) return null;
    const block = this.read().places.indexOf(index);
    if (block < 0) return null;
    const start = textAt(this.doc, index, from);
    const end = textAt(this.doc, index, Math.min(to, startOf(this.doc, index) + this.doc.child(index).nodeSize - 1));
    const quote = start.text.slice(start.offset, end.offset);
    return quote.trim() ? { block, quote: quote.slice(0, 2000), prefix: start.text.slice(Math.max(0, start.offset - 40), start.offset) } : null;
  }

  /** Where the words of a comment are now; null where they are gone. */
  find(/** @type {{block: number, quote: string, prefix: string}} */ anchor) {
    const { places } = this.read();
    const near = places.map((_, block) => block).sort((one, other) => Math.abs(one - anchor.block) - Math.abs(other - anchor.block));
    for (const isExact of [true, false]) {
      for (const block of near) {
        const { text } = textAt(this.doc, places[block], 0);
        const at = isExact && anchor.prefix ? text.indexOf(anchor.prefix + anchor.quote) + anchor.prefix.length : text.indexOf(anchor.quote);
        if (at >= (isExact ? anchor.prefix.length : 0)) return this.range(block, at, at + anchor.quote.length);
      }
    }
    return null;
  }

  /** Words and the minutes that reading them takes. */
  count() {
    const text = this.doc.textBetween(0, this.doc.content.size, "\n", " ");
    const cjk = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
    const words = (text.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, " ").match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu)?.length ?? 0) + cjk;
    return { words, minutes: Math.max(1, Math.round(words / 230)) };
  }
}
