"""From raw material to a page: the captured news page that the project began with."""

import json
import re
import subprocess

import pytest
from playwright.sync_api import expect

import newsroom
from reader import Reader

SEEDS = newsroom.ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def capture():
    found = sorted(SEEDS.glob("000_*.txt"))
    if not found:
        pytest.skip(f"there is no captured page in {SEEDS}")
    return found[0]


@pytest.fixture(scope="module")
def imported(capture, tmp_path_factory):
    """A newsroom of its own with this one story, being served; and what the import said of it."""
    data = tmp_path_factory.mktemp("seed") / "newsroom"
    newsroom.run("init", "--data", data)
    report = newsroom.run("import", "--data", data, "--publish", "--json", capture)
    with newsroom.Served(data) as server:
        yield server, json.loads(report.stdout.strip().splitlines()[-1]), data


def test_the_report_says_what_became_of_the_file(capture, imported):
    _, report, _ = imported
    assert report["status"] == "published"
    assert report["file"].endswith(capture.name)
    story = report["story"]
    assert story["label"] == "WATCH"
    assert not story["headline"].startswith("WATCH")
    assert story["published"].startswith("2020-06-17T07:55")
    assert len(story["media"]) == 1
    assert story["media"][0]["caption"] and story["media"][0]["credit"]


def test_the_captured_page_is_a_story_that_a_newspaper_would_print(chromium, capture, imported, results):
    server, report, _ = imported
    story = report["story"]
    path = "/" + story["url"].split("//")[-1].split("/", 1)[1] if "//" in story["url"] else story["url"]
    source = capture.read_text(encoding="utf-8")
    for width in (360, 1440):
        reader = Reader(chromium, server.origin, width=width, height=900)
        page = reader.open(path)
        text = page.locator("body").inner_text()

        expect(page.locator("article .label").first).to_contain_text(re.compile("watch", re.I))
        expect(page.locator("h1")).to_have_text(story["headline"])
        article = page.locator("article.story").inner_text()
        assert article.count(story["headline"]) == 1, "the headline stands twice in the story"

        time = page.locator(".dateline time[datetime]").first
        assert time.get_attribute("datetime").startswith("2020-06-17T07:55")
        expect(time).to_contain_text("17")
        expect(time).to_contain_text("2020")

        captions = page.locator("article figcaption")
        expect(captions).to_have_count(1)
        expect(captions).to_contain_text("liaison office in Kaesong")
        expect(captions.locator(".credit")).to_contain_text("KCNA")
        expect(captions.locator(".credit")).to_contain_text(re.compile("reuters", re.I))
        expect(page.locator("article .placeholder")).to_have_count(1)

        # Every paragraph of the source after the headline, word for word and in order.
        headline_at = source.rindex(story["headline"])
        wanted = [
            " ".join(line.split())
            for line in source[headline_at:].splitlines()
            if len(line.split()) >= 12 and "Picture supplied" not in line
        ]
        shown = [" ".join(each.split()) for each in page.locator("article .body p").all_inner_texts()]
        assert [each for each in shown if each in wanted] == wanted
        assert wanted

        for residue in ("icon", "chevron", "fullscreen", "v-compress"):
            assert residue not in text.lower(), f"interface residue: {residue}"
        page.screenshot(path=results / f"seed-{width}.png", full_page=True)
        reader.close()
        assert reader.complaints == []


def test_importing_it_again_changes_nothing(capture, imported):
    server, report, data = imported
    again = json.loads(
        newsroom.run("import", "--data", data, "--publish", "--json", capture).stdout.strip().splitlines()[-1])
    assert again["story"]["id"] == report["story"]["id"]
    assert again["story"]["url"] == report["story"]["url"]


def test_a_new_newsroom_greets_with_pages_that_work(chromium, tmp_path):
    newsroom.run("init", "--data", tmp_path / "newsroom")
    with newsroom.Served(tmp_path / "newsroom") as server:
        reader = Reader(chromium, server.origin)
        for path in ("/", "/latest", "/search", "/bookmarks"):
            page = reader.open(path)
            expect(page.locator("main h1")).to_have_count(1)
        reader.close()
        assert reader.complaints == []


def test_a_picture_goes_from_the_command_line_to_the_best_format_of_the_browser(chromium, tmp_path):
    data, picture, text = tmp_path / "newsroom", tmp_path / "kite.jpg", tmp_path / "kites.md"
    newsroom.run("init", "--data", data)
    source = newsroom.ROOT / "Demo" / "media" / "kite.jpg"
    subprocess.run(["vipsthumbnail", source, "--size", "700x", "-o", str(picture)], check=True)
    text.write_text("# Kites over the outer mole\n\n" + "The wind held all day and so did the strings. " * 8, encoding="utf-8")
    newsroom.run(
        "import", "--data", data, "--publish", text, "--media", picture, "--caption", "A kite at noon.",
        "--credit", "Photograph: Ana Roos / Northwire", "--alt", "A red kite in a blue sky")
    # The story can be read before its picture is ready.
    with newsroom.Served(data) as server:
        reader = Reader(chromium, server.origin)
        page = reader.open("/")
        page.locator("main .card-headline a").first.click()
        expect(page.locator("main figure .placeholder")).to_be_visible()
        expect(page.locator("main figure .caption")).to_contain_text("A kite at noon.")
        expect(page.locator("main figure .credit")).to_contain_text("Ana Roos")
        newsroom.run("worker", "--data", data, "--once")
        # The server hears of another process's work within a second.
        image = page.locator("main figure picture img").first
        for _ in range(10):
            page.wait_for_timeout(1000)
            page.reload()
            if image.count():
                break
        image.scroll_into_view_if_needed()
        page.wait_for_function("(img) => img.complete && img.naturalWidth > 0", arg=image.element_handle())
        assert image.evaluate("(img) => img.currentSrc").endswith(".avif")
        assert image.get_attribute("alt") == "A red kite in a blue sky"
        reader.close()
        assert reader.complaints == []


def test_wrong_usage_and_bad_files_are_told_apart(tmp_path, imported):
    _, _, data = imported
    rubbish = tmp_path / "rubbish.txt"
    rubbish.write_bytes(bytes(range(256)) * 40)
    failed = newsroom.run("import", "--data", data, "--json", rubbish, check=False)
    assert failed.returncode == 1
    report = json.loads(failed.stdout.strip().splitlines()[-1])
    assert report["status"] == "failed" and report["diagnostics"][0]["severity"] == "error"
    assert newsroom.run("import", "--data", data, "--no-such-option", check=False).returncode == 2
