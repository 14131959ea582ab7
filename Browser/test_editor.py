"""The story editor of the desk: writing by keyboard, and everything that could lose a word."""

import base64
import json
import re
import struct
import zlib

import pytest
from playwright.sync_api import Page, expect

import newsroom
from reader import Reader
from test_desk import Newsroom, join, looks_right, sign_in, violations, visitors

# What a browser says where tests take the network or the session away.
ASKED_FOR = re.compile(r"(401|403|404|412|422) for |console: .*(ERR_INTERNET_DISCONNECTED|Failed to fetch)|asked another site: https://www.youtube-nocookie.com/embed/")


@pytest.fixture
def desk(tmp_path):
    made = Newsroom(tmp_path)
    with made.served:
        yield made


@pytest.fixture
def person(chromium, desk):
    yield from visitors(chromium, desk.served.origin, ASKED_FOR)


def ready(page: Page) -> None:
    page.wait_for_selector("[data-editor][data-ready]")


def new_story(page: Page) -> str:
    page.goto("/desk")
    page.get_by_role("button", name="New story").click()
    ready(page)
    return page.url.rsplit("/", 1)[1]


def text(page: Page):
    return page.get_by_role("textbox", name="Text of the story")


def content(page: Page) -> dict:
    return page.evaluate("document.querySelector('[data-editor]').story.content()")


def state(page: Page):
    return page.locator(".save-state")


def write(page: Page, headline: str, *paragraphs: str) -> None:
    page.get_by_label("Headline", exact=True).fill(headline)
    text(page).click()
    for number, each in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(each)


def save(page: Page, version: int) -> None:
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(f"Saved as version {version}")


def saved(page: Page, story: str) -> dict:
    answer = page.request.get(f"/api/v1/stories/{story}")
    assert answer.ok, answer.text()
    return answer.json()


def plain(block: dict) -> str:
    return "".join(run["text"] for run in block.get("text", []))


@pytest.fixture
def ada(desk, person) -> Page:
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    return page


def invite(page: Page, person, name: str, role: str = "editor") -> Page:
    page.goto("/desk/people")
    page.locator("form[action$=invite] select").select_option(role)
    page.get_by_role("button", name="Invite").click()
    link = page.locator(".done code").inner_text()
    other = person()
    join(other, link, name, f"{name.lower()}@lamp.example")
    return other


def test_a_story_is_written_by_keyboard_alone(ada):
    story = new_story(ada)
    # The headline has the caret; Enter goes on from field to field and into the text.
    ada.keyboard.type("Quay closed by a storm")
    ada.keyboard.press("Enter")
    ada.keyboard.type("Ships wait in the roads")
    ada.keyboard.press("Enter")
    ada.keyboard.type("Ada Lind, Rob Winter")
    ada.keyboard.press("Enter")
    ada.keyboard.type("Port Lamp")
    ada.keyboard.press("Enter")
    ada.keyboard.type("The quay is **closed** and *empty*, ~~for now~~ still.")
    ada.keyboard.press("Enter")
    ada.keyboard.type("## What happened")
    ada.keyboard.press("Enter")
    ada.keyboard.type("- Wind\nWaves")
    ada.keyboard.press("Enter")
    ada.keyboard.press("Enter")
    ada.keyboard.type("> We saw it coming.\n\nMara Holt, harbour master\n")
    ada.keyboard.type("/aside")
    ada.keyboard.press("Enter")
    ada.keyboard.type("Background\nThe quay is old.")
    ada.keyboard.press("Control+End")
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("Control+s")
    expect(state(ada)).to_have_text("Saved as version 2")
    found = saved(ada, story)["content"]
    assert found["headline"] == "Quay closed by a storm" and found["slug"] == "quay-closed-by-a-storm"
    assert found["standfirst"] == "Ships wait in the roads" and found["dateline"] == "Port Lamp"
    assert [each["name"] for each in found["bylines"]] == ["Ada Lind", "Rob Winter"]
    body = found["body"]
    assert [each["type"] for each in body] == ["paragraph", "heading", "list", "quote", "aside"], body
    assert [(run["text"], [mark["type"] for mark in run.get("marks", [])]) for run in body[0]["text"]] == [
        ("The quay is ", []), ("closed", ["strong"]), (" and ", []), ("empty", ["emphasis"]), (", ", []),
        ("for now", ["strikethrough"]), (" still.", [])]
    assert body[1]["level"] == 2 and plain(body[1]) == "What happened"
    assert [plain(item[0]) for item in body[2]["items"]] == ["Wind", "Waves"]
    assert body[3]["speaker"] == "Mara Holt, harbour master"
    assert [run["text"] for run in body[3]["paragraphs"][0]] == ["We saw it coming."]
    assert body[4]["title"] == "Background" and plain(body[4]["blocks"][0]) == "The quay is old."
    expect(ada.locator(".word-count")).to_contain_text("words")


