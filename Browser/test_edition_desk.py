"""Editions and settings at the desk: what an administrator changes is what readers see next, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

import newsroom
from reader import Reader
from test_desk import desk, join, looks_right, person  # noqa: F401 (fixtures)


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def ada(desk, person, request) -> Page:
    page = person(scripts=request.param)
    join(page, desk.first, "Ada", "ada@lamp.example")
    return page


def add_arabic(page: Page) -> None:
    page.goto("/desk/editions")
    page.get_by_label("Language", exact=True).fill("ar")
    page.get_by_label("Newspaper’s name").fill("مصباح الميناء")
    page.get_by_label("Time zone").fill("Asia/Dubai")
    page.get_by_role("button", name="Add the edition").click()
    expect(page.get_by_role("heading", level=1, name="العربية")).to_be_visible()


def add_section(page: Page, name: str, address: str) -> None:
    form = page.get_by_role("form", name="Add a section")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Address").fill(address)
    form.get_by_role("button").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved")


def test_a_new_edition_is_prepared_opened_and_closed(desk, person, ada):
    reader = person()
    assert reader.goto("/ar").status == 404
    ada.get_by_role("link", name="Editions").click()
    ada.get_by_label("Language", exact=True).fill("fr")
    ada.get_by_role("button", name="Add the edition").click()
    field = ada.get_by_label("Language", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("fr")
    expect(field).to_have_accessible_description(re.compile("The theme has no words for fr"))
    add_arabic(ada)
    add_section(ada, "المدينة", "town")
    add_section(ada, "البحر", "sea")
    assert reader.goto("/ar").status == 404
    ada.get_by_role("button", name="Open it to readers").click()
    expect(ada.get_by_role("status").first).to_contain_text("Readers see the edition now")

    assert reader.goto("/ar").status == 200
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.locator(".site-footer a[href='/ar/section/sea']")).to_have_text("البحر")
    reader.goto("/")
    expect(reader.locator("a[hreflang=ar]").first).to_have_attribute("href", "/ar")
    assert "/ar/sitemap-news.xml" in reader.request.get("/sitemap.xml").text()

    ada.get_by_role("button", name="Close it to readers").click()
    expect(ada.get_by_role("status").first).to_contain_text("do not see")
    assert reader.goto("/ar").status == 404
    ada.get_by_role("button", name="Remove the edition").click()
    expect(ada.get_by_role("status").first).to_contain_text("The edition is gone")
    ada.goto("/desk/log")
    expect(ada.get_by_role("cell", name="ar: removed, العربية")).to_be_visible()


def test_sections_are_put_in_order_with_the_keyboard(ada):
    ada.goto("/desk/editions/edition/en")
    for name in ("Town", "Sea", "Hills"):
        add_section(ada, name, "")
    rows = ada.locator("#sections ~ ol > li code")
    expect(rows).to_have_text(["/section/town", "/section/sea", "/section/hills"])
    up = ada.get_by_role("button", name="Up: Hills")
    up.focus()
    ada.keyboard.press("Enter")
    expect(rows).to_have_text(["/section/town", "/section/hills", "/section/sea"])
    # The button is held after the page came anew, so the next press goes on.
    expect(ada.get_by_role("button", name="Up: Hills")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(rows).to_have_text(["/section/hills", "/section/town", "/section/sea"])
    expect(ada.get_by_role("button", name="Down: Hills")).to_be_focused()


def test_a_section_is_renamed_and_goes_with_its_stories_to_another(desk, person, ada, tmp_path):
    ada.goto("/desk/editions/edition/en")
    for name in ("Town", "Sea"):
        add_section(ada, name, "")
    file = tmp_path / "ferry.md"
    file.write_text("---\nheadline: The ferry is back\nsection: town\npublished: 2026-01-02T10:00:00Z\n---\nThe harbour said so.\n")
    newsroom.run("import", "--data", desk.data, "--publish", str(file))
    reader = person()
    ada.reload()
    row = ada.locator("li", has=ada.get_by_text("/section/town"))
    expect(row).to_contain_text("1 story")
    row.get_by_text("Change").click()
    row.get_by_label("New name").fill("The Town")
    row.get_by_role("button", name="Rename").click()
    reader.goto("/section/town")
    expect(reader.get_by_role("heading", level=1)).to_have_text("The Town")
    row.get_by_text("Change").click()
    row.get_by_label("Its stories go to").select_option("Sea")
    row.get_by_role("button", name="Move them and remove it").click()
    expect(ada.get_by_role("heading", name="Sections that are gone")).to_be_visible()
    reader.goto("/section/town")
    assert reader.url.endswith("/section/sea")
    expect(reader.get_by_role("link", name="The ferry is back").first).to_be_visible()


def test_what_the_newsroom_says_of_itself_is_on_every_page(person, ada):
    reader = person()
    ada.get_by_role("link", name="Settings").click()
    ada.get_by_label("Where readers write").fill("nowhere")
    ada.get_by_role("button", name="Save the settings").click()
    expect(ada.get_by_label("Where readers write")).to_have_accessible_description(re.compile("Give a mail address"))
    ada.get_by_label("Where readers write").fill("desk@lamp.example")
    ada.get_by_label("Who holds the rights").fill("Lamp Press")
    ada.get_by_label("English").fill("Made at the harbour.")
    first = ada.get_by_role("group", name="Account 1")
    first.get_by_label("Name").fill("The Lamp on Telegram")
    first.get_by_label("Address").fill("https://t.me/lamp")
    ada.get_by_role("button", name="Save the settings").click()
    expect(ada.get_by_role("status").first).to_contain_text("Saved")
    reader.goto("/")
    footer = reader.locator(".site-footer")
    expect(footer).to_contain_text("© Lamp Press")
    expect(footer).to_contain_text("Made at the harbour.")
    expect(footer.get_by_role("link", name="Write to us")).to_have_attribute("href", "mailto:desk@lamp.example")
    expect(footer.get_by_role("link", name="The Lamp on Telegram")).to_have_attribute("href", "https://t.me/lamp")
    host = ada.get_by_role("row").filter(has=ada.get_by_role("cell", name="server.host", exact=True))
    expect(host).to_contain_text("127.0.0.1")


def test_the_pages_look_right(desk, person, results):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    add_arabic(page)
    for name, address in (("المدينة", "town"), ("البحر", "sea")):
        add_section(page, name, address)
    looks_right(page, results, "edition")
    for path, name in (("/desk/editions", "editions"), ("/desk/settings", "settings")):
        page.goto(path)
        looks_right(page, results, name)
    page.goto("/desk/editions/edition/ar")
    for change in page.get_by_text("Change", exact=False).locator("xpath=ancestor-or-self::summary").all():
        change.click()
    looks_right(page, results, "edition-open")
    page.goto("/desk/editions")
    page.get_by_label("Language", exact=True).fill("nothing of that kind")
    page.get_by_label("Code in addresses").fill("search")
    page.get_by_role("button", name="Add the edition").click()
    looks_right(page, results, "editions-faults")


def test_the_footer_looks_right_with_all_that_can_be_said(desk, person, chromium, results):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.goto("/desk/settings")
    page.get_by_label("Where readers write").fill("desk@lamp.example")
    page.get_by_label("Licence of the newsroom’s own stories").fill("CC BY 4.0")
    for number, place in ((1, "https://t.me/lamp"), (2, "https://social.example/@lamp")):
        account = page.get_by_role("group", name=f"Account {number}")
        account.get_by_label("Name").fill(f"The Lamp at {number}")
        account.get_by_label("Address").fill(place)
    page.get_by_role("button", name="Save the settings").click()
    reader = Reader(chromium, desk.served.origin)
    looks_right(reader.open("/"), results, "footer")
    assert reader.complaints == []
    reader.close()
