// @ts-check
/** The story editor of the desk: puts its parts together on the page of a story. */

import { call } from "./editor-api.js";
import { Body } from "./editor-body.js";
import { Checks } from "./editor-checks.js";
import { Comments } from "./editor-comments.js";
import { comparison } from "./editor-compare.js";
import { bringTogether } from "./editor-conflict.js";
import { Details, combobox, findStories } from "./editor-details.js";
import { clock, dialog, field, fresh, grows, h, later, say, useZone } from "./editor-dom.js";
import { Find } from "./editor-find.js";
import { History } from "./editor-history.js";
import { InsertMenu } from "./editor-insert.js";
import { LocalCopies } from "./editor-local.js";
import { sameStory } from "./editor-merge.js";
import { Panels } from "./editor-panels.js";
import { Previews } from "./editor-previews.js";
import { Saving } from "./editor-saving.js";
import { linkTarget } from "./editor-schema.js";
import { Story } from "./editor-story.js";
import { toolbar } from "./editor-toolbar.js";
import { Translations } from "./editor-translations.js";
import { Uploads } from "./editor-uploads.js";
import { editEmbed, still, views } from "./editor-views.js";

const page = /** @type {HTMLElement} */ (document.querySelector("[data-story-page]"));
const data = JSON.parse(document.getElementById("story-data")?.textContent ?? "{}");
useZone(data.zone, data.zoneName);
const isMac = /Mac|iP(hone|ad)/u.test(navigator.platform);
const mod = isMac ? "⌘" : "Ctrl+";

/** The reader theme's rules, for the sheet alone. A theme that cannot be fetched leaves the desk's own look. */
async function themed() {
  try {
    const answer = await fetch(`${page.dataset.theme}newsreel.css`);
    if (!answer.ok) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@scope (.sheet) { ${await answer.text()} }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch { /* as above */ }
}

const story = new Story(data, (name) => changed(name));
const local = new LocalCopies(story.id, data.me.id);

// MARK: The sheet

const control = (/** @type {string} */ name, /** @type {string} */ label, isLong = false) => {
  const input = isLong ? grows(h("textarea", { rows: 1 })) : h("input", { type: "text", autocomplete: "off" });
  input.setAttribute("aria-label", label);
  input.placeholder = label;
  input.dir = "auto";
  input.spellcheck = true;
  input.name = name;
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    // A headline has one line; Enter goes on to what follows.
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const order = [...sheet.querySelectorAll(".story-fields input, .story-fields textarea")];
    const next = order[order.indexOf(input) + 1];
    if (next instanceof HTMLElement) return next.focus();
    // At once, so that the next letter is in the text already.
    body.editor.commands.setTextSelection(0);
    body.editor.view.focus();
  });
  input.addEventListener("input", () => {
    const value = input.value.replace(/\n/gu, " ");
    story.setField(name, name === "bylines" ? value.split(",").map((/** @type {string} */ each) => each.trim()).filter(Boolean).map((/** @type {string} */ each) => ({ name: each })) : value);
  });
  return input;
};
const controls = {
  label: control("label", "Label"), headline: control("headline", "Headline", true), standfirst: control("standfirst", "Standfirst", true),
  bylines: control("bylines", "Bylines, with commas between"), dateline: control("dateline", "Dateline"),
};
function fill() {
  for (const [name, input] of Object.entries(controls)) {
    const value = story.fields[name];
    const text = name === "bylines" ? value.map((/** @type {any} */ each) => each.name).join(", ") : value ?? "";
    if (document.activeElement !== input || input.value !== text) input.value = text;
    input.dispatchEvent(new Event("fit"));
  }
  for (const area of [controls.headline, controls.standfirst]) requestAnimationFrame(() => area.dispatchEvent(new Event("resize")));
}

