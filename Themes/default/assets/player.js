// Every clip and recording of a page: one voice at a time, where the reader was, the second that an address asks for,
// transcripts that follow. Without this file the browser's own controls work.
import { read, write } from "./store.js";
import { Clip } from "./player-clip.js";
import { controls } from "./player-controls.js";
import { transcript } from "./player-transcript.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const clips = [...document.querySelectorAll(":is([data-media], [data-player]) :is(audio, video)")].map((media) => new Clip(media));

// What the reader chose, for all of them. Anything could be in storage.
const kept = read("newsreel-player", {});
const within = (value, least, most, or) => (value >= least && value <= most ? value : or);
const choices = {
  volume: within(kept.volume, 0, 1, 1),
  muted: kept.muted === true,
  rate: within(kept.rate, 0.25, 4, 1),
  captions: typeof kept.captions === "string" ? kept.captions : null,
};
function apply({ media }, { volume, muted, rate }) {
  if (volume !== undefined) media.volume = volume;
  if (muted !== undefined) media.muted = muted;
  if (rate !== undefined) media.defaultPlaybackRate = media.playbackRate = rate;
}

const page = {
  clips,
  choices,
  choose(change) {
    write("newsreel-player", Object.assign(choices, change));
    for (const clip of clips) {
      // What started by itself stays without sound until the reader turns to it.
      if (clip.touched || !clip.runs) apply(clip, change);
      clip.frame?.dispatchEvent(new Event("choices"));
    }
  },
  // The clip before or after another one, started where it stands in the page.
  go(from, steps) {
    const next = clips[clips.indexOf(from) + steps];
    if (!next) return;
    if (document.fullscreenElement) document.exitFullscreen();
    next.touched = true;
    next.frame.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    next.frame.querySelector("[data-play]").focus({ preventScroll: true });
    next.play();
  },
};

// Where the reader was, not at the edges: there is nothing to go back to.
const placesKey = "newsreel-places";
function places() {
  const list = read(placesKey, []);
  return Array.isArray(list) ? list.filter((pair) => Array.isArray(pair) && pair.length === 2 && Number.isFinite(pair[1])) : [];
}
function remember(clip) {
  // What ran by itself was not watched.
  if (!clip.started || !clip.length || ("autoplay" in clip.media.dataset && !clip.touched)) return;
  const rest = places().filter(([name]) => name !== clip.name);
  const atEdge = clip.at < 10 || clip.length - clip.at < 10;
  write(placesKey, atEdge ? rest : [[clip.name, Math.floor(clip.at)], ...rest].slice(0, 50));
}
function restore(clip) {
  const place = places().find(([name]) => name === clip.name)?.[1];
  if (place && !clip.placed && clip.at < 1 && !(place > clip.length - 10)) clip.seek(place);
}

// The keys of a keyboard, a headset or a lock screen.
function takeKeys(clip) {
  const session = navigator.mediaSession;
  if (!session) return;
  const { media } = clip;
  const { title, artist } = media.dataset;
  session.metadata = new MediaMetadata({
    title: title || document.title, artist: artist ?? "", artwork: media.poster ? [{ src: media.poster }] : [],
  });
  const here = clips.indexOf(clip);
  const handlers = {
    play: () => clip.play(),
    pause: () => media.pause(),
    seekbackward: ({ seekOffset }) => clip.seek(clip.at - (seekOffset || 10)),
    seekforward: ({ seekOffset }) => clip.seek(clip.at + (seekOffset || 10)),
    seekto: ({ seekTime }) => clip.seek(seekTime),
    previoustrack: here > 0 ? () => page.go(clip, -1) : null,
    nexttrack: here < clips.length - 1 ? () => page.go(clip, 1) : null,
  };
  for (const [action, handler] of Object.entries(handlers)) {
    try {
      session.setActionHandler(action, handler && ((details) => {
        clip.touched = true;
        handler(details);
      }));
    } catch {
      // A browser knows some of these actions and not others.
    }
  }
}
function tellPosition(clip) {
  if (!clip.length || clip.media.paused) return;
  navigator.mediaSession?.setPositionState?.({
    duration: clip.length, position: Math.min(clip.at, clip.length), playbackRate: clip.media.playbackRate,
  });
}

// Only where an editor asked for it, without sound, in view, and never against the reader's settings.
function startInView(clip) {
  if (calm.matches || navigator.connection?.saveData) return;
  const { media } = clip;
  const observer = new IntersectionObserver(([entry]) => {
    if (clip.touched) observer.disconnect();
    else if (entry.intersectionRatio < 0.5) media.pause();
    else if (!clips.some((other) => other.runs) && !media.ended) {
      media.muted = true;
      clip.play();
    }
  }, { threshold: [0, 0.5] });
  observer.observe(media);
}

// How far clips are watched is counted like the reading of stories: the clip and the quarter, nothing of who watches.
function tellWatched(clip) {
  const { media, name } = clip;
  const left = [0.25, 0.5, 0.75, 0.95];
  const tell = (what) => navigator.sendBeacon?.("/views", `${what} ${name}`);
  let begun = false;
  media.addEventListener("timeupdate", () => {
    // What runs by itself is not watched.
    if ("autoplay" in media.dataset && !clip.touched) return;
    let seconds = 0;
    for (let part = 0; part < media.played.length; part += 1) seconds += media.played.end(part) - media.played.start(part);
    if (!begun && seconds > 0) begun = tell("play") || true;
    while (left.length && seconds >= left[0] * media.duration) tell(100 - 25 * (left.length - 1)), left.shift();
  });
}

for (const clip of clips) {
  const { media, frame } = clip;
  if (media.dataset.asset) tellWatched(clip);
  apply(clip, choices);
  // A press on the browser's own controls means the same as one on ours.
  media.addEventListener("play", () => {
    for (const other of clips) if (other !== clip) other.media.pause();
    // Not before the reader asks for anything: seeking fetches.
    if (!clip.started) restore(clip);
    clip.started = true;
    takeKeys(clip);
  });
  let last = 0;
  media.addEventListener("timeupdate", () => {
    if (Math.abs(clip.at - last) < 5) return;
    last = clip.at;
    remember(clip);
  });
  for (const event of ["pause", "ended"]) media.addEventListener(event, () => remember(clip));
  for (const event of ["playing", "seeked", "ratechange"]) media.addEventListener(event, () => tellPosition(clip));
  if (frame) controls(clip, page);
  if (frame && "autoplay" in media.dataset) startInView(clip);
}
addEventListener("pagehide", () => clips.forEach(remember));

for (const block of document.querySelectorAll("[data-transcript]")) {
  const clip = clips.find(({ name }) => name === block.dataset.transcript);
  if (clip) transcript(block, clip);
}

// `?t=73`: the lead begins there.
function seekAsked() {
  const asked = Number.parseInt(new URLSearchParams(location.search).get("t"), 10);
  const lead = clips.find(({ media }) => media.closest(".lead")) ?? clips[0];
  if (!lead || !(asked >= 0)) return;
  lead.placed = true;
  lead.seek(asked);
}
seekAsked();
addEventListener("popstate", seekAsked);
