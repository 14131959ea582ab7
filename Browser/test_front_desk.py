"""Front pages at the desk, the banner, live stories: with the mouse, with the keyboard, by two editors at once, and as the
reader sees them whose page is open."""

import datetime
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

import newsroom
from reader import Reader
from test_desk import desk, join, looks_right, person  # noqa: F401 (fixtures)

HEADLINES = ["Quay closed by a storm", "Ferry back in port", "Council counts boats", "Lamp lit again", "Herring late this year", "Bridge gets new paint"]


@pytest.fixture
def published(desk, tmp_path):
    for number, headline in enumerate(HEADLINES):
        file = tmp_path / f"story-{number}.md"
        file.write_text(f"---\nheadline: {headline}\nsection: world\npublished: 2026-01-0{number + 1}T10:00:00Z\n---\nThe harbour said so.\n")
        newsroom.run("import", "--data", desk.data, "--publish", str(file))
    return desk


@pytest.fixture
def editor(published, person):
    page = person()
    join(page, published.first, "Ada Lind", "ada@lamp.example")
    page.goto("/desk/front")
    expect(page.get_by_role("heading", level=1, name="Front page")).to_be_visible()
    return page


def slot(page: Page, name: str):
    return page.locator(f'[data-slot="{name}"]')


def colleague(editor: Page, person) -> Page:
    editor.goto("/desk/people")
    editor.locator("form", has=editor.get_by_role("button", name="Invite")).locator("select[name=role]").select_option("editor")
    editor.get_by_role("button", name="Invite").click()
    link = editor.locator(".done code").inner_text()
    other = person()
    join(other, link, "Rob Winter", "rob@lamp.example")
    editor.goto("/desk/front")
    other.goto("/desk/front")
    return other


def lead_of(origin: str) -> str:
    with urllib.request.urlopen(origin + "/") as answer:
        return re.search(r'card-lead.*?<h2[^>]*>.*?<a[^>]*>(.*?)</a>', answer.read().decode(), re.S).group(1)


def drag(page: Page, source, target) -> None:
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + 22, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.move(end["x"] + end["width"] / 2 + 2, end["y"] + end["height"] / 2 + 2, steps=2)
    page.mouse.up()


def test_a_story_is_dragged_to_the_lead_previewed_published_and_undone(editor, published):
    origin = published.served.origin
    expect(slot(editor, "lead")).to_contain_text(HEADLINES[5])
    candidate = editor.locator("[data-candidates] > .tile", has_text=HEADLINES[1])
    expect(editor.locator("#curation.can-drag")).to_be_visible()
    drag(editor, candidate, slot(editor, "lead").locator("[data-place]"))
    expect(slot(editor, "lead")).to_contain_text(HEADLINES[1])
    expect(slot(editor, "lead")).to_contain_text("pinned")
    expect(editor.locator("#said")).to_contain_text(f"“{HEADLINES[1]}” put into Lead.")
    assert lead_of(origin) == HEADLINES[5], "readers see a draft"
    with editor.context.expect_page() as opened:
        editor.get_by_role("link", name="See the page as it will be").click()
    expect(opened.value.locator(".card-lead")).to_contain_text(HEADLINES[1])
    opened.value.close()
    editor.get_by_role("button", name="Publish now").click()
    expect(editor.locator("#said")).to_contain_text("Readers see this page now.")
    assert lead_of(origin) == HEADLINES[1]
    # From slot to slot they change places; out of a slot it fills itself.
    second = slot(editor, "seconds-1").locator(".tile b").inner_text()
    drag(editor, slot(editor, "lead").locator(".tile"), slot(editor, "seconds-1").locator("[data-place]"))
    expect(slot(editor, "seconds-1")).to_contain_text(HEADLINES[1])
    editor.get_by_role("button", name="Undo").click()
    expect(slot(editor, "lead")).to_contain_text(HEADLINES[1])
    expect(slot(editor, "seconds-1")).to_contain_text(second)
    drag(editor, slot(editor, "lead").locator(".tile"), editor.locator("[data-candidates]"))
    expect(slot(editor, "lead")).to_contain_text("automatic")
    expect(editor.locator(".changes")).to_contain_text("Ada Lind Lead: automatic")


def test_the_same_by_keyboard_alone_with_what_was_done_said(editor):
    put = editor.locator("[data-candidates] > .tile", has_text=HEADLINES[0])
    put.get_by_role("combobox").focus()
    editor.keyboard.type("Second 2")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")
    expect(slot(editor, "seconds-2")).to_contain_text(HEADLINES[0])
    expect(editor.locator("#said")).to_contain_text("put into Second 2.")
    up = slot(editor, "seconds-2").get_by_role("button", name="Up")
    up.focus()
    editor.keyboard.press("Enter")
    expect(slot(editor, "seconds-1")).to_contain_text(HEADLINES[0])
    expect(editor.locator("#said")).to_contain_text("moved to Second 1.")
    # The focus goes with the story, so that it can be moved on.
    expect(slot(editor, "seconds-1").get_by_role("button", name="Up")).to_be_focused()
    editor.keyboard.press("Enter")
    expect(slot(editor, "lead")).to_contain_text(HEADLINES[0])
    unpin = slot(editor, "lead").get_by_role("button", name="Unpin")
    unpin.focus()
    editor.keyboard.press("Space")
    expect(slot(editor, "lead")).to_contain_text("automatic")
    expect(slot(editor, "lead").get_by_role("button", name=re.compile("^Pin"))).to_be_focused()