def test_every_story_of_the_demo_opens_and_saves_as_it_is(chromium, tmp_path):
    data = newsroom.copy_of_demo(tmp_path / "newsroom")
    served = newsroom.Served(data)
    link = newsroom.run("people", "invite", "--role", "editor", "--data", data, "--set", f"server.port={served.port}", check=False)
    found = re.search(r"http://\S+/desk/invitation/\S+", link.stdout)
    assert found, link.stdout + link.stderr
    with served:
        reader = Reader(chromium, served.origin)
        page = reader.page
        join(page, found.group(), "Ada", "ada@lamp.example")
        page.goto("/desk")
        stories = set(page.locator(".stories a").evaluate_all("links => links.map(each => each.getAttribute('href'))"))
        assert len(stories) >= 10
        types = set()
        for address in sorted(stories):
            page.goto(address)
            ready(page)
            page.wait_for_function("() => document.querySelector('.findings li, .panels .help')")
            before = saved(page, address.rsplit("/", 1)[1])["content"]
            after = content(page)
            for one in (before, after):
                for name in [name for name, value in one.items() if value is None]:
                    del one[name]
            assert after == before, address
            assert not page.evaluate("document.querySelector('[data-editor]').story.saving.isDirty")
            types |= {block["type"] for block in before["body"]}
        assert {"paragraph", "heading"} <= types and len(types) >= 4, types
        complaints = [each for each in reader.complaints if not ASKED_FOR.search(each)]
        reader.close()
        assert complaints == []


