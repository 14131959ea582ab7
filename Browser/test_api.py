"""The API as partners meet it: keys and webhooks at the desk, the documentation's own commands, and a fuzzer."""

import base64
import hashlib
import hmac
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

import newsroom
from test_desk import Newsroom, desk, join, looks_right, person  # noqa: F401 (fixtures)


@pytest.fixture(autouse=True)
def loopback(monkeypatch):
    monkeypatch.setenv("NEWSREEL_WEBHOOKS_ALLOW_LOOPBACK", "true")


class Receiver:
    """Another site: notes what it is told, and answers what the test says."""

    def __init__(self):
        self.letters: list[tuple[dict, bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.letters.append(({k.lower(): v for k, v in self.headers.items()}, body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def letter(self, number: int, timeout: float = 20) -> tuple[dict, bytes]:
        deadline = time.monotonic() + timeout
        while len(self.letters) < number:
            assert time.monotonic() < deadline, f"{len(self.letters)} letters came, not {number}"
            time.sleep(0.05)
        return self.letters[number - 1]


def ask(origin: str, method: str, path: str, key: str, body=None, **headers: str):
    request = urllib.request.Request(
        f"{origin}/api/v1/{path}", method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or "null")


def is_signed(secret: str, headers: dict, body: bytes) -> bool:
    """The check of standardwebhooks.com, as a partner writes it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return wanted in headers["webhook-signature"].split(" ") and abs(time.time() - int(headers["webhook-timestamp"])) < 60


def test_an_administrator_gives_a_key_and_takes_it_back(desk, person, request):
    results = Path(request.config.rootpath) / "Browser" / "results"
    results = results if results.parent.exists() else Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    page.get_by_role("link", name="API").click()
    page.get_by_label("Whom or what it is for").fill("Wire partner")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what it is for")
    page.get_by_label("read stories").check()
    page.get_by_label("write and change").check()
    page.get_by_role("button", name="Make the key").click()
    secret = page.locator(".done code").inner_text()
    assert re.fullmatch(r"nrk_[0-9a-z]{52}", secret)
    looks_right(page, results, "api-key")
    page.goto("/desk/api")
    assert secret not in page.content()
    expect(page.get_by_text("read, write · made")).to_be_visible()
    assert ask(desk.served.origin, "GET", "stories", secret)[0] == 200
    assert ask(desk.served.origin, "GET", "webhooks", secret)[0] == 403
    page.get_by_role("link", name="What there is to ask").click()
    expect(page.get_by_role("heading", level=1, name="The API")).to_be_visible()
    page.locator("summary", has_text="PUT").first.press("Enter")
    expect(page.get_by_text("-H 'If-Match: \"VERSION\"'").first).to_be_visible()
    looks_right(page, results, "api-reference")
    page.goto("/desk/api")
    page.get_by_role("button", name="Revoke Wire partner").click()
    assert ask(desk.served.origin, "GET", "stories", secret)[0] == 401
    page.goto("/desk/log")
    expect(page.get_by_role("cell", name="key added")).to_be_visible()
    expect(page.get_by_role("cell", name="key revoked")).to_be_visible()


def test_another_site_is_told_again_until_it_has_taken_it(desk, person):
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    page = person()
    join(page, desk.first, "Ada", "ada@lamp.example")
    with Receiver() as partner:
        page.goto("/desk/api")
        page.get_by_label("Address").fill(partner.url)
        page.get_by_role("button", name="Add the webhook").click()
        secret = page.locator(".done code").inner_text()
        page.get_by_role("link", name=partner.url).click()
        partner.answers = [500]
        page.get_by_role("button", name="Send a test").click()
        headers, body = partner.letter(1)
        assert json.loads(body)["type"] == "test" and is_signed(secret, headers, body)
        assert not is_signed(secret, headers, body + b" ")
        again, same = partner.letter(2)
        assert same == body and again["webhook-id"] == headers["webhook-id"] and is_signed(secret, again, same)

        def state(words: str) -> None:
            deadline = time.monotonic() + 15
            while words not in page.locator("tbody").inner_text():
                assert time.monotonic() < deadline, page.locator("tbody").inner_text()
                page.get_by_role("button", name="Look again").click()

        state("delivered")
        key = newsroom.run("keys", "add", "Partner", "--data", desk.data, "--scope", "write", "--scope", "publish").stdout.strip()
        status, story = ask(desk.served.origin, "POST", "stories", key, {"edition": "en", "content": {"headline": "The lamp is lit"}})
        assert status == 201, story
        status, story = ask(
            desk.served.origin, "POST", f"stories/{story['id']}/steps", key, {"step": "publish", "despite": "A test."})
        assert status == 200, story
        headers, body = partner.letter(3)
        told = json.loads(body)
        assert told["type"] == "story.published" and told["data"]["address"] == story["address"]
        assert is_signed(secret, headers, body)
        partner.answers = [302]
        page.get_by_role("button", name="Look again").click()
        page.get_by_role("button", name="Send again story.published").click()
        partner.letter(4)
        state("no redirect is followed")
        looks_right(page, results, "webhook")
        partner.letter(5)
        page.get_by_role("button", name="Remove this webhook").click()
        expect(page.get_by_text("No other site is told")).to_be_visible()


def test_the_commands_of_the_documentation_do_what_it_says(desk, tmp_path):
    """Runs every `sh` block of api.md in one shell, as somebody would who reads it."""
    text = (newsroom.ROOT / "Documentation" / "api.md").read_text()
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    assert len(blocks) >= 6
    key = newsroom.run(
        "keys", "add", "Reader of the page", "--data", desk.data,
        *[word for scope in ("read", "write", "publish", "manage") for word in ("--scope", scope)]).stdout.strip()
    script = "set -euo pipefail\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=120, cwd=tmp_path,
        env={**os.environ, "SITE": desk.served.origin, "KEY": key})
    assert done.returncode == 0, done.stderr + done.stdout
    for words in re.findall(r"<!-- says: (.*?) -->", text):
        assert words in done.stdout, f"{words} is not in\n{done.stdout}"


def test_a_fuzzer_finds_no_server_error_and_no_answer_outside_the_schema(desk, tmp_path, monkeypatch):
    origin = desk.served.origin
    key = newsroom.run(
        "keys", "add", "Fuzzer", "--data", desk.data,
        *[word for scope in ("read", "write", "publish", "upload", "manage") for word in ("--scope", scope)]).stdout.strip()
    status, story = ask(origin, "POST", "stories", key, {"edition": "en", "content": {"headline": "The lamp is lit"}})
    assert status == 201, story
    status, webhook = ask(origin, "POST", "webhooks", key, {"url": "https://127.0.0.1:9/", "events": ["media.ready"]})
    assert status == 201, webhook
    # Without these every address with an identity in it would be asked for what is not there.
    (tmp_path / "schemathesis.toml").write_text(
        f'[parameters]\n"path.story" = "{story["id"]}"\n"path.edition" = "en"\n"path.version" = "1"\n'
        f'"path.webhook" = "{webhook["id"]}"\n"header.If-Match" = "*"\n'
        # A method that nobody knows is answered with 501, as RFC 9110 §9.1 has it, and that is no fault.
        '[phases.coverage]\nunexpected-methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]\n')
    done = subprocess.run(
        [
            Path(sys.executable).parent / "st", "run", f"{origin}/api/v1/openapi.json",
            "-H", f"Authorization: Bearer {key}", "--max-examples", "60", "--seed", "1", "--workers", "1",
            "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-color", "--request-timeout", "20",
            "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
            "response_schema_conformance,negative_data_rejection",
            # Addresses of its making would be told of what it does.
            "--exclude-operation-id", "post-webhooks", "--exclude-operation-id", "delete-webhooks-webhook",
        ],
        capture_output=True, text=True, timeout=300, cwd=tmp_path)
    (Path(__file__).parent / "results").mkdir(exist_ok=True)
    (Path(__file__).parent / "results" / "schemathesis.txt").write_text(done.stdout + done.stderr)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
