"""Readers keep stories for later, in their own browser."""

import re

from playwright.sync_api import expect

from reader import Reader, visible


def save(reader: Reader, path: str):
    """Saves the story at `path` from its own page."""
    page = reader.open(path)
    button = page.locator(".story > * .actions [data-save], .story .actions [data-save]").first
    expect(button).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def saved(reader: Reader, english, count: int) -> list[str]:
    """Saves the first `count` stories; gives back the headlines in the order of the list, the last saved first."""
    for story in english.stories[:count]:
        save(reader, story.path)
    page = reader.open(english.paths["bookmarks"])
    rows = page.locator("[data-list] > li")
    expect(rows).to_have_count(count)
    return rows.locator("a").all_text_contents()


def test_a_reader_saves_a_story_and_it_stays_saved(reader, english):
    one = reader()
    path = english.paths["story"]
    save(one, path)
    page = one.open(path)
    button = page.locator(".actions [data-save]").first
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page = one.open(path)
    expect(page.locator(".actions [data-save]").first).to_have_attribute("aria-pressed", "false")


def test_a_saved_story_is_on_the_list_and_leads_back(reader, english):
    one = reader()
    story = english.story("story")
    save(one, story.path)
    page = one.open(english.paths["bookmarks"])
    link = page.locator("[data-list] > li a")
    expect(link).to_have_count(1)
    headline = link.text_content()
    link.click()
    expect(page.locator("h1")).to_have_text(headline)
    assert page.url == one.origin + story.path


def test_a_card_on_the_front_page_saves_its_story(reader, english):
    one = reader()
    page = one.open(english.front)
    card = page.locator("main [data-story]:has([data-save]:visible)").first
    headline = card.locator(".card-headline").text_content().strip()
    card.locator("[data-save]").click()
    page = one.open(english.paths["bookmarks"])
    expect(page.locator("[data-list] > li a")).to_have_text([headline])


def test_an_empty_list_says_what_to_do(reader, english):
    page = reader().open(english.paths["bookmarks"])
    expect(page.locator("[data-empty]")).to_be_visible()
    expect(page.locator("[data-filter]")).to_be_hidden()


def test_the_list_is_put_in_order_with_the_keyboard(reader, english):
    one = reader()
    first, second, third = saved(one, english, 3)
    page = one.page
    rows = page.locator("[data-list] > li")
    rows.nth(0).locator("[data-down]").focus()
    page.keyboard.press("Enter")
    expect(rows.locator("a")).to_have_text([second, first, third])
    # The focus goes with the story, so that pressing again moves it on.
    page.keyboard.press("Enter")
    expect(rows.locator("a")).to_have_text([second, third, first])
    expect(page.locator("[data-announce]")).to_contain_text(first)
    page.reload()
    expect(rows.locator("a")).to_have_text([second, third, first])


def test_the_list_is_put_in_order_by_dragging(reader, english):
    one = reader()
    first, second, third = saved(one, english, 3)
    rows = one.page.locator("[data-list] > li")
    rows.nth(2).locator(".bookmark-grip").drag_to(rows.nth(0))
    expect(rows.locator("a")).to_have_text([third, first, second])


def test_a_story_is_taken_off_the_list(reader, english):
    one = reader()
    first, second, third = saved(one, english, 3)
    rows = one.page.locator("[data-list] > li")
    rows.nth(1).locator("[data-remove]").click()
    expect(rows.locator("a")).to_have_text([first, third])
    one.page.reload()
    expect(rows.locator("a")).to_have_text([first, third])


def test_the_list_is_filtered_as_words_are_typed(reader, english):
    one = reader()
    headlines = saved(one, english, 3)
    rows = one.page.locator("[data-list] > li")
    field = one.page.locator("[data-filter]")
    word = max(re.findall(r"\w{4,}", headlines[1]), key=lambda each: (sum(each in h for h in headlines) == 1, len(each)))
    wanted = [headline for headline in headlines if word.lower() in headline.lower()]
    field.fill(word.upper())
    expect(rows.locator("a")).to_have_text(wanted)
    field.fill("no bookmark has this")
    expect(rows).to_have_count(0)
    expect(one.page.locator("[data-nothing]")).to_be_visible()
    field.fill("")
    expect(rows.locator("a")).to_have_text(headlines)


def test_another_tab_hears_of_a_new_bookmark(reader, english):
    one = reader()
    listing = one.open(english.paths["bookmarks"])
    other = one.context.new_page()
    other.goto(english.paths["story"])
    visible(other.locator(".actions [data-save]")).first.click()
    expect(listing.locator("[data-list] > li")).to_have_count(1)


def test_rubbish_in_the_browsers_storage_does_no_harm(reader, english):
    one = reader()
    page = one.open(english.paths["bookmarks"])
    page.evaluate(
        """() => localStorage.setItem("newsreel-bookmarks", JSON.stringify([
            7, null, {}, {id: "a", title: "Elsewhere", url: "https://elsewhere.example/"},
            {id: "b", title: "Script", url: "javascript:alert(1)"}]))"""
    )
    page.reload()
    expect(page.locator("[data-empty]")).to_be_visible()
    expect(page.locator("[data-list] > li")).to_have_count(0)


def test_a_saved_clip_says_how_long_it_plays(reader, english):
    one = reader()
    save(one, english.paths["video"])
    page = one.open(english.paths["bookmarks"])
    length = page.locator("[data-list] > li [data-length]")
    expect(length).to_be_visible()
    expect(length).to_have_text(re.compile(r"^\d+:\d\d$"))
