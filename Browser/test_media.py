"""Readers watch, listen and download."""

import re

import pytest
from playwright.sync_api import Page, expect

from newspaper import fetch

PLAY = """async (media) => {
  media.muted = true;
  await media.play();
}"""


def play(page: Page, selector: str) -> float:
    """Starts the first of them and waits until its clock has moved; gives back where it stands, in seconds."""
    media = page.locator(selector).first
    # A recording's own element is hidden behind the controls.
    media.evaluate("(media) => media.closest('[data-media]').scrollIntoView({ block: 'center' })")
    media.evaluate(PLAY)
    handle = media.element_handle()
    page.wait_for_function("(media) => media.currentTime > 0.4 && !media.paused", arg=handle)
    return media.evaluate("(media) => media.currentTime")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_video_plays_and_can_be_sought(reader, english, width):
    page = reader(width=width, height=800).open(english.paths["video"])
    video = page.locator("video").first
    expect(page.locator("[data-player] .player-ui").first).to_be_attached()
    assert video.get_attribute("poster"), "a video without a poster is a black box"
    play(page, "video")
    assert video.evaluate("(media) => media.videoWidth") > 0
    # Near the end at once: the server gives byte ranges.
    video.evaluate("(media) => { media.currentTime = media.duration - 0.5; }")
    page.wait_for_function("(media) => !media.seeking && media.currentTime > media.duration - 1", arg=video.element_handle())


def test_audio_plays_and_steps(reader, english):
    page = reader().open(english.paths["audio"])
    play(page, "audio")
    player = page.locator("[data-player]:has(audio)").first
    audio = player.locator("audio")
    before = audio.evaluate("(media) => media.currentTime")
    player.locator('[data-step="10"]').click()
    after = audio.evaluate("(media) => [media.currentTime, media.duration]")
    assert after[0] > before + 5 or after[0] > after[1] - 1
    audio.evaluate("(media) => media.pause()")


def test_one_voice_at_a_time(reader, english):
    story = next((s for s in english.stories if len(re.findall(r"<(?:audio|video)\b", s.html)) > 1), None)
    if story is None:
        pytest.skip("no story of the demo has two recordings")
    page = reader().open(story.path)
    players = page.locator("audio, video")
    players.nth(0).evaluate(PLAY)
    players.nth(1).evaluate(PLAY)
    expect(players.nth(0)).to_have_js_property("paused", True)


def test_a_document_is_downloaded_with_its_type_and_size_known_before(reader, english):
    page = reader().open(english.paths["document"])
    link = page.locator("a.document").first
    words = link.inner_text()
    assert re.search(r"\b(PDF|CSV|TXT|ODT|DOCX?|XLSX?|ZIP|EPUB)\b", words), words
    assert re.search(r"\d", words), "the size is missing"
    with page.expect_download() as waiting:
        link.click()
    download = waiting.value
    body = download.path().read_bytes()
    assert len(body) > 0
    name = download.suggested_filename
    assert "." in name and "/" not in name
    assert fetch(page.evaluate("location.origin") + link.get_attribute("href")).body == body


def test_media_answers_byte_ranges_and_may_be_kept_for_ever(english):
    html = english.story("story").html
    rendition = re.search(r'src="(/media/[^"]+\.(?:jpg|webp|avif))"', html)[1]
    whole = fetch(english.origin + rendition)
    assert whole.status == 200
    assert "immutable" in whole.headers["cache-control"]
    part = fetch(english.origin + rendition, Range="bytes=10-29")
    assert part.status == 206
    assert part.headers["content-range"] == f"bytes 10-29/{len(whole.body)}"
    assert part.body == whole.body[10:30]
    assert fetch(english.origin + rendition, If_None_Match=whole.headers["etag"]).status == 304


def test_pictures_come_in_widths_that_browsers_choose_from(reader, english):
    page = reader(width=360, height=740).open(english.paths["story"])
    picture = page.locator("main .lead picture, main figure picture").first
    assert "image/webp" in picture.locator("source").evaluate_all("sources => sources.map((source) => source.type)")
    image = picture.locator("img")
    image.scroll_into_view_if_needed()
    page.wait_for_function("(img) => img.complete && img.naturalWidth > 0", arg=image.element_handle())
    assert re.search(r"w(320|640|960)\.(webp|avif)$", image.evaluate("(img) => img.currentSrc"))
    for attribute in ("alt", "width", "height", "srcset", "sizes"):
        assert image.get_attribute(attribute) is not None
