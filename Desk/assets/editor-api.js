// @ts-check
/** Asking the server: what went wrong comes back as one of a few kinds that the editor can act on. */

/** The session has ended; nothing was done. */
export class SignedOut extends Error {}
/** Nobody answered. */
export class Offline extends Error {}
/** Somebody else saved meanwhile; `story` is what they saved. */
export class Stale extends Error {
  /** @param {string} text @param {any} story */
  constructor(text, story) { super(text); this.story = story; }
}
/** The server said no and why; `status` is HTTP's. */
export class Refused extends Error {
  /** @param {string} text @param {number} status */
  constructor(text, status) { super(text); this.status = status; }
}

const meta = () => /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=form-token]"));

/**
 * Whether somebody is signed in; takes over the token of a session that began in another tab, and says whose it is.
 * @returns {Promise<{isSignedIn: boolean, name: string}>}
 */
export async function session() {
  let answer;
  try { answer = await fetch("/desk/account", { cache: "no-store" }); } catch { throw new Offline("No network."); }
  if (!answer.ok || answer.redirected) return { isSignedIn: false, name: "" };
  const page = new DOMParser().parseFromString((await answer.text()).replace(/<head>[\s\S]*?(<meta name="form-token"[^>]*>)[\s\S]*?<\/head>/u, "<head>$1</head>"), "text/html");
  const token = page.querySelector("meta[name=form-token]")?.getAttribute("content");
  const own = meta();
  if (token && own) own.content = token;
  // The forms of the page speak for the new session too.
  if (token) for (const input of document.querySelectorAll("input[name=token]")) /** @type {HTMLInputElement} */ (input).value = token;
  return { isSignedIn: Boolean(token), name: page.querySelector(".who b")?.textContent ?? "" };
}

/**
 * @param {string} method @param {string} path beneath /api/v1
 * @param {{body?: any, version?: number, keepalive?: boolean}} [how]
 * @returns {Promise<any>} the JSON of the answer
 */
export async function call(method, path, how = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "X-Form-Token": meta()?.content ?? "" };
  if (how.body !== undefined) headers["Content-Type"] = "application/json";
  if (how.version !== undefined) headers["If-Match"] = `"${how.version}"`;
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method, headers, keepalive: how.keepalive ?? false, cache: "no-store",
      body: how.body === undefined ? undefined : JSON.stringify(how.body),
    });
  } catch {
    throw new Offline("The newsroom does not answer.");
  }
  if (answer.status === 204) return null;
  const found = await answer.json().catch(() => null);
  if (answer.ok) return found;
  const text = found?.detail ?? `The newsroom answered ${answer.status}.`;
  if (answer.status === 401 || (answer.status === 403 && /X-Form-Token/u.test(text))) throw new SignedOut(text);
  if (answer.status === 412) throw new Stale(text, found.story);
  if (answer.status >= 502) throw new Offline(text);
  throw new Refused(text, answer.status);
}
