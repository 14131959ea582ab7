// One clip or recording: where it stands, which of its files plays, and what it does when a file breaks.
const isPlaylist = (address) => /\.m3u8$/.test(new URL(address, document.baseURI).pathname);

// Whether a playlist, what it names first, and so on down to the file of a stream, can be reached.
async function reachable(address) {
  try {
    const headers = isPlaylist(address) ? {} : { range: "bytes=0-1" };
    const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(20_000) });
    if (!answer.ok || headers.range) return answer.ok;
    const next = (await answer.text()).split(/\r?\n/).find((line) => line && !line.startsWith("#"));
    return !next || await reachable(new URL(next, answer.url).href);
  } catch {
    return false;
  }
}

export class Clip {
  #media;
  // Where to stand as soon as there is something to stand in; null while the medium itself knows.
  #wanted = null;

  constructor(media) {
    this.#media = this.media = media;
    this.frame = media.closest("[data-player]");
    this.isVideo = media.localName === "video";
    this.name = media.dataset.asset ?? new URL(media.currentSrc || media.src, document.baseURI).pathname;
    this.sources = [...media.querySelectorAll("source")].map(({ src, type }) => ({ src, type }));
    if (!this.sources.length) this.sources.push({ src: media.src, type: "" });
    // The reader asked for it to run; a file that breaks then has to be answered for.
    this.runs = false;
    // The reader has done something here: nothing here starts or stops by itself any more.
    this.touched = false;
    // It has run once; where it begins was said by an address or a transcript.
    this.started = false;
    this.placed = false;
    this.failed = false;

    media.addEventListener("loadedmetadata", () => {
      if (this.#wanted !== null) media.currentTime = this.#wanted;
      this.#wanted = null;
    });
    media.addEventListener("play", () => { this.runs = true; });
    media.addEventListener("pause", () => { this.runs = false; });
    media.addEventListener("error", () => this.#broke());
    // An engine that plays streams waits for ever, whether the line is slow or the files are out of reach.
    let patience;
    const stuck = async () => {
      const { currentSrc } = media;
      if (!isPlaylist(currentSrc) || await reachable(currentSrc)) return;
      if (this.runs && media.readyState < 3 && media.currentSrc === currentSrc) this.#broke();
    };
    media.addEventListener("waiting", () => {
      clearTimeout(patience);
      patience = setTimeout(stuck, 8000);
    });
    for (const event of ["playing", "pause", "emptied"]) media.addEventListener(event, () => clearTimeout(patience));
    // Before anything has come the browser goes from source to source by itself, and says so to each.
    media.querySelector("source:last-of-type")?.addEventListener("error", () => {
      if (!media.hasAttribute("src")) this.#fail();
    });
  }

  get at() { return this.#wanted ?? this.#media.currentTime; }

  get length() {
    const { duration, dataset } = this.#media;
    return Number.isFinite(duration) ? duration : +dataset.duration || 0;
  }

  // Whether a stream plays that has several qualities.
  get streams() {
    const { currentSrc, dataset } = this.#media;
    return Boolean(dataset.qualities) && isPlaylist(currentSrc || ".");
  }

  seek(to) {
    const there = Math.max(0, Math.min(to, this.length || Infinity));
    if (this.#media.readyState) this.#media.currentTime = there;
    else this.#wanted = there;
  }

  async play() {
    if (this.failed) return this.again();
    this.runs = true;
    try {
      await this.#media.play();
    } catch (error) {
      // Either another press came first, or the file broke, which has its own event.
      if (error.name === "NotAllowedError") this.runs = false;
    }
  }

  toggle() {
    if (this.#media.paused) this.play();
    else this.#media.pause();
  }

  // Goes on from another file of the same clip.
  swap(src) {
    this.#wanted = this.at;
    this.failed = false;
    this.#media.src = src;
    if (this.runs) this.play();
  }

  again() {
    this.runs = true;
    this.swap(this.#playable(0).src);
  }

  #playable(from) {
    return this.sources.slice(from).find(({ type }) => !type || this.#media.canPlayType(type));
  }

  // A chosen quality is none of the page's sources, so that the first of them follows it.
  #broke() {
    const next = this.#playable(this.sources.findIndex(({ src }) => src === this.#media.currentSrc) + 1);
    if (next) this.swap(next.src);
    else this.#fail();
  }

  #fail() {
    this.failed = true;
    this.frame?.dispatchEvent(new Event("clipfailed"));
  }
}
