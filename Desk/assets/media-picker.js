// The dialog that picks media for a story: the library with search and filter, and a place to send files to.
import { ask } from "./api.js";
import { element, thumbnail, uploadRow, words } from "./media-card.js";
import { filesOf, Upload, watchAsset } from "./upload.js";

export { uploadFile } from "./upload.js";

const names = { image: "Pictures", video: "Clips", audio: "Recordings", document: "Documents" };
const types = { image: "image/*", video: "video/*", audio: "audio/*", document: ".pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.csv,.txt" };

function styles() {
  const here = new URL("media.css", import.meta.url).href;
  if (![...document.styleSheets].some(({ href }) => href === here)) {
    document.head.append(element("link", { rel: "stylesheet", href: here }));
  }
}

// Opens the dialog; the promise gives the chosen assets, none where it was closed. `kinds` bounds what may be picked.
export function pickMedia({ kinds = Object.keys(names), multiple = false, tab = "library" } = {}) {
  styles();
  return new Promise((resolve) => new Picker(kinds, multiple, tab, resolve));
}

class Picker {
  #chosen = new Map();
  #next = null;
  #search = null;
  #life = new AbortController();

  constructor(kinds, multiple, tab, resolve) {
    Object.assign(this, { kinds, multiple, resolve, before: document.activeElement });
    this.#build();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#show(tab);
    this.#load();
  }

