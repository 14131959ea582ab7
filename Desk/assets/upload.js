// Sends files to the newsroom in pieces, so that an upload goes on where it stopped: after a pause, a lost network, a page
// that was closed (draft-ietf-httpbis-resumable-upload, as `newsreel upload` speaks it).
import { ask, Refusal, tokenField } from "./api.js";

const pieceBytes = 32 * 1024 * 1024;
// The newsroom can tell by so much what a file is, and refuses it before the rest is sent.
const firstBytes = 256 * 1024;
const atOnce = 3;
const mostFailures = 10;
const memoryKey = "newsreel-uploads";

// Where unfinished uploads are, by the file.
function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(memoryKey));
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}
function remember(identity, address) {
  const kept = remembered();
  if (address) kept[identity] = address;
  else delete kept[identity];
  try {
    localStorage.setItem(memoryKey, JSON.stringify(Object.fromEntries(Object.entries(kept).slice(-50))));
  } catch {
    // Without a memory an upload is begun anew after the page was closed.
  }
}

// Few at once: the others wait for their turn.
let running = 0;
const queue = [];
function turn() {
  return new Promise((go) => {
    queue.push(go);
    next();
  });
}
function next() {
  if (running >= atOnce || !queue.length) return;
  running += 1;
  queue.shift()();
}
function leave() {
  running -= 1;
  next();
}

class Interruption extends Error {}
class Stopped extends Error {}

// One file on its way. `state` is waiting, sending, paused, interrupted, checking, done, failed or cancelled; listeners
// of "change" read it.
export class Upload extends EventTarget {
  state = "waiting";
  sent = 0;
  error = "";
  asset = null;
  secondsLeft = null;
  #address = null;
  #request = null;
  #wake = null;
  #wanted = "run";
  // Counts beginnings, so that one that was held and one that goes on never send at once.
  #runs = 0;
  #samples = [];

  constructor(file) {
    super();
    this.file = file;
    this.name = file.name || "pasted picture";
    this.total = file.size;
    this.identity = `${this.name}|${file.size}|${file.lastModified}`;
    this.finished = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.finished.catch(() => {});
    this.#run();
  }

  pause() {
    if (!["waiting", "sending", "interrupted"].includes(this.state)) return;
    this.#wanted = "pause";
    this.#request?.abort();
    this.#wake?.();
    this.#change("paused");
  }

  // Goes on after a pause, and tries again what failed.
  resume() {
    if (this.state === "failed") {
      this.finished = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
      this.finished.catch(() => {});
    } else if (this.state !== "paused") return;
    this.#wanted = "run";
    this.error = "";
    this.#run();
  }

