// @ts-check
/** The page of captions: cues beside what plays, changed by mouse and keys, saved on top of what was read. */

import { ask, Refusal } from "./api.js";
import { added, cueText, join, plainText, problems, readTime, split, timeText, typedText } from "./captions-cues.js";
import { clock, dialog, fresh, grows, h, useZone } from "./editor-dom.js";
import { LocalCopies } from "./editor-local.js";
import { equal, merge, settled } from "./editor-merge.js";

/** @typedef {import("./captions-cues.js").Cue} Cue */

const source = document.getElementById("captions-data");
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-plain]"));
if (source && form) edit(JSON.parse(source.textContent ?? ""), form);

/** @param {any} data @param {HTMLFormElement} form */
function edit(data, form) {
  useZone(data.zone, data.zoneName);
  const player = /** @type {HTMLMediaElement | null} */ (document.querySelector(".asset-player"));
  const place = /** @type {HTMLElement} */ (form.querySelector(".cue-editor"));
  const names = ["language", "label", "kind"].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
  const copies = new LocalCopies(`captions.${data.media}.${data.captions.id}`, data.user);
  let version = data.captions.version;
  /** What was read, and what it has become. @type {Cue[]} */
  let base = structuredClone(data.captions.cues);
  /** @type {Cue[]} */
  let cues = structuredClone(base);
  let current = 0;
  let isSaving = false;
  /** @type {string[]} */
  const past = [];

  const namesNow = () => Object.fromEntries(names.map((field) => [field.name, field.value.trim()]));
  let namesThen = namesNow();
  const isChanged = () => !equal(cues, base) || !equal(namesNow(), namesThen);
  const playhead = () => (player && player.readyState > 0 ? Math.round(player.currentTime * 1000) : null);
  const duration = () => (player && Number.isFinite(player.duration) ? Math.round(player.duration * 1000) : data.duration ?? null);

  // The form of the whole file gives way to the list.
  form.querySelector("[data-source]")?.remove();
  place.hidden = false;
  const list = h("div", { class: "cues" });
  const state = h("span", { class: "cue-state", role: "status" });
  const said = h("p", { class: "unseen", role: "status" });
  const summary = h("p", { class: "help cue-problems" });
  const saveButton = /** @type {HTMLButtonElement} */ (form.querySelector("[data-save]"));

  /** @type {[string, string, string, () => void, boolean?][]} What can be done with the current cue: key, name, help. */
  const actions = [
    ["K", "Play", "Play or pause", () => toggle(), true],
    ["P", "Play cue", "Play from the start of this cue", () => seek(cues[current]?.start, true), true],
    ["I", "Start here", "The cue starts at the playhead", () => setTime("start", playhead()), true],
    ["O", "End here", "The cue ends at the playhead", () => setTime("end", playhead()), true],
    ["X", "Split", "Split the cue where the text cursor is", () => splitCue()],
    ["M", "Join", "Join with the next cue", () => joinCue()],
    ["N", "Add", "Add a cue, at the playhead where there is room", () => addCue()],
    ["Delete", "Delete", "Delete the cue", () => deleteCue()],
    ["Z", "Undo", "Undo the last change", () => undo()],
  ];
  const usable = actions.filter(([, , , , needsPlayer]) => player || !needsPlayer);
  const buttons = Object.fromEntries(usable.map(([key, name, help, act]) => [name, h("button", {
    type: "button", class: "quiet", title: `${help} (Alt+${key})`, "aria-keyshortcuts": `Alt+${key}`, onclick: act,
  }, name)]));
  const bar = h("div", { class: "cue-bar", role: "toolbar", "aria-label": "The current cue", lang: "en" }, Object.values(buttons));
  place.append(bar, summary, list, said);
  saveButton.after(state);
  saveButton.title = "Save (Ctrl+S)";
  const keys = document.querySelector("[data-keys]");
  if (keys instanceof HTMLElement) {
    keys.hidden = false;
    keys.append(h("details", null, h("summary", null, "Keys"), h("dl", { class: "keys" },
      [...usable.map(([key, , help]) => [`Alt+${key}`, help]), ...(player ? [["Alt+J, Alt+L", "A second back, a second on"]] : []),
        ["Alt+↑, Alt+↓", "The cue before, the next cue"], ["↑, ↓ in a time", "A tenth of a second later, earlier; with Shift a second"], ["Ctrl+S", "Save"],
      ].map(([key, help]) => h("div", null, h("dt", null, h("kbd", null, key)), h("dd", null, help))))));
  }

  // MARK: The list

  /** @type {WeakMap<Cue, any>} */
  const rows = new WeakMap();

  /** The row of a cue; it reads the cue anew each time it is drawn. */
  function row(/** @type {Cue} */ cue) {
    const known = rows.get(cue);
    if (known) return known;
    const index = () => cues.indexOf(cue);
    const go = h("button", { type: "button", class: "quiet cue-go", onclick: () => { select(index()); seek(cue.start, false); } });
    const time = (/** @type {"start" | "end"} */ name, /** @type {string} */ label) => h("input", {
      class: "cue-time", inputmode: "decimal", autocomplete: "off", "aria-label": label, lang: "en", dir: "ltr",
      onchange: (/** @type {any} */ event) => typedTime(cue, name, event.target),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = { ArrowUp: 100, ArrowDown: -100 }[event.key];
        if (!step || event.altKey) return;
        event.preventDefault();
        select(index());
        setTime(name, Math.max(0, cue[name] + step * (event.shiftKey ? 10 : 1)));
      },
    });
    const [start, end] = [time("start", "Start"), time("end", "End")];
    let isTyping = false;
    const words = grows(h("textarea", {
      rows: 2, "aria-label": "Words", dir: "auto", spellcheck: "true",
      onfocus: () => { isTyping = false; },
      oninput: () => {
        if (!isTyping) remember();
        isTyping = true;
        cue.text = cueText(words.value);
        changed(cue);
      },
    }));
    const notes = h("small", { class: "cue-notes", id: fresh("notes"), lang: "en" });
    words.setAttribute("aria-describedby", notes.id);
    const item = h("div", { class: "cue", role: "group", onfocusin: () => select(index()), onclick: (/** @type {any} */ event) => {
      if (event.target.closest("button, input, textarea")) return;
      select(index());
      seek(cue.start, false);
    } }, go, h("div", { class: "cue-times" }, start, end), h("div", { class: "cue-text" }, words, notes));
    const made = { item, start, end, words, notes, draw: (at = index()) => {
      const number = at + 1;
      if (item.getAttribute("aria-label") !== `Cue ${number}`) {
        item.setAttribute("aria-label", `Cue ${number}`);
        go.textContent = String(number);
        go.setAttribute("aria-label", player ? `Cue ${number}: go to its start` : `Cue ${number}`);
      }
      if (document.activeElement !== start) start.value = timeText(cue.start);
      if (document.activeElement !== end) end.value = timeText(cue.end);
      if (cueText(words.value) !== cue.text) words.value = typedText(cue.text);
      const found = problems(cue, cues[number], duration());
      notes.replaceChildren(...found.map(({ text, isError }) => h("span", isError ? { class: "reason" } : null, text)));
      item.toggleAttribute("data-wrong", found.some(({ isError }) => isError));
      item.toggleAttribute("data-current", number - 1 === current);
    } };
    rows.set(cue, made);
    return made;
  }

  function draw() {
    const items = cues.map((cue) => row(cue).item);
    if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index])) list.replaceChildren(...items);
    cues.forEach((cue, index) => row(cue).draw(index));
    tell();
  }

  function tell() {
    const wrong = [...list.children].filter((item) => item.hasAttribute("data-wrong"));
    summary.replaceChildren(
      `${cues.length} ${cues.length === 1 ? "cue" : "cues"}. `,
      wrong.length ? h("a", { href: "#", onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        /** @type {any} */ (wrong[0].querySelector("textarea")).focus();
      } }, `${wrong.length} to be put right before saving`) : "");
    buttons.Undo.disabled = !past.length;
    buttons.Join.disabled = current >= cues.length - 1;
    for (const name of ["Split", "Delete"]) buttons[name].disabled = !cues.length;
  }

  function select(/** @type {number} */ index) {
    if (index === current || index < 0) return;
    const before = cues[current];
    current = index;
    if (before) row(before).draw();
    if (cues[index]) row(cues[index]).draw();
    tell();
  }

  /** @param {number} index @param {"words" | "start"} [field] */
  function focus(index, field = "words") {
    if (!cues[index]) return;
    select(index);
    row(cues[index])[field].focus();
    row(cues[index]).item.scrollIntoView({ block: "nearest" });
  }

  // MARK: Changing

  function remember() {
    const now = JSON.stringify(cues);
    if (past[past.length - 1] === now) return;
    past.push(now);
    if (past.length > 100) past.shift();
  }

  function changed(/** @type {Cue | null} */ cue = null) {
    if (cue) {
      row(cue).draw();
      const before = cues[cues.indexOf(cue) - 1];
      if (before) row(before).draw();
      tell();
    } else draw();
    keepSoon();
    showSoon();
  }

  /** @param {Cue} cue @param {"start" | "end"} name @param {HTMLInputElement} field */
  function typedTime(cue, name, field) {
    const value = readTime(field.value);
    if (value === null) {
      say(`“${field.value}” is no time. Write it as 1:02.345.`, true);
      field.value = timeText(cue[name]);
      return;
    }
    if (value === cue[name]) field.value = timeText(value);
    else {
      remember();
      cue[name] = value;
      field.value = timeText(value);
      changed(cue);
    }
  }

  /** @param {"start" | "end"} name @param {number | null} value */
  function setTime(name, value) {
    const cue = cues[current];
    if (!cue || value === null) return say("The clip is not there yet: play it first.");
    remember();
    cue[name] = value;
    row(cue)[name].value = timeText(value);
    changed(cue);
    say(`Cue ${current + 1} ${name === "start" ? "starts" : "ends"} at ${timeText(value)}.`);
  }

  function splitCue() {
    const cue = cues[current];
    if (!cue) return;
    const field = row(cue).words;
    const parts = split(cue, document.activeElement === field || field === lastField ? field.selectionStart : null, playhead());
    if (!parts) return say("One word is too little to split.", true);
    remember();
    cues.splice(current, 1, ...parts);
    changed();
    focus(current + 1);
    row(cues[current]).words.setSelectionRange(0, 0);
    say(`Split at ${timeText(parts[1].start)}.`);
  }

  function joinCue() {
    const [cue, next] = [cues[current], cues[current + 1]];
    if (!cue || !next) return say("There is no cue after this one.");
    remember();
    cues.splice(current, 2, join(cue, next));
    changed();
    focus(current);
    say(`Joined: ${plainText(cues[current].text)}`);
  }

  function addCue() {
    const at = playhead();
    const cue = cues[current];
    const isFree = at !== null && !cues.some((each) => each.start <= at && at < each.end);
    const made = added(cues, isFree ? /** @type {number} */ (at) : cue ? cue.end : 0);
    remember();
    cues.splice(made.index, 0, made.cue);
    changed();
    focus(made.index);
    say(`Cue ${made.index + 1} added at ${timeText(made.cue.start)}.`);
  }

  function deleteCue() {
    const cue = cues[current];
    if (!cue) return;
    remember();
    cues.splice(current, 1);
    const next = Math.min(current, cues.length - 1);
    current = -1;
    changed();
    focus(Math.max(0, next));
    say(`Deleted: ${plainText(cue.text) || "a cue without words"}. Alt+Z brings it back.`);
  }

  function undo() {
    const before = past.pop();
    if (before === undefined) return say("There is nothing to undo.");
    take(JSON.parse(before));
    changed();
    focus(Math.max(0, Math.min(current, cues.length - 1)));
    say("Undone.");
  }

  /** Puts other cues in the place of these; those that stay the same keep their rows. */
  function take(/** @type {Cue[]} */ others) {
    const kept = new Map(cues.map((cue) => [JSON.stringify(cue), cue]));
    cues = others.map((cue) => {
      const text = JSON.stringify(cue);
      const same = kept.get(text);
      kept.delete(text);
      return same ?? cue;
    });
  }

  // MARK: What plays

  /** The field that had the cursor before a button of the bar took it. @type {any} */
  let lastField = null;
  list.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
    if (event.target instanceof HTMLTextAreaElement) lastField = event.target;
  });

  function toggle() {
    if (!player) return;
    if (player.paused) player.play().catch(() => say("The clip does not play.", true));
    else player.pause();
  }

  function seek(/** @type {number | undefined} */ at, /** @type {boolean} */ plays) {
    if (!player || at === undefined) return;
    player.currentTime = at / 1000;
    if (plays) player.play().catch(() => say("The clip does not play.", true));
  }

  const shown = player instanceof HTMLVideoElement ? player.addTextTrack("captions", names[1].value || "Captions", names[0].value) : null;
  if (shown) shown.mode = "showing";
  let showing = 0;
  /** The words as they are now stand on the picture. */
  function showSoon() {
    clearTimeout(showing);
    showing = window.setTimeout(() => {
      if (!shown) return;
      for (const cue of [...(shown.cues ?? [])]) shown.removeCue(cue);
      for (const cue of cues) if (cue.end > cue.start) shown.addCue(new VTTCue(cue.start / 1000, cue.end / 1000, cue.text));
    }, 150);
  }

  let spoken = -1;
  player?.addEventListener("timeupdate", () => {
    const at = playhead() ?? 0;
    const now = cues.findIndex((cue) => cue.start <= at && at < cue.end);
    if (now === spoken) return;
    if (cues[spoken]) row(cues[spoken]).item.removeAttribute("data-spoken");
    spoken = now;
    if (!cues[now]) return;
    const { item } = row(cues[now]);
    item.setAttribute("data-spoken", "");
    // Whoever types is not taken elsewhere.
    if (!player.paused && !list.contains(document.activeElement)) {
      select(now);
      item.scrollIntoView({ block: "nearest" });
    }
  });
  player?.addEventListener("loadedmetadata", () => draw());
  player?.addEventListener("play", () => { buttons.Play.textContent = "Pause"; });
  player?.addEventListener("pause", () => { buttons.Play.textContent = "Play"; });

  // MARK: Keeping and saving

  function say(/** @type {string} */ text, isFault = false) {
    said.textContent = text;
    if (isFault) note(text, true);
  }

  function note(/** @type {string} */ text, isFault = false) {
    state.textContent = text;
    state.classList.toggle("reason", isFault);
  }

  let keeping = 0;
  function keepSoon() {
    clearTimeout(keeping);
    keeping = window.setTimeout(keep, 300);
  }

  /** What is not saved is kept in this browser. */
  function keep() {
    clearTimeout(keeping);
    if (!isChanged()) {
      copies.drop();
      note("");
      return true;
    }
    const isKept = copies.keep(/** @type {any} */ ({ version, content: { base, cues }, saved: Date.now() }));
    if (isKept) note("Not saved yet; kept in this browser.");
    else note("Not saved yet, and this browser has no room to keep it: save soon.", true);
    return isKept;
  }

  addEventListener("pagehide", keep);
  addEventListener("beforeunload", (event) => {
    if (isChanged() && !keep()) event.preventDefault();
  });
  for (const field of names) field.addEventListener("input", keepSoon);

  async function save() {
    if (isSaving) return;
    const wrong = cues.findIndex((cue, index) => problems(cue, cues[index + 1], null).some(({ isError }) => isError));
    if (wrong >= 0) {
      note(`Not saved: cue ${wrong + 1} has to be put right first.`, true);
      return focus(wrong);
    }
    if (!cues.length) return note("Not saved: no cue is left. Delete the captions instead, below.", true);
    isSaving = true;
    keep();
    note("Saving…");
    const [sent, sentNames] = [structuredClone(cues), namesNow()];
    try {
      const kept = await ask(`media/${data.media}/captions/${data.captions.id}`, {
        method: "PATCH", headers: { "If-Match": `"${version}"` }, body: { ...sentNames, cues: sent },
      });
      version = kept.version;
      for (const field of document.querySelectorAll('input[name="version"]')) /** @type {HTMLInputElement} */ (field).value = version;
      base = kept.cues;
      namesThen = { language: kept.language, label: kept.label, kind: kept.kind };
      if (equal(namesNow(), sentNames)) for (const field of names) field.value = /** @type {any} */ (namesThen)[field.name];
      // What was typed while it was on its way stays.
      if (equal(cues, sent)) {
        take(structuredClone(base));
        draw();
      }
      if (kept.id !== data.captions.id) {
        copies.drop();
        if (!isChanged()) location.replace(`/desk/media/${data.media}/captions/${kept.id}`);
        data.captions.id = kept.id;
      }
      keep();
      if (!isChanged()) note(`Saved at ${clock(Date.now())}`);
    } catch (error) {
      if (error instanceof Refusal && error.status === 412 && error.problem.captions) await bringTogether(error.problem.captions);
      else if (error instanceof Refusal && error.status === 401) note("You are signed out. Sign in in another window, then save again; all is kept here.", true);
      else if (error instanceof Refusal) note(`Not saved: ${error.message}`, true);
      else note("The network is gone. All is kept in this browser: save again when it is back.", true);
    } finally {
      isSaving = false;
    }
  }

  const sideText = (/** @type {Cue[]} */ side) =>
    side.map((cue) => `${timeText(cue.start)} – ${timeText(cue.end)}\n${plainText(cue.text)}`).join("\n\n") || "(taken out)";

  /** What only one of both changed goes together; what both changed is asked. */
  async function bringTogether(/** @type {any} */ theirs) {
    const merged = merge({ body: base }, { body: cues }, { body: theirs.cues });
    /** @type {("mine" | "theirs" | "both")[]} */
    const answers = merged.questions.map(() => "mine");
    const name = fresh("answer");
    const choice = (/** @type {number} */ index, /** @type {"mine" | "theirs"} */ value, /** @type {string} */ label) => h("label", { class: "check" },
      h("input", { type: "radio", name: `${name}-${index}`, value, checked: value === "mine", onchange: () => { answers[index] = value; } }), label);
    const isAgreed = await dialog("Somebody saved these captions meanwhile", (close) => [
      h("p", null, merged.questions.length
        ? "You both changed the same cues. Choose for each; everything else is put together by itself. Undo brings yours back."
        : "They changed other cues than you. Your changes and theirs go together."),
      ...merged.questions.map((question, index) => h("fieldset", { class: "question" }, h("legend", null, `Both of you changed ${timeText((question.base[0] ?? question.mine[0] ?? question.theirs[0]).start)}`),
        h("div", { class: "sides", lang: names[0].value, dir: "auto" },
          h("div", null, choice(index, "mine", "Yours"), h("p", { class: "side" }, sideText(question.mine))),
          h("div", null, choice(index, "theirs", "Theirs"), h("p", { class: "side" }, sideText(question.theirs)))))),
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => close(true) }, "Put together"),
        h("button", { type: "button", class: "quiet", onclick: () => close(null) }, "Not now")),
    ], { wide: true });
    if (!isAgreed) return note("Not saved: somebody else saved meanwhile. All of yours is kept in this browser.", true);
    remember();
    version = theirs.version;
    base = theirs.cues;
    // Who did not touch the names has theirs.
    for (const field of names) {
      if (field.value.trim() === /** @type {any} */ (namesThen)[field.name]) field.value = theirs[field.name];
    }
    namesThen = { language: theirs.language, label: theirs.label, kind: theirs.kind };
    take(settled(merged, answers).body);
    changed();
    keep();
    note("Put together. Look at it, then save.");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      return save();
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const key = event.code.replace(/^Key/, "");
    const action = usable.find(([name]) => name === key)?.[3] ?? /** @type {Record<string, () => void>} */ ({
      J: () => player && seek(Math.max(0, (playhead() ?? 0) - 1000), false), L: () => player && seek((playhead() ?? 0) + 1000, false),
      ArrowUp: () => focus(current - 1), ArrowDown: () => focus(current + 1),
    })[key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // What was left unsaved, here or in a tab that is gone.
  const left = /** @type {any} */ (copies.all().find((copy) => copy.content?.cues && !equal(copy.content.cues, base)));
  draw();
  showSoon();
  if (left) {
    const theirs = { ...data.captions, cues: base };
    take(left.content.cues);
    const isSame = left.version === version;
    if (!isSame) base = left.content.base;
    // From here on it is this tab's.
    copies.forget((content) => equal(content, left.content));
    keep();
    changed();
    const notice = h("p", { class: "done", role: "status" }, `What you changed here until ${clock(left.saved)} and did not save is here again. `,
      h("button", { type: "button", class: "quiet", onclick: () => {
        remember();
        base = structuredClone(theirs.cues);
        version = theirs.version;
        take(structuredClone(base));
        changed();
        keep();
        notice.remove();
      } }, "Throw it away"));
    form.before(notice);
    if (!isSame) bringTogether(theirs);
  }
  copies.forget((content) => !content?.cues || equal(content.cues, base));
}
