"""Readers look for stories: by words, by filters, by tags as they type them."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from newspaper import longest_word
from reader import visible


def results(page: Page):
    return page.locator("main .list [data-story]")


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form[role=search] button[type=submit]").first.click()


def show_filters(page: Page) -> None:
    filters = page.locator("details.filters")
    if filters.get_attribute("open") is None:
        filters.locator("summary").click()


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_word_of_a_headline_finds_the_story(reader, english, scripts):
    story = english.stories[-1]
    page = reader(scripts=scripts).open(english.front)
    visible(page.locator(f'header a[href="{english.paths["search"]}"]')).first.click()
    field = page.locator("main input[name=q]")
    word = longest_word(story.headline)
    field.fill(word)
    with page.expect_navigation():
        field.press("Enter")
    assert asked(page)["q"] == word
    expect(page.locator(f'main .list a[href="{story.path}"]').first).to_be_visible()
    expect(page.locator("main .list mark").first).to_be_visible()
    marked = page.locator("main .list mark").first.inner_text().lower()
    assert marked[:4] == word.lower()[:4]
    expect(page.locator("main input[name=q]")).to_have_value(word)


def test_search_in_a_right_to_left_edition_finds_its_own_stories(reader, newspaper):
    edition = newspaper.edition("rtl")
    story = edition.stories[0]
    page = reader().open(f"{edition.paths['search']}?q={longest_word(story.headline)}")
    expect(page.locator(f'main .list a[href="{story.path}"]').first).to_be_visible()
    for link in results(page).locator(".card-headline a").all():
        assert link.get_attribute("href").startswith(edition.prefix + "/")


def test_what_is_nowhere_is_not_found_and_the_page_says_so(reader, english):
    page = reader().open(english.paths["search"] + "?q=qqzzxxqq")
    expect(results(page)).to_have_count(0)
    expect(page.locator("main")).to_contain_text("qqzzxxqq")


def test_the_section_filter_keeps_one_section(reader, english):
    page = reader().open(english.paths["search"])
    show_filters(page)
    select = page.locator("select[name=section]")
    value = select.locator("option").nth(1).get_attribute("value")
    select.select_option(value)
    submit(page)
    assert asked(page)["section"] == value
    count = results(page).count()
    assert count > 0
    wanted = set(re.findall(r'data-story="([^"]+)"', page_source(page, f"{english.prefix}/section/{value}")))
    for path in results(page).evaluate_all("cards => cards.map((card) => card.dataset.story)"):
        assert path in wanted or len(wanted) >= 20, f"{path} is not in the section {value}"
    show_filters(page)
    expect(page.locator("select[name=section]")).to_have_value(value)


def page_source(page: Page, path: str) -> str:
    return page.request.get(path).text()


def test_the_media_filter_keeps_stories_with_video(reader, english):
    page = reader().open(english.paths["search"])
    show_filters(page)
    page.locator("select[name=kind]").select_option("video")
    submit(page)
    paths = results(page).evaluate_all("cards => cards.map((card) => card.dataset.story)")
    with_video = {story.path for story in english.stories if "video" in story.kinds}
    assert paths and set(paths) <= with_video


def test_the_dates_keep_stories_of_those_days(reader, english):
    story = english.stories[len(english.stories) // 2]
    day = "-".join(re.search(r"/(\d{4})/(\d\d)/(\d\d)/", story.path).groups())
    page = reader().open(english.paths["search"])
    show_filters(page)
    page.locator("input[name=from]").fill(day)
    page.locator("input[name=to]").fill(day)
    submit(page)
    days = results(page).evaluate_all("cards => cards.map((card) => card.dataset.story)")
    assert story.path in days
    assert all(each.startswith(f"{english.prefix}/{day.replace('-', '/')}/") for each in days)


def test_words_and_filters_together_are_an_address_that_can_be_kept(reader, english):
    story = english.story("video")
    word = longest_word(story.headline)
    one = reader()
    page = one.open(f"{english.paths['search']}?q={word}")
    all_of_them = results(page).count()
    show_filters(page)
    page.locator("select[name=kind]").select_option("video")
    submit(page)
    assert 0 < results(page).count() <= all_of_them
    kept = page.url
    before = results(page).evaluate_all("cards => cards.map((card) => card.dataset.story)")
    assert story.path in before
    other = reader().open(kept.removeprefix(one.origin))
    assert results(other).evaluate_all("cards => cards.map((card) => card.dataset.story)") == before


def test_a_tag_is_offered_while_it_is_typed(reader, english):
    slug_path, name = next(tag for story in english.stories for tag in story.tags)
    page = reader().open(english.paths["search"])
    show_filters(page)
    field = page.locator("input[name=tag]")
    field.press_sequentially(name[:3], delay=20)
    listbox = page.get_by_role("listbox")
    expect(listbox).to_be_visible()
    option = listbox.get_by_role("option", name=name, exact=True)
    expect(option).to_have_count(1)
    # Down to the option by keys, as a reader with no mouse would.
    for _ in range(listbox.get_by_role("option").count()):
        page.keyboard.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(field).to_have_value(name)
    expect(listbox).to_be_hidden()
    submit(page)
    paths = results(page).evaluate_all("cards => cards.map((card) => card.dataset.story)")
    tagged = {story.path for story in english.stories if any(tag[1] == name for tag in story.tags)}
    assert paths and set(paths) <= tagged


def test_escape_takes_the_offered_tags_away(reader, english):
    name = next(tag for story in english.stories for tag in story.tags)[1]
    page = reader().open(english.paths["search"])
    show_filters(page)
    field = page.locator("input[name=tag]")
    field.press_sequentially(name[:2], delay=20)
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value(name[:2])


def test_what_a_reader_types_is_text_and_never_markup(reader, english):
    page = reader().open(english.paths["search"] + "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22%27%3E")
    assert page.locator("main img[src='x'], [onerror]").count() == 0
    expect(page.locator("main input[name=q]")).to_have_value("<img src=x onerror=alert(1)>\"'>")