const lead = h("div", { class: "lead-slot" });
/** The lead as it stands over the text, with the words of its use. */
function showLead() {
  const id = story.fields.lead;
  if (!id) { lead.replaceChildren(); lead.hidden = true; return; }
  const asset = story.asset(id);
  const use = story.use(id);
  const caption = h("textarea", { rows: 1, "aria-label": "Caption of the lead", placeholder: asset.caption || "Caption", dir: "auto", oninput: (/** @type {any} */ event) => story.setUse(id, { caption: event.target.value || undefined }) });
  caption.value = use.caption ?? "";
  const alt = h("input", { "aria-label": "What the lead shows, for people who do not see it", placeholder: asset.alt || "What it shows, for people who do not see it", dir: "auto", oninput: (/** @type {any} */ event) => story.setUse(id, { alt: event.target.value || undefined }) });
  alt.value = use.alt ?? "";
  lead.hidden = false;
  lead.replaceChildren(h("figure", { class: "node" }, still(asset), h("figcaption", { class: "caption" }, caption, alt, h("small", { class: "credit" }, asset.credit || "no credit yet"))));
}

const mount = h("div", { class: "text" });
const host = h("div", { class: "text-host" }, mount);
const hint = h("p", { class: "unseen", id: fresh("hint") }, "A stroke on an empty line opens the menu of what can be put in. Alt and F10 lead to the toolbar.");
const sheet = h("article", { class: "sheet", lang: story.language, dir: story.direction },
  h("div", { class: "story-fields" },
    h("p", { class: "label label-plain" }, controls.label), h("div", { class: "headline" }, controls.headline),
    h("div", { class: "standfirst" }, controls.standfirst),
    h("div", { class: "story-meta" }, h("p", { class: "byline" }, controls.bylines), h("p", { class: "dateline" }, controls.dateline))),
  lead, hint, host);

// MARK: The text

/** @type {InsertMenu} */
let menu;
const shortcuts = {
  "Mod-s": () => { save(); return true; },
  "Mod-f": () => { find.open(); return true; },
  "Mod-k": () => { link(); return true; },
  "Mod-Alt-m": () => { comment(); return true; },
  // Browsers stop at what is no text, such as a picture at the end.
  "Mod-End": () => body.goToEnd(true), "Mod-Home": () => body.goToEnd(false),
  "Alt-F10": () => { tools.bar.querySelector('[tabindex="0"]')?.focus(); return true; },
  ArrowDown: () => menu.key("ArrowDown"), ArrowUp: () => menu.key("ArrowUp"), Enter: () => menu.key("Enter"),
  Tab: () => menu.key("Tab"), Escape: () => menu.key("Escape"),
};
const body = new Body(mount, {
  blocks: data.story.content.body, views: views(story), label: "Text of the story", describedBy: hint.id, shortcuts,
  changed: () => changed("body"), selected: () => follow(), files: (files, position) => uploads.take(files, position),
});
story.body = body;
const uploads = new Uploads(story, body);
const { editor } = body;
const run = () => editor.chain().focus();

async function link() {
  const isOn = editor.isActive("link");
  if (!isOn && editor.state.selection.empty) return say("Select the words that are to be a link.");
  const old = editor.getAttributes("link").href ?? "";
  const href = await dialog("Link", (close) => {
    const input = h("input", { type: "text", inputmode: "url", value: old, placeholder: "https://…, /2026/06/17/a-story, mailto:…" });
    const error = h("p", { class: "error", role: "alert", hidden: true });
    return [h("form", { onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const target = linkTarget(input.value);
      if (target) return close(target);
      error.hidden = false;
      error.textContent = "Readers can be sent to https://…, http://…, mailto:…, tel:…, or to a path of this site that begins with a stroke.";
    } }, error, field("Where it leads", input),
    h("div", { class: "row" }, h("button", null, isOn ? "Change it" : "Link"), isOn ? h("button", { type: "button", class: "quiet", onclick: () => close("") }, "Take the link away") : null, h("button", { type: "button", class: "quiet", onclick: () => close(null) }, "Cancel")))];
  });
  if (href === null) return;
  const chain = run();
  if (isOn) chain.extendMarkRange("link");
  (href ? chain.setMark("link", { href }) : chain.unsetMark("link")).run();
}

async function card() {
  const made = await editEmbed({}, story.site, (/** @type {(found: any) => void} */ choose) => combobox("Find a story of this newsroom", (query) => findStories(query, story.edition, story.id), choose));
  if (made) put({ type: "embed", attrs: made });
}

