"""The README's first story, and a day at the desk: from an invitation to a story withdrawn, with nothing lost between."""

import base64
import datetime
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import footage
import newsroom
from test_desk import join, visitors
from test_editor import invite, new_story, ready, save, saved, state, text, write  # noqa: F401
from test_front_desk import drag, lead_of, slot
from test_media_desk import Desk, drop

PICTURE = Path(__file__).resolve().parent.parent / "Demo" / "media" / "stream.jpg"


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    with made.served:
        yield made


@pytest.fixture
def person(chromium, desk):
    # What was withdrawn is looked for on purpose.
    yield from visitors(chromium, desk.served.origin, re.compile(r"^(404|409|410|412|422) for "))


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def add_to_text(page: Page, file: Path, type: str, caption: str) -> None:
    """Drops a file beneath the first paragraph and says what it shows."""
    page.evaluate(
        """([name, type, data]) => {
          const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], name, { type }));
          const line = document.querySelector(".ProseMirror p");
          const box = line.getBoundingClientRect();
          line.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true,
            clientX: box.x + 5, clientY: box.bottom - 4 }));
        }""", [file.name, type, base64.b64encode(file.read_bytes()).decode()])
    expect(page.locator(".body figure.node-media")).to_be_visible(timeout=60_000)
    page.get_by_label(re.compile("^Caption of")).first.fill(caption)


def credit(page: Page, file: str, name: str, alt: str = "") -> None:
    page.goto("/desk/media")
    page.get_by_role("link", name=file).first.click()
    page.get_by_role("group", name="Party 1").get_by_label("Name").fill(name)
    if alt:
        page.get_by_label("Alternative text").fill(alt)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")


def publish_panel(page: Page) -> None:
    tab = page.get_by_role("tab", name=re.compile("^Publish"))
    if tab.count():
        tab.click()


def test_the_first_story_of_the_readme(desk, person):
    page = person()
    # The link that `newsreel init` printed.
    join(page, desk.first, "Ana Verde", "ana@valley.example")
    page.get_by_role("button", name="New story").click()
    ready(page)
    page.get_by_label("Headline", exact=True).fill("River gauge passes the mark of 1954")
    text(page).click()
    page.keyboard.type("The gauge at Lower Mill passed four metres at noon, the highest reading since 1954.\n")
    page.keyboard.type("> We moved the cows on Sunday. I am glad that we did.\n\nPaul Roche, farmer")
    add_to_text(page, PICTURE, "image/jpeg", "The mill stream at noon.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Saved as version")
    story = page.url.rsplit("/", 1)[1]
    credit(page, PICTURE.name, "Aitzol Berasategi", "A small stream falls in steps between pale rocks")
    page.goto(f"/desk/stories/{story}")
    ready(page)
    publish_panel(page)
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("link", name="Its page on the site")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Its page on the site").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("River gauge passes the mark of 1954")
    expect(page.get_by_role("figure").filter(has_text="The mill stream at noon.")).to_contain_text("Aitzol Berasategi")
    expect(page.locator("blockquote")).to_contain_text("I am glad that we did.")


