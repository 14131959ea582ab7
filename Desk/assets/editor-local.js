// @ts-check
/** What this browser keeps of a story by itself: for when the network, the session or the tab is gone. */

const DAYS = 14;
const tab = (() => {
  const known = sessionStorage.getItem("newsreel.tab");
  if (known) return known;
  const made = Math.random().toString(36).slice(2, 10);
  sessionStorage.setItem("newsreel.tab", made);
  return made;
})();

/** @typedef {{version: number, content: any, saved: number}} Copy */

export class LocalCopies {
  /** @param {string} story @param {string} user */
  constructor(story, user) {
    this.prefix = `newsreel.copy.${story}.${user}.`;
    this.key = this.prefix + tab;
  }

  /** False where the browser has no room, which is said and not hidden. */
  keep(/** @type {Copy} */ copy) {
    try {
      localStorage.setItem(this.key, JSON.stringify(copy));
      return true;
    } catch {
      return false;
    }
  }

  drop() { localStorage.removeItem(this.key); }

  /** Everything that is kept of the story, also by tabs that are gone, the newest first. @returns {Copy[]} */
  all() {
    /** @type {Copy[]} */
    const found = [];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith("newsreel.copy.")) continue;
      try {
        const copy = JSON.parse(localStorage.getItem(key) ?? "");
        if (Date.now() - copy.saved > DAYS * 86_400_000) localStorage.removeItem(key);
        else if (key.startsWith(this.prefix)) found.push(copy);
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found.sort((one, other) => other.saved - one.saved);
  }

  /** Forgets the copies of other tabs that say nothing that is not said elsewhere. */
  forget(/** @type {(content: any) => boolean} */ isElsewhere) {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.prefix)) continue;
      try {
        if (isElsewhere(JSON.parse(localStorage.getItem(key) ?? "").content)) localStorage.removeItem(key);
      } catch { /* gone already */ }
    }
  }
}
