"""How pages look and keep still: at three widths, in both schemes, on paper. The pictures are in Browser/results."""

import pytest
from playwright.sync_api import expect

from newspaper import KINDS
from reader import visible

WIDTHS = {360: 740, 768: 1024, 1440: 900}
# What is looked at in every width and scheme; the rest of KINDS is looked at in one.
PORTRAITS = [("ltr", "front"), ("ltr", "video"), ("ltr", "gallery"), ("ltr", "results"), ("rtl", "front"), ("rtl", "story")]


def scroll_through(page) -> None:
    """Down to the end a screen at a time, so that lazy pictures load, and back up."""
    page.evaluate(
        """async () => {
          const step = innerHeight * 0.9;
          for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 60));
          }
          await Promise.all([...document.images].filter((image) => !image.complete && image.currentSrc).map((image) =>
            new Promise((done) => { image.onload = image.onerror = done; setTimeout(done, 4000); })));
          scrollTo(0, 0);
          await document.fonts.ready;
        }"""
    )


def too_wide(page) -> list[str]:
    """What sticks out at the side, where a phone would scroll."""
    return page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          return [...document.body.querySelectorAll('*')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1);
          }).slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
        }"""
    )


def broken_pictures(page) -> list[str]:
    return page.evaluate(
        """() => [...document.images].filter((image) =>
          image.complete && image.currentSrc && !image.naturalWidth && image.getClientRects().length).map((image) => image.currentSrc)"""
    )


def portrait(one, page, path) -> None:
    scroll_through(page)
    assert too_wide(page) == []
    assert broken_pictures(page) == []
    page.screenshot(path=path, full_page=True)
    assert path.stat().st_size > 4_000


@pytest.mark.parametrize("direction, kind", PORTRAITS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_its_screen_in_both_schemes(reader, page_of, results, width, direction, kind):
    one = reader(width=width, height=WIDTHS[width])
    page = one.open(page_of(direction, kind))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        portrait(one, page, results / f"{kind}-{direction}-{width}-{scheme}.png")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if ("ltr", kind) not in PORTRAITS])
def test_every_kind_of_page_fits_a_phone_and_a_desktop(reader, page_of, results, kind):
    for width in (360, 1440):
        one = reader(width=width, height=WIDTHS[width])
        page = one.open(page_of("ltr", kind))
        portrait(one, page, results / f"{kind}-ltr-{width}-light.png")


@pytest.mark.parametrize("kind", ["front", "story", "video"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_while_a_page_loads_over_a_slow_line(reader, page_of, width, kind):
    one = reader(width=width, height=WIDTHS[width])
    session = one.context.new_cdp_session(one.page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 60, "downloadThroughput": 1_000_000, "uploadThroughput": 100_000}
    session.send("Network.emulateNetworkConditions", line)
    page = one.open(page_of("ltr", kind))
    scroll_through(page)
    page.wait_for_timeout(200)
    shifts = one.shifts()
    assert round(sum(shift["value"] for shift in shifts), 4) == 0, shifts


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_choice_of_colours_is_remembered(reader, english):
    one = reader(scheme="light")
    page = one.open(english.front)
    light = background(page)
    visible(page.locator("[data-scheme-switch]")).first.click()
    dark = background(page)
    assert dark != light
    page = one.open(english.paths["story"])
    assert background(page) == dark
    # The system says the same at night, and the switch still leads back.
    visible(page.locator("[data-scheme-switch]")).first.click()
    assert background(page) == light
    page.reload()
    assert background(page) == light


def test_the_systems_colours_are_followed_until_the_reader_chooses(reader, english):
    one = reader(scheme="dark")
    page = one.open(english.front)
    dark = background(page)
    page.emulate_media(color_scheme="light")
    light = background(page)
    assert dark != light
    visible(page.locator("[data-scheme-switch]")).first.click()
    assert background(page) == dark
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    assert background(page) == dark


def test_the_chosen_colours_are_there_from_the_first_paint(reader, english):
    one = reader(scheme="light")
    page = one.open(english.front)
    visible(page.locator("[data-scheme-switch]")).first.click()
    page.goto(english.paths["story"], wait_until="commit")
    page.wait_for_selector("body", state="attached")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_a_printed_story_is_text_and_pictures_and_nothing_to_press(reader, page_of, results):
    page = reader().open(page_of("ltr", "story"))
    scroll_through(page)
    page.emulate_media(media="print")
    for selector in (".actions", "nav.sections", ".next-prev", "header .tools", ".save"):
        expect(visible(page.locator(selector))).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".body p").first).to_be_visible()
    expect(page.locator("main figure .caption").first).to_be_visible()
    path = results / "story.pdf"
    page.pdf(path=path, format="A4")
    assert path.read_bytes().startswith(b"%PDF") and path.stat().st_size > 10_000
