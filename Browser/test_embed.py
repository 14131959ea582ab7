"""Clips on other sites: the page that they frame, what they learn of it, and what they may read."""

import html
import json
import re
import subprocess
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from newspaper import fetch
from test_markup import checker


@pytest.fixture(scope="module")
def clip(english) -> dict:
    """The clip of a story as its structured data tells of it, with the story's own address."""
    story = english.story("video")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', story.html)[1])
    found = next(node for node in data["@graph"] if node["@type"] == "NewsArticle")
    # The demo is made for an address of its own, which is not where the test serves it.
    video = {key: english.origin + urllib.parse.urlsplit(found["video"][0][key]).path for key in ("embedUrl", "contentUrl")}
    return found["video"][0] | video | {"story": story.path, "headline": found["headline"]}


@pytest.fixture
def partner():
    """Serves pages of another site: `partner(body)` gives back an address."""
    servers = []

    def serve(body: str) -> str:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(f"<!doctype html><title>Partner</title>{body}".encode())

            def log_message(self, *_):
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Page))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://localhost:{servers[-1].server_port}/"

    yield serve
    for server in servers:
        server.shutdown()


@pytest.fixture
def visitor(chromium):
    """A page of somebody who visits another site; at the end nothing may have been stopped or have failed."""
    context = chromium.new_context(viewport={"width": 900, "height": 700}, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" and "favicon.ico" not in line.location["url"] else None)
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("size", [(640, 360), (320, 180), (300, 533)])
def test_another_site_frames_the_player(visitor, partner, clip, results, size):
    width, height = size
    frame = f'<iframe src="{clip["embedUrl"]}" width="{width}" height="{height}" allow="autoplay; fullscreen" style="border:0"></iframe>'
    visitor.goto(partner(f"<h1>Somebody else</h1>{frame}"))
    inside = visitor.frame_locator("iframe")
    video = inside.locator("video")
    expect(inside.locator("[data-player] [data-play]")).to_be_attached()
    box = video.bounding_box()
    assert abs(box["width"] - width) <= 1 and abs(box["height"] - height) <= 1, box
    visitor.screenshot(path=results / f"embed-{width}.png")
    video.evaluate("async (media) => { media.muted = true; await media.play(); }")
    visitor.frames[1].wait_for_function("() => document.querySelector('video').currentTime > 0.4")
    assert visitor.frames[1].evaluate("document.documentElement.scrollHeight <= innerHeight")
    link = inside.locator("h1 a")
    expect(link).to_have_text(clip["headline"])
    assert urllib.parse.urlsplit(link.get_attribute("href")).path == clip["story"]
    assert link.get_attribute("target") == "_blank"
    assert inside.locator(".credit").text_content()


def test_the_title_leads_to_the_story(visitor, partner, clip):
    visitor.goto(partner(f'<iframe src="{clip["embedUrl"]}" width="640" height="360"></iframe>'))
    with visitor.context.expect_page() as opened:
        visitor.frame_locator("iframe").locator("h1 a").click()
    assert urllib.parse.urlsplit(opened.value.url).path == clip["story"]


def test_no_other_page_can_be_framed(chromium, partner, english, clip):
    page = chromium.new_context().new_page()
    refused = []
    page.on("console", lambda line: refused.append(line.text) if "frame-ancestors" in line.text else None)
    page.goto(partner(f'<iframe src="{english.origin}{clip["story"]}"></iframe>'))
    page.wait_for_timeout(500)
    assert refused
    page.context.close()


def test_the_frame_is_valid_light_and_works_without_scripts(reader, clip, tmp_path):
    answer = fetch(clip["embedUrl"])
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == "*" and policy["default-src"] == "'none'" and policy["script-src"] == "'self'"
    assert len(fetch(clip["embedUrl"], Accept_Encoding="br").body) < 6 * 1024
    (tmp_path / "embed.html").write_bytes(answer.body)
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", checker(), "--format", "json", "--exit-zero-always", tmp_path / "embed.html"],
        capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL,
    )
    assert [m["message"] for m in json.loads(done.stderr)["messages"] if m["type"] != "info"] == []
    page = reader(scripts=False).open(urllib.parse.urlsplit(clip["embedUrl"]).path)
    expect(page.locator("video[controls]")).to_be_visible()


def test_a_site_learns_from_a_story_how_to_show_it(english, clip):
    page = fetch(english.origin + clip["story"]).text
    link = html.unescape(re.search(r'type="application/json\+oembed"[^>]* href="([^"]+)"', page)[1])
    parts = urllib.parse.urlsplit(link)
    answer = fetch(f"{english.origin}{parts.path}?{parts.query}&maxwidth=400")
    assert answer.headers["access-control-allow-origin"] == "*"
    told = json.loads(answer.body)
    assert (told["version"], told["type"], told["width"]) == ("1.0", "video", 400)
    assert re.search(r'<iframe src="[^"]+/embed/\w+"', told["html"])
    assert fetch(f"{english.origin}/oembed?{parts.query.replace('format=json', 'format=xml')}").body.startswith(b"<?xml")


def test_players_of_other_sites_may_read_the_files(visitor, partner, clip):
    visitor.goto(partner(""))
    got = visitor.evaluate(
        """async (url) => {
          const part = await fetch(url, { headers: { Range: 'bytes=0-99' } });
          return [part.status, part.headers.get('content-range'), (await part.arrayBuffer()).byteLength];
        }""", clip["contentUrl"])
    assert got[0] == 206 and got[1].startswith("bytes 0-99/") and got[2] == 100
