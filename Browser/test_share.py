"""Readers pass stories on: by their device's own sheet, to a named place, by mail or as a copied link."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

PLACES = [
    "facebook.com", "connect.ok.ru", "vk.com", "t.me", "x.com", "wa.me", "fb-messenger:", "mailto:",
]


def canonical(page) -> str:
    return page.locator("link[rel=canonical]").get_attribute("href")


def opened_menu(page):
    menu = page.locator("[data-share]").first
    menu.locator("summary").click()
    expect(menu.locator(".menu-panel")).to_be_visible()
    return menu


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_share_menu_leads_to_every_place(reader, english, scripts):
    page = reader(scripts=scripts).open(english.paths["story"])
    menu = opened_menu(page)
    links = [link.get_attribute("href") for link in menu.locator("a:visible").all()]
    address = canonical(page)
    for place in PLACES:
        link = next((each for each in links if place in each.split("?")[0]), None)
        assert link, f"no link to {place}"
        assert quote(address, safe="") in link, f"{link} does not carry the story's address"


def test_the_link_is_copied(reader, english):
    page = reader(permissions=["clipboard-read", "clipboard-write"]).open(english.paths["story"])
    menu = opened_menu(page)
    before = menu.locator("[data-copy]").inner_text()
    menu.locator("[data-copy]").click()
    expect(menu.locator("[data-copy]")).not_to_have_text(before)
    assert page.evaluate("navigator.clipboard.readText()") == canonical(page)
    assert canonical(page) == page.url


def test_the_link_is_copied_where_there_is_no_clipboard_object(reader, english):
    one = reader(permissions=["clipboard-read", "clipboard-write"])
    one.context.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    page = one.open(english.paths["story"])
    menu = opened_menu(page)
    menu.locator("[data-copy]").click()
    expect(menu.locator("[data-copy]")).to_contain_text(menu.locator("[data-copy]").get_attribute("data-done"))


def test_a_device_with_a_sheet_of_its_own_is_asked(reader, english):
    one = reader(width=360, height=740, touch=True)
    one.context.add_init_script("navigator.share = async (data) => { window.__shared = data; }")
    page = one.open(english.paths["story"])
    page.locator("[data-share] summary").first.tap()
    page.wait_for_function("window.__shared")
    shared = page.evaluate("window.__shared")
    assert shared["url"] == canonical(page)
    assert shared["title"] == page.locator("h1").inner_text()


def test_escape_and_a_click_elsewhere_shut_the_menu(reader, english):
    page = reader().open(english.paths["story"])
    menu = opened_menu(page)
    page.keyboard.press("Escape")
    expect(menu.locator(".menu-panel")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    opened_menu(page)
    page.locator("h1").click()
    expect(menu.locator(".menu-panel")).to_be_hidden()


def test_nothing_of_another_site_is_on_the_page(reader, english):
    page = reader().open(english.paths["story"])
    assert page.locator("script:not([type='application/ld+json'])").evaluate_all(
        "scripts => scripts.filter((s) => !s.src || new URL(s.src).origin !== location.origin).length") == 0
    assert page.locator("iframe, object, embed, [onclick], [onload]").count() == 0


def test_a_story_is_printed_from_the_menu(reader, english):
    one = reader()
    one.context.add_init_script("window.print = () => { window.__printed = true; }")
    page = one.open(english.paths["story"])
    opened_menu(page).locator("[data-print]").click()
    assert page.evaluate("window.__printed")