# Every block and mark that the model has, some in forms that the document would spell otherwise.
EVERYTHING = [
    {"type": "paragraph", "text": [{"text": "One ", "marks": []}, {"text": "two", "marks": [{"type": "code"}, {"type": "strong"}]}, {"text": "\nthree"}]},
    {"type": "paragraph", "text": []},
    {"type": "paragraph", "text": [{"text": "a"}, {"text": "b"}, {"text": "", "marks": [{"type": "strong"}]}, {"text": "x", "marks": [{"type": "subscript"}]}, {"text": "y", "marks": [{"type": "superscript"}]},
                                   {"text": "z", "marks": [{"type": "link", "href": "https://lamp.example/?a=1&b=2"}, {"type": "strikethrough"}]}]},
    {"type": "heading", "level": 2, "text": [{"text": "Two"}]}, {"type": "heading", "level": 3, "text": [{"text": "Three", "marks": [{"type": "emphasis"}]}]}, {"type": "heading", "level": 4, "text": [{"text": "Four"}]},
    {"type": "quote", "paragraphs": [[{"text": "One."}], [{"text": "Two."}]], "speaker": "Mara, mayor"}, {"type": "quote", "paragraphs": [[{"text": "Alone."}]]},
    {"type": "list", "ordered": True, "items": [[{"type": "paragraph", "text": [{"text": "One"}]}, {"type": "list", "ordered": False, "items": [[{"type": "paragraph", "text": [{"text": "Inner"}]}], []]}], [{"type": "heading", "level": 3, "text": [{"text": "Odd"}]}]]},
    {"type": "embed", "url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "A clip", "provider": "YouTube"},
    {"type": "aside", "title": "Box", "blocks": [{"type": "paragraph", "text": [{"text": "In it."}]}, {"type": "rule"}, {"type": "aside", "blocks": []}]},
    {"type": "rule"},
]


def test_everything_that_a_body_can_hold_comes_back_as_it_was(ada):
    story = new_story(ada)
    token = ada.locator("meta[name=form-token]").get_attribute("content")
    sent = ada.evaluate(
        """async ([story, token, body]) => (await fetch(`/api/v1/stories/${story}`, {method: 'PUT', headers: {
        'Content-Type': 'application/json', 'X-Form-Token': token, 'If-Match': '"1"'},
        body: JSON.stringify({content: {headline: 'All', body}})})).status""", [story, token, EVERYTHING])
    assert sent == 200
    ada.reload()
    ready(ada)
    before = saved(ada, story)["content"]["body"]
    assert content(ada)["body"] == before
    # A change in one block leaves all others as they were.
    text(ada).get_by_text("Alone.").click()
    ada.keyboard.press("End")
    ada.keyboard.type(" Still.")
    save(ada, 3)
    after = saved(ada, story)["content"]["body"]
    assert [index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [7]


def test_what_was_written_is_there_after_a_reload_and_after_a_crash(ada):
    story = new_story(ada)
    write(ada, "Quay closed", "The quay is closed.")
    expect(state(ada)).to_contain_text("not in a version yet", timeout=8000)
    kept = ada.request.get(f"/api/v1/stories/{story}/working-copy").json()["copy"]
    assert kept["content"]["headline"] == "Quay closed" and plain(kept["content"]["body"][0]) == "The quay is closed."
    ada.reload()
    ready(ada)
    expect(text(ada)).to_contain_text("The quay is closed.")
    # A tab that dies leaves what this browser kept; another tab finds it.
    text(ada).click()
    ada.keyboard.press("Control+End")
    ada.context.set_offline(True)
    ada.keyboard.type(" Nobody knows why.")
    ada.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('newsreel.copy.') && localStorage[key].includes('Nobody knows why'))")
    # Until it knows that there is no network it tries to send its last words as it closes, and may well succeed.
    expect(state(ada)).to_contain_text("No network", timeout=8000)
    other = ada.context.new_page()
    ada.close()
    other.context.set_offline(False)
    other.goto(f"/desk/stories/{story}")
    ready(other)
    expect(text(other)).to_contain_text("Nobody knows why.")
    expect(other.locator(".notice")).to_contain_text("is back")
    other.get_by_role("button", name="Drop it and show version").click()
    expect(text(other)).not_to_contain_text("Nobody knows why.")


def test_writing_goes_on_without_a_network_and_is_saved_when_it_is_back(ada):
    story = new_story(ada)
    write(ada, "Quay closed", "The quay is closed.")
    save(ada, 2)
    ada.context.set_offline(True)
    text(ada).click()
    ada.keyboard.press("Control+End")
    ada.keyboard.type(" The lamp is out.")
    ada.keyboard.press("Control+s")
    expect(state(ada)).to_contain_text("No network. Everything is kept in this browser")
    ada.keyboard.type(" It is dark.")
    ada.context.set_offline(False)
    expect(state(ada)).to_have_text("Saved as version 3", timeout=15_000)
    assert plain(saved(ada, story)["content"]["body"][0]) == "The quay is closed. The lamp is out. It is dark."
    assert ada.evaluate("Object.keys(localStorage).filter(key => key.startsWith('newsreel.copy.')).length") == 0


def test_a_session_that_ends_during_a_save_loses_nothing(ada):
    story = new_story(ada)
    write(ada, "Quay closed", "The quay is closed.")
    save(ada, 2)
    ada.context.clear_cookies()
    ada.keyboard.type(" The lamp is out.")
    ada.keyboard.press("Control+s")
    expect(state(ada)).to_contain_text("Your session has ended. Everything is kept in this browser.")
    with ada.context.expect_page() as opened:
        ada.get_by_role("link", name="Sign in again").click()
    tab = opened.value
    tab.get_by_label("Mail address").fill("ada@lamp.example")
    tab.get_by_label("Password").fill("four words are good")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", name="Stories")).to_be_visible()
    ada.bring_to_front()
    expect(state(ada)).to_have_text("Saved as version 3", timeout=15_000)
    assert plain(saved(ada, story)["content"]["body"][0]) == "The quay is closed. The lamp is out."


def test_two_editors_at_once_overwrite_nobody(ada, person):
    bob = invite(ada, person, "Bob")
    story = new_story(ada)
    write(ada, "Quay closed", "First paragraph.", "Second paragraph.", "Third paragraph.")
    save(ada, 2)
    bob.goto(f"/desk/stories/{story}")
    ready(bob)
    expect(bob.locator(".people")).to_have_text("Ada is here too")
    # Different places go together by themselves, once somebody has looked.
    text(bob).get_by_text("First paragraph.").click()
    bob.keyboard.press("End")
    bob.keyboard.type(" Bob was here.")
    text(ada).get_by_text("Third paragraph.").click()
    ada.keyboard.press("End")
    ada.keyboard.type(" Ada too.")
    save(bob, 3)
    ada.keyboard.press("Control+s")
    dialog = ada.get_by_role("dialog", name="Somebody saved this story meanwhile")
    expect(dialog).to_contain_text("Bob changed other places than you")
    assert violations(ada) == []
    dialog.get_by_role("button", name="Put together").click()
    expect(state(ada)).to_have_text("Saved as version 4")
    assert [plain(block) for block in saved(ada, story)["content"]["body"]] == [
        "First paragraph. Bob was here.", "Second paragraph.", "Third paragraph. Ada too."]
    # The other one sees it come.
    expect(state(bob)).to_have_text("Saved as version 4", timeout=25_000)
    expect(text(bob)).to_contain_text("Ada too.")
    # The same place is asked for; both stay in the history.
    text(bob).get_by_text("Second paragraph.").click()
    bob.keyboard.press("End")
    bob.keyboard.type(" Bob's end.")
    text(ada).get_by_text("Second paragraph.").click()
    ada.keyboard.press("End")
    ada.keyboard.type(" Ada's end.")
    save(bob, 5)
    ada.keyboard.press("Control+s")
    expect(dialog).to_contain_text("both of you changed it")
    expect(dialog.get_by_label("Keep both, yours first")).to_be_visible()
    dialog.get_by_label("Bob", exact=True).check()
    dialog.get_by_role("button", name="Put together").click()
    expect(state(ada)).to_have_text("Saved as version 7")
    assert [plain(block) for block in saved(ada, story)["content"]["body"]][1] == "Second paragraph. Bob's end."
    revisions = ada.request.get(f"/api/v1/stories/{story}/revisions").json()["revisions"]
    texts = [json.dumps(ada.request.get(f"/api/v1/stories/{story}/revisions/{each['version']}").json()) for each in revisions]
    assert any("Bob's end." in each and "Ada's end." not in each for each in texts)
    assert any("Ada's end." in each and "Bob's end." not in each for each in texts)


def test_versions_are_compared_word_by_word_and_restored(ada):
    story = new_story(ada)
    write(ada, "Quay closed", "The quay is closed on Monday.")
    save(ada, 2)
    ada.keyboard.press("Control+a")
    ada.keyboard.type("The quay was shut on Monday.")
    save(ada, 3)
    ada.get_by_role("tab", name="History").click()
    ada.get_by_role("button", name="What version 3 changed").click()
    dialog = ada.get_by_role("dialog")
    expect(dialog.locator("del")).to_have_text(["is closed"])
    expect(dialog.locator("ins")).to_have_text(["was shut"])
    assert violations(ada) == []
    dialog.get_by_role("button", name="Close").click()
    ada.get_by_role("button", name="Restore version 2").click()
    expect(state(ada)).to_have_text("Saved as version 4")
    assert plain(saved(ada, story)["content"]["body"][0]) == "The quay is closed on Monday."
    expect(ada.locator(".versions li")).to_have_count(4)


def select_words(page, words):
    """Selects words of the text as a mouse does, until the editor has taken that in."""
    page.wait_for_function("""(words) => {
        const { body } = document.querySelector("[data-editor]").story;
        if (body.anchor()?.quote === words) return true;
        const texts = document.createTreeWalker(document.querySelector(".body"), NodeFilter.SHOW_TEXT);
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }
        return false;
    }""", arg=words)


def test_comments_stay_with_their_words_and_are_answered_and_resolved(ada, person):
    bob = invite(ada, person, "Bob")
    story = new_story(ada)
    write(ada, "Quay closed", "The quay is closed.", "The lamp is out at noon.")
    save(ada, 2)
    bob.goto(f"/desk/stories/{story}")
    ready(bob)
    text(bob).get_by_text("The lamp is out").click()
    select_words(bob, "at noon.")
    bob.keyboard.press("Control+Alt+m")
    bob.get_by_label("A comment").fill("Is that so?")
    bob.get_by_role("button", name="Comment", exact=True).click()
    expect(bob.locator(".body .commented")).to_have_text("at noon.")
    # The words move with new text before them, and to another place in the body.
    text(ada).get_by_text("The quay is closed.").click()
    ada.keyboard.press("Home")
    ada.keyboard.type("A line.\n")
    save(ada, 3)
    ada.get_by_role("tab", name="Comments").click()
    expect(ada.locator(".body .commented")).to_have_text("at noon.", timeout=15_000)
    ada.get_by_label("Answer Bob").fill("The keeper says so.")
    ada.get_by_role("button", name="Answer", exact=True).click()
    expect(ada.locator(".said")).to_have_count(2)
    ada.get_by_role("button", name="at noon.").click()
    assert ada.evaluate("document.getSelection().toString()") == "at noon."
    assert violations(ada) == []
    ada.keyboard.press("Delete")
    expect(ada.get_by_text("These words are no longer in the text.")).to_be_visible()
    ada.get_by_role("button", name="Resolve").click()
    expect(ada.locator(".thread")).to_have_count(0)
    ada.get_by_label("Show resolved ones too").check()
    expect(ada.locator(".thread.done")).to_contain_text("Resolved by Ada")


WORD = """<html><head><style>p.MsoNormal{margin:0}</style></head><body lang=EN-GB style='tab-interval:36pt'><!--StartFragment-->
<p class=MsoNormal style='mso-margin-top-alt:auto'><b style='mso-bidi-font-weight:normal'>Bold</b> and <span style='font-style:italic'>slanted</span>&nbsp;text<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>One</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Two</p>
<h1 style='color:red'>Part</h1><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<div><a href="https://lamp.example/a?utm_source=x&b=1" onclick="alert(1)">A link</a> <a href="javascript:alert(1)">none</a><script>alert(1)</script><img src="https://elsewhere.example/pixel.gif"></div>
<!--EndFragment--></body></html>"""


def test_paste_from_word_processors_and_pages_comes_in_clean(ada):
    story = new_story(ada)
    write(ada, "Pasted")
    ada.evaluate(
        """html => { const data = new DataTransfer(); data.setData('text/html', html); data.setData('text/plain', 'x');
        document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""", WORD)
    save(ada, 2)
    body = saved(ada, story)["content"]["body"]
    assert body == [
        {"type": "paragraph", "text": [{"text": "Bold", "marks": [{"type": "strong"}]}, {"text": " and "}, {"text": "slanted", "marks": [{"type": "emphasis"}]}, {"text": " text"}]},
        {"type": "list", "ordered": False, "items": [[{"type": "paragraph", "text": [{"text": "One"}]}], [{"type": "paragraph", "text": [{"text": "Two"}]}]]},
        {"type": "heading", "level": 2, "text": [{"text": "Part"}]},
        {"type": "paragraph", "text": [{"text": "A link", "marks": [{"type": "link", "href": "https://lamp.example/a?b=1"}]}, {"text": " none"}]},
    ], json.dumps(body)


def test_a_picture_that_is_dropped_is_in_the_text_while_one_goes_on_writing(ada):
    story = new_story(ada)
    write(ada, "Pictures", "One.", "Two.")
    picture = make_picture()
    ada.evaluate(
        """data => { const bytes = Uint8Array.from(atob(data), each => each.charCodeAt(0)); const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'quay.png', {type: 'image/png'}));
        const line = document.querySelector('.ProseMirror p').getBoundingClientRect();
        document.querySelector('.ProseMirror p').dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true, clientX: line.x + 5, clientY: line.y + 5})); }""", picture)
    ada.keyboard.type(" And three.")
    expect(ada.locator(".body figure.node-media")).to_be_visible(timeout=20_000)
    ada.get_by_label(re.compile("^Caption of")).first.fill("The quay at night")
    save(ada, 2)
    found = saved(ada, story)["content"]
    assert [block["type"] for block in found["body"]] == ["paragraph", "image", "paragraph"]
    assert plain(found["body"][2]) == "Two. And three."
    assert found["media"][0]["media"] == found["body"][1]["media"] and found["media"][0]["caption"] == "The quay at night"
    assert violations(ada) == []
    # The same picture once more, from the library.
    text(ada).click()
    ada.keyboard.press("Control+End")
    ada.keyboard.press("Enter")
    ada.keyboard.type("/gallery")
    ada.keyboard.press("Enter")
    dialog = ada.get_by_role("dialog")
    dialog.locator("[data-asset] button").first.click()
    dialog.get_by_role("button", name="Use", exact=True).click()
    expect(ada.locator(".body figure.node-gallery")).to_be_visible()
    save(ada, 3)
    assert [block["type"] for block in saved(ada, story)["content"]["body"]] == ["paragraph", "image", "paragraph", "gallery"]


def make_picture() -> str:
    """A small PNG that any decoder opens."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\x60\x70\x80" * 64
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(row * 48)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


def test_a_card_asks_the_other_site_for_nothing_until_a_reader_wants_it(ada, person):
    story = new_story(ada)
    write(ada, "A card", "Look:", "/card")
    ada.keyboard.press("Enter")
    dialog = ada.get_by_role("dialog", name="A card that leads elsewhere")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_label("Words").fill("The quay from above")
    dialog.get_by_role("button", name="Put it in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This is no address that readers can be sent to")
    dialog.get_by_label("Address").fill("https://youtu.be/dQw4w9WgXcQ")
    expect(dialog.get_by_label("Name of the site")).to_have_value("YouTube")
    assert violations(ada) == []
    dialog.get_by_role("button", name="Put it in").click()
    expect(ada.locator(".body figure.node-embed")).to_contain_text("The quay from above")
    save(ada, 2)
    token = ada.locator("meta[name=form-token]").get_attribute("content")
    assert ada.evaluate(
        """async ([story, token]) => (await fetch(`/api/v1/stories/${story}/steps`, {method: 'POST', headers: {
        'Content-Type': 'application/json', 'X-Form-Token': token}, body: JSON.stringify({step: 'publish', despite: 'A test'})})).status""", [story, token]) == 200
    page = person()
    page.goto(saved(ada, story)["address"])
    figure = page.locator("figure.embed")
    expect(figure.get_by_role("link")).to_have_attribute("href", "https://youtu.be/dQw4w9WgXcQ")
    expect(figure.locator("iframe")).to_have_count(0)
    figure.get_by_role("button", name="Show it here (loads from YouTube)").click()
    expect(figure.locator("iframe")).to_have_attribute("src", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1")
    assert violations(page) == []


def test_without_scripts_a_story_is_written_in_a_plain_form(desk, person):
    page = person(scripts=False)
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.get_by_role("button", name="New story").click()
    page.get_by_label("Headline").fill("Quay closed")
    page.get_by_label("More text").fill("The quay is closed.\n\nShips wait.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Quay closed")).to_be_visible()
    expect(page.get_by_label("Block 2")).to_have_value("Ships wait.")
    page.get_by_label("Block 2").fill("Ships wait in the roads.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Block 2")).to_have_value("Ships wait in the roads.")


def test_words_are_found_and_replaced(ada):
    story = new_story(ada)
    write(ada, "Quay", "The quay is closed. The Quay is old.", "No other quay.")
    ada.keyboard.press("Control+f")
    ada.get_by_label("Find", exact=True).fill("quay")
    expect(ada.locator(".find [role=status]")).to_have_text("3 found")
    expect(ada.locator(".body .found")).to_have_count(3)
    ada.get_by_label("Same case").check()
    expect(ada.locator(".find [role=status]")).to_have_text("2 found")
    assert violations(ada) == []
    ada.get_by_label("Replace with").fill("harbour")
    ada.get_by_role("button", name="Replace all").click()
    expect(ada.locator(".find [role=status]")).to_have_text("2 places replaced.")
    ada.keyboard.press("Escape")
    save(ada, 2)
    assert [plain(block) for block in saved(ada, story)["content"]["body"]] == [
        "The harbour is closed. The Quay is old.", "No other harbour."]


def test_the_checks_are_shown_while_writing_and_lead_to_their_place(ada):
    story = new_story(ada)
    write(ada, "Quay closed by a storm", "The quay was closed on Monday, 17 June 2020.")
    finding = ada.locator(".findings li").filter(has_text="is a Wednesday")
    expect(finding).to_be_visible(timeout=8000)
    finding.get_by_role("button").first.click()
    assert "Monday" in ada.evaluate("document.getSelection().toString()")
    finding.get_by_role("button", name="Put in").click()
    expect(finding).to_have_count(0, timeout=8000)
    assert "Wednesday" in text(ada).inner_text()
    ada.get_by_role("button", name="Publish now").click()
    # What was written goes out with the step, saved first.
    expect(ada.get_by_role("link", name="Its page on the site")).to_be_visible()
    published = saved(ada, story)
    assert published["status"] == "published"
    assert plain(published["content"]["body"][0]) == "The quay was closed on Wednesday, 17 June 2020."


def test_a_press_on_a_finding_holds_while_the_checks_look_again(ada):
    new_story(ada)
    write(ada, "Quay closed by a storm", "The quay was closed on Monday, 17 June 2020.")
    put_in = ada.locator(".findings li").filter(has_text="is a Wednesday").get_by_role("button", name="Put in")
    expect(put_in).to_be_visible(timeout=8000)
    put_in.hover()
    with ada.expect_response("**/api/v1/findings"):
        ada.keyboard.type(" Nobody was hurt.")
        ada.mouse.down()
    ada.wait_for_timeout(200)
    ada.mouse.up()
    expect(text(ada)).to_contain_text("Wednesday, 17 June 2020. Nobody was hurt.")


def test_a_step_that_is_pressed_during_a_save_is_taken_after_it(ada):
    story = new_story(ada)
    write(ada, "Quay closed by a storm", "The quay is closed.")
    held = []
    ada.route(f"**/api/v1/stories/{story}", lambda route: held.append(route) if route.request.method == "PUT" else route.fallback())
    ada.keyboard.press("Control+s")
    expect(state(ada)).to_have_text("Saving…")
    ada.get_by_role("button", name="Publish now").click()
    ada.wait_for_timeout(300)
    assert [each.request.method for each in held] == ["PUT"]
    held[0].continue_()
    expect(ada.get_by_role("link", name="Its page on the site")).to_be_visible()
    assert saved(ada, story)["status"] == "published"


def test_a_translation_is_begun_and_shows_what_changed_since(desk, person, chromium, tmp_path):
    data = newsroom.copy_of_demo(tmp_path / "translated")
    served = newsroom.Served(data)
    link = newsroom.run("people", "invite", "--role", "editor", "--data", data, "--set", f"server.port={served.port}", check=False).stdout
    with served:
        reader = Reader(chromium, served.origin)
        page = reader.page
        join(page, re.search(r"http://\S+/desk/invitation/\S+", link).group(), "Ada", "ada@lamp.example")
        story = new_story(page)
        write(page, "Quay closed", "The quay is closed.")
        save(page, 2)
        page.get_by_role("tab", name="Translations").click()
        page.get_by_role("button", name="Begin a translation").click()
        page.wait_for_url(lambda url: "/desk/stories/" in url and story not in url)
        ready(page)
        other = page.url
        page.goto(f"/desk/stories/{story}")
        ready(page)
        text(page).click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Ships wait.")
        save(page, 3)
        page.goto(other)
        ready(page)
        page.get_by_role("tab", name="Translations").click()
        expect(page.locator(".behind")).to_contain_text("1 change since")
        page.get_by_role("button", name=re.compile("What changed in")).click()
        expect(page.locator(".side-text ins")).to_have_text(" Ships wait.")
        assert violations(page) == []
        reader.close()


def test_the_editor_looks_right(ada, results):
    story = new_story(ada)
    write(ada, "Quay closed by a storm", "The quay is closed.", "## Ships wait", "> We saw it coming.")
    ada.get_by_label("Standfirst").fill("Nobody knows for how long.")
    save(ada, 2)
    for name in ("Publish", "Comments", "Previews", "Translations", "History"):
        ada.get_by_role("tab", name=name).click()
        assert violations(ada) == [], name
        ada.screenshot(path=results / f"editor-{name.lower()}-1440.png")
    ada.get_by_role("tab", name="Details").click()
    looks_right(ada, results, "editor")
    ada.set_viewport_size({"width": 1440, "height": 900})
    text(ada).click()
    ada.keyboard.press("Control+End")
    ada.keyboard.press("Enter")
    ada.keyboard.press("Enter")
    ada.keyboard.type("/")
    expect(ada.get_by_role("option", name=re.compile("^Picture"))).to_be_visible()
    assert violations(ada) == []
    ada.screenshot(path=results / "editor-menu-1440.png")
    assert story


def test_a_draft_is_deleted_after_a_second_look(desk, person):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    story = new_story(page)
    write(page, "A draft too many", "Nobody needs it.")
    save(page, 2)
    # Nobody is asked to save what is to go.
    page.get_by_label("Headline", exact=True).fill("Not saved")
    page.get_by_role("tab", name=re.compile("^Publish")).click()
    page.get_by_text("Delete this story").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", level=1, name="Stories")).to_be_visible()
    expect(page.get_by_text("A draft too many")).to_have_count(0)
    assert page.goto(f"/desk/stories/{story}").status == 404