def test_without_scripts_the_forms_do_it(published, person):
    page = person(scripts=False)
    join(page, published.first, "Ada Lind", "ada@lamp.example")
    page.goto("/desk/front")
    row = page.locator("[data-candidates] > .tile", has_text=HEADLINES[0])
    row.get_by_role("combobox").select_option("lead")
    row.get_by_role("button").click()
    expect(slot(page, "lead")).to_contain_text(HEADLINES[0])
    slot(page, "lead").get_by_role("button", name="Down").click()
    expect(slot(page, "seconds-1")).to_contain_text(HEADLINES[0])
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("button", name="Undo").click()
    expect(slot(page, "lead")).to_contain_text(HEADLINES[0])


def test_two_editors_see_each_others_moves_and_are_told_of_the_same_slot(editor, published, person):
    other = colleague(editor, person)
    slot(editor, "lead").get_by_role("button", name="Down").click()
    expect(slot(editor, "seconds-1")).to_contain_text(HEADLINES[5])
    expect(slot(other, "seconds-1")).to_contain_text(HEADLINES[5])
    expect(slot(other, "seconds-1")).to_contain_text("pinned")
    expect(other.locator("#said")).to_contain_text(f"Ada Lind: Second 1: “{HEADLINES[5]}”")
    # Rob's browser hears nothing for a while: his change of the same slot is told of, that of another one stands.
    other.route("**/state", lambda route: route.abort())
    slot(editor, "seconds-1").get_by_role("button", name="Unpin").click()
    expect(slot(editor, "seconds-1")).to_contain_text("automatic")
    row = other.locator("[data-candidates] > .tile", has_text=HEADLINES[0])
    row.get_by_role("combobox").select_option("seconds-1")
    row.get_by_role("button").click()
    expect(other.get_by_role("alert")).to_contain_text("Ada Lind changed this page meanwhile (Second 1: automatic)")
    slot(editor, "seconds-3").get_by_role("button", name=re.compile("^Pin")).click()
    expect(slot(editor, "seconds-3")).to_contain_text("pinned")
    row = other.locator("[data-candidates] > .tile", has_text=HEADLINES[0])
    row.get_by_role("combobox").select_option("lead")
    row.get_by_role("button").click()
    expect(slot(other, "lead")).to_contain_text(HEADLINES[0])
    expect(slot(other, "seconds-3")).to_contain_text("pinned")


def test_a_page_is_published_at_its_time_and_a_withdrawn_story_leaves(editor, published):
    origin = published.served.origin
    row = editor.locator("[data-candidates] > .tile", has_text=HEADLINES[0])
    row.get_by_role("combobox").select_option("lead")
    row.get_by_role("button").click()
    expect(slot(editor, "lead")).to_contain_text(HEADLINES[0])
    editor.get_by_label("Publish at").evaluate("field => field.step = 1")
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=10)
    editor.get_by_label("Publish at").evaluate(
        "(field, text) => { field.value = text; }", soon.strftime("%Y-%m-%dT%H:%M:%S"))
    editor.get_by_role("button", name="Publish then").click()
    expect(editor.locator(".facts")).to_contain_text("Ada Lind has it published at")
    assert lead_of(origin) == HEADLINES[5]
    expect(editor.locator(".facts")).to_contain_text("Readers see the arrangement of Ada Lind", timeout=30_000)
    assert lead_of(origin) == HEADLINES[0]
    listed = newsroom.run("story", "list", "--data", published.data).stdout
    story = next(line.split()[0] for line in listed.splitlines() if HEADLINES[0] in line)
    newsroom.run("story", "kill", "--data", published.data, story)
    expect(slot(editor, "lead")).not_to_contain_text(HEADLINES[0])
    assert lead_of(origin) == HEADLINES[5]


def test_a_section_has_its_own_slots(chromium, tmp_path, results):
    data = newsroom.copy_of_demo(tmp_path / "demo")
    with newsroom.Served(data) as served:
        link = newsroom.run("people", "invite", "--role", "administrator", "--data", data, "--set", f"server.port={served.port}").stdout
        one = Reader(chromium, served.origin)
        page = one.page
        join(page, re.search(r"http://\S+/desk/invitation/\S+", link).group(), "Ada Lind", "ada@lamp.example")
        page.goto("/desk/front")
        looks_right(page, results, "front-demo")
        page.set_viewport_size({"width": 1440, "height": 900})
        sections = page.get_by_role("navigation", name="Pages of this edition").get_by_role("link")
        name = sections.nth(1).inner_text()
        sections.nth(1).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        row = page.locator("[data-candidates] > .tile").last
        headline = row.locator("b").inner_text()
        row.get_by_role("combobox").select_option("top-1")
        row.get_by_role("button").click()
        expect(slot(page, "top-1")).to_contain_text(headline)
        page.get_by_role("button", name="Publish now").click()
        expect(page.locator("#said")).to_contain_text("Readers see this page now.")
        page.goto(page.url.replace("/desk/front/en/in/", "/section/"))
        expect(page.locator(".card").first).to_contain_text(headline)
        one.close()