  #build() {
    const what = this.kinds.length === 1 ? names[this.kinds[0]].toLowerCase() : "media";
    this.search = element("input", { type: "search", name: "q", autocomplete: "off", "aria-label": "Search caption, credit or file name", placeholder: "Caption, credit or file name" });
    this.kind = element("select", { "aria-label": "Kind" }, element("option", { value: "" }, "All kinds"),
      ...this.kinds.map((kind) => element("option", { value: kind }, names[kind])));
    this.kind.hidden = this.kinds.length === 1;
    this.used = element("select", { "aria-label": "Use" }, element("option", { value: "" }, "Used or not"),
      element("option", { value: "no" }, "Unused"), element("option", { value: "yes" }, "Used"));
    this.grid = element("ul", { class: "media-grid", "aria-label": "Media library" });
    this.more = element("button", { type: "button", class: "quiet", hidden: true }, "Show more");
    this.note = element("p", { class: "help", role: "status" });
    this.uploads = element("ul", { class: "uploads", "aria-label": "Files on their way" });
    this.file = element("input", { type: "file", hidden: true, multiple: true, accept: this.kinds.length === 1 ? types[this.kinds[0]] : null });
    this.choose = element("button", { type: "button", class: "quiet" }, "Choose files");
    this.drop = element("div", { class: "drop" }, element("p", {}, "Drop files here, paste a picture, or "), this.choose, this.file);
    this.use = element("button", { type: "button", disabled: true }, "Use");
    const cancel = element("button", { type: "button", class: "quiet" }, "Cancel");
    this.tabs = ["library", "upload"].map((name) => element("button", {
      type: "button", role: "tab", id: `picker-tab-${name}`, "aria-controls": `picker-${name}`,
    }, name === "library" ? "Library" : "Send files"));
    this.panels = [
      element("div", { id: "picker-library", role: "tabpanel", "aria-labelledby": "picker-tab-library" },
        element("div", { class: "picker-filters", role: "search" }, this.search, this.kind, this.used), this.grid, this.note, this.more),
      element("div", { id: "picker-upload", role: "tabpanel", "aria-labelledby": "picker-tab-upload" }, this.drop, this.uploads),
    ];
    this.dialog = element("dialog", { class: "picker", "aria-labelledby": "picker-title" },
      element("h2", { id: "picker-title" }, `Pick ${what}`),
      element("div", { class: "picker-tabs", role: "tablist", "aria-label": "Where from" }, ...this.tabs),
      ...this.panels, element("div", { class: "picker-end" }, this.use, cancel));
    const on = (target, event, handler) => target.addEventListener(event, handler, { signal: this.#life.signal });
    on(this.search, "input", () => this.#soon());
    on(this.kind, "change", () => this.#load());
    on(this.used, "change", () => this.#load());
    on(this.more, "click", () => this.#load(this.#next));
    on(this.choose, "click", () => this.file.click());
    on(this.file, "change", () => {
      this.#send([...this.file.files]);
      this.file.value = "";
    });
    on(cancel, "click", () => this.dialog.close());
    on(this.use, "click", () => this.#end());
    on(this.dialog, "close", () => this.#close());
    on(this.dialog, "keydown", (event) => this.#keys(event));
    on(this.dialog, "dragover", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.drop.classList.add("over");
    });
    on(this.dialog, "dragleave", () => this.drop.classList.remove("over"));
    // The page behind takes files too.
    on(this.dialog, "drop", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.drop.classList.remove("over");
      this.#send(filesOf(event.dataTransfer));
    });
    on(this.dialog, "paste", (event) => {
      const files = filesOf(event.clipboardData);
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.#send(files);
    });
    this.tabs.forEach((tab, index) => on(tab, "click", () => this.#show(index ? "upload" : "library")));
  }

  #show(name) {
    const index = name === "upload" ? 1 : 0;
    this.tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === index));
      tab.tabIndex = at === index ? 0 : -1;
      this.panels[at].hidden = at !== index;
    });
    (index ? this.choose : this.search).focus();
  }

  // Arrow keys walk along the tabs and through the grid; Enter in a search does not close anything.
  #keys(event) {
    const tab = this.tabs.indexOf(event.target);
    if (tab >= 0 && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      event.preventDefault();
      this.#show(tab ? "library" : "upload");
      this.tabs[tab ? 0 : 1].focus();
      return;
    }
    walkGrid(event, this.grid, "button");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.#chosen.size) this.#end();
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(), 200);
  }

  async #load(after = null) {
    this.#search?.abort();
    const search = (this.#search = new AbortController());
    const query = new URLSearchParams({ q: this.search.value, limit: "48" });
    const kinds = this.kind.value ? [this.kind.value] : this.kinds.length < 4 ? this.kinds : [];
    if (kinds.length) query.set("kind", kinds.join(","));
    if (this.used.value) query.set("used", this.used.value);
    if (after) query.set("after", after);
    try {
      const page = await ask(`media?${query}`, { signal: search.signal });
      if (!after) this.grid.replaceChildren();
      for (const asset of page.media) this.grid.append(this.#option(asset));
      this.#next = page.next ?? null;
      this.more.hidden = !this.#next;
      this.note.textContent = this.grid.children.length ? "" : this.search.value ? "Nothing found. Try fewer words." : "Nothing here yet. Send a file.";
    } catch (error) {
      if (!search.signal.aborted) this.note.textContent = error.message;
    }
  }

  #option(asset) {
    const button = element("button", { type: "button", "aria-pressed": String(this.#chosen.has(asset.id)) });
    const draw = (asset) => {
      button.replaceChildren(thumbnail(asset), ...words(asset));
      if (this.#chosen.has(asset.id)) this.#chosen.set(asset.id, asset);
      button.asset = asset;
    };
    draw(asset);
    button.addEventListener("click", () => this.#toggle(button));
    button.addEventListener("dblclick", () => {
      if (!this.#chosen.has(button.asset.id)) this.#toggle(button);
      this.#end();
    });
    if (asset.state === "processing") watchAsset(asset.id, draw, this.#life.signal);
    return element("li", { "data-asset": asset.id }, button);
  }

  #toggle(button) {
    const { asset } = button;
    const isChosen = this.#chosen.has(asset.id);
    if (!this.multiple) {
      this.#chosen.clear();
      for (const other of this.dialog.querySelectorAll('[aria-pressed="true"]')) other.setAttribute("aria-pressed", "false");
    }
    if (isChosen) this.#chosen.delete(asset.id);
    else this.#chosen.set(asset.id, asset);
    button.setAttribute("aria-pressed", String(!isChosen));
    this.#count();
  }

  #count() {
    this.use.disabled = !this.#chosen.size;
    this.use.textContent = this.multiple && this.#chosen.size > 1 ? `Use ${this.#chosen.size}` : "Use";
  }

  // Each file that is sent is chosen when it has come.
  #send(files) {
    if (!files.length) return;
    this.#show("upload");
    for (const file of files) {
      const upload = new Upload(file);
      this.uploads.prepend(uploadRow(upload));
      upload.addEventListener("change", () => {
        if (upload.state !== "done" || this.#life.signal.aborted) return;
        const { asset } = upload;
        const option = this.#option(asset);
        this.grid.prepend(option);
        if (this.kinds.includes(asset.kind) && (this.multiple || !this.#chosen.size)) this.#toggle(option.firstChild);
        else this.#count();
      });
    }
  }

  #end() {
    this.result = [...this.#chosen.values()];
    this.dialog.close();
  }

  #close() {
    this.#life.abort();
    this.#search?.abort();
    this.dialog.remove();
    this.before?.focus?.();
    this.resolve(this.result ?? []);
  }
}

// Arrow keys, Home and End move between the things of a grid as the eye sees them.
export function walkGrid(event, grid, selector) {
  const things = [...grid.querySelectorAll(selector)];
  const at = things.indexOf(event.target.closest?.(selector));
  if (at < 0) return;
  const top = (thing) => thing.getBoundingClientRect().top;
  const columns = Math.max(1, things.filter((thing) => Math.abs(top(thing) - top(things[0])) < 4).length);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  const to = event.key === "Home" ? 0 : event.key === "End" ? things.length - 1 : step === undefined ? null : at + step;
  if (to === null) return;
  event.preventDefault();
  things[Math.max(0, Math.min(things.length - 1, to))].focus();
}
