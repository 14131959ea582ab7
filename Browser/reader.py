"""Somebody with a browser: opens pages, and notes whatever a page does that no page of ours may do."""

from playwright.sync_api import Browser, Error, Locator, Page

# Counts what moved without the reader's doing, and hears what the content security policy stopped.
WATCH = """
window.__shifts = [];
try {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) {
        window.__shifts.push({
          value: entry.value,
          what: entry.sources.map((source) => source.node ? (source.node.outerHTML ?? source.node.textContent ?? '').slice(0, 160) : '?'),
          from: entry.sources.map((source) => JSON.stringify(source.previousRect)),
          to: entry.sources.map((source) => JSON.stringify(source.currentRect)),
        });
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
} catch {}
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`CSP: ${event.violatedDirective} stopped ${event.blockedURI}`);
});
"""


# True once every module that the page has use for has done its first work. Quicker than waiting for a silent line.
READY = """() => {
  const has = (selector) => document.querySelector(selector) !== null;
  return (!has('[data-scheme-switch]') || has('[data-scheme-switch]:not([hidden])'))
    && (!has('[data-story] [data-save]') || has('[data-save]:not([hidden])'))
    && (!has('[data-bookmarks]') || has('[data-bookmarks]:not([hidden])'))
    && (!has('[data-copy]') || has('li:not([hidden]) > [data-copy]'))
    && (!has('[data-lightbox]') || !has('template#lightbox') || has('dialog.lightbox'))
    && (!has('[data-suggest]') || has('[data-suggest] [role=listbox]'))
    && (!has('[data-player]') || !has('template#player') || has('.player-ui'));
}"""


class Reader:
    # Those whose browsers are open, for what is said of a test that fails.
    readers: list["Reader"] = []

    def __init__(
        self, browser: Browser, origin: str, width: int = 1440, height: int = 900, scheme: str = "light",
        scripts: bool = True, touch: bool = False, motion: bool = False, permissions: list[str] | None = None,
    ):
        self.origin = origin
        self.complaints: list[str] = []
        self._status = 200
        self._scripts = scripts
        self.context = browser.new_context(
            base_url=origin, viewport={"width": width, "height": height}, color_scheme=scheme,
            java_script_enabled=scripts, has_touch=touch, is_mobile=touch, locale="en-GB", timezone_id="UTC",
            reduced_motion="no-preference" if motion else "reduce", permissions=permissions or [],
        )
        self.context.set_default_timeout(10_000)
        if scripts:
            self.context.add_init_script(WATCH)
        self.context.on("page", self._follow)
        self.page: Page = self.context.new_page()
        Reader.readers.append(self)

    def pages(self) -> list[tuple[Page, str]]:
        """The open pages with the words that stand on them."""
        found = []
        for page in self.context.pages:
            try:
                found.append((page, page.locator("body").inner_text(timeout=2000)[:3000]))
            except Error as error:
                found.append((page, f"cannot be read: {error.message}"))
        return found

    def _follow(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _heard(self, message) -> None:
        # A page that was asked for with another status is reported by its answer.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "blob:", "about:")):
            self.complaints.append(f"asked another site: {request.url}")

    def _answered(self, response) -> None:
        expected = self._status if response.request.is_navigation_request() else 200
        if response.status >= 400 and response.status != expected:
            self.complaints.append(f"{response.status} for {response.url}")

    def open(self, path: str, status: int | None = None) -> Page:
        """Opens a page and waits for its scripts; `status` other than 200 has to be named."""
        self._status = status or (404 if path.endswith("/no-such-page") else 200)
        answer = self.page.goto(path, wait_until="load")
        assert answer is not None and answer.status == self._status, f"{path} answered {answer and answer.status}"
        self.ready()
        return self.page

    def ready(self) -> None:
        if self._scripts:
            self.page.wait_for_function(READY)

    def shifts(self) -> list[dict]:
        return self.page.evaluate("window.__shifts")

    def close(self) -> None:
        Reader.readers.remove(self)
        self.context.close()


def visible(locator: Locator) -> Locator:
    """Those of `locator` that can be seen: menus repeat for phones what bars show on desktops."""
    return locator.locator("visible=true")
