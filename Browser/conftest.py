"""One demo newsroom, one server and one Chromium for the whole run; a fresh browser context for each reader."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import newsroom
from newspaper import Edition, Newspaper
from reader import Reader

RESULTS = Path(__file__).parent / "results"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Says with a failure what stood on the open pages and what the servers last wrote."""
    report = yield
    if report.when == "call" and report.failed:
        for one in Reader.readers:
            report.sections += [(f"page {page.url}", text) for page, text in one.pages()]
        for server in newsroom.Served.running:
            report.sections.append((f"last lines of {server.log.name}", server.last_lines()))
    return report


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Scheme and host of the demo newsroom; NEWSREEL_SITE names one that is served already."""
    if served := os.environ.get("NEWSREEL_SITE"):
        yield served.rstrip("/")
        return
    data = newsroom.copy_of_demo(tmp_path_factory.mktemp("browser") / "newsroom")
    with newsroom.Served(data) as server:
        yield server.origin


@pytest.fixture(scope="session")
def newspaper(origin: str) -> Newspaper:
    return Newspaper(origin)


@pytest.fixture(scope="session")
def english(newspaper: Newspaper) -> Edition:
    """The default edition, which is written from left to right."""
    return newspaper.edition("ltr")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
        # Chromium's sandbox refuses to run for root, as in a CI container.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=[*arguments, "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Browser, origin: str) -> Iterator[Callable[..., Reader]]:
    """Makes readers: `reader(width=360, touch=True)`. At the end none of them may have met an error, a violation of the
    content security policy or a request to another site."""
    readers: list[Reader] = []

    def make(**how) -> Reader:
        readers.append(Reader(chromium, origin, **how))
        return readers[-1]

    yield make
    complaints = [complaint for one in readers for complaint in one.complaints]
    for one in readers:
        one.close()
    assert complaints == []


@pytest.fixture(scope="session")
def results() -> Path:
    """Where pictures and prints are left for people to look at."""
    RESULTS.mkdir(exist_ok=True)
    return RESULTS


@pytest.fixture
def page_of(newspaper: Newspaper) -> Callable[[str, str], str]:
    """The path of a kind of page. The left-to-right demo has every kind; the other may do without some."""

    def find(direction: str, kind: str) -> str:
        path = newspaper.path(direction, kind)
        if path is None:
            assert direction == "rtl", f"the demo newsroom has no page of the kind {kind}"
            pytest.skip(f"no page of the kind {kind} in this edition")
        return path

    return find
