"""The desk's media and tags: files by drop and paste, their way through the worker, credit and focal point, the picker."""

import base64
import re
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import footage
import newsroom
from test_desk import join, looks_right, visitors

expect.set_options(timeout=20_000)
ROOT = Path(__file__).resolve().parent.parent
PICTURE = next((ROOT / "Demo" / "media").glob("*.jpg"))


class Working(newsroom.Served):
    """A server with its worker, so that what comes is worked on."""

    environment = {"NEWSREEL_WORKER_ENABLED": "true"}


class Desk:
    def __init__(self, folder: Path):
        self.data = folder / "newsroom"
        self.served = Working(self.data)
        printed = newsroom.run("init", "--data", self.data, "--set", f"server.port={self.served.port}").stdout
        found = re.search(r"http://\S+/desk/invitation/\S+", printed)
        assert found
        self.first = found.group()


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    with made.served:
        yield made


@pytest.fixture
def person(chromium, desk):
    yield from visitors(chromium, desk.served.origin, re.compile(r"^(403|404|409|412|415|422) for "))


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """A few seconds of film, so that the worker is soon done with it."""
    return footage.film(tmp_path_factory.mktemp("clip") / "parade_at_noon.mp4", "320x180", 3)


DROP = """async ([name, type, bytes64]) => {
  const bytes = Uint8Array.from(atob(bytes64), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  const target = document.querySelector("dialog[open]") ?? document.querySelector("main");
  for (const kind of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


def drop(page: Page, file: Path, type: str) -> None:
    page.evaluate(DROP, [file.name, type, base64.b64encode(file.read_bytes()).decode()])


def test_a_clip_is_dropped_worked_on_credited_and_found(desk, person, clip, results):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.get_by_role("link", name="Media", exact=True).click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    looks_right(page, results, "media-empty")
    drop(page, clip, "video/mp4")
    row = page.locator(".upload")
    expect(row).to_have_attribute("data-state", "done")
    card = page.locator(".media-grid li")
    expect(card).to_have_count(1)
    expect(card.locator(".thumb-time")).to_have_text("0:03", timeout=60_000)
    expect(card.locator("img")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Choose files").scroll_into_view_if_needed()
    page.locator("input[type=file]").set_input_files(PICTURE)
    expect(page.locator(".media-grid li")).to_have_count(2)
    expect(page.locator(".thumb-state")).to_have_count(0, timeout=60_000)
    looks_right(page, results, "media")

    page.get_by_role("link", name="parade_at_noon.mp4").click()
    expect(page.locator("video")).to_be_visible()
    page.get_by_role("textbox", name="Caption", exact=True).fill("The parade at noon")
    party = page.get_by_role("group", name="Party 1")
    party.get_by_label("Role").select_option(label="Supplied by")
    party.get_by_label("Name").fill("Korean Central News Agency")
    party.get_by_label("Short form").fill("KCNA")
    page.get_by_label("Notice").fill("© KCNA via REUTERS")
    expect(page.locator("[data-printed]")).to_have_text("Supplied by Korean Central News Agency (KCNA). © KCNA via REUTERS")
    page.get_by_role("button", name=re.compile("Focal point: 50 %")).focus()
    for key in ("Shift+ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_label("From the left, %")).to_have_value("40")
    expect(page.get_by_label("From the top, %")).to_have_value("49")
    page.locator(".focus img").click(position={"x": 5, "y": 5})
    left = int(page.get_by_label("From the left, %").input_value())
    assert left < 10
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    page.reload()
    expect(page.get_by_label("From the left, %")).to_have_value(str(left))
    expect(page.get_by_role("heading", level=1)).to_have_text("The parade at noon")
    looks_right(page, results, "media-asset")
    # Wherever the window's width has put the picture, the point stands on it.
    point, shown = page.locator(".focus-point").bounding_box(), page.locator(".focus img").bounding_box()
    assert abs(point["x"] + point["width"] / 2 - shown["x"] - shown["width"] * left / 100) < 2

    page.get_by_role("link", name="Media library").click()
    expect(page.locator("[data-send]")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("kcna para")
    page.keyboard.press("Enter")
    expect(page.locator(".media-grid li")).to_have_count(1)
    expect(page.locator(".media-grid li")).to_contain_text("The parade at noon")
    page.get_by_label("Search", exact=True).fill("")
    page.get_by_label("Credit").fill("Korean Central News Agency")
    page.get_by_label("Use").select_option("no")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".media-grid li")).to_have_count(1)
    page.get_by_label("Use").select_option("yes")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    page.get_by_label("Only what I sent").check()
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".media-grid li")).to_have_count(2)


@pytest.fixture
def worker(tmp_path):
    """Begins a worker of its own for a newsroom whose server has none."""
    begun = []

    def begin(data: Path) -> None:
        begun.append(subprocess.Popen([newsroom.binary(), "worker", "--data", str(data)], stdin=subprocess.DEVNULL))

    yield begin
    for each in begun:
        each.terminate()
        assert each.wait(timeout=60) == 0


@pytest.fixture
def idle(tmp_path):
    made = Desk(tmp_path)
    made.served.environment = newsroom.Served.environment
    with made.served:
        yield made


@pytest.fixture
def waiting(chromium, idle):
    yield from visitors(chromium, idle.served.origin, re.compile("^(404|409|412) for "))


def wait_for_a_worker(page: Page, desk: Desk, file: Path) -> None:
    """Opens the page of a file that is yet to be worked on."""
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.goto("/desk/media")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".media-grid li")).to_have_count(1)
    page.locator(".media-grid a").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    expect(page.locator(".asset-show img")).to_have_count(0)


def hold_back(page: Page) -> list:
    """What the page asks of its own address from now on, until it is let through."""
    held: list = []
    page.route(page.url, lambda route: held.append(route))
    return held


def describe_beside_another(page: Page) -> Page:
    """Somebody else saves a caption, then `page` another onto the same state; answers the other's page."""
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("textbox", name="Caption", exact=True).fill("Theirs")
    other.get_by_role("button", name="Save").click()
    expect(other.locator("[data-saved]")).to_contain_text("Saved at")
    page.get_by_role("textbox", name="Caption", exact=True).fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".conflict")).to_contain_text("Theirs")
    return other