const put = (/** @type {any} */ node) => run().insertContent(node).run();
async function media(/** @type {string[]} */ kinds) {
  for (const asset of await story.pick({ kinds, multiple: false })) put({ type: "media", attrs: { kind: asset.kind, media: asset.id } });
}
async function gallery() {
  const picked = await story.pick({ kinds: ["image"], multiple: true });
  if (picked.length) put({ type: "gallery", attrs: { media: picked.map((asset) => asset.id) } });
}
const heading = (/** @type {number} */ level) => run().toggleNode("heading", "paragraph", { level }).run();
const aside = () => {
  const at = editor.state.selection.$from.before(1);
  run().insertContent({ type: "aside", content: [{ type: "asideTitle" }, { type: "paragraph" }] }).run();
  let found = null;
  body.doc.descendants((/** @type {any} */ node, /** @type {number} */ position) => { if (found === null && node.type.name === "aside" && position >= at) found = position; return found === null; });
  if (found !== null) editor.commands.setTextSelection(found + 2);
};

menu = new InsertMenu(body, [
  { name: "Heading", words: "h2 title", hint: "##", run: () => heading(2) },
  { name: "Smaller heading", words: "h3 heading", hint: "###", run: () => heading(3) },
  { name: "Smallest heading", words: "h4 heading", hint: "####", run: () => heading(4) },
  { name: "Quote", words: "blockquote speaker", hint: ">", run: () => run().toggleQuote().run() },
  { name: "List", words: "bullets unordered", hint: "-", run: () => run().toggleList("bulletList", "listItem").run() },
  { name: "Numbered list", words: "ordered", hint: "1.", run: () => run().toggleList("orderedList", "listItem").run() },
  { name: "Picture", words: "image photo", hint: "from the library or a file", run: () => media(["image"]) },
  { name: "Gallery", words: "pictures images", hint: "several pictures", run: () => gallery() },
  { name: "Clip", words: "video film", hint: "from the library or a file", run: () => media(["video"]) },
  { name: "Recording", words: "audio sound", hint: "from the library or a file", run: () => media(["audio"]) },
  { name: "Document", words: "file pdf", hint: "to download", run: () => media(["document"]) },
  { name: "Card", words: "embed youtube vimeo x twitter telegram story link", hint: "a story, YouTube, Vimeo, X, Telegram", run: () => card() },
  { name: "Aside", words: "box background", hint: "a box beside the story", run: () => aside() },
  { name: "Line", words: "rule divider", hint: "---", run: () => run().insertContent({ type: "rule" }).run() },
], host);

const toggle = (/** @type {string} */ mark) => ({ isOn: () => editor.isActive(mark), run: () => run().toggleMark(mark).run() });
const tools = toolbar("Formatting", [
  [
    { name: "Bold", text: "B", key: `${mod}B`, class: "bold", ...toggle("strong") }, { name: "Italic", text: "I", key: `${mod}I`, class: "italic", ...toggle("emphasis") },
    { name: "Strikethrough", text: "S", key: `${mod}Shift+S`, class: "strike", ...toggle("strikethrough") }, { name: "Code", text: "<>", key: `${mod}E`, ...toggle("code") },
    { name: "Subscript", text: "x₂", key: `${mod},`, ...toggle("subscript") }, { name: "Superscript", text: "x²", key: `${mod}.`, ...toggle("superscript") },
    { name: "Link", text: "Link", key: `${mod}K`, isOn: () => editor.isActive("link"), run: link },
  ],
  [2, 3, 4].map((level) => ({ name: `Heading ${level}`, text: `H${level}`, key: `${mod}Alt+${level}`, isOn: () => editor.isActive("heading", { level }), run: () => heading(level) })),
  [
    { name: "Quote", text: "“ ”", key: `${mod}Shift+B`, isOn: () => editor.isActive("quote"), run: () => run().toggleQuote().run() },
    { name: "List", text: "•", key: `${mod}Shift+8`, isOn: () => editor.isActive("bulletList"), run: () => run().toggleList("bulletList", "listItem").run() },
    { name: "Numbered list", text: "1.", key: `${mod}Shift+7`, isOn: () => editor.isActive("orderedList"), run: () => run().toggleList("orderedList", "listItem").run() },
    { name: "Put in", text: "+", run: () => menu.open() },
  ],
  [
    { name: "Undo", text: "↶", key: `${mod}Z`, isOff: () => !editor.can().undo(), run: () => run().undo().run() },
    { name: "Redo", text: "↷", key: `${mod}Shift+Z`, isOff: () => !editor.can().redo(), run: () => run().redo().run() },
    { name: "Find and replace", text: "Find", key: `${mod}F`, run: () => find.open() },
    { name: "Comment on the selected words", text: "Comment", key: `${mod}Alt+M`, run: () => comment() },
  ],
]);