  async cancel() {
    if (["done", "cancelled"].includes(this.state)) return;
    this.#wanted = "cancel";
    this.#request?.abort();
    this.#wake?.();
    remember(this.identity, null);
    this.#change("cancelled");
    this.reject(new DOMException("The upload was cancelled.", "AbortError"));
    if (this.#address) await fetch(this.#address, { method: "DELETE", headers: tokenField() }).catch(() => {});
  }

  #change(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  async #run() {
    const run = ++this.#runs;
    this.#change("waiting");
    await turn();
    try {
      if (this.#isOver(run)) return;
      const id = await this.#send(run);
      this.asset = await ask(`media/${id}`);
      this.sent = this.total;
      this.#change("done");
      this.resolve(this.asset);
    } catch (error) {
      if (error instanceof Stopped || this.#isOver(run)) return;
      this.error = error.message;
      this.#change("failed");
      this.reject(error);
    } finally {
      leave();
    }
  }

  #isOver(run) {
    return run !== this.#runs || this.#wanted !== "run";
  }

  async #send(run) {
    if (!this.total) throw new Refusal(400, { detail: `${this.name} is empty: there is nothing to send.` });
    let address = (this.#address ??= remembered()[this.identity] ?? null);
    let offset = null;
    let failures = 0;
    let furthest = 0;
    while (true) {
      if (this.#isOver(run)) throw new Stopped();
      try {
        if (address && offset === null) {
          const head = await this.#ask("HEAD", address);
          if (head.status === 404 || head.status === 410) address = this.#address = null;
          else if (head.status === 400 || head.complete) return await this.#outcome(address, run);
          else if (head.ok) offset = head.offset ?? 0;
          else await this.#refuse(head);
        }
        if (!address) {
          address = this.#address = await this.#begin();
          remember(this.identity, address);
          offset = 0;
        }
        if (offset > furthest) {
          furthest = offset;
          failures = 0;
        }
        const end = Math.min(this.total, offset === 0 ? firstBytes : offset + pieceBytes);
        this.sent = offset;
        this.#change("sending");
        const answer = await this.#piece(address, offset, end);
        if (answer.status === 409 && answer.offset !== null) {
          offset = answer.offset;
          if (++failures >= mostFailures) await this.#refuse(answer);
        } else if (answer.complete || (answer.ok && end === this.total)) {
          return await this.#outcome(address, run);
        } else if (answer.ok) {
          offset = end;
        } else {
          await this.#refuse(answer);
        }
      } catch (error) {
        if (error instanceof Refusal || error instanceof Stopped) throw error;
        if (this.#isOver(run)) throw new Stopped();
        offset = null;
        failures += 1;
        if (failures >= mostFailures) {
          throw new Error("The connection was lost again and again. Try again later: it goes on where it stopped.");
        }
        this.secondsLeft = null;
        this.#change("interrupted");
        await this.#wait(Math.min(30, 2 ** (failures - 1)));
      }
    }
  }

  // Until the pause is over, the network is back, or somebody wants something else.
  #wait(seconds) {
    return new Promise((go) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        this.#wake = null;
        go();
      };
      const timer = setTimeout(done, seconds * 1000);
      addEventListener("online", done);
      this.#wake = done;
    });
  }