def is_asked(page: Page, held: list) -> None:
    for _ in range(300):
        if held:
            break
        page.wait_for_timeout(100)


def let_come(page: Page, held: list) -> None:
    is_asked(page, held)
    held[0].continue_()
    page.unroute(page.url)
    expect(page.locator(".asset-show img")).to_be_visible()


def test_what_is_typed_while_the_picture_comes_is_kept(idle, waiting, worker, clip):
    page = waiting()
    wait_for_a_worker(page, idle, clip)
    held = hold_back(page)
    worker(idle.data)
    is_asked(page, held)
    name = page.get_by_role("group", name="Party 1").get_by_label("Name")
    name.click()
    page.keyboard.type("Harbour ")
    let_come(page, held)
    page.keyboard.type("Office")
    expect(name).to_have_value("Harbour Office")
    # The picture is there with all that belongs to it.
    point = page.get_by_role("button", name=re.compile("Focal point: 50 %"))
    point.focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_label("From the left, %")).to_have_value("40")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    asset = page.request.get("/api/v1/media/" + page.url.rsplit("/", 1)[1]).json()
    assert "Harbour Office" in asset["credit"]


def test_what_came_back_with_a_question_stays_when_the_picture_comes(idle, waiting, worker, clip):
    page = waiting()
    wait_for_a_worker(page, idle, clip)
    describe_beside_another(page)
    worker(idle.data)
    expect(page.locator(".asset-show img")).to_be_visible(timeout=60_000)
    expect(page.get_by_label("From the left, %")).to_have_value("50")
    expect(page.get_by_role("textbox", name="Caption", exact=True)).to_have_value("Mine")
    expect(page.locator(".conflict")).to_contain_text("Theirs")


