// @ts-check
/** Cues as people change them. Pure: cues in, cues out. */

/** @typedef {{id?: string, start: number, end: number, settings?: string, text: string}} Cue */

/** Milliseconds that a new cue lasts, and that no cue is shorter than. */
const USUAL = 2000;
const LEAST = 100;
/** Characters that people read in a second, generously. */
const FASTEST = 25;

/** `1:02.345`, with hours where there are some. */
export function timeText(/** @type {number} */ milliseconds) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(milliseconds / 3_600_000), Math.floor(milliseconds / 60_000) % 60];
  const rest = `${two(Math.floor(milliseconds / 1000) % 60)}.${String(milliseconds % 1000).padStart(3, "0")}`;
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Milliseconds of `62`, `1:02`, `1:02.5` or `0:01:02,345`; null for a text that is no time. */
export function readTime(/** @type {string} */ text) {
  const parts = text.trim().match(/^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?$/);
  if (!parts) return null;
  const [hours, minutes, seconds] = parts.slice(1, 4).map((part) => Number(part ?? 0));
  if ((parts[2] !== undefined && seconds > 59) || (parts[1] !== undefined && minutes > 59)) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((parts[4] ?? "").padEnd(3, "0"));
}

const TAG = /<\/?(?:c|i|b|u|v|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d{1,3}(?::\d{2}){1,2}\.\d{3}>/g;
const REFERENCE = /&(?!(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi;

/** Cue text of what was typed: signs that would be taken for markup are written as references. */
export function cueText(/** @type {string} */ typed) {
  let kept = "";
  let from = 0;
  const plain = (/** @type {string} */ text) => text.replace(REFERENCE, "&amp;").replaceAll("<", "&lt;");
  for (const tag of typed.matchAll(TAG)) {
    kept += plain(typed.slice(from, tag.index)) + tag[0];
    from = (tag.index ?? 0) + tag[0].length;
  }
  kept += plain(typed.slice(from));
  return kept.replaceAll("-->", "--&gt;").replace(/\n\s*\n+/g, "\n").trim();
}

/** Cue text as it is typed: references that `cueText` would write again are signs. */
export function typedText(/** @type {string} */ text) {
  const typed = text.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
  return cueText(typed) === text.trim() ? typed : text;
}

/** The words without markup, for counting and reading out. */
export const plainText = (/** @type {string} */ text) =>
  text.replace(TAG, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&nbsp;", " ").replaceAll("&amp;", "&").trim();

/** The tags that are open where the text ends. */
function open(/** @type {string} */ text) {
  /** @type {string[]} */
  const tags = [];
  for (const [tag] of text.matchAll(TAG)) {
    if (/^<\d/.test(tag)) continue;
    if (tag.startsWith("</")) tags.pop();
    else tags.push(tag);
  }
  return tags;
}

/**
 * Two cues of one, parted at a place of its typed text, or at the space next to the middle; in time at the playhead
 * where that is inside it. Null where a part would have no words.
 * @param {Cue} cue @param {number | null} place @param {number | null} at
 * @returns {[Cue, Cue] | null}
 */
export function split(cue, place, at) {
  const typed = typedText(cue.text);
  let cut = place ?? 0;
  if (!plainText(typed.slice(0, cut)) || !plainText(typed.slice(cut))) {
    const spaces = [...typed.matchAll(/\s+/g)].map((space) => space.index ?? 0).filter((index) => plainText(typed.slice(0, index)) && plainText(typed.slice(index))
      && typed.slice(0, index).replace(TAG, "").lastIndexOf("<") < 0);
    if (!spaces.length) return null;
    cut = spaces.reduce((best, index) => (Math.abs(index - typed.length / 2) < Math.abs(best - typed.length / 2) ? index : best));
  }
  const tags = open(typed.slice(0, cut));
  const close = tags.map((tag) => `</${tag.match(/^<([a-z]+)/)?.[1]}>`).reverse().join("");
  const first = cueText(typed.slice(0, cut).trimEnd() + close);
  const second = cueText(tags.join("") + typed.slice(cut).trimStart());
  const share = plainText(first).length / (plainText(first).length + plainText(second).length || 1);
  const isInside = at !== null && at >= cue.start + LEAST && at <= cue.end - LEAST;
  const middle = isInside ? /** @type {number} */ (at) : Math.round(cue.start + (cue.end - cue.start) * share);
  const { id, ...rest } = cue;
  return [{ ...cue, end: middle, text: first }, { ...rest, start: middle, text: second }];
}

/** One cue of two that follow each other. @param {Cue} first @param {Cue} second @returns {Cue} */
export function join(first, second) {
  return { ...first, end: Math.max(first.end, second.end), text: cueText(`${first.text}\n${second.text}`) };
}

/** A cue without words at a moment, as long as there is room. @param {Cue[]} cues @param {number} at @returns {{cue: Cue, index: number}} */
export function added(cues, at) {
  const index = cues.findIndex((cue) => cue.start > at);
  const place = index < 0 ? cues.length : index;
  const next = cues[place];
  return { cue: { start: at, end: next ? Math.max(at + LEAST, Math.min(at + USUAL, next.start)) : at + USUAL, text: "" }, index: place };
}

/**
 * What is wrong with a cue: what keeps it from being saved, and what readers would stumble over.
 * @param {Cue} cue @param {Cue | undefined} next @param {number | null} duration
 * @returns {{text: string, isError: boolean}[]}
 */
export function problems(cue, next, duration) {
  const found = [];
  const words = plainText(cue.text);
  if (cue.end <= cue.start) found.push({ text: "Ends before it begins.", isError: true });
  if (!words) found.push({ text: "Has no words: write some, or delete it.", isError: true });
  if (duration && cue.start >= duration) found.push({ text: "Begins after the clip has ended.", isError: false });
  if (next && next.start < cue.start) found.push({ text: "Begins later than the next one: saving puts them in order.", isError: false });
  else if (next && cue.end > next.start) found.push({ text: `Still there when the next begins (${timeText(next.start)}).`, isError: false });
  const speed = cue.end > cue.start ? [...words].length / ((cue.end - cue.start) / 1000) : 0;
  if (speed > FASTEST && words.length > 10) found.push({ text: `Too fast to read: ${Math.round(speed)} characters a second.`, isError: false });
  return found;
}