const find = new Find(body);

// MARK: Panels

const publication = h("section", null);
for (const id of ["stands", "notes"]) {
  const section = document.getElementById(id)?.closest("section");
  if (section) publication.append(section);
}
const checks = new Checks(story, body, (total, errors) => {
  panels.count("publication", total, errors > 0);
  // A reason is asked for only while there is an error to overrule.
  for (const input of publication.querySelectorAll("input[name=despite]")) input.closest("label").hidden = errors === 0;
});
const details = new Details(story);
const previews = new Previews(story);
const history = new History(story, restore);
const comments = new Comments(story, body, (open) => panels.count("comments", open), () => panels.show("comments"));
const translations = new Translations(story);
const panels = new Panels([
  { name: "publication", title: "Publish", element: h("div", null, checks.element, publication) },
  { name: "details", title: "Details", element: details.element, shown: () => details.show() },
  { name: "comments", title: "Comments", element: comments.element },
  { name: "previews", title: "Previews", element: previews.element, shown: () => previews.show() },
  { name: "translations", title: "Translations", element: translations.element, shown: () => { if (story.saving) translations.load(); } },
  { name: "history", title: "History", element: history.element, shown: () => { if (story.saving) history.load(); } },
]);

function comment() {
  comments.begin(body.anchor());
}

// MARK: Saving

const state = h("p", { class: "save-state", role: "status" });
const saveButton = h("button", { type: "button", class: "save", onclick: () => save(), title: `${mod}S` }, "Save");
const people = h("p", { class: "people", role: "status" });
const count = h("p", { class: "word-count" });
const notices = h("div", { class: "notices" });
const top = h("div", { class: "editor-top" }, tools.bar, h("div", { class: "editor-state" }, people, count, state, saveButton), find.bar);

const words = {
  saved: () => `Saved as version ${story.saving.version}`,
  changed: () => "Writing…", keeping: () => "Keeping…", saving: () => "Saving…",
  kept: (/** @type {any} */ now) => `Kept ${clock(now.at)}, not in a version yet`,
  offline: () => "No network. Everything is kept in this browser and sent when it is back.",
  "signed-out": () => "Your session has ended. Everything is kept in this browser.",
  stale: () => "Somebody saved this story meanwhile. Your text is kept.",
  refused: (/** @type {any} */ now) => `Not saved: ${now.text}`,
  "local-full": () => "This browser has no room to keep the text. Save it before you leave.",
};
function show(/** @type {any} */ now) {
  state.dataset.state = now.name;
  const text = /** @type {any} */ (words)[now.name](now);
  if (state.firstChild?.textContent === text && now.name !== "signed-out") return;
  state.replaceChildren(h("span", null, text));
  if (now.name === "signed-out") state.append(" ", h("a", { href: "/desk/sign-in", target: "_blank", rel: "opener" }, "Sign in again"));
  if (now.name === "stale") state.append(" ", h("button", { type: "button", class: "small", onclick: () => meet(theirs) }, "Put together"));
}

/** @type {any} */
let theirs = null;
const saving = new Saving({
  id: story.id, version: data.story.version, content: data.story.content, isPublic: () => story.isPublic, local,
  read: () => story.content(), show,
  stale: (saved) => { theirs = saved; meet(saved); },
  saved: (saved) => { take(saved); },
});
story.saving = saving;

/** What the server made of what was saved, where it is not what stands in the fields. */
function take(/** @type {any} */ saved) {
  story.status = saved.status;
  if (saved.content.headline === story.fields.headline.trim()) story.fields.slug = saved.content.slug;
  for (const input of document.querySelectorAll("input[name=version]")) /** @type {HTMLInputElement} */ (input).value = saved.version;
  for (const words of publication.querySelectorAll("[data-version]")) words.textContent = saved.version;
  saveButton.textContent = story.isPublic ? "Update" : "Save";
  details.show();
  checks.soon();
  if (panels.isShown("history")) history.load();
}

async function save() {
  const isDone = await saving.save();
  if (isDone) say(story.isPublic ? `Readers have version ${saving.version}.` : `Saved as version ${saving.version}.`);
  return isDone;
}