def test_a_day_at_the_desk(desk, person, tmp_path):
    ada = person()
    join(ada, desk.first, "Ada", "ada@lamp.example")
    rob = invite(ada, person, "Rob", "reporter")
    eva = invite(ada, person, "Eva", "editor")
    origin = desk.served.origin

    # The reporter writes a video story, drops the clip, says whose it is, and hands it in.
    story = new_story(rob)
    write(rob, "Close-up footage shows the gate lifting", "The gate lifted on Monday, 17 June 2020.", "Nobody was hurt.")
    rob.get_by_label("Label", exact=True).fill("WATCH")
    clip = footage.film(tmp_path / "gate.mp4", "320x180", 3)
    add_to_text(rob, clip, "video/mp4", "The east gate at noon.")
    rob.keyboard.press("Control+s")
    expect(state(rob)).to_contain_text("Saved as version")
    credit(rob, "gate.mp4", "Harbour Office")
    rob.goto(f"/desk/stories/{story}")
    ready(rob)
    publish_panel(rob)
    expect(rob.get_by_role("button", name="Publish now")).to_have_count(0)
    rob.get_by_role("button", name="Hand in for review").click()
    expect(rob.get_by_role("button", name="Hand in for review")).to_have_count(0)

    # The editor finds it, asks about a word, mends what the checks found, and schedules it.
    eva.goto("/desk")
    eva.get_by_role("link", name="Close-up footage shows the gate lifting").first.click()
    ready(eva)
    text(eva).get_by_text("Nobody was hurt.").click(click_count=3)
    eva.keyboard.press("Control+Alt+m")
    eva.get_by_label("A comment").fill("Says who?")
    eva.get_by_role("button", name="Comment", exact=True).click()
    expect(eva.locator(".body .commented")).to_have_text("Nobody was hurt.")
    publish_panel(eva)
    finding = eva.locator(".findings li").filter(has_text="is a Wednesday")
    finding.get_by_role("button", name="Put in").click(timeout=20_000)
    expect(finding).to_have_count(0, timeout=20_000)
    save(eva, saved(eva, story)["version"] + 1)
    soon = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(seconds=15)
    publish_panel(eva)
    when = eva.get_by_label("Publish at")
    when.evaluate("field => field.step = 1")
    when.fill(soon.strftime("%Y-%m-%dT%H:%M:%S"))
    eva.get_by_role("button", name="Schedule", exact=True).click()
    expect(eva.get_by_role("button", name="Take out of the schedule")).to_be_visible()

    # It appears by itself.
    front = person()
    for _ in range(80):
        if saved(eva, story)["status"] != "scheduled":
            break
        eva.wait_for_timeout(500)
    now = saved(eva, story)
    assert now["status"] == "published", now
    front.goto("/")
    front.get_by_role("link", name="Close-up footage shows the gate lifting").first.click()
    page = front.url
    expect(front.get_by_text("WATCH").first).to_be_visible()
    expect(front.locator("video")).to_be_attached(timeout=20_000)
    expect(front.get_by_role("figure").filter(has_text="The east gate at noon.")).to_contain_text("Harbour Office")
    assert "Wednesday, 17 June 2020" in front.content()

    # A second story takes the lead; the editor drags the first back to it.
    later = tmp_path / "later.md"
    later.write_text("# Ferry back in port\n\nThe ferry came in.\n")
    newsroom.run("import", "--data", desk.data, "--publish", later)
    eva.goto("/desk/front")
    expect(eva.locator("#curation.can-drag")).to_be_visible()
    tile = eva.locator(".tile", has_text="Close-up footage").first
    drag(eva, tile, slot(eva, "lead").locator("[data-place]"))
    expect(slot(eva, "lead")).to_contain_text("Close-up footage")
    eva.get_by_role("button", name="Publish now").click()
    expect(eva.locator("#said")).to_contain_text("Readers see this page now.")
    assert lead_of(origin) == "Close-up footage shows the gate lifting"

    # Corrected, then withdrawn: the page, the lists and the film are gone at once.
    eva.goto(f"/desk/stories/{story}")
    ready(eva)
    publish_panel(eva)
    eva.get_by_label("What was wrong, for readers").fill("The gate is the east gate.")
    eva.get_by_role("button", name="Put a correction on it").click()
    expect(eva.get_by_text("The gate is the east gate.").first).to_be_visible()
    front.goto(page)
    expect(front.get_by_text("The gate is the east gate.")).to_be_visible()
    film = front.locator("video").first.evaluate("m => m.currentSrc || m.src || m.querySelector('source').src")
    assert status(film) == 200
    eva.goto(f"/desk/stories/{story}")
    ready(eva)
    publish_panel(eva)
    eva.get_by_label("Notice for readers who come to its address").fill("Withdrawn at the harbour's request.")
    eva.get_by_role("button", name="Withdraw it everywhere").click()
    expect(eva.get_by_role("button", name="Make it a draft again")).to_be_visible()
    assert status(page) == 410 and status(film) == 410
    with urllib.request.urlopen(origin + "/") as answer:
        assert "Close-up footage" not in answer.read().decode()
    # Every word of the day is in the history.
    history = eva.request.get(f"/api/v1/stories/{story}/revisions").json()["revisions"]
    assert {each["author"] for each in history} >= {"Rob", "Eva"}
    ada.goto("/desk/log")
    for act in ("kill", "correct", "schedule"):
        expect(ada.locator("table")).to_contain_text(f"{act}: Close-up footage")
