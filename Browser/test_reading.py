"""Readers read: every kind of page, with and without scripts, in both directions."""

import json
import re

import pytest
from playwright.sync_api import expect

from newspaper import KINDS, STORY_KINDS, fetch
from reader import visible

DIRECTIONS = ["ltr", "rtl"]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_whole_without_scripts(reader, page_of, kind, direction):
    page = reader(scripts=False).open(page_of(direction, kind))
    expect(page.locator("main h1")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(visible(page.locator("header .masthead")).first).to_be_visible()
    # What only scripts could do is not offered.
    for selector in ("[data-save]", "[data-copy]", "[data-scheme-switch]", ".player-ui"):
        expect(visible(page.locator(selector))).to_have_count(0)
    if kind in STORY_KINDS:
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".body p").first).to_be_visible()
        expect(page.locator("time[datetime]").first).to_be_visible()
    if kind == "bookmarks":
        expect(visible(page.locator("main p")).first).to_be_visible()
    for player in page.locator("video, audio").all():
        assert player.get_attribute("controls") is not None


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_the_controls_that_readers_expect(reader, page_of, kind, direction):
    """Besides what it asserts: opened with scripts, it meets no error, no violation of the policy, no other site."""
    page = reader().open(page_of(direction, kind))
    expect(page.locator("main h1")).to_have_count(1)
    # Nothing of the machinery stands among the words.
    words = page.locator("body").inner_text()
    for inside in ("{{", "}}", '[{"', "Optional(", "Fields("):
        assert inside not in words, words[max(0, words.index(inside) - 60) :][:200]
    expect(visible(page.locator("header a[href$='/search']")).first).to_be_visible()
    expect(visible(page.locator("header a[href$='/bookmarks']")).first).to_be_visible()
    expect(visible(page.locator("[data-scheme-switch]")).first).to_be_visible()
    if kind in STORY_KINDS:
        expect(visible(page.locator(".actions [data-save]")).first).to_be_visible()
        expect(visible(page.locator(".actions [data-share] summary")).first).to_be_visible()
        expect(page.locator(".dateline time[datetime]").first).to_be_visible()


def test_a_reader_goes_from_the_front_page_into_a_story_and_on_to_the_next(reader, english):
    page = reader().open(english.front)
    link = page.locator("main .card-lead .card-headline a, main .card-headline a").first
    headline = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(headline)
    onward = visible(page.locator(".next-prev a")).first
    target = onward.get_attribute("href")
    onward.click()
    page.wait_for_url("**" + target)
    expect(page.locator("h1")).to_be_visible()


def test_a_reader_turns_the_pages_of_a_list_and_the_addresses_stay(reader, english):
    page = reader(scripts=False).open(english.paths["latest"])
    first = page.locator("main [data-story]").evaluate_all("cards => cards.map((card) => card.dataset.story)")
    older = page.locator("main a[rel=next]").first
    expect(older).to_be_visible()
    older.click()
    second = page.locator("main [data-story]").evaluate_all("cards => cards.map((card) => card.dataset.story)")
    assert second and not set(first) & set(second)
    page.locator("main a[rel=prev]").first.click()
    again = page.locator("main [data-story]").evaluate_all("cards => cards.map((card) => card.dataset.story)")
    assert again == first


def test_all_the_stories_can_be_reached_by_turning_pages(english):
    path, seen, turns = english.paths["latest"], [], 0
    while path and turns < 50:
        html = fetch(english.origin + path).text
        main = html[html.index("<main"):html.index("</main>")]
        seen += re.findall(r'data-story="([^"]+)"', main)
        link = re.search(r"<a [^>]*rel=\"next\"[^>]*>", main)
        path = re.search(r'href="([^"]+)"', link[0])[1].replace("&amp;", "&") if link else None
        turns += 1
    assert len(seen) == len(set(seen)), "a story stands on two pages"
    assert set(seen) == {story.path for story in english.stories} or len(seen) > 50


def test_a_section_a_tag_an_author_and_a_day_lead_to_their_stories(reader, english):
    one = reader()
    for kind in ("section", "tag", "author", "day"):
        page = one.open(english.paths[kind])
        expect(page.locator("h1")).to_be_visible()
        cards = page.locator("main [data-story]")
        assert cards.count() > 0, f"nothing on {english.paths[kind]}"
        headline = cards.first.locator(".card-headline").inner_text()
        cards.first.locator(".card-headline a").click()
        expect(page.locator("h1")).to_have_text(headline)


def test_a_lost_reader_is_helped_on(reader, english):
    page = reader().open(english.paths["missing"], status=404)
    expect(page.locator("main form[role=search] input[name=q]")).to_be_visible()
    expect(page.locator(f'main a[href="{english.front}"]').first).to_be_visible()
    assert page.locator("meta[name=robots]").get_attribute("content").startswith("noindex")


def test_a_correction_is_told_with_its_time(reader, english):
    page = reader().open(english.paths["correction"])
    note = page.locator(".correction").first
    expect(note).to_be_visible()
    assert note.locator("time[datetime]").count() == 1
    assert len(note.inner_text().split()) > 5


def test_machines_read_what_people_read(reader, english):
    story = english.story("story")
    page = reader().open(story.path)
    article = json.loads(page.locator("script[type='application/ld+json']").first.text_content())
    graph = article.get("@graph", [article])
    news = next(each for each in graph if each["@type"] == "NewsArticle")
    assert news["headline"] == page.locator("h1").inner_text()
    assert page.locator("meta[property='og:title']").get_attribute("content") == page.locator("h1").inner_text()
    assert page.locator("link[rel=canonical]").get_attribute("href") == page.url
    picture = news["image"][0] if isinstance(news["image"], list) else news["image"]
    assert picture["creditText"]
    published = page.locator(".dateline time[datetime]").first.get_attribute("datetime")
    assert news["datePublished"][:16] == published[:16]


def test_feeds_are_offered_where_readers_of_feeds_look(reader, english):
    page = reader().open(english.front)
    types = page.locator("link[rel=alternate][type]").evaluate_all("links => links.map((link) => [link.type, link.href])")
    offered = dict(types)
    for kind in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
        answer = fetch(offered[kind])
        assert answer.status == 200 and english.stories[0].headline.split()[0] in answer.text


def test_the_browser_finds_the_manifest_and_its_icons(reader, english):
    page = reader().open(english.front)
    address = page.locator("link[rel=manifest]").evaluate("link => link.href")
    manifest = json.loads(fetch(address).text)
    assert manifest["name"] and manifest["start_url"].startswith("/")
    for icon in manifest["icons"]:
        target = icon["src"] if icon["src"].startswith("http") else english.origin + icon["src"]
        assert fetch(target).status == 200
