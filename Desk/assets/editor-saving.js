// @ts-check
/**
 * Keeping what is written. Each change goes to this browser at once, to the server as a working copy two seconds later,
 * and becomes a version when somebody saves it; stories that no reader sees yet also become versions by themselves.
 */

import { Offline, Refused, SignedOut, Stale, call, session } from "./editor-api.js";
import { later } from "./editor-dom.js";
import { equal } from "./editor-merge.js";

const KEEP_AFTER = 2000;
const SAVE_AFTER = 60_000;
const TRY_AGAIN_AFTER = 3000;

export class Saving {
  /**
   * @param {{id: string, version: number, content: any, isPublic: () => boolean, read: () => any, local: import("./editor-local.js").LocalCopies,
   *   show: (state: State) => void, stale: (theirs: any) => void, saved: (story: any) => void}} how
   * @typedef {{name: "saved" | "changed" | "kept" | "keeping" | "saving" | "offline" | "signed-out" | "stale" | "refused" | "local-full", text?: string, at?: number}} State
   */
  constructor(how) {
    this.how = how;
    this.version = how.version;
    /** What the server has as `version`. */
    this.base = how.content;
    /** What was sent as that version, which the server may have tidied. */
    this.sent = how.content;
    this.keepSoon = later(KEEP_AFTER, () => this.keep());
    this.saveSoon = later(SAVE_AFTER, () => { if (this.isDirty && this.isCalm && !this.how.isPublic()) this.save(); });
    this.localSoon = later(250, () => this.keepHere());
    this.isSaving = false;
    /** Ends with the last save that was asked for; each waits for the one before it. @type {Promise<unknown>} */
    this.lastSave = Promise.resolve();
    /** @type {State} */
    this.state = { name: "saved" };
    addEventListener("online", () => this.tryAgain());
    addEventListener("focus", () => { if (this.state.name === "signed-out" || this.state.name === "offline") this.tryAgain(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(false); else if (!this.isCalm) this.tryAgain(); });
    addEventListener("pagehide", () => this.leave(true));
    addEventListener("beforeunload", (event) => {
      // Asked only where leaving could lose something: nothing took the last words yet.
      if (this.isDirty && !this.isKept && this.state.name === "local-full") event.preventDefault();
    });
  }

  /** No trouble that has to end before versions are saved by themselves again. */
  get isCalm() { return ["saved", "changed", "kept", "keeping", "saving"].includes(this.state.name); }

  get isDirty() {
    const content = this.how.read();
    return !equal(content, this.sent) && !equal(content, this.base);
  }

  /** True once the server or this browser has the last word. */
  get isKept() { return equal(this.kept, this.how.read()); }

  tell(/** @type {State["name"]} */ name, /** @type {string} */ text = "") {
    this.state = { name, text, at: Date.now() };
    this.how.show(this.state);
  }

  /** Something was written. */
  changed() {
    this.localSoon();
    if (this.state.name === "saved" || this.state.name === "kept") this.tell("changed");
    this.keepSoon();
    this.saveSoon();
  }

  keepHere() {
    if (!this.isDirty) return;
    const content = this.how.read();
    if (this.how.local.keep({ version: this.version, content, saved: Date.now() })) this.kept = content;
    else if (!this.isCalm) this.tell("local-full");
  }

  /** Keeps the working copy at the server. */
  async keep() {
    this.keepHere();
    if (this.isSaving) return this.keepSoon();
    if (!this.isDirty) { if (this.state.name === "changed") this.tell("saved"); return; }
    const content = this.how.read();
    if (this.isCalm) this.tell("keeping");
    try {
      await call("PUT", `stories/${this.how.id}/working-copy`, { body: { version: this.version, content } });
      this.kept = content;
      if (this.state.name !== "stale" && this.state.name !== "saving") this.tell("kept");
      if (equal(content, this.how.read())) this.how.local.drop();
    } catch (error) {
      this.trouble(error);
    }
  }

  /** Makes a version. True once the server has it. */
  save() {
    const save = this.lastSave.then(() => this.saveNow());
    this.lastSave = save.catch(() => {});
    return save;
  }

  async saveNow() {
    this.saveSoon.cancel();
    this.keepHere();
    const content = this.how.read();
    if (!this.isDirty) { this.tell("saved"); return true; }
    this.isSaving = true;
    this.tell("saving");
    try {
      const story = await call("PUT", `stories/${this.how.id}`, { body: { content }, version: this.version });
      this.took(story, content);
      return true;
    } catch (error) {
      if (error instanceof Stale) {
        this.tell("stale");
        this.how.stale(error.story);
      } else {
        this.wantsVersion = true;
        this.trouble(error);
      }
      return false;
    } finally {
      this.isSaving = false;
    }
  }

  /** The server has `content` as the newest version of `story`. */
  took(/** @type {any} */ story, /** @type {any} */ content) {
    this.version = story.version;
    this.base = story.content;
    this.sent = content;
    this.wantsVersion = false;
    this.how.saved(story);
    if (this.isDirty) { this.tell("changed"); this.keepSoon(); return; }
    this.tell("saved");
    this.keepSoon.cancel();
    this.how.local.drop();
    call("DELETE", `stories/${this.how.id}/working-copy`).catch(() => { /* the same text as the version: known as such when it is opened */ });
  }

  /** Works on top of what somebody else saved. */
  standOn(/** @type {any} */ story) {
    this.version = story.version;
    this.base = story.content;
    this.sent = story.content;
    this.tell(this.isDirty ? "changed" : "saved");
    this.keepSoon();
  }

  trouble(/** @type {unknown} */ error) {
    this.keepHere();
    if (error instanceof SignedOut) this.tell("signed-out");
    else if (error instanceof Offline) this.tell("offline");
    else if (error instanceof Refused) this.tell("refused", error.message);
    else this.tell("refused", String(error));
    if (error instanceof SignedOut || error instanceof Offline) this.again();
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tryAgain(), TRY_AGAIN_AFTER);
  }

  /** Goes on where the network or the session ended, as soon as it is back. */
  async tryAgain() {
    if (this.state.name !== "offline" && this.state.name !== "signed-out") return;
    clearTimeout(this.timer);
    try {
      const { isSignedIn } = await session();
      if (!isSignedIn) {
        if (this.state.name !== "signed-out") this.tell("signed-out");
        return this.again();
      }
    } catch {
      if (this.state.name !== "offline") this.tell("offline");
      return this.again();
    }
    this.tell("changed");
    if (this.wantsVersion) await this.save();
    else await this.keep();
  }

  /** The page goes out of sight, perhaps for ever. */
  leave(/** @type {boolean} */ isGone) {
    if (!this.isDirty) return;
    this.keepHere();
    if (!this.isCalm) return;
    const content = this.how.read();
    const how = { keepalive: JSON.stringify(content).length < 50_000 };
    call("PUT", `stories/${this.how.id}/working-copy`, { body: { version: this.version, content }, ...how })
      .then(() => { this.kept = content; }).catch(() => { /* this browser has it */ });
    if (!isGone || this.how.isPublic()) return;
    call("PUT", `stories/${this.how.id}`, { body: { content }, version: this.version, ...how }).catch(() => { /* the working copy stays */ });
  }
}
