"""A newsroom's people at the desk: the first administrator, an invited reporter, lost passwords and second factors."""

import base64
import hashlib
import hmac
import re
import struct
import subprocess
import time

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import newsroom
from reader import Reader

PASSWORD = "four words are good"


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} ({node['failureSummary'][:200]})" for rule in found for node in rule["nodes"]]


def looks_right(page: Page, results, name: str) -> None:
    """No axe violation in either scheme, nothing wider than the window, and pictures for people to look at."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], f"{name} {scheme}"
    for width in (360, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (name, width)
        page.emulate_media(color_scheme="dark" if width == 768 else "light")
        page.screenshot(path=results / f"desk-{name}-{width}.png")


def code(secret: str, step: int) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[19] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Newsroom:
    """A newsroom of one's own, and the link that `newsreel init` printed."""

    def __init__(self, folder):
        self.data = folder / "newsroom"
        self.served = newsroom.Served(self.data)
        printed = newsroom.run("init", "--data", self.data, "--set", f"server.port={self.served.port}").stdout
        found = re.search(r"http://\S+/desk/invitation/\S+", printed)
        assert found, printed
        self.first = found.group()


@pytest.fixture
def desk(tmp_path):
    made = Newsroom(tmp_path)
    with made.served:
        yield made


def visitors(chromium, origin: str, asked_for: re.Pattern):
    """Makes people with browsers of their own. None of them may have met an error but those that match `asked_for`."""
    people: list[Reader] = []

    def make(**how) -> Page:
        people.append(Reader(chromium, origin, **how))
        return people[-1].page

    yield make
    complaints = [each for one in people for each in one.complaints if not asked_for.search(each)]
    for one in people:
        one.close()
    assert complaints == []


@pytest.fixture
def person(chromium, desk):
    # Refusals are answers that these tests ask for.
    yield from visitors(chromium, desk.served.origin, re.compile(r"^(401|403|404|409|410|422|429) for "))


def join(page: Page, link: str, name: str, email: str) -> None:
    page.goto(link)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1, name="Stories")).to_be_visible()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/desk/sign-in")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_printed_link_makes_an_administrator_who_invites_a_reporter(desk, person, scripts):
    ada = person(scripts=scripts)
    join(ada, desk.first, "Ada", "ada@lamp.example")
    cookie = next(each for each in ada.context.cookies() if each["name"] == "__Host-newsreel")
    assert cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    ada.get_by_role("link", name="People").click()
    ada.get_by_role("button", name="Invite").click()
    link = ada.locator(".done code").inner_text()
    rob = person(scripts=scripts)
    join(rob, link, "Rob", "rob@lamp.example")
    expect(rob.get_by_role("heading", name="My drafts")).to_be_visible()
    assert rob.get_by_role("link", name="People").count() == 0
    assert rob.goto("/desk/people").status == 403
    rob.goto(link)
    expect(rob.get_by_role("heading", name="This link no longer works")).to_be_visible()
    ada.goto("/desk/log")
    expect(ada.get_by_role("cell", name="rob@lamp.example as reporter")).to_be_visible()


def test_signing_out_everywhere_ends_every_browser(desk, person):
    one = person()
    join(one, desk.first, "Ada", "ada@lamp.example")
    other = person()
    sign_in(other, "ada@lamp.example")
    expect(other.get_by_role("heading", name="Stories")).to_be_visible()
    other.goto("/desk/account")
    expect(other.locator(".rows li")).to_have_count(2)
    other.get_by_role("button", name="Sign out everywhere").click()
    for page in (one, other):
        page.goto("/desk")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(one, "ada@lamp.example")
    one.get_by_role("button", name="Sign out").click()
    expect(one.get_by_role("heading", name="Sign in")).to_be_visible()


def test_whoever_guesses_is_told_to_wait(desk, person):
    join(person(), desk.first, "Ada", "ada@lamp.example")
    page = person()
    for _ in range(8):
        sign_in(page, "ada@lamp.example", "not this one")
        expect(page.get_by_role("alert")).to_contain_text("not right")
    sign_in(page, "ada@lamp.example")
    expect(page.get_by_role("alert")).to_contain_text("too many tries")


def test_a_second_factor_is_added_asked_for_and_taken_away_by_the_operator(desk, person, tmp_path):
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.goto("/desk/account")
    page.get_by_role("link", name="Add a second factor").click()
    secret = page.locator(".secret code").inner_text().replace(" ", "")
    picture = tmp_path / "code.png"
    page.locator(".qr").screenshot(path=picture)
    seen = subprocess.run(["zbarimg", "--quiet", "--raw", picture], check=True, capture_output=True, text=True).stdout
    assert seen.strip() == page.get_by_role("link", name="add this account").get_attribute("href")
    assert f"secret={secret}" in seen
    step = int(time.time()) // 30
    page.get_by_label("Code").fill(code(secret, step))
    page.get_by_role("button", name="Add the second factor").click()
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes code").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "ada@lamp.example")
    page.get_by_label("Code").fill(code(secret, step))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("has been used")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Stories")).to_be_visible()
    printed = newsroom.run(
        "people", "reset", "ada@lamp.example", "--without-second-factor", "--data", desk.data,
        "--set", f"server.port={desk.served.port}").stdout
    page.goto(printed.strip())
    page.get_by_label("New password").fill("another four good words")
    page.get_by_label("The same again").fill("another four good words")
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "ada@lamp.example", "another four good words")
    expect(page.get_by_role("heading", name="Stories")).to_be_visible()


def test_every_page_of_the_desk_looks_right(desk, person, results):
    page = person()
    page.goto(desk.first)
    looks_right(page, results, "invitation")
    join(page, desk.first, "Ada Lind", "ada@lamp.example")
    looks_right(page, results, "home")
    draft = Path(desk.data).parent / "quay.md"
    draft.write_text("---\nheadline: Quay closed by a storm\n---\nThe quay was closed on Monday, 17 June 2020.\n")
    newsroom.run("import", "--data", desk.data, str(draft))
    page.goto("/desk")
    looks_right(page, results, "home-with-a-draft")
    page.get_by_role("link", name="Quay closed by a storm").click()
    looks_right(page, results, "story")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("is a Wednesday")
    page.get_by_label("Publish although").fill("An old calendar")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("link", name="Its page on the site")).to_be_visible()
    looks_right(page, results, "story-published")
    page.goto("/desk/people")
    page.get_by_label("Mail address, if you know it").fill("rob@lamp.example")
    page.get_by_role("button", name="Invite").click()
    link = page.locator(".done code").inner_text()
    join(person(), link, "Rob Winter", "rob@lamp.example")
    looks_right(page, results, "people-invited")
    page.goto("/desk/people")
    page.locator("summary").click()
    looks_right(page, results, "people")
    page.get_by_role("button", name="New password").click()
    reset = page.locator(".done code").inner_text()
    for name in ("stories", "account", "log", "account/second-factor"):
        page.goto("/desk/" + name)
        looks_right(page, results, name.replace("/", "-"))
    outside = person()
    for name, address in {"sign-in": "/desk/sign-in", "forgot": "/desk/forgot", "reset": reset}.items():
        outside.goto(address)
        looks_right(outside, results, name)
    outside.goto("/desk/nothing")
    looks_right(outside, results, "message")