def test_the_banner_comes_to_open_pages_stays_away_once_put_away_and_stands_in_every_page(editor, published, person, results):
    reader = person()
    reader.goto("/latest")
    reader.wait_for_function("performance.getEntriesByType('resource').some((one) => one.name.includes('live.js'))")
    editor.get_by_label("Text, over every page of this edition").fill("Storm warning for the coast")
    editor.get_by_label("Leads to").select_option(label=HEADLINES[0])
    editor.get_by_role("button", name="Show it now").click()
    pushed = reader.locator(".banner-pushed")
    expect(pushed).to_contain_text("Storm warning for the coast")
    expect(reader.locator("[data-announce]")).to_contain_text("Storm warning")
    assert sum(each["value"] for each in reader.evaluate("window.__shifts")) == 0
    reader.screenshot(path=results / "banner-pushed.png")
    reader.goto("/")
    expect(reader.locator(".banner:not(.banner-pushed)")).to_contain_text("Storm warning")
    looks_right(reader, results, "banner")
    reader.get_by_role("button", name="Put away").click()
    expect(reader.locator(".banner")).to_have_count(0)
    reader.goto("/latest")
    expect(reader.get_by_text("Storm warning")).to_be_hidden()
    assert sum(each["value"] for each in reader.evaluate("window.__shifts")) < 0.01
    plain = person(scripts=False)
    plain.goto("/")
    plain.get_by_role("link", name="Storm warning for the coast").click()
    expect(plain.get_by_role("heading", level=1, name=HEADLINES[0])).to_be_visible()
    editor.get_by_label("Text, over every page of this edition").fill("The storm has passed")
    editor.get_by_role("button", name="Show it now").click()
    expect(reader.locator(".banner-pushed")).to_contain_text("The storm has passed")
    editor.get_by_role("button", name="Take the banner away").click()
    expect(reader.locator(".banner-pushed")).to_have_count(0)


def test_updates_of_a_live_story_come_to_a_reader_without_moving_what_is_read(editor, published, person, results):
    listed = newsroom.run("story", "list", "--data", published.data).stdout
    line = next(line for line in listed.splitlines() if HEADLINES[2] in line)
    story, address = line.split()[0], line.split()[-1]
    editor.goto(f"/desk/stories/{story}/live")
    editor.get_by_role("button", name="Make it live").click()
    editor.get_by_label("What is new").fill("The count begins")
    editor.get_by_label("More, a paragraph").fill("First the north harbour.\n\nThen the south.")
    editor.get_by_label("A key moment").check()
    editor.get_by_role("button", name="Publish the update").click()
    expect(editor.get_by_role("heading", name="Updates", exact=True)).to_be_visible()
    looks_right(editor, results, "live")
    reader = person()
    reader.goto(re.sub(r"https?://[^/]+", "", address))
    expect(reader.locator(".label-live")).to_be_visible()
    expect(reader.locator(".live-update")).to_have_count(1)
    expect(reader.locator(".live-update p").nth(2)).to_contain_text("south")
    reader.wait_for_function("performance.getEntriesByType('resource').some((one) => one.name.includes('/live.js'))")
    editor.set_viewport_size({"width": 1280, "height": 900})
    editor.get_by_label("What is new").first.fill("Forty boats so far")
    editor.get_by_role("button", name="Publish the update").click()
    button = reader.get_by_role("button", name="New updates: 1")
    expect(button).to_be_visible()
    expect(reader.locator("[data-announce]")).to_contain_text("New updates: 1")
    assert sum(each["value"] for each in reader.evaluate("window.__shifts")) < 0.001
    reader.screenshot(path=results / "live-new.png")
    button.click()
    expect(reader.locator(".live-update h3").first).to_have_text("Forty boats so far")
    editor.locator("summary").first.click()
    form = editor.locator("details[open] form")
    form.get_by_label("What is new").fill("Forty-one boats so far")
    form.get_by_label("What was wrong").fill("One boat was overlooked.")
    form.get_by_role("button", name="Publish the correction").click()
    expect(reader.locator(".live-update").first).to_contain_text("Forty-one boats so far")
    expect(reader.locator(".live-update").first).to_contain_text("One boat was overlooked.")
    looks_right(reader, results, "live-story")
    reader.set_viewport_size({"width": 1280, "height": 900})
    editor.get_by_role("button", name="End the live story").click()
    expect(reader.locator(".live-over")).to_contain_text("ended")
    newsroom.run("story", "kill", "--data", published.data, story)
    reader.goto("/")
    assert HEADLINES[2] not in reader.content()


def test_the_front_page_of_the_desk_looks_right(editor, results):
    slot(editor, "lead").get_by_role("button", name=re.compile("^Pin")).click()
    expect(slot(editor, "lead")).to_contain_text("pinned")
    looks_right(editor, results, "front")
