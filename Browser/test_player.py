"""Readers watch and listen: every control by mouse, finger and keyboard, over real playback of the stream."""

import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import footage
import newsroom
from newspaper import Newspaper

LONG = 60_000


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A newsroom with footage; NEWSREEL_CLIPS_SITE names one that is served already."""
    if served := os.environ.get("NEWSREEL_CLIPS_SITE"):
        yield served.rstrip("/")
        return
    data = footage.newsroom_with_footage(tmp_path_factory.mktemp("player") / "newsroom")
    with newsroom.Served(data) as server:
        yield server.origin


@pytest.fixture(scope="session")
def stories(origin: str) -> dict[str, str]:
    """The paths of the stories by what they hold."""
    paper = Newspaper(origin)
    left, right = paper.edition("ltr").stories, paper.edition("rtl").stories
    return {
        "clip": next(s.path for s in left if "<track" in s.html),
        "tall": next(s.path for s in left if "ratio-9x16" in s.html),
        "sound": next(s.path for s in left if "<audio" in s.html),
        "long": next(s.path for s in left if "river" in s.path),
        "rtl": next(s.path for s in right if "<video" in s.html),
    }


class Player:
    """The player of a page that stands at `place`."""

    def __init__(self, page: Page, place: int = 0):
        self.page = page
        self.frame = page.locator("[data-player]").nth(place)
        self.media = self.frame.locator("video, audio")
        self.frame.scroll_into_view_if_needed()
        self.frame.evaluate("frame => frame.scrollIntoView({ block: 'center' })")
        expect(self.frame.locator(".player-ui")).to_be_attached()
        self.until("m => m.readyState >= 1")

    def control(self, name: str):
        return self.frame.locator(f".player-ui [data-{name}]")

    def pick(self, name: str):
        return self.frame.locator(f"[data-pick={name}] > button")

    def item(self, name: str, words: str):
        return self.frame.locator(f"[data-pick={name}] [role=menuitemradio]").filter(has_text=words)

    def value(self, script: str):
        return self.media.evaluate(f"m => {script}")

    def until(self, condition: str, timeout: int = 20_000, arg=None):
        """Waits for a condition of the medium `m`, in which `a` may stand for a value."""
        handle = self.media.element_handle()
        self.page.wait_for_function(f"([m, a]) => ({condition})(m, a)", arg=[handle, arg], timeout=timeout)

    @property
    def at(self) -> float:
        return self.value("m.currentTime")

    def runs(self) -> "Player":
        at = self.at
        self.until("(m, a) => !m.paused && m.currentTime > a + 0.3", arg=at)
        return self

    def rests(self) -> "Player":
        self.until("m => m.paused")
        return self

    def stands_at(self, second: float, within: float = 1.5) -> "Player":
        self.until("(m, [s, w]) => !m.seeking && Math.abs(m.currentTime - s) <= w", arg=[second, within])
        return self

    def seek(self, second: float) -> "Player":
        self.media.evaluate("(m, s) => { m.currentTime = s; }", second)
        return self.stands_at(second)

    def started(self) -> "Player":
        self.control("play").click()
        return self.runs()

    def slide(self, name: str, share: float, touch: bool = False) -> None:
        """Presses a slider at a share of its length."""
        slider = self.control(name)
        box = slider.bounding_box()
        where = {"x": 8 + (box["width"] - 16) * share, "y": box["height"] / 2}
        slider.tap(position=where) if touch else slider.click(position=where)

    def says(self, words: str | re.Pattern) -> None:
        expect(self.page.locator("[data-announce]")).to_have_text(words)


@pytest.fixture
def clip(reader, stories):
    """Opens the story with the wide clip."""

    def open(query: str = "", **how) -> Player:
        return Player(reader(**how).open(stories["clip"] + query))

    return open


def changed(one, path: str, change) -> None:
    """Serves the story at `path` with its HTML changed: what an editor would have asked for, without another newsroom."""

    def answer(route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()))

    one.page.route(re.compile(re.escape(path) + r"(\?.*)?$"), answer)


def with_second(page_html: str) -> str:
    """The same clip once more beneath the text, under another name."""
    figure = re.search(r'<figure class="lead media-video".*?</figure>', page_html, re.S)[0]
    second = re.sub(r'data-asset="[^"]+"', 'data-asset="second"', figure.replace('"lead media-video"', '"media-video"'))
    second = re.sub(r'<details class="transcript".*?</details>', "", second, flags=re.S)
    return page_html.replace("</article>", second + "</article>", 1)


def autoplaying(page_html: str) -> str:
    return re.sub(r"<video ", "<video data-autoplay ", page_html, count=1)


# Playing


def test_a_clip_plays_to_its_end_through_the_stream(clip):
    player = clip()
    assert player.value("m.paused") and not player.value("m.controls")
    player.started()
    assert "master.m3u8" in player.value("m.currentSrc")
    expect(player.control("play")).to_have_attribute("aria-label", "Pause")
    player.pick("speed").click()
    player.item("speed", "2×").click()
    player.until("m => m.ended", timeout=LONG)
    assert player.at == pytest.approx(player.value("m.duration"), abs=0.2)
    assert player.value("m.duration") == pytest.approx(footage.SECONDS, abs=0.5)
    expect(player.control("play")).to_have_attribute("aria-label", "Play")


def line_of(one):
    """
    Sets how many bytes a second the reader's line carries; -1 is no bound. It is set before the page is opened: one part
    of a stream that came as fast as loopback carries it, and Chromium believes in that line for a minute, the quicker
    the machine the longer.
    """
    line = one.context.new_cdp_session(one.page)
    line.send("Network.enable")

    def speed(bytes_a_second: int) -> None:
        line.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 20, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
        })

    return speed


LARGEST = "Math.max(...m.dataset.qualities.split(' ').map((each) => parseInt(each)))"


def test_the_picture_grows_when_a_slow_line_becomes_quick(reader, stories):
    one = reader()
    speed = line_of(one)
    speed(60_000)
    player = Player(one.open(stories["clip"]))
    largest = player.value(LARGEST)
    player.started()
    player.until("m => m.currentTime > 1.5", timeout=LONG)
    small = player.value("m.videoHeight")
    assert 0 < small < largest
    speed(-1)
    player.until("(m, a) => m.videoHeight > a", timeout=LONG, arg=small)
    assert not player.value("m.paused")


def test_the_picture_shrinks_when_a_quick_line_becomes_slow(reader, stories):
    one = reader()
    speed = line_of(one)
    speed(400_000)
    player = Player(one.open(stories["long"]))
    player.started()
    player.until(f"m => m.videoHeight === {LARGEST}", timeout=LONG)
    # Less than the larger picture needs and more than the smaller. Chromium shows what it has, and several parts of four
    # seconds come late before it believes that the line has changed.
    speed(60_000)
    player.until(f"m => m.videoHeight < {LARGEST}", timeout=2 * LONG)
    assert not player.value("m.paused")
    at = player.at
    player.until("(m, a) => m.currentTime > a + 1", timeout=LONG, arg=at)


def test_a_press_on_the_picture_plays_and_pauses_and_two_fill_the_screen(clip):
    player = clip()
    player.frame.click(position={"x": 300, "y": 120})
    player.runs()
    player.frame.click(position={"x": 300, "y": 120})
    player.rests()
    player.frame.dblclick(position={"x": 300, "y": 120})
    expect(player.control("full")).to_have_attribute("aria-pressed", "true")
    player.rests()


# By mouse


def test_a_mouse_steps_and_seeks(clip):
    player = clip()
    player.control('step="10"').click()
    player.stands_at(10)
    player.control('step="10"').click()
    player.stands_at(20)
    player.control('step="-10"').click()
    player.stands_at(10)
    player.slide("slider", 0.5)
    player.stands_at(footage.SECONDS / 2)
    expect(player.control("now")).to_have_text("0:12")
    expect(player.control("total")).to_have_text("0:24")
    expect(player.control("slider")).to_have_attribute("aria-valuetext", re.compile(r"^1[12] seconds of 24 seconds$"))


def test_a_bar_that_is_dragged_goes_where_it_is_let_go(clip):
    player = clip()
    box = player.control("slider").bounding_box()
    y = box["y"] + box["height"] / 2
    player.page.mouse.move(box["x"] + 10, y)
    player.page.mouse.down()
    for share in (0.2, 0.5, 0.75):
        player.page.mouse.move(box["x"] + box["width"] * share, y)
    expect(player.control("now")).to_have_text("0:18")
    player.page.mouse.up()
    player.stands_at(18)


def test_a_mouse_sets_the_sound(clip):
    player = clip()
    mute = player.control("mute")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    assert player.value("m.muted")
    player.says("Sound off")
    player.slide("volume", 0.5)
    player.until("m => !m.muted && Math.abs(m.volume - 0.5) < 0.06")
    expect(mute).to_have_attribute("aria-pressed", "false")
    expect(player.control("volume")).to_have_attribute("aria-valuetext", re.compile(r"^(45|50|55)%$"))
    # The next page remembers.
    player = Player(reload(player))
    player.until("m => Math.abs(m.volume - 0.5) < 0.06")


def reload(player: Player) -> Page:
    player.page.reload(wait_until="load")
    return player.page


def test_captions_show_in_the_language_that_is_chosen(clip):
    player = clip().started()
    button = player.control("captions")
    shown = "m => [...m.textTracks].some((t) => t.mode === 'showing' && t.language === '{}' && t.activeCues?.length === 1)"
    # The page's language is on by itself.
    expect(button).to_have_attribute("aria-pressed", "true")
    player.until(shown.format("en"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert player.value("[...m.textTracks].every((t) => t.mode !== 'showing')")
    player.says("Captions off")
    player.pick("language").click()
    player.item("language", "Русский").click()
    player.until(shown.format("ru"))
    expect(button).to_have_attribute("aria-pressed", "true")
    player.says(re.compile("Русский"))
    player = Player(reload(player)).started()
    player.until(shown.format("ru"))


def test_captions_can_be_seen(clip):
    """The picture changes where the words stand, and only while they are on."""
    player = clip(height=1000)
    player.seek(5)
    player.frame.evaluate("frame => frame.querySelector('.player-ui').style.visibility = 'hidden'")
    player.until("m => [...m.textTracks].some((t) => t.mode === 'showing' && t.activeCues?.length)")
    player.page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    with_words = player.frame.screenshot()
    player.media.evaluate("m => { for (const t of m.textTracks) if (t.kind !== 'chapters') t.mode = 'disabled'; }")
    player.page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    assert player.frame.screenshot() != with_words


def test_the_speed_is_chosen_and_kept(clip):
    player = clip()
    player.pick("speed").click()
    expect(player.item("speed", "1×").first).to_be_focused()
    player.item("speed", "1.5×").click()
    assert player.value("m.playbackRate") == 1.5
    expect(player.pick("speed")).to_be_focused()
    expect(player.pick("speed")).to_have_attribute("aria-label", re.compile("1.5×"))
    player.pick("speed").click()
    expect(player.item("speed", "1.5×")).to_have_attribute("aria-checked", "true")
    player = Player(reload(player))
    player.until("m => m.playbackRate === 1.5")


def test_a_quality_is_chosen_without_losing_the_place(clip):
    player = clip().started()
    player.seek(8)
    player.pick("speed").click()
    player.item("speed", "1.25×").click()
    lowest = player.value("Math.min(...m.dataset.qualities.split(' ').map((each) => parseInt(each)))")
    player.pick("quality").click()
    player.item("quality", f"{lowest}p").click()
    player.until("(m, a) => m.currentSrc.includes(`v${a}.m3u8`) && m.readyState >= 2 && m.videoHeight === a", arg=lowest)
    player.runs()
    assert player.at > 7.5
    assert player.value("m.playbackRate") == 1.25
    player.until("m => [...m.textTracks].some((t) => t.mode === 'showing' && t.activeCues?.length)")
    player.pick("quality").click()
    expect(player.item("quality", f"{lowest}p")).to_have_attribute("aria-checked", "true")
    player.item("quality", "Auto").click()
    player.until("m => m.currentSrc.includes('master.m3u8') && m.readyState >= 2")
    player.runs()
    assert player.at > 7.5


def test_a_clip_goes_into_a_picture_in_the_picture_and_back(clip):
    player = clip().started()
    pip = player.control("pip")
    pip.click()
    expect(pip).to_have_attribute("aria-pressed", "true")
    assert player.page.evaluate("document.pictureInPictureElement?.localName") == "video"
    pip.click()
    expect(pip).to_have_attribute("aria-pressed", "false")


def test_a_clip_fills_the_screen_and_leaves_it(clip):
    player = clip()
    full = player.control("full")
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    assert player.page.evaluate("document.fullscreenElement?.matches('[data-player]')")
    box = player.media.bounding_box()
    assert box["width"] == pytest.approx(player.page.viewport_size["width"], abs=2)
    full.click()
    expect(full).to_have_attribute("aria-pressed", "false")
    assert player.page.evaluate("document.fullscreenElement") is None


def test_a_clip_is_downloaded(clip):
    player = clip()
    with player.page.expect_download() as waiting:
        player.control("download").click()
    assert waiting.value.path().stat().st_size > 10_000


def test_a_second_is_shared_and_the_link_leads_there(clip):
    player = clip(permissions=["clipboard-read", "clipboard-write"])
    player.seek(9)
    player.control("share-at").click()
    player.says("Link to 0:09 copied")
    link = player.page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("?t=9"), link
    page = player.page
    page.goto(page.url.split("?")[0] + "?t=9", wait_until="load")
    Player(page).stands_at(9).rests()


def test_near_the_bar_a_picture_of_the_second_is_shown(clip):
    player = clip()
    asked = []
    player.page.on("request", lambda request: asked.append(request.url))
    assert not any("storyboard" in url for url in asked)
    player.control("slider").hover(position={"x": 400, "y": 20})
    shot = player.control("shot")
    expect(shot).to_be_visible()
    assert "storyboard.jpg" in shot.evaluate("e => e.style.backgroundImage")
    first = shot.evaluate("e => e.style.backgroundPosition")
    box = player.control("slider").bounding_box()
    player.page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 20)
    player.page.wait_for_function("([e, p]) => e.style.backgroundPosition !== p", arg=[shot.element_handle(), first])
    expect(player.control("at")).to_have_text("0:23")
    player.page.mouse.move(5, 5)
    expect(shot).to_be_hidden()
    assert any("storyboard.vtt" in url for url in asked)


def test_what_is_loaded_is_shown_on_the_bar(clip):
    player = clip().started()
    player.page.wait_for_function(
        "(e) => parseFloat(e.style.getPropertyValue('--buffered')) > parseFloat(e.style.getPropertyValue('--played'))",
        arg=player.control("track").element_handle(),
    )


def test_the_controls_leave_a_running_picture_alone(clip):
    player = clip(height=1000).started()
    player.page.evaluate("document.activeElement.blur()")
    player.page.mouse.move(5, 5)
    expect(player.frame).to_have_class(re.compile("is-quiet"))
    expect(player.frame.locator(".player-bar")).to_have_css("opacity", "0")
    player.frame.hover(position={"x": 300, "y": 100})
    expect(player.frame).not_to_have_class(re.compile("is-quiet"))
    player.pick("speed").click()
    player.page.mouse.move(5, 5)
    player.until("(m, a) => m.currentTime > a + 4", arg=player.at)
    expect(player.frame).not_to_have_class(re.compile("is-quiet"))


# By keyboard


def test_every_key_does_what_it_says(clip):
    player = clip()
    press = player.page.keyboard.press
    player.control("play").focus()
    press("Space")
    player.runs()
    press("k")
    player.rests()
    player.seek(12)
    for key, second in {"l": 22, "j": 12, "ArrowRight": 17, "ArrowLeft": 12, "3": 7.2, "0": 0, "9": 21.6}.items():
        press(key)
        player.stands_at(second, within=0.6)
    press("m")
    assert player.value("m.muted")
    press("m")
    assert not player.value("m.muted")
    press("ArrowDown")
    press("ArrowDown")
    player.until("m => Math.abs(m.volume - 0.9) < 0.001")
    player.says("Volume 90%")
    press("ArrowUp")
    player.until("m => Math.abs(m.volume - 0.95) < 0.001")
    press("c")
    expect(player.control("captions")).to_have_attribute("aria-pressed", "false")
    press("c")
    expect(player.control("captions")).to_have_attribute("aria-pressed", "true")
    press("Shift+Period")
    assert player.value("m.playbackRate") == 1.25
    press("Shift+Comma")
    press("Shift+Comma")
    assert player.value("m.playbackRate") == 0.75
    player.says(re.compile("0.75×"))
    press("f")
    expect(player.control("full")).to_have_attribute("aria-pressed", "true")
    press("f")
    expect(player.control("full")).to_have_attribute("aria-pressed", "false")
    player.control("slider").focus()
    press("End")
    player.until("m => m.duration - m.currentTime < 0.3")
    press("Home")
    player.stands_at(0, within=0.3)
    press("ArrowRight")
    player.stands_at(5, within=0.3)
    press("Space")
    player.runs()


def test_a_press_that_shuts_a_menu_does_nothing_else(clip):
    player = clip()
    player.pick("speed").click()
    player.frame.click(position={"x": 300, "y": 120})
    expect(player.pick("speed")).to_have_attribute("aria-expanded", "false")
    assert player.value("m.paused")
    player.frame.click(position={"x": 300, "y": 120})
    player.runs()


def test_keys_outside_the_player_are_the_pages(clip):
    player = clip()
    player.page.locator("h1").click()
    player.page.keyboard.press("k")
    player.page.keyboard.press("5")
    player.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert player.value("m.paused") and player.at == 0


def test_keys_work_after_a_press_on_the_picture_and_by_their_place(clip):
    player = clip()
    player.frame.click(position={"x": 300, "y": 120})
    player.runs()
    # A Russian keyboard gives another letter at the place of k.
    player.frame.evaluate(
        "f => f.dispatchEvent(new KeyboardEvent('keydown', { key: 'л', code: 'KeyK', bubbles: true, cancelable: true }))"
    )
    player.rests()


def test_menus_are_walked_by_arrows_and_left_by_escape(clip):
    player = clip()
    press = player.page.keyboard.press
    speed = player.pick("speed")
    speed.focus()
    press("Enter")
    expect(speed).to_have_attribute("aria-expanded", "true")
    expect(player.item("speed", "1×").first).to_be_focused()
    press("ArrowDown")
    expect(player.item("speed", "1.25×")).to_be_focused()
    press("ArrowUp")
    press("ArrowUp")
    expect(player.item("speed", "0.75×")).to_be_focused()
    press("End")
    expect(player.item("speed", "2×")).to_be_focused()
    press("ArrowDown")
    expect(player.item("speed", "0.5×")).to_be_focused()
    press("Escape")
    expect(speed).to_be_focused()
    expect(speed).to_have_attribute("aria-expanded", "false")
    assert player.value("m.playbackRate") == 1
    press("ArrowDown")
    press("End")
    press("Enter")
    assert player.value("m.playbackRate") == 2
    assert player.at == 0


def test_the_tab_key_reaches_every_control_and_the_ring_is_seen(clip):
    player = clip()
    player.control("slider").focus()
    seen = []
    for _ in range(20):
        name, ringed = player.page.evaluate(
            """() => {
              const e = document.activeElement;
              return [e.closest('[data-player]') ? e.getAttribute('aria-label') : null, getComputedStyle(e).outlineStyle !== 'none'];
            }"""
        )
        if name is None:
            break
        assert ringed, name
        seen.append(name)
        player.page.keyboard.press("Tab")
    visible = player.frame.locator("button:visible, a:visible, input:visible").evaluate_all("all => all.map((e) => e.ariaLabel)")
    assert seen == visible
    assert len(seen) >= 12


# By finger


def phone(reader, path: str) -> Player:
    return Player(reader(width=360, height=740, touch=True).open(path))


def tap(player: Player, across: float, down: float = 0.3, times: int = 1) -> None:
    """A finger on the picture at a share of its width."""
    box = player.frame.bounding_box()
    for _ in range(times):
        player.page.touchscreen.tap(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def test_a_finger_plays_shows_and_hides_the_controls(reader, stories):
    player = phone(reader, stories["clip"])
    tap(player, 0.5)
    player.runs()
    expect(player.frame).to_have_class(re.compile("is-quiet"))
    tap(player, 0.5, 0.2)
    expect(player.frame).not_to_have_class(re.compile("is-quiet"))
    player.runs()
    player.control("play").tap()
    player.rests()
    player.control("big").tap()
    player.runs()


def test_two_taps_at_a_side_step_ten_seconds(reader, stories):
    player = phone(reader, stories["clip"])
    tap(player, 0.5)
    player.runs()
    player.control("play").tap()
    player.rests()
    player.seek(2)
    tap(player, 0.9, times=2)
    player.stands_at(12)
    expect(player.control("note")).to_have_attribute("data-side", "right")
    tap(player, 0.1, times=2)
    player.stands_at(2)
    expect(player.control("note")).to_have_attribute("data-side", "left")


def test_a_finger_reaches_every_control_of_a_small_player(reader, stories):
    player = phone(reader, stories["clip"])
    # Play, the bar, the time, captions, full screen, and the rest in a menu.
    names = player.frame.locator(".player-row > :is(button, div):visible").evaluate_all(
        "all => all.map((e) => Object.keys(e.dataset).find((key) => /^(play|captions|pick|full)$/.test(key)))")
    assert names == ["play", "captions", "pick", "full"]
    more, full = player.pick("more"), player.control("full")
    player.slide("slider", 0.5, touch=True)
    player.stands_at(12)
    player.control("captions").tap()
    expect(player.control("captions")).to_have_attribute("aria-pressed", "false")
    more.tap()
    expect(more).to_have_attribute("aria-expanded", "true")
    player.control('step="10"').tap()
    player.stands_at(22)
    player.control('step="-10"').tap()
    player.stands_at(12)
    player.control("mute").tap()
    expect(player.control("mute")).to_have_attribute("aria-pressed", "true")
    player.slide("volume", 0.5, touch=True)
    player.until("m => !m.muted && Math.abs(m.volume - 0.5) < 0.06")
    player.pick("speed").tap()
    player.item("speed", "1.25×").tap()
    assert player.value("m.playbackRate") == 1.25
    player.pick("language").tap()
    player.item("language", "Русский").tap()
    expect(player.control("captions")).to_have_attribute("aria-pressed", "true")
    player.pick("quality").tap()
    lowest = player.value("Math.min(...m.dataset.qualities.split(' ').map((each) => parseInt(each)))")
    player.item("quality", f"{lowest}p").tap()
    player.until("(m, a) => m.currentSrc.includes(`v${a}.m3u8`) && m.readyState >= 1", arg=lowest)
    player.stands_at(12)
    for name in ("share-at", "pip", "download"):
        expect(player.control(name)).to_be_visible()
    small = player.frame.locator("button:visible, a:visible").evaluate_all(
        "all => all.filter((e) => e.getBoundingClientRect().width < 44 || e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 80))")
    assert small == []
    player.page.touchscreen.tap(180, 30)
    expect(more).to_have_attribute("aria-expanded", "false")
    full.tap()
    expect(full).to_have_attribute("aria-pressed", "true")


def test_a_finger_that_sweeps_down_leaves_full_screen(reader, stories):
    player = phone(reader, stories["clip"])
    tap(player, 0.5)
    player.runs()
    player.control("full").tap()
    expect(player.control("full")).to_have_attribute("aria-pressed", "true")
    session = player.page.context.new_cdp_session(player.page)

    def touch(kind: str, y: int | None = None) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if y is None else [{"x": 180, "y": y}]})

    # Upwards means nothing.
    touch("touchStart", 400)
    for y in (350, 300, 250):
        touch("touchMove", y)
    touch("touchEnd")
    expect(player.control("full")).to_have_attribute("aria-pressed", "true")
    touch("touchStart", 200)
    for y in (260, 330, 400):
        touch("touchMove", y)
    touch("touchEnd")
    expect(player.control("full")).to_have_attribute("aria-pressed", "false")
    player.runs()


# The page around it


def test_the_transcript_follows_and_leads(clip):
    player = clip(height=1000)
    block = player.page.locator("[data-transcript]")
    block.locator("summary").click()
    block.locator("ol").evaluate("e => { e.style.maxBlockSize = '5rem'; }")
    player.started()
    player.seek(17)
    current = block.locator("[aria-current=true]")
    expect(current).to_have_count(1)
    expect(current.locator("[data-t]")).to_have_attribute("data-t", "16")
    inside = """([box, row]) => {
      const [outer, inner] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
      return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
    }"""
    player.page.wait_for_function(inside, arg=[block.locator("ol").element_handle(), current.element_handle()])
    player.control("play").click()
    player.rests()
    scrolled = player.page.evaluate("scrollY")
    address = player.page.url
    player.seek(1)
    expect(current.locator("[data-t]")).to_have_attribute("data-t", "0")
    assert player.page.evaluate("scrollY") == scrolled
    block.locator("[data-t='8']").click()
    player.runs()
    assert 8 <= player.at < 12
    assert player.page.url == address


def test_an_address_with_a_second_begins_there(clip):
    player = clip("?t=7")
    player.stands_at(7).rests()
    player.started()
    assert 7 <= player.at < 10
    player.control("play").click()
    player.rests()
    player.page.evaluate("history.pushState(null, '', '?t=15'); history.pushState(null, '', '?t=3'); history.back()")
    player.stands_at(15)


def test_the_place_is_remembered_but_not_at_the_edges(clip):
    player = clip().started()
    player.seek(12)
    player.control("play").click()
    player.rests()
    player = Player(reload(player))
    assert player.at == 0
    player.control("play").click()
    player.until("m => !m.paused && m.currentTime > 11.5")
    assert player.at < 15
    # Near the end there is nothing to come back to.
    player.seek(20)
    player.control("play").click()
    player.rests()
    player = Player(reload(player))
    player.control("play").click()
    player.runs()
    assert player.at < 5


def test_one_voice_at_a_time_and_the_way_from_clip_to_clip(reader, stories):
    one = reader()
    changed(one, stories["clip"], with_second)
    page = one.open(stories["clip"])
    second, first = Player(page, 1), Player(page, 0)
    expect(first.control('clip="-1"')).to_be_disabled()
    expect(second.control('clip="1"')).to_be_disabled()
    first.started()
    second.started()
    first.rests()
    # In the narrower column of the text it stands in the menu for more.
    if second.pick("more").is_visible():
        second.pick("more").click()
    second.control('clip="-1"').click()
    first.runs()
    second.rests()
    expect(first.control("play")).to_be_focused()
    first.control('clip="1"').click()
    second.runs()
    first.rests()


def test_a_page_with_one_clip_has_no_way_to_another(clip):
    player = clip()
    expect(player.control('clip="1"')).to_be_hidden()
    expect(player.control('clip="-1"')).to_be_hidden()


def test_lock_screens_and_headsets_know_the_clip(clip):
    player = clip().started()
    facts = player.page.evaluate(
        "({ title: navigator.mediaSession.metadata.title, artwork: navigator.mediaSession.metadata.artwork.length })")
    assert facts["title"] == player.value("m.dataset.title") and facts["title"]
    assert facts["artwork"] == 1


def test_a_clip_starts_by_itself_only_where_an_editor_asked_and_without_sound(reader, stories):
    one = reader(motion=True)
    changed(one, stories["clip"], autoplaying)
    player = Player(one.open(stories["clip"]))
    player.runs()
    assert player.value("m.muted")
    expect(player.control("mute")).to_have_attribute("aria-pressed", "true")
    # Out of sight it waits; once the reader has paused it, it does not start again.
    player.page.evaluate("scrollTo(0, 0); document.body.style.paddingBlockStart = '3000px'; scrollTo(0, 0)")
    player.rests()
    player.frame.evaluate("f => f.scrollIntoView({ block: 'center' })")
    player.runs()
    player.control("play").click()
    player.rests()
    player.page.evaluate("scrollTo(0, 0)")
    player.frame.evaluate("f => f.scrollIntoView({ block: 'center' })")
    player.page.evaluate("new Promise((done) => setTimeout(done, 300))")
    player.rests()
    # What started without sound is no wish for silence.
    one.page.unroute_all()
    player = Player(one.open(stories["clip"]))
    assert not player.value("m.muted") and player.value("m.paused")


@pytest.mark.parametrize("wish", ["less motion", "less data", "nothing asked"])
def test_a_clip_does_not_start_against_a_readers_wish(reader, stories, wish):
    one = reader(motion=wish != "less motion")
    if wish != "nothing asked":
        changed(one, stories["clip"], autoplaying)
    if wish == "less data":
        one.context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    player = Player(one.open(stories["clip"]))
    player.until("m => m.readyState >= 2")
    player.page.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert player.value("m.paused") and player.at == 0


def test_nothing_moves_when_the_controls_come_and_the_clip_runs(reader, stories):
    for kind in ("clip", "tall", "sound"):
        for width, height in ((360, 740), (1440, 900)):
            one = reader(width=width, height=height)
            # The first time the faces of the page come late on a busy machine, which is not what is looked at here.
            one.open(stories[kind])
            player = Player(one.open(stories[kind])).started()
            shifts = one.shifts()
            assert round(sum(shift["value"] for shift in shifts), 4) == 0, (kind, width, shifts)
            assert player.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_tall_clip_stays_on_the_screen(reader, stories):
    player = Player(reader().open(stories["tall"]))
    box = player.frame.bounding_box()
    assert box["height"] <= 0.81 * player.page.viewport_size["height"]
    assert box["height"] > 1.5 * box["width"]
    player = phone(reader, stories["tall"])
    box = player.frame.bounding_box()
    assert box["width"] == 360 and 500 < box["height"] < 740


# When something fails


def test_where_the_stream_fails_the_file_plays(reader, stories):
    one = reader()
    one.page.route("**/*.m3u8", lambda route: route.abort())
    player = Player(one.open(stories["clip"])).started()
    assert ".mp4" in player.value("m.currentSrc")
    expect(player.pick("quality")).to_be_hidden()
    expect(player.control("error")).to_be_hidden()


def test_a_stream_whose_files_are_gone_gives_way_to_the_file(clip):
    player = clip().started()
    player.page.route(re.compile(r"/v\d+\.mp4$"), lambda route: route.abort())
    player.media.evaluate("m => { m.currentTime = 21; }")
    expect(player.frame).to_have_class(re.compile("is-waiting"))
    player.until("m => m.currentSrc.includes('.mp4') && m.readyState >= 3 && m.currentTime > 20.5", timeout=LONG)
    expect(player.frame).not_to_have_class(re.compile("is-waiting"))


def test_a_quality_that_fails_gives_way_without_losing_the_place(clip):
    player = clip().started()
    player.seek(9)
    player.page.route(re.compile(r"/v\d+\.m3u8$"), lambda route: route.abort())
    player.pick("quality").click()
    player.frame.locator("[data-pick=quality] [role=menuitemradio]").last.click()
    player.until("m => m.currentSrc.includes('.mp4') && m.readyState >= 2", timeout=LONG)
    player.runs()
    assert player.at > 8


def test_a_clip_that_cannot_be_reached_says_so_and_tries_again(clip):
    player = clip().started()
    player.control("play").click()
    player.rests()
    player.seek(10)
    broken = re.compile(r"/(master\.m3u8|v\d+\.m3u8|(play|first)\.mp4)$")
    player.page.route(broken, lambda route: route.abort())
    player.pick("quality").click()
    player.frame.locator("[data-pick=quality] [role=menuitemradio]").last.click()
    player.control("play").click()
    expect(player.control("error")).to_be_visible(timeout=LONG)
    expect(player.control("error").locator("p")).to_have_text("This recording could not be played.")
    player.page.unroute_all()
    player.control("again").click()
    expect(player.control("error")).to_be_hidden()
    player.runs()
    assert player.at > 9


# Recordings


def test_a_recording_has_the_same_controls_and_a_waveform(reader, stories):
    player = Player(reader().open(stories["sound"]))
    expect(player.media).to_be_hidden()
    for name in ("full", "pip", "captions"):
        expect(player.control(name)).to_be_hidden()
    player.started()
    player.control('step="10"').click()
    player.until("m => m.currentTime > 10")
    player.slide("slider", 0.75)
    player.until("m => Math.abs(m.currentTime - 0.75 * m.duration) < 2")
    mask = player.control("track").evaluate("e => getComputedStyle(e).maskImage")
    assert "waveform.svg" in mask
    player.page.keyboard.press("k")
    player.rests()


# For everybody


@pytest.mark.parametrize("kind", ["clip", "sound", "rtl"])
def test_axe_finds_nothing_in_the_player(reader, stories, kind):
    page = reader(height=1200).open(stories[kind])
    player = Player(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
    player.pick("speed").click()
    assert violations(page) == []


@pytest.mark.parametrize("kind", ["clip", "rtl"])
def test_axe_finds_nothing_in_a_small_player_with_its_menu_open(reader, stories, kind):
    player = phone(reader, stories[kind])
    player.pick("more").tap()
    player.pick("speed").tap()
    expect(player.item("speed", "2×")).to_be_visible()
    assert violations(player.page) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} ({node['failureSummary'][:200]})" for rule in found for node in rule["nodes"]]


def test_without_scripts_the_browsers_own_controls_work(reader, stories):
    for kind, element in (("clip", "video"), ("sound", "audio")):
        page = reader(scripts=False).open(stories[kind])
        media = page.locator(element).first
        expect(media).to_be_visible()
        assert media.get_attribute("controls") is not None
        expect(page.locator(".player-ui")).to_have_count(0)
        media.evaluate("m => m.play()")
        expect(media).not_to_have_js_property("currentTime", 0)


def test_from_right_to_left_the_bar_still_runs_to_the_right(reader, stories):
    player = Player(reader().open(stories["rtl"]))
    assert player.control("bar").evaluate("e => getComputedStyle(e).direction") == "ltr"
    player.slide("slider", 0.25)
    player.stands_at(6)
    player.page.keyboard.press("ArrowRight")
    player.stands_at(11)
    player.pick("speed").click()
    menu = player.frame.locator("[data-pick=speed] [data-list]")
    assert menu.evaluate("e => getComputedStyle(e).direction") == "rtl"
    box = menu.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= player.page.viewport_size["width"]
    play = player.control("play")
    assert play.get_attribute("aria-label") == "شغّل"
    assert play.bounding_box()["x"] < player.control("full").bounding_box()["x"]


# For people to look at


@pytest.mark.parametrize("kind", ["clip", "tall", "sound", "rtl"])
@pytest.mark.parametrize("width, height", [(360, 740), (768, 1024), (1440, 900)])
def test_portraits_of_the_player(reader, stories, results, kind, width, height):
    for scheme in ("light", "dark"):
        player = Player(reader(width=width, height=height, scheme=scheme, touch=width == 360).open(stories[kind]))
        player.control("play").focus()
        player.started()
        path = results / f"player-{kind}-{width}-{scheme}.png"
        player.page.screenshot(path=path)
        assert path.stat().st_size > 4_000
