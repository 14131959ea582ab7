"""Readers who use a keyboard, a screen reader, large type or strong contrast."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from newspaper import KINDS
from reader import visible

OPTIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} ({node['failureSummary'][:200]})" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_either_scheme(reader, page_of, kind, direction):
    page = reader().open(page_of(direction, kind))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_axe_finds_nothing_on_a_phone_with_its_menus_open(reader, page_of, direction):
    page = reader(width=360, height=740, touch=True).open(page_of(direction, "story"))
    visible(page.locator("header details summary")).first.click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("[data-share] summary").first.click()
    assert violations(page) == []


def test_axe_finds_nothing_in_the_lightbox_and_the_list_of_bookmarks(reader, english):
    one = reader()
    page = one.open(english.paths["gallery"])
    page.locator(".actions [data-save]").first.click()
    page.locator("[data-lightbox]").first.click()
    expect(page.locator("dialog.lightbox")).to_be_visible()
    assert violations(page) == []
    page = one.open(english.paths["bookmarks"])
    expect(page.locator("[data-list] > li")).to_have_count(1)
    assert violations(page) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_first_tab_leads_past_the_navigation(reader, page_of, direction):
    page = reader().open(page_of(direction, "story"))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    box = skip.bounding_box()
    assert box and box["y"] >= 0 and box["x"] >= 0 and box["height"] > 10, "the link cannot be seen"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen_wherever_it_goes(reader, english, scheme):
    page = reader(scheme=scheme).open(english.paths["story"])
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            """() => {
              const element = document.activeElement;
              if (!element || element === document.body) return [];
              const box = element.getBoundingClientRect();
              // The ring may be drawn by the element, by a layer of it, by what it holds or by the card around it.
              const around = [];
              for (let each = element; each && each !== document.body; each = each.parentElement) around.push(each);
              const marked = [...around, ...element.querySelectorAll(':scope > *')].some((each) =>
                ['', '::before', '::after'].some((layer) => {
                  const style = getComputedStyle(each, layer || undefined);
                  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
                })) || getComputedStyle(element.parentElement).boxShadow !== 'none';
              return marked && box.width > 0 && box.height > 0 ? [] : [element.outerHTML.slice(0, 160)];
            }"""
        )
    assert unseen == []


def test_a_story_is_saved_shared_and_left_with_the_keyboard_alone(reader, english):
    page = reader().open(english.paths["story"])
    save = page.locator(".actions [data-save]").first
    save.focus()
    page.keyboard.press("Space")
    expect(save).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    expect(page.locator("[data-share] summary").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[data-share] a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-share] summary").first).to_be_focused()


def test_large_type_does_not_break_a_story(reader, english):
    """WCAG 2.2, 1.4.4 and 1.4.10: twice the size on the width of a small screen."""
    page = reader(width=640, height=900).open(english.paths["story"])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_targets_are_large_enough_for_a_thumb(reader, english):
    """WCAG 2.2, 2.5.8: at least 24 by 24 px for what stands alone."""
    page = reader(width=360, height=740, touch=True).open(english.paths["story"])
    small = page.locator("header a, header summary, .actions button, .actions summary, .actions a").evaluate_all(
        """(targets) => targets.filter((target) => target.getClientRects().length && !target.closest('.skip')).filter((target) => {
          const box = target.getBoundingClientRect();
          return box.width < 24 || box.height < 24;
        }).map((target) => target.outerHTML.slice(0, 120))"""
    )
    assert small == []
