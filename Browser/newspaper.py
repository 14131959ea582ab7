"""What there is to read on a served site: its editions, and one page of every kind in each."""

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property

# Every kind of page that a reader can meet. Those in STORY_KINDS are stories told apart by what they hold.
STORY_KINDS = ["story", "gallery", "video", "audio", "document", "correction"]
LIST_KINDS = ["latest", "section", "tag", "author", "day"]
OTHER_KINDS = ["front", "search", "results", "bookmarks", "offline", "missing"]
KINDS = OTHER_KINDS + LIST_KINDS + STORY_KINDS


@dataclass
class Fetched:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def fetch(url: str, **headers: str) -> Fetched:
    """One GET, redirects followed; error statuses are answers too."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Fetched(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
    except urllib.error.HTTPError as error:
        return Fetched(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


@dataclass
class Story:
    path: str
    html: str
    headline: str
    tags: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def kinds(self) -> set[str]:
        groups = re.findall(r'data-lightbox="([^"]+)"', self.html)
        found = set()
        if any(groups.count(group) >= 3 for group in groups):
            found.add("gallery")
        if "<video" in self.html:
            found.add("video")
        if "<audio" in self.html:
            found.add("audio")
        if 'class="document"' in self.html:
            found.add("document")
        if 'class="correction"' in self.html:
            found.add("correction")
        if groups and not found & {"video", "audio"}:
            found.add("story")
        return found


class Edition:
    """One edition as its own pages show it."""

    def __init__(self, origin: str, front: str, language: str, direction: str):
        self.origin = origin
        self.front = front
        self.language = language
        self.direction = direction
        self.prefix = front.rstrip("/")

    @cached_property
    def stories(self) -> list[Story]:
        items = json.loads(fetch(f"{self.origin}{self.prefix}/feed.json").text)["items"]
        stories = []
        for item in items:
            path = urllib.parse.urlsplit(item["url"]).path
            page = fetch(self.origin + path).text
            chips = re.findall(r'<a class="chip" href="([^"]+)" rel="tag">([^<]+)</a>', page)
            stories.append(Story(path, page, item["title"], [(href, html.unescape(name)) for href, name in chips]))
        return stories

    def story(self, kind: str) -> Story | None:
        return next((story for story in self.stories if kind in story.kinds), None)

    @cached_property
    def paths(self) -> dict[str, str]:
        """A path for each kind of page that this edition has."""
        front = fetch(self.origin + self.front).text
        first = self.stories[0]
        day = re.match(rf"{re.escape(self.prefix)}(/\d{{4}}/\d\d/\d\d)/", first.path)[1]
        paths = {
            "front": self.front,
            "latest": self.prefix + "/latest",
            "search": self.prefix + "/search",
            "results": self.prefix + "/search?" + urllib.parse.urlencode({"q": longest_word(first.headline)}),
            "bookmarks": self.prefix + "/bookmarks",
            "offline": self.prefix + "/offline",
            "missing": self.prefix + "/no-such-page",
            "day": self.prefix + day,
        }
        for kind in ("section", "tag", "author"):
            pattern = rf'href="({re.escape(self.prefix)}/{kind}/[^"/?]+)"'
            for page in [front, *(story.html for story in self.stories)]:
                if found := re.search(pattern, page):
                    paths[kind] = found[1]
                    break
        for kind in STORY_KINDS:
            if story := self.story(kind):
                paths[kind] = story.path
        return paths


def longest_word(text: str) -> str:
    return max(re.findall(r"\w+", text), key=len)


class Newspaper:
    """A served site."""

    def __init__(self, origin: str):
        self.origin = origin

    @cached_property
    def editions(self) -> list[Edition]:
        front = fetch(self.origin + "/").text
        # The switcher stands in the bar and in the phone's menu; the first of each edition counts.
        found: dict[str, Edition] = {}
        for link in re.findall(r"<a [^>]*hreflang=[^>]*>", front):
            facts = dict(re.findall(r'(\w+)="([^"]*)"', link))
            if "dir" in facts and facts["hreflang"] not in found:
                path = urllib.parse.urlsplit(facts["href"]).path
                found[facts["hreflang"]] = Edition(self.origin, path, facts["hreflang"], facts["dir"])
        return list(found.values())

    def edition(self, direction: str) -> Edition:
        """The first edition that is written in this direction, `ltr` or `rtl`."""
        return next(edition for edition in self.editions if edition.direction == direction)

    def path(self, direction: str, kind: str) -> str | None:
        return self.edition(direction).paths.get(kind)

