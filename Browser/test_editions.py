"""Readers change the language, and every edition is whole in itself."""

import re

import pytest
from playwright.sync_api import expect

from newspaper import fetch
from reader import visible


def test_there_are_several_editions_and_one_runs_from_right_to_left(newspaper):
    assert len(newspaper.editions) >= 2
    assert "rtl" in {edition.direction for edition in newspaper.editions}


def test_a_reader_switches_the_edition_in_the_bar(reader, newspaper, english):
    other = newspaper.edition("rtl")
    page = reader().open(english.front)
    menu = visible(page.locator(".menu-edition"))
    menu.locator("summary").click()
    menu.locator(f'a[hreflang="{other.language}"]').click()
    expect(page.locator("html")).to_have_attribute("lang", other.language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url == page.evaluate("location.origin") + other.front
    expect(page.locator("h1")).to_have_count(1)


def test_a_reader_switches_the_edition_on_a_phone(reader, newspaper, english):
    other = newspaper.edition("rtl")
    page = reader(width=360, height=740, touch=True).open(english.front)
    menu = visible(page.locator(".menu-main"))
    menu.locator("summary").tap()
    menu.locator(f'a[hreflang="{other.language}"]').tap()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    # And back.
    menu = visible(page.locator(".menu-main"))
    menu.locator("summary").tap()
    menu.locator(f'a[hreflang="{english.language}"]').tap()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def test_a_translated_story_leads_to_its_translation_and_back(reader, newspaper):
    for edition in newspaper.editions:
        for story in edition.stories:
            others = [
                (language, href)
                for language, href in re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', story.html)
                if language not in (edition.language, "x-default") and re.search(r"/\d{4}/\d\d/\d\d/.", href)
            ]
            if others:
                language, href = others[0]
                page = reader().open(story.path)
                menu = visible(page.locator(".menu-edition"))
                menu.locator("summary").click()
                menu.locator(f'a[hreflang="{language}"]').click()
                page.wait_for_url(href)
                expect(page.locator("html")).to_have_attribute("lang", language)
                back = page.locator(f'link[rel=alternate][hreflang="{edition.language}"]').get_attribute("href")
                assert back == edition.origin + story.path, "the translation does not name the story it translates"
                return
    pytest.fail("no story of the demo has a translation")


def test_a_list_of_one_edition_holds_no_story_of_another(newspaper):
    for edition in newspaper.editions:
        for kind in ("front", "latest"):
            paths = re.findall(r'data-story="([^"]+)"', fetch(edition.origin + edition.paths[kind]).text)
            assert paths
            for path in paths:
                assert re.match(rf"{re.escape(edition.prefix)}/\d{{4}}/", path), f"{path} stands on {edition.paths[kind]}"


def test_every_edition_has_its_own_words_for_everything(newspaper):
    """No page of an edition in another script keeps an interface word of the English one."""
    english = newspaper.edition("ltr")
    own = set(interface_words(fetch(english.origin + english.paths["search"]).text))
    for edition in newspaper.editions:
        if edition.language.split("-")[0] in ("ru", "ko", "ar"):
            theirs = set(interface_words(fetch(edition.origin + edition.paths["search"]).text))
            assert not own & theirs, f"{edition.language} says {own & theirs}"


def interface_words(html: str) -> list[str]:
    """The labels of buttons and fields, which are the theme's and not the newsroom's."""
    found = re.findall(r'aria-label="([^"{}]+)"', html) + re.findall(r"<label[^>]*>([^<]+)</label>", html)
    return [text for text in found if re.search(r"[A-Za-z]{3}", text)]


def test_dates_are_written_as_the_edition_writes_them(newspaper):
    for edition in newspaper.editions:
        html = edition.stories[0].html
        moment, text = re.search(r'class="dateline".*?<time datetime="([^"]+)"[^>]*>([^<]+)</time>', html, re.S).groups()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", moment)
        if edition.language.startswith("ru"):
            assert re.search("[а-я]", text), text
        elif edition.language.startswith("ko"):
            assert "년" in text, text
        elif edition.language.startswith("ar"):
            assert re.search("[\u0600-\u06ff]", text), text
