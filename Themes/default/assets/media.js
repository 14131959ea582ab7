// Native players stay as they are. This adds steps, one voice at a time, and a memory of where the reader was.
import { read, write } from "./store.js";

const key = "newsreel-places";
const all = [...document.querySelectorAll("[data-media] :is(audio, video)")];
const name = (media) => media.dataset.asset ?? new URL(media.currentSrc || media.src || media.querySelector("source")?.src || "", document.baseURI).pathname;

function places() {
  const kept = read(key, []);
  return Array.isArray(kept) ? kept.filter((pair) => Array.isArray(pair) && pair.length === 2 && Number.isFinite(pair[1])) : [];
}

function remember(media) {
  const rest = places().filter(([known]) => known !== name(media));
  const atEdge = media.currentTime < 10 || media.duration - media.currentTime < 10;
  write(key, atEdge ? rest : [[name(media), Math.floor(media.currentTime)], ...rest].slice(0, 50));
}

for (const media of all) {
  const restore = () => {
    const kept = places().find(([known]) => known === name(media));
    if (kept && kept[1] < media.duration - 10 && media.currentTime < 1) media.currentTime = kept[1];
  };
  // Seeking before the reader asks for anything would fetch: wait for the first press of play.
  media.addEventListener("play", () => {
    for (const other of all) if (other !== media) other.pause();
    if (media.dataset.started) return;
    media.dataset.started = "";
    if (media.readyState) restore();
    else media.addEventListener("loadedmetadata", restore, { once: true });
  });
  let last = 0;
  media.addEventListener("timeupdate", () => {
    if (Math.abs(media.currentTime - last) < 5) return;
    last = media.currentTime;
    remember(media);
  });
  for (const event of ["pause", "ended"]) media.addEventListener(event, () => remember(media));

  const steps = media.closest("[data-media]").querySelector(".player-steps");
  if (!steps) continue;
  steps.hidden = false;
  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) media.currentTime = Math.max(0, Math.min(media.duration || 0, media.currentTime + +button.dataset.step));
  });
}
