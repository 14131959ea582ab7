// @ts-check
/** Text of word processors and web pages, without what they hung on it. */

/** Elements that carry nothing of the text. */
const GONE = "script, style, meta, link, title, xml, noscript, template, iframe, object, embed, form, button, input, select, "
  + "textarea, svg, canvas, video, audio, nav, [hidden], [aria-hidden=true]";

/** HTML of the clipboard in the elements that a body knows; never an attribute of anybody's own but a link's address. */
export function cleaned(/** @type {string} */ html) {
  // Our own copies come back whole.
  if (/data-pm-slice/u.test(html)) return html;
  const marked = html
    .replace(/<!--[\s\S]*?-->/gu, "")
    .replace(/<\/?o:[^>]*>/giu, "")
    .replace(/<(style|script|xml|noscript|svg)\b[\s\S]*?<\/\1\s*>/giu, "")
    // Styles say what is bold; under another name no rule of ours against what stands inline is asked about them.
    .replace(/<[a-z][^>]*>/giu, (tag) => tag.replace(/(\s)style(\s*=)/giu, "$1data-style$2").replace(/(\s)on[a-z]+(\s*=)/giu, "$1data-on$2"));
  const page = new DOMParser().parseFromString(marked, "text/html");
  for (const element of page.querySelectorAll(GONE)) element.remove();
  wordLists(page);
  for (const element of [...page.body.querySelectorAll("*")].reverse()) {
    const style = (element.getAttribute("data-style") ?? "").toLowerCase();
    const name = element.localName;
    if (/display\s*:\s*none|mso-hide\s*:\s*all/u.test(style)) { element.remove(); continue; }
    if (name === "b" || name === "strong") {
      // Google Docs wraps everything in a <b> that is not bold.
      if (/(^|[;\s])font-weight\s*:\s*(normal|[1-4]00)/u.test(style)) unwrap(element);
    } else if (["span", "font", "u"].includes(name)) {
      const isHeading = Boolean(element.closest("h1, h2, h3, h4, h5, h6"));
      let inner = element;
      const wrap = (/** @type {string} */ tag) => {
        const outer = page.createElement(tag);
        inner.replaceWith(outer);
        outer.append(inner);
      };
      if (!isHeading && /(^|[;\s])font-weight\s*:\s*(bold|[6-9]00)/u.test(style)) wrap("strong");
      if (/font-style\s*:\s*italic/u.test(style)) wrap("em");
      if (/text-decoration[^;]*line-through/u.test(style)) wrap("s");
      if (/vertical-align\s*:\s*super/u.test(style)) wrap("sup");
      if (/vertical-align\s*:\s*sub/u.test(style)) wrap("sub");
      unwrap(inner);
    } else if (name === "a" && element.hasAttribute("href")) {
      const href = element.getAttribute("href") ?? "";
      strip(element);
      element.setAttribute("href", withoutTracking(href));
      continue;
    } else if (["td", "th", "dt", "dd", "pre", "address", "figcaption"].includes(name)) rename(element, "p");
    else if (["div", "section", "article", "main", "header", "footer"].includes(name) && !hasBlocks(element)) rename(element, "p");
    strip(element);
  }
  for (const element of page.body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li")) {
    if (!element.textContent?.replace(/[\s\u00a0\u200b]/gu, "") && !element.querySelector("img, hr")) element.remove();
  }
  return text(page.body.innerHTML);
}

/** Plain text, paragraph by paragraph, where an empty line or each line ends one. */
export function paragraphs(/** @type {string} */ plain) {
  const parts = plain.replace(/\r\n?/gu, "\n").trim().split(plain.includes("\n\n") ? /\n{2,}/u : /\n/u);
  return parts.map((part) => text(part).trim()).filter(Boolean);
}

const text = (/** @type {string} */ value) =>
  value.replace(/&nbsp;|\u00a0/gu, " ").replace(/[\u200b\u2060\ufeff\u00ad]/gu, "").replace(/[ \t]{2,}/gu, " ");

const hasBlocks = (/** @type {Element} */ element) =>
  Boolean(element.querySelector("p, div, ul, ol, table, h1, h2, h3, h4, h5, h6, blockquote, section, article, hr, figure"));

function strip(/** @type {Element} */ element) {
  for (const { name } of [...element.attributes]) element.removeAttribute(name);
}

function unwrap(/** @type {Element} */ element) { element.replaceWith(...element.childNodes); }

function rename(/** @type {Element} */ element, /** @type {string} */ name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

/** Word writes the items of a list as paragraphs that say so in their style. */
function wordLists(/** @type {Document} */ page) {
  for (const first of page.querySelectorAll("p")) {
    if (!first.isConnected || !isWordItem(first)) continue;
    const isOrdered = /^\s*(\d+|[a-z])[.)]/iu.test(first.textContent ?? "");
    const list = page.createElement(isOrdered ? "ol" : "ul");
    first.before(list);
    let next = /** @type {Element | null} */ (first);
    while (next && isWordItem(next)) {
      const after = /** @type {Element | null} */ (next.nextElementSibling);
      const item = page.createElement("li");
      for (const mark of next.querySelectorAll("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")) mark.remove();
      item.append(...next.childNodes);
      if (item.firstChild?.nodeType === 3) {
        item.firstChild.textContent = (item.firstChild.textContent ?? "").replace(/^\s*([·•o§]|\d+[.)])\s+/u, "");
      }
      next.remove();
      list.append(item);
      next = after;
    }
  }
}

const isWordItem = (/** @type {Element} */ element) =>
  element.localName === "p" && (/mso-list\s*:/u.test(element.getAttribute("data-style") ?? "")
    || /^MsoListParagraph/u.test(element.className));

/** The same address without the parameters that only say where a reader came from. */
function withoutTracking(/** @type {string} */ href) {
  try {
    const url = new URL(href);
    if (url.hostname === "www.google.com" && url.pathname === "/url" && url.searchParams.get("q")) {
      return withoutTracking(/** @type {string} */ (url.searchParams.get("q")));
    }
    const before = url.search;
    for (const name of [...url.searchParams.keys()]) {
      if (/^(utm_|fbclid$|gclid$|mc_[ce]id$|igshid$)/u.test(name)) url.searchParams.delete(name);
    }
    return url.search === before ? href : url.href;
  } catch { return href; }
}