def test_a_page_that_nobody_fills_in_takes_what_the_file_says(idle, waiting, worker):
    page = waiting()
    wait_for_a_worker(page, idle, PICTURE)
    held = hold_back(page)
    expect(page.locator(".facts-list")).not_to_contain_text("Pixels")
    worker(idle.data)
    let_come(page, held)
    expect(page.locator(".facts-list")).to_contain_text("Pixels")
    expect(page.get_by_label("From the left, %")).to_have_value("50")
    page.get_by_role("button", name="Add a party").click()
    page.get_by_role("group", name="Party 3").get_by_label("Name").fill("Harbour Office")
    expect(page.locator("[data-printed]")).to_contain_text("Harbour Office")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")


def test_two_who_describe_the_same_file_see_both(desk, person):
    ada = person()
    join(ada, desk.first, "Ada", "ada@lamp.example")
    ada.goto("/desk/media")
    ada.locator("input[type=file]").set_input_files(PICTURE)
    expect(ada.locator(".media-grid li")).to_have_count(1)
    expect(ada.locator(".thumb-state")).to_have_count(0, timeout=60_000)
    ada.locator(".media-grid a").click()
    other = describe_beside_another(ada)
    expect(ada.get_by_role("alert")).to_contain_text("Somebody else changed")
    expect(ada.get_by_role("textbox", name="Caption", exact=True)).to_have_value("Mine")
    ada.get_by_role("button", name="Save").click()
    expect(ada.locator("[data-saved]")).to_contain_text("Saved at")
    other.reload()
    expect(other.get_by_role("textbox", name="Caption", exact=True)).to_have_value("Mine")


def test_an_upload_is_held_goes_on_after_a_lost_network_and_refuses_what_is_no_media(desk, person, tmp_path):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.goto("/desk/media")
    big = tmp_path / "long.mp4"
    # The head of a real clip, then much that nobody looks into while it is sent.
    head = Path("/work/shared/media/big-buck-bunny-480p-30s.mp4").read_bytes()
    big.write_bytes(head + bytes(48 * 1024 * 1024))
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 12 * 1024 * 1024}
    session.send("Network.emulateNetworkConditions", slow)
    page.locator("input[type=file]").set_input_files(big)
    row = page.locator(".upload")
    expect(row.locator("[role=status]")).to_contain_text("left", timeout=20_000)
    row.get_by_role("button", name=re.compile("Pause")).click()
    expect(row).to_have_attribute("data-state", "paused")
    row.get_by_role("button", name=re.compile("Go on")).click()
    expect(row).to_have_attribute("data-state", "sending")
    session.send("Network.emulateNetworkConditions", {**slow, "offline": True})
    expect(row).to_have_attribute("data-state", "interrupted", timeout=20_000)
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    expect(row).to_have_attribute("data-state", "done", timeout=60_000)
    expect(page.locator(".media-grid li")).to_have_count(1)

    text = tmp_path / "program.exe"
    text.write_bytes(b"MZ" + bytes(range(256)) * 400)
    page.locator("input[type=file]").set_input_files(text)
    refused = page.locator(".upload").first
    expect(refused).to_have_attribute("data-state", "failed", timeout=20_000)
    refused.get_by_role("button", name=re.compile("Hide")).click()
    expect(page.locator(".upload")).to_have_count(1)


PICK = """async ([base, options]) => {
  const { pickMedia } = await import(base + "media-picker.js");
  window.picked = null;
  pickMedia(options).then((found) => { window.picked = found; });
}"""