/** Puts a content into the editor; the text before it is an undo away. */
function open(/** @type {any} */ content) {
  story.take(content);
  fill();
  showLead();
  body.write(content.body);
  details.show();
  changed("all");
}

let isMeeting = false;
/** Two versions of one: shown, put together, saved on top of the other. */
async function meet(/** @type {any} */ saved, /** @type {any} */ from = saving.base) {
  if (isMeeting || !saved) return;
  isMeeting = true;
  try {
    const mine = story.content();
    if (sameStory(mine, saved.content)) return saving.took(saved, mine);
    const who = await author(saved.version);
    const answer = await bringTogether({ base: from, mine, theirs: saved.content, language: story.language, who, isPublic: story.isPublic });
    if (!answer) return saving.tell("stale");
    const { content, isMineWhole } = answer;
    saving.standOn(saved);
    // What one gives up stays in the history as a version of its own, as long as no reader sees the story.
    if (!story.isPublic && !isMineWhole) {
      const kept = await call("PUT", `stories/${story.id}`, { body: { content: mine }, version: saved.version });
      saving.took(kept, mine);
    }
    open(content);
    if (story.isPublic) say("Put together. Press Update to bring it to readers.");
    else await save();
  } catch (error) {
    saving.trouble(error);
  } finally {
    isMeeting = false;
  }
}

async function author(/** @type {number} */ version) {
  try {
    const { revisions } = await call("GET", `stories/${story.id}/revisions`);
    return revisions.find((/** @type {any} */ each) => each.version === version)?.author ?? "Somebody";
  } catch { return "Somebody"; }
}

async function restore(/** @type {any} */ content, /** @type {number} */ version) {
  open({ ...content, slug: story.fields.slug });
  if (story.isPublic) say(`Version ${version} is back in the text. Press Update to bring it to readers.`);
  else if (await saving.save()) say(`Version ${version} is back, as version ${saving.version}.`);
}

const notice = (/** @type {string} */ text, /** @type {any[]} */ ...buttons) => {
  const box = h("div", { class: "notice", role: "status" }, h("p", null, text), h("div", { class: "row" }, buttons.map(([label, act]) => h("button", { type: "button", class: "quiet small", onclick: () => { box.remove(); act(); } }, label))));
  notices.append(box);
  return box;
};

/** What was written and never became a version, from the server or this browser, the newest. */
async function recover() {
  const saved = data.story.content;
  const isNothing = (/** @type {any} */ content) => sameStory({ ...content, slug: "" }, saved);
  const copies = [...(data.copy ? [{ ...data.copy, saved: Date.parse(data.copy.saved) }] : []), ...local.all()]
    .filter((copy) => !isNothing(copy.content)).sort((one, other) => other.saved - one.saved);
  local.forget(isNothing);
  const [copy] = copies;
  if (!copy) {
    if (data.copy) call("DELETE", `stories/${story.id}/working-copy`).catch(() => { /* harmless */ });
    return;
  }
  const when = clock(copy.saved);
  if (copy.version === saving.version) {
    open(copy.content);
    notice(`What you wrote until ${when} and did not save as a version is back.`, ["Good", () => {}],
      ["Show what differs", () => dialog("Not saved as a version yet", (close) => [comparison(saving.base, story.content(), story.language), h("button", { type: "button", onclick: () => close(null) }, "Close")], { wide: true })],
      [`Drop it and show version ${saving.version}`, () => { open(saving.base); local.forget(() => true); call("DELETE", `stories/${story.id}/working-copy`).catch(() => { /* nothing differs any more */ }); }]);
    return;
  }
  let base = null;
  try { base = (await call("GET", `stories/${story.id}/revisions/${copy.version}`)).content; } catch { /* told below */ }
  open(copy.content);
  theirs = { ...data.story };
  if (base) {
    // What it was made from is the common ground of both.
    saving.base = base;
    saving.sent = base;
    saving.version = copy.version;
  }
  saving.tell("stale");
  notice(`What you wrote until ${when} is back. Meanwhile version ${data.story.version} was saved.`,
    ["Put together", () => meet(theirs, base ?? data.story.content)],
    [`Drop it and show version ${data.story.version}`, () => { saving.standOn(data.story); open(data.story.content); local.forget(() => true); call("DELETE", `stories/${story.id}/working-copy`).catch(() => {}); }]);
}

