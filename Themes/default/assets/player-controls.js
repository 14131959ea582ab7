// The controls of one clip or recording: what they show, and what a mouse and a keyboard do with them.
import { announce, copy, fill } from "./store.js";
import { menus } from "./player-menus.js";
import { gestures } from "./player-touch.js";

const template = document.getElementById("player");
const language = document.documentElement.lang || undefined;
const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
// A phone's own buttons set its volume; a page there cannot.
const setsVolume = Object.assign(document.createElement("audio"), { volume: 0.5 }).volume === 0.5;

const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(language, { style: "percent" });
const list = new Intl.ListFormat(language, { type: "unit", style: "narrow" });
const two = (value) => String(value).padStart(2, "0");

// 1:05 or 1:02:03 for the eye, "1 minute 5 seconds" for the ear.
function parts(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return { hour: Math.floor(whole / 3600), minute: Math.floor(whole / 60) % 60, second: whole % 60 };
}
function clock(seconds) {
  const { hour, minute, second } = parts(seconds);
  return hour ? `${hour}:${two(minute)}:${two(second)}` : `${minute}:${two(second)}`;
}
function spoken(seconds) {
  const all = Object.entries(parts(seconds)).filter(([unit, value]) => value || unit === "second");
  return list.format(all.filter(([, value]) => value || all.length === 1)
    .map(([unit, value]) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value)));
}
const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };

export function controls(clip, page) {
  if (!template) return;
  const { media, frame } = clip;
  const ui = template.content.firstElementChild.cloneNode(true);
  const words = ui.dataset;
  const one = (name) => ui.querySelector(`[data-${name}]`);
  const [slider, track, bar, note, error, play] = ["slider", "track", "bar", "note", "error", "play"].map(one);
  const on = (target, names, listener) => names.split(" ").forEach((name) => target.addEventListener(name, listener));

  const playWord = play.title;

  frame.classList.add(clip.isVideo ? "is-video" : "is-audio");
  frame.setAttribute("role", "group");
  frame.tabIndex = -1;
  frame.setAttribute("aria-label", media.getAttribute("aria-label") ?? "");
  media.controls = false;
  frame.append(ui);
  on(ui, "pointerdown keydown input", () => { clip.touched = true; });

  // Words over the picture for those who see it; those who do not are told through the page.
  let noteTimer;
  function say(text, { icon, side = "", aloud = true } = {}) {
    note.replaceChildren(...(icon ? [icon.cloneNode(true)] : []), text);
    note.dataset.side = side;
    note.hidden = false;
    if (aloud && text) announce(text);
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => { note.hidden = true; }, side ? 700 : 1400);
  }

  // The controls leave the picture alone while it runs, unless somebody is at them.
  let quietTimer;
  const busy = () => media.paused || scrub !== null || !error.hidden || menu.isOpen || ui.querySelector(":focus-visible")
    || (matchMedia("(hover: hover)").matches && bar.matches(":hover"));
  function hush() {
    if (busy()) return wake();
    frame.classList.add("is-quiet");
    lift();
  }
  function wake(wait = 2600) {
    if (frame.classList.contains("is-quiet")) {
      frame.classList.remove("is-quiet");
      lift();
      paint();
    }
    clearTimeout(quietTimer);
    if (clip.isVideo) quietTimer = setTimeout(hush, wait);
  }
  on(frame, "focusin keydown", () => wake());
  on(frame, "pointermove", (event) => { if (event.pointerType === "mouse") wake(); });
  on(frame, "pointerleave", (event) => { if (event.pointerType === "mouse") wake(700); });

  // Time and the bar
  let scrub = null;
  const share = (second) => (clip.length ? Math.min(1, second / clip.length) : 0);
  function paintTime() {
    const at = scrub ?? clip.at;
    put(one("now"), clock(at));
    put(one("total"), clock(clip.length));
    slider.max = clip.length || 1;
    slider.value = at;
    track.style.setProperty("--played", share(at));
    // The bar under a screen reader's cursor does not speak by itself while the clip runs.
    if (document.activeElement === slider && !media.paused && scrub === null) return;
    const text = fill(words.of, { time: spoken(at), total: spoken(clip.length) });
    if (slider.getAttribute("aria-valuetext") !== text) slider.setAttribute("aria-valuetext", text);
  }
  function paintBuffered() {
    const { buffered } = media;
    let end = 0;
    for (let each = 0; each < buffered.length; each += 1) if (buffered.start(each) <= clip.at + 1) end = buffered.end(each);
    track.style.setProperty("--buffered", share(end));
  }
  // Smoothly while it can be seen.
  function paint() {
    paintTime();
    if (!media.paused && !frame.classList.contains("is-quiet")) requestAnimationFrame(paint);
  }
  on(media, "timeupdate seeking seeked durationchange loadedmetadata emptied", paintTime);
  on(media, "progress timeupdate seeked emptied", paintBuffered);
  on(media, "play pause ended emptied", () => {
    const runs = !media.paused && !media.ended;
    frame.classList.toggle("is-playing", runs);
    if (runs) frame.classList.add("is-started");
    play.title = runs ? play.dataset.pause : playWord;
    play.setAttribute("aria-label", play.title);
    if (runs) error.hidden = true;
    wake();
    paint();
  });

  function step(seconds, side = "") {
    clip.seek(clip.at + seconds);
    if (side) say("", { icon: one(`step="${seconds}"`).querySelector("svg"), side, aloud: false });
    paintTime();
  }
  slider.addEventListener("input", () => {
    scrub = +slider.value;
    // One seek at a time: the last place counts.
    if (!media.seeking) clip.seek(scrub);
    showPreview(scrub);
    paintTime();
  });
  slider.addEventListener("change", () => {
    clip.seek(+slider.value);
    scrub = null;
    shot.parentElement.hidden = true;
    paintTime();
    wake();
  });

  // The picture of the second under the pointer, fetched when somebody first comes near the bar.
  const shot = one("shot");
  let pictures = null;
  let asked = false;
  async function approach() {
    if (asked) return;
    asked = true;
    askChapters();
    if (!media.dataset.storyboard) return;
    try {
      const { preview } = await import("./player-preview.js");
      pictures = await preview(media.dataset.storyboard, shot);
      if (!shot.parentElement.hidden) showPreview(pointed);
    } catch {
      // The time alone is shown.
    }
  }
  let chapters = [];
  function askChapters() {
    const from = media.querySelector("track[kind=chapters]");
    if (!from || from.track.mode === "hidden") return;
    from.addEventListener("load", () => paintChapters(from.track));
    from.track.mode = "hidden";
  }
  let pointed = 0;
  function paintChapters({ cues }) {
    chapters = [...cues];
    for (const { startTime } of chapters) {
      if (startTime < 0.5) continue;
      const mark = document.createElement("span");
      mark.className = "player-mark";
      mark.style.insetInlineStart = `${share(startTime) * 100}%`;
      track.append(mark);
    }
  }
  function showPreview(second) {
    pointed = second;
    const box = shot.parentElement;
    const chapter = chapters.findLast(({ startTime }) => startTime <= second)?.text ?? "";
    shot.hidden = !pictures?.(second, frame.clientWidth < 560 ? 120 : 192);
    put(one("at"), clock(second));
    put(one("chapter"), chapter);
    one("chapter").hidden = !chapter;
    box.hidden = false;
    const room = slider.clientWidth - box.offsetWidth;
    box.style.left = `${Math.max(0, Math.min(room, share(second) * slider.clientWidth - box.offsetWidth / 2))}px`;
  }
  on(slider, "pointerenter focus", approach);
  on(media, "play", askChapters);
  on(slider, "pointermove", (event) => {
    const box = slider.getBoundingClientRect();
    showPreview(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * clip.length);
  });
  on(slider, "pointerleave pointerup pointercancel blur", () => { shot.parentElement.hidden = true; });

  // Sound
  const volume = one("volume");
  volume.hidden = !setsVolume;
  function paintSound() {
    const level = media.muted ? 0 : media.volume;
    one("mute").setAttribute("aria-pressed", level === 0);
    volume.value = level;
    volume.style.setProperty("--played", level);
    volume.setAttribute("aria-valuetext", percent.format(level));
  }
  const sounds = () => (media.muted || !media.volume ? words.muted : `${volume.ariaLabel} ${percent.format(media.volume)}`);
  function mute() {
    const silent = media.muted || !media.volume;
    page.choose(silent ? { muted: false, volume: media.volume || 1 } : { muted: true });
    say(sounds());
  }
  function louder(change) {
    const level = Math.round(Math.max(0, Math.min(1, (media.muted ? 0 : media.volume) + change)) * 20) / 20;
    page.choose({ volume: level, muted: level === 0 });
    say(sounds());
  }
  volume.addEventListener("input", () => page.choose({ volume: +volume.value, muted: +volume.value === 0 }));
  on(media, "volumechange", paintSound);

  // Captions. A stream may bring its own again; the page's are the ones with names.
  const tracks = [...media.querySelectorAll("track:is([kind=captions], [kind=subtitles])")];
  const trackName = ({ srclang, kind }) => `${srclang} ${kind}`;
  const byDefault = tracks.find((each) => each.default);
  let shown = null;
  function paintCaptions() {
    const { captions } = page.choices;
    shown = captions === "" ? null : (captions && tracks.find((each) => trackName(each) === captions))
      || (captions && tracks.find((each) => each.srclang === captions.split(" ")[0])) || byDefault || null;
    for (const each of media.textTracks) {
      if (each.kind === "chapters" || each.kind === "metadata" || !tracks.length) continue;
      const mode = each === shown?.track ? "showing" : "disabled";
      if (each.mode !== mode) each.mode = mode;
    }
    one("captions").setAttribute("aria-pressed", shown !== null);
  }
  function choosesCaptions(track) {
    page.choose({ captions: track ? trackName(track) : "" });
    say(track ? fill(words.captionsOn, { language: track.label }) : words.captionsOff);
  }
  let lastShown = null;
  function captions() {
    if (!tracks.length) return;
    if (shown) lastShown = shown;
    const best = lastShown ?? byDefault ?? tracks.find((each) => each.srclang === document.documentElement.lang) ?? tracks[0];
    choosesCaptions(shown ? null : best);
  }
  one("captions").hidden = !tracks.length;
  one("pick=language").hidden = tracks.length < 2;
  on(media, "loadedmetadata", paintCaptions);
  media.textTracks.addEventListener?.("addtrack", paintCaptions);

  // Captions stand above the controls: by style where an engine lets us, elsewhere by their own place.
  const byStyle = !("lineAlign" in (window.VTTCue?.prototype ?? {}));
  const lifted = new WeakSet();
  function lift() {
    if (byStyle || !shown) return;
    const up = !frame.classList.contains("is-quiet");
    for (const cue of shown.track.activeCues ?? []) {
      if (up ? cue.line !== "auto" : !lifted.has(cue)) continue;
      cue.snapToLines = !up;
      cue.lineAlign = up ? "end" : "start";
      cue.line = up ? Math.floor(100 - (bar.clientHeight / frame.clientHeight) * 100) : "auto";
      if (up) lifted.add(cue);
      else lifted.delete(cue);
    }
  }
  for (const each of tracks) each.track.addEventListener("cuechange", lift);

  // Speed and quality
  // Marked as left-to-right, so that the sign stays behind the number in every line.
  const rates = (rate) => `\u200e${number.format(rate)}×\u200e`;
  function setRate(rate) {
    page.choose({ rate });
    say(rates(rate));
  }
  function faster(steps) {
    const here = speeds.findIndex((each) => each >= media.playbackRate);
    setRate(speeds[Math.max(0, Math.min(speeds.length - 1, (here < 0 ? speeds.length : here) + steps))]);
  }
  const qualities = (media.dataset.qualities ?? "").split(/\s+/).filter(Boolean).map((each) => {
    const [, height, src] = /^(\d+):(.*)$/.exec(each) ?? [];
    return { height, src: src && new URL(src, document.baseURI).href };
  }).filter(({ src }) => src);
  let fixed = null;
  const qualityName = (quality) => (quality ? `${quality.height}p` : words.auto);
  function setQuality(quality) {
    if (quality === fixed) return;
    fixed = quality;
    keepStill();
    clip.swap(quality?.src ?? clip.sources[0].src);
    say(qualityName(quality));
    menu.paint();
  }
  // While the new file comes, the last picture stays.
  function keepStill() {
    if (!media.videoWidth || media.readyState < 2) return;
    const still = Object.assign(document.createElement("canvas"), { width: media.videoWidth, height: media.videoHeight, className: "player-still" });
    still.getContext("2d").drawImage(media, 0, 0);
    media.after(still);
    const gone = () => still.remove();
    on(media, "seeked playing error", gone);
    setTimeout(gone, 8000);
  }
  function paintQuality() {
    if (!clip.streams) fixed = null;
    one("pick=quality").hidden = qualities.length < 2 || !clip.streams;
    menu.paint();
    menu.fit();
  }
  on(media, "loadedmetadata", paintQuality);

  const menu = menus(ui, clip, {
    language: {
      options: () => tracks.map((each) => [each, each.label]), chosen: () => shown, choose: choosesCaptions, value: () => shown?.srclang.toUpperCase() ?? "",
    },
    speed: { options: () => speeds.map((each) => [each, rates(each)]), chosen: () => media.playbackRate, choose: setRate, value: () => rates(media.playbackRate) },
    quality: {
      options: () => [null, ...qualities].map((each) => [each, qualityName(each)]), chosen: () => fixed, choose: setQuality, value: () => qualityName(fixed),
    },
  });
  on(media, "ratechange", menu.paint);
  on(frame, "choices", () => { paintCaptions(); menu.paint(); });

  // Sharing, downloading, other screens
  async function shareAt() {
    const link = new URL(media.dataset.url || location.href.split(/[?#]/)[0], document.baseURI);
    const second = Math.floor(clip.at);
    if (second) link.searchParams.set("t", second);
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      // Shutting the sheet is no failure.
      return navigator.share({ title: media.dataset.title, url: link.href }).catch(() => {});
    }
    const done = await copy(link.href, ui);
    say(done ? fill(words.copied, { time: clock(second) }) : words.copyFailed);
  }
  if (media.dataset.download) {
    one("download").href = media.dataset.download;
    one("download").hidden = false;
  }

  const pip = one("pip");
  pip.hidden = !clip.isVideo || !document.pictureInPictureEnabled || media.disablePictureInPicture;
  on(media, "enterpictureinpicture leavepictureinpicture", ({ type }) => pip.setAttribute("aria-pressed", type.startsWith("enter")));
  async function takeOut() {
    try {
      await (document.pictureInPictureElement === media ? document.exitPictureInPicture() : media.requestPictureInPicture());
    } catch {
      // The browser keeps its picture; nothing is lost.
    }
  }

  const full = one("full");
  const isFull = () => document.fullscreenElement === frame;
  full.hidden = !clip.isVideo || !(document.fullscreenEnabled || media.webkitEnterFullscreen);
  function fullScreen() {
    if (full.hidden) return;
    if (isFull()) document.exitFullscreen();
    else if (document.fullscreenEnabled) frame.requestFullscreen();
    else media.webkitEnterFullscreen();
  }
  document.addEventListener("fullscreenchange", () => {
    full.setAttribute("aria-pressed", isFull());
    frame.classList.toggle("is-full", isFull());
    wake();
  });

  // Waiting is shown when it lasts, a failure when somebody asked for the clip.
  let waitTimer;
  on(media, "waiting seeking loadstart", () => {
    clearTimeout(waitTimer);
    waitTimer = setTimeout(() => frame.classList.toggle("is-waiting", clip.runs || media.seeking), 400);
  });
  on(media, "playing seeked canplay pause error emptied", () => {
    clearTimeout(waitTimer);
    frame.classList.remove("is-waiting");
  });
  on(frame, "clipfailed", () => {
    if (!clip.runs) return;
    error.querySelector("p").textContent = navigator.onLine ? words.failed : words.offline;
    error.hidden = false;
    frame.classList.remove("is-playing", "is-waiting");
    wake();
  });
  one("again").addEventListener("click", () => {
    error.hidden = true;
    one("play").focus();
    clip.again();
  });

  // Presses
  const others = page.clips.filter((each) => each.frame);
  for (const button of ui.querySelectorAll("[data-clip]")) {
    button.hidden = others.length < 2;
    button.disabled = !others[others.indexOf(clip) + +button.dataset.clip];
    button.addEventListener("click", () => page.go(clip, +button.dataset.clip));
  }
  for (const button of ui.querySelectorAll("[data-step]")) button.addEventListener("click", () => step(+button.dataset.step));
  const presses = { play: () => clip.toggle(), mute, captions, "share-at": shareAt, pip: takeOut, full: fullScreen };
  for (const [name, press] of Object.entries(presses)) one(name).addEventListener("click", press);
  gestures(ui, { clip, step, wake, fullScreen, isFull, quiet: () => frame.classList.add("is-quiet"), menu });

  // Keys, by the letter or, on keyboards of other scripts, by its place.
  const keys = {
    " ": () => clip.toggle(), k: () => clip.toggle(), j: () => step(-10), l: () => step(10),
    ArrowLeft: () => step(-5), ArrowRight: () => step(5), ArrowUp: () => louder(0.05), ArrowDown: () => louder(-0.05),
    m: mute, f: fullScreen, c: captions, "<": () => faster(-1), ">": () => faster(1),
  };
  frame.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target, code, shiftKey } = event;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
    const key = shiftKey && code === "Comma" ? "<" : shiftKey && code === "Period" ? ">"
      : /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key[A-Z]$/.test(code) ? code[3].toLowerCase() : event.key;
    if (key === " " && target.closest("button, a")) return;
    if (target === volume && key.startsWith("Arrow")) return;
    if (target === slider && (key === "Home" || key === "End")) clip.seek(key === "Home" ? 0 : clip.length);
    else if (digit && !shiftKey) clip.seek((clip.length * digit) / 10);
    else if (keys[key]) keys[key]();
    else return;
    event.preventDefault();
    paintTime();
  });

  if (media.dataset.waveform) {
    track.style.setProperty("--wave", `url("${media.dataset.waveform}")`);
    track.classList.add("has-wave");
  }
  frame.classList.toggle("lifts-by-style", byStyle);
  paintTime();
  paintSound();
  paintCaptions();
  paintQuality();
}
