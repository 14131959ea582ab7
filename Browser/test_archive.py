"""A day of many stories, walked to its end and back by its links."""

import pytest
from playwright.sync_api import expect

import newsroom
from reader import Reader


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """225 stories of the first edition on 30 December 2024, and some on the days beside it."""
    data = tmp_path_factory.mktemp("archive") / "newsroom"
    newsroom.run("bench", "seed", "--data", data, "--stories", "900")
    with newsroom.Served(data) as server:
        yield server.origin


def cards(page) -> list[str]:
    return page.locator("main [data-story]").evaluate_all("cards => cards.map((card) => card.dataset.story)")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_walks_through_a_day_to_its_end_and_back(chromium, archive, scripts):
    reader = Reader(chromium, archive, width=360, height=740, touch=True, scripts=scripts)
    page = reader.open("/2024/12/30")
    pages = page.get_by_role("navigation", name="Pages")
    walked = [(page.url, cards(page))]
    while pages.get_by_role("link", name="Older").count():
        pages.get_by_role("link", name="Older").tap()
        expect(page).not_to_have_url(walked[-1][0])
        expect(page.locator("h1")).to_have_text("Monday, 30 December 2024")
        walked.append((page.url, cards(page)))
    seen = [card for _, shown in walked for card in shown]
    assert len(seen) == len(set(seen)) == 225
    assert len(walked) == 12
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # The days beside it are at hand on every page.
    days = page.get_by_role("navigation", name="Archive")
    expect(days.get_by_role("link", name="31 December")).to_be_visible()
    days.get_by_role("link", name="29 December").tap()
    expect(page.locator("h1")).to_have_text("Sunday, 29 December 2024")
    assert len(cards(page)) == 20 and not set(cards(page)) & set(seen)

    page.goto(walked[-1][0])
    for url, shown in reversed(walked[:-1]):
        pages.get_by_role("link", name="Newer").tap()
        expect(page).to_have_url(url)
        assert cards(page) == shown
    expect(pages.get_by_role("link", name="Newer")).to_have_count(0)
    complaints = list(reader.complaints)
    reader.close()
    assert complaints == []
