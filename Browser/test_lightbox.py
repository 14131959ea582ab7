"""Readers look at pictures in full: by keys, by the arrows at the sides, by swiping."""

import re

import pytest
from playwright.sync_api import Page, expect


def group(page: Page):
    """The links of the page's largest gallery."""
    name = page.evaluate(
        """() => {
          const counts = {};
          for (const link of document.querySelectorAll('[data-lightbox]')) counts[link.dataset.lightbox] = (counts[link.dataset.lightbox] ?? 0) + 1;
          return Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
        }"""
    )
    return page.locator(f'[data-lightbox="{name}"]')


def opened(page: Page, at: int = 0):
    links = group(page)
    links.nth(at).scroll_into_view_if_needed()
    links.nth(at).click()
    dialog = page.locator("dialog.lightbox")
    expect(dialog).to_be_visible()
    return dialog, links


def shows(dialog, link) -> None:
    expect(dialog.locator("figure img")).to_have_attribute("src", re.compile(re.escape(link.evaluate("a => a.href")) + "$"))


def swipe(page: Page, across: int, down: int) -> None:
    """A finger's way over the middle of the screen, as the browser's own input sees it."""
    size = page.viewport_size
    x, y = size["width"] // 2 - across // 2, size["height"] // 2 - down // 2
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        point = {"x": x + across * step / 8, "y": y + down * step / 8}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_picture_opens_in_full_with_its_caption_and_credit(reader, english):
    page = reader().open(english.paths["gallery"])
    dialog, links = opened(page)
    shows(dialog, links.nth(0))
    image = dialog.locator("figure img")
    page.wait_for_function("() => document.querySelector('dialog.lightbox figure img').naturalWidth > 0")
    assert image.get_attribute("alt") == links.nth(0).locator("picture img").get_attribute("alt")
    caption = links.nth(0).evaluate("link => link.closest('figure').querySelector('figcaption').innerText")
    assert dialog.locator("figcaption").inner_text().split() == caption.split()


def test_the_keys_turn_the_pictures_and_escape_closes(reader, english):
    page = reader().open(english.paths["gallery"])
    dialog, links = opened(page)
    last = links.count() - 1
    page.keyboard.press("ArrowRight")
    shows(dialog, links.nth(1))
    expect(dialog.locator("[data-count]")).to_contain_text("2")
    page.keyboard.press("ArrowLeft")
    shows(dialog, links.nth(0))
    page.keyboard.press("ArrowLeft")
    shows(dialog, links.nth(last))
    page.keyboard.press("Home")
    shows(dialog, links.nth(0))
    page.keyboard.press("End")
    shows(dialog, links.nth(last))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # The reader is back where the last picture stands.
    expect(links.nth(last)).to_be_focused()


def test_the_arrows_are_as_high_as_the_picture(reader, english):
    page = reader().open(english.paths["gallery"])
    dialog, links = opened(page)
    arrow = dialog.locator("[data-next]")
    assert arrow.bounding_box()["height"] > 0.6 * page.viewport_size["height"]
    arrow.click()
    shows(dialog, links.nth(1))
    dialog.locator("[data-prev]").click()
    shows(dialog, links.nth(0))
    dialog.locator("[data-close]").click()
    expect(dialog).to_be_hidden()


def test_a_single_picture_has_no_arrows(reader, english):
    page = reader().open(english.paths["story"])
    alone = page.evaluate(
        """() => {
          const names = [...document.querySelectorAll('[data-lightbox]')].map((link) => link.dataset.lightbox);
          return names.find((name) => names.filter((each) => each === name).length === 1);
        }"""
    )
    if not alone:
        pytest.skip("every picture of this story is part of a gallery")
    page.locator(f'[data-lightbox="{alone}"]').click()
    dialog = page.locator("dialog.lightbox")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-next]")).to_be_hidden()
    expect(dialog.locator("[data-prev]")).to_be_hidden()


def test_a_finger_turns_the_pictures_and_pulls_them_away(reader, english):
    page = reader(width=360, height=740, touch=True).open(english.paths["gallery"])
    links = group(page)
    links.nth(0).scroll_into_view_if_needed()
    links.nth(0).tap()
    dialog = page.locator("dialog.lightbox")
    expect(dialog).to_be_visible()
    swipe(page, across=-180, down=5)
    shows(dialog, links.nth(1))
    swipe(page, across=180, down=-5)
    shows(dialog, links.nth(0))
    # Upwards means nothing.
    swipe(page, across=5, down=-200)
    expect(dialog).to_be_visible()
    swipe(page, across=5, down=220)
    expect(dialog).to_be_hidden()


def test_in_a_right_to_left_edition_forward_is_to_the_left(reader, newspaper):
    edition = newspaper.edition("rtl")
    if "gallery" not in edition.paths:
        pytest.skip("no gallery in the right-to-left edition of the demo")
    page = reader().open(edition.paths["gallery"])
    dialog, links = opened(page)
    page.keyboard.press("ArrowLeft")
    shows(dialog, links.nth(1))
    page.keyboard.press("ArrowRight")
    shows(dialog, links.nth(0))
    boxes = [dialog.locator(each).bounding_box() for each in ("[data-next]", "[data-prev]")]
    assert boxes[0]["x"] < boxes[1]["x"], "the way forward stands on the right"


def test_without_scripts_a_picture_leads_to_its_file(reader, english):
    page = reader(scripts=False).open(english.paths["gallery"])
    link = group_link = page.locator("a[data-lightbox]").first
    address = link.get_attribute("href")
    group_link.click()
    page.wait_for_url("**" + address)