  async #begin() {
    // Every character but plain ones is encoded (RFC 8187).
    const name = encodeURIComponent(this.name).replace(/['()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase());
    const answer = await this.#ask("POST", "/api/v1/uploads", {
      "Upload-Complete": "?0", "Upload-Length": String(this.total), "Content-Disposition": `inline; filename*=UTF-8''${name}`,
    });
    if (answer.status !== 201 || !answer.location) await this.#refuse(answer);
    return new URL(answer.location, location.href).pathname;
  }

  #piece(address, from, end) {
    this.#samples = [];
    return this.#ask("PATCH", address, {
      "Upload-Offset": String(from), "Upload-Complete": end === this.total ? "?1" : "?0",
      "Content-Type": "application/partial-upload",
    }, this.file.slice(from, end), (loaded) => {
      this.sent = from + loaded;
      this.#measure();
      if (this.sent === this.total) this.#change("checking");
      else this.#change("sending");
    });
  }

  // The speed of the last ten seconds says how long the rest takes.
  #measure() {
    const now = performance.now();
    this.#samples.push([now, this.sent]);
    while (this.#samples.length > 2 && now - this.#samples[0][0] > 10_000) this.#samples.shift();
    const [since, bytes] = this.#samples[0];
    const speed = ((this.sent - bytes) / (now - since)) * 1000;
    this.secondsLeft = now - since > 500 && speed > 0 ? Math.max(1, Math.round((this.total - this.sent) / speed)) : null;
  }

  // The asset that became of it. Work on a file that came whole may take the newsroom a moment.
  async #outcome(address, run) {
    this.#change("checking");
    for (let pause = 250; ; pause = Math.min(4000, pause * 2)) {
      const answer = await fetch(address, { cache: "no-store" });
      if (!answer.ok) throw answer.status >= 500 ? new Interruption() : new Refusal(answer.status, await answer.json().catch(() => null));
      const report = await answer.json();
      if (report.state === "done") {
        remember(this.identity, null);
        return report.media.id;
      }
      if (report.state === "refused") {
        remember(this.identity, null);
        this.#address = null;
        throw new Refusal(415, { detail: report.failure });
      }
      if (report.state === "receiving") throw new Interruption();
      await this.#wait(pause / 1000);
      if (this.#isOver(run)) throw new Stopped();
    }
  }

  // Throws in the newsroom's words where asking again would be in vain; else as an interruption.
  async #refuse(answer) {
    if ([500, 502, 503, 504].includes(answer.status)) throw new Interruption();
    if ([400, 404, 409, 410, 413, 415, 422].includes(answer.status)) {
      remember(this.identity, null);
      this.#address = null;
    }
    if (answer.status === 401 || answer.status === 403) {
      throw new Refusal(answer.status, { detail: "You are signed out. Sign in, then choose the same file again: it goes on where it stopped." });
    }
    throw new Refusal(answer.status, answer.problem);
  }

  // An old-fashioned request, the only kind that tells how much of its content has gone.
  #ask(method, address, headers = {}, content = null, onProgress = null) {
    return new Promise((resolve, reject) => {
      const request = (this.#request = new XMLHttpRequest());
      request.open(method, address);
      for (const [name, value] of Object.entries({ ...(method === "HEAD" ? {} : tokenField()), ...headers })) {
        request.setRequestHeader(name, value);
      }
      if (onProgress) request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
      request.addEventListener("error", () => reject(new Interruption()));
      request.addEventListener("timeout", () => reject(new Interruption()));
      request.addEventListener("abort", () => reject(new Stopped()));
      request.addEventListener("load", () => {
        const offset = request.getResponseHeader("Upload-Offset");
        let problem = null;
        try {
          problem = JSON.parse(request.responseText);
        } catch {
          // An answer without words.
        }
        resolve({
          status: request.status, ok: request.status >= 200 && request.status < 300, problem,
          complete: request.getResponseHeader("Upload-Complete") === "?1" && request.status < 300,
          offset: offset === null ? null : Number(offset), location: request.getResponseHeader("Location"),
        });
      });
      request.send(content);
    });
  }
}

// Sends one file; the promise gives the media asset as the API shows it. `onProgress` takes {state, sent, total,
// secondsLeft, error}.
export function uploadFile(file, { onProgress, signal } = {}) {
  const upload = new Upload(file);
  const tell = () => onProgress?.({
    state: upload.state, sent: upload.sent, total: upload.total, secondsLeft: upload.secondsLeft, error: upload.error,
  });
  upload.addEventListener("change", tell);
  tell();
  if (signal?.aborted) upload.cancel();
  signal?.addEventListener("abort", () => upload.cancel());
  return upload.finished;
}

// Files that a drop or a paste brings.
export function filesOf(transfer) {
  return [...(transfer?.files ?? [])].filter((file) => file.size > 0 || file.type);
}

// "3 min left" and the like, short.
export function timeText(seconds) {
  if (seconds === null) return "";
  if (seconds < 60) return `${seconds} s left`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min left`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min left`;
}

export function sizeText(bytes) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let index = 0;
  let size = bytes;
  while (size >= 1000 && index < units.length - 1) {
    size /= 1000;
    index += 1;
  }
  return `${index === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[index]}`;
}

// Asks for the asset until the work on it has ended; `onChange` takes each answer. Ends when `signal` says so.
export async function watchAsset(id, onChange, signal) {
  let failures = 0;
  while (!signal?.aborted) {
    try {
      const asset = await ask(`media/${id}`, { signal });
      failures = 0;
      onChange(asset);
      const works = (asset.jobs ?? []).some(({ state }) => state === "queued" || state === "running");
      if (!works && asset.state !== "processing") return asset;
    } catch (error) {
      if (signal?.aborted || (error instanceof Refusal && error.status < 500) || ++failures > 20) return null;
    }
    await new Promise((go) => setTimeout(go, document.hidden ? 5000 : 1000));
  }
  return null;
}