def test_the_picker_searches_sends_and_gives_back_what_was_chosen(desk, person, clip, results):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.goto("/desk/media")
    page.locator("input[type=file]").set_input_files([PICTURE, clip])
    expect(page.locator(".media-grid li")).to_have_count(2)
    expect(page.locator(".thumb-state")).to_have_count(0, timeout=90_000)
    base = page.locator("script[src*=media-library]").get_attribute("src").replace("media-library.js", "")
    page.get_by_role("button", name="Choose files").focus()
    page.evaluate(PICK, [base, {"kinds": ["video"], "multiple": False}])
    dialog = page.get_by_role("dialog", name="Pick clips")
    expect(dialog.locator("li")).to_have_count(1)
    looks_right(page, results, "media-picker")
    page.set_viewport_size({"width": 1280, "height": 900})
    dialog.get_by_role("searchbox").fill("nothing like this")
    expect(dialog.get_by_text("Nothing found.")).to_be_visible()
    dialog.get_by_role("searchbox").fill("para")
    expect(dialog.locator("li")).to_have_count(1)
    dialog.locator("li button").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => window.picked !== null")
    picked = page.evaluate("window.picked")
    assert [each["kind"] for each in picked] == ["video"] and picked[0]["thumbnail"] and "credit" in picked[0]
    assert page.evaluate("document.activeElement.textContent") == "Choose files"

    page.evaluate(PICK, [base, {"multiple": True, "tab": "upload"}])
    dialog = page.get_by_role("dialog", name="Pick media")
    drop(page, PICTURE.parent / sorted(each.name for each in PICTURE.parent.glob("*.jpg"))[-1], "image/jpeg")
    expect(dialog.locator(".upload")).to_have_attribute("data-state", "done")
    dialog.get_by_role("button", name="Use", exact=True).click()
    page.wait_for_function("() => window.picked !== null")
    assert page.evaluate("window.picked.length") == 1
    page.evaluate(PICK, [base, {}])
    page.keyboard.press("Escape")
    page.wait_for_function("() => window.picked !== null")
    assert page.evaluate("window.picked") == []


def test_the_library_works_without_scripts(desk, person):
    page = person(scripts=False)
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.goto("/desk/media?q=nothing")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    assert page.goto("/desk/media?kind=sculpture").status == 422


def test_a_tag_is_merged_and_its_address_leads_on(desk, person, tmp_path, results):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    for name, tags in {"one": "[Ferry, Sea]", "two": "[Ferries]"}.items():
        story = tmp_path / f"{name}.md"
        story.write_text(f"---\nheadline: The quay of {name}\ntags: {tags}\npublished: 2026-11-20T10:00:00Z\n---\nThe boat left.\n")
        newsroom.run("import", "--data", desk.data, "--publish", str(story))
    page.goto("/desk/tags")
    expect(page.locator(".tags-rows li")).to_have_count(3)
    looks_right(page, results, "tags")
    row = page.locator(".tags-rows li").filter(has_text="/ferry")
    row.locator("summary").click()
    row.get_by_label("Merge into").fill("Ferries")
    row.get_by_role("button", name="Merge").click()
    expect(page.locator(".done")).to_contain_text("Done")
    expect(page.locator(".tags-rows li")).to_have_count(2)
    page.goto("/tag/ferry")
    assert page.url.endswith("/tag/ferries")
    for name in ("one", "two"):
        expect(page.locator("main")).to_contain_text(f"The quay of {name}")
    page.goto("/desk/log")
    expect(page.get_by_role("cell", name="en: Ferry became Ferries")).to_be_visible()


def test_reading_and_watching_are_counted_without_cookies(desk, person, chromium, clip, tmp_path, results):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    media = newsroom.run(
        "media", "add", "--data", desk.data, clip, "--credit", "Filmed by Ada Lind", "--caption", "The parade").stdout.split()[-1]
    story = tmp_path / "parade.md"
    story.write_text("# The parade at noon\n\n" + "The band came first. " * 40 + "\n")
    newsroom.run("import", "--data", desk.data, "--publish", "--media", media, story)
    context = chromium.new_context(
        base_url=desk.served.origin, user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    reader = context.new_page()
    reader.goto("/latest")
    with reader.expect_request("**/views") as told:
        reader.get_by_role("link", name="The parade at noon").first.click()
    assert told.value.method == "POST" and "cookie" not in told.value.headers
    reader.evaluate("const video = document.querySelector('video'); video.muted = true; video.play(); 0")
    reader.wait_for_function("() => document.querySelector('video').ended", timeout=30_000)
    assert context.cookies() == []
    context.close()
    # Written down every five seconds; the page shows what has been.
    deadline = time.monotonic() + 60
    while "all 1" not in page.content():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.goto("/desk")
    expect(page.locator(".most")).to_contain_text("The parade at noon")
    expect(page.locator(".watched")).to_contain_text("1 began: a quarter 1, half 1, three quarters 1, all 1")
    looks_right(page, results, "dashboard")