// MARK: Following what happens

const countSoon = later(200, () => {
  const { words: number, minutes } = body.count();
  count.textContent = `${number.toLocaleString("en")} ${number === 1 ? "word" : "words"} · ${minutes} min`;
});
const previewSoon = later(400, () => { if (panels.isShown("previews")) previews.show(); });
const commentsSoon = later(1500, () => comments.show());

function changed(/** @type {string} */ name) {
  if (!story.saving) return;
  if (name === "asset") { showLead(); redraw(); return; }
  if (name === "lead") { showLead(); details.show(); }
  if (name === "headline") details.preview();
  saving.changed();
  checks.soon();
  countSoon();
  previewSoon();
  if (name === "body" || name === "all") commentsSoon();
}

/** Draws media anew of which more is known now. */
function redraw() {
  const { state: now, view } = editor;
  const { tr } = now;
  now.doc.descendants((/** @type {any} */ node, /** @type {number} */ position) => {
    if (node.type.name === "media" || node.type.name === "gallery") tr.setNodeMarkup(position, undefined, { ...node.attrs, ...(node.attrs.media instanceof Array ? { media: [...node.attrs.media] } : {}) });
  });
  if (tr.docChanged) view.dispatch(tr.setMeta("addToHistory", false));
}

function follow() {
  if (!menu || !tools) return;
  menu.update();
  tools.update();
}

async function beat() {
  try {
    const { people: others, version } = await call("POST", `stories/${story.id}/presence`);
    people.textContent = others.length ? `${others.map((/** @type {any} */ each) => each.name).join(", ")} ${others.length === 1 ? "is" : "are"} here too` : "";
    if (version > saving.version && !saving.isSaving && !isMeeting && saving.state.name !== "stale") {
      theirs = await call("GET", `stories/${story.id}`);
      if (theirs.version <= saving.version) return;
      if (sameStory(story.content(), theirs.content)) saving.took(theirs, story.content());
      else if (!saving.isDirty) {
        saving.standOn(theirs);
        open(theirs.content);
        notice(`${await author(theirs.version)} saved version ${theirs.version}; it is shown now.`, ["Good", () => {}]);
      } else saving.tell("stale");
    }
    comments.load();
  } catch { /* saving says what is wrong */ }
}

// Steps to the reader take what was written with them.
publication.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.matches("[data-deletes]")) {
    // What is deleted is what was last read, and needs no saving before.
    form.elements.namedItem("version").value = saving.version;
    return;
  }
  if (!saving.isDirty) return;
  event.preventDefault();
  if (await saving.save()) form.requestSubmit(/** @type {any} */ (event.submitter));
  else say("First the text has to be saved; nothing was done.");
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
  else if (event.key.toLowerCase() === "f" && root.contains(document.activeElement)) { event.preventDefault(); find.open(); }
});
addEventListener("pagehide", () => { call("DELETE", `stories/${story.id}/presence`, { keepalive: true }).catch(() => {}); });
addEventListener("pageshow", (event) => { if (event.persisted) beat(); });

// MARK: Beginning

const root = h("div", { class: "editor", "data-editor": true }, h("div", { class: "writing" }, top, notices, uploads.list, h("div", { class: "desk-top" }, sheet)), panels.element);
Object.assign(story, {
  control: (/** @type {string} */ part) => /** @type {any} */ (controls)[part],
  goToMedia: (/** @type {string} */ id) => {
    const element = root.querySelector(`[data-fields="${CSS.escape(id)}"] textarea`) ?? (story.fields.lead === id ? lead.querySelector("textarea") : null);
    if (element) { element.focus(); element.scrollIntoView({ block: "center" }); }
  },
});
// For tests, and for whoever looks into the page by hand.
/** @type {any} */ (root).story = story;
page.replaceWith(root);
document.body.classList.add("writes");
themed();
fill();
showLead();
saveButton.textContent = story.isPublic ? "Update" : "Save";
show({ name: "saved" });
countSoon();
checks.check();
await recover();
comments.load();
beat();
setInterval(() => { if (document.visibilityState === "visible") beat(); }, 10_000);
if (!story.fields.headline) controls.headline.focus();
root.dataset.ready = "";
