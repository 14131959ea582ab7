// How an asset looks in the library and in the dialog that picks from it, and the rows of files on their way.
import { sizeText, timeText, watchAsset } from "./upload.js";

const kinds = { image: "Picture", video: "Clip", audio: "Recording", document: "Document" };

export function element(name, fields = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === false) continue;
    if (key in made && key !== "list" && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function durationText(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// What keeps it from being shown, or how far the work on it is; empty once it is ready.
export function stateText(asset) {
  if (asset.state === "failed") return `Failed: ${asset.failure || "nobody knows why"}`;
  const running = (asset.jobs ?? []).find(({ state }) => state === "running");
  if (asset.state === "processing") {
    const share = running?.progress > 0 ? ` ${Math.round(running.progress * 100)} %` : "";
    return `Processing${share}${running?.secondsLeft ? `, ${timeText(running.secondsLeft)}` : ""}`;
  }
  if (asset.state === "awaited") return "The file has not come yet";
  return "";
}

// The picture of an asset, or a plain field that says what it is.
export function thumbnail(asset) {
  const box = element("span", { class: "thumb", "data-kind": asset.kind });
  const source = asset.thumbnail ?? asset.preview;
  if (source) {
    const image = element("img", { src: source, alt: "", loading: "lazy", decoding: "async" });
    if (asset.focus) image.style.objectPosition = `${asset.focus.x * 100}% ${asset.focus.y * 100}%`;
    box.append(image);
  } else box.append(element("span", { class: "thumb-word" }, kinds[asset.kind] ?? asset.kind));
  if (asset.duration) box.append(element("span", { class: "thumb-time" }, durationText(asset.duration)));
  const state = stateText(asset);
  if (state) box.append(element("span", { class: "thumb-state", "data-state": asset.state }, state));
  return box;
}

export function words(asset) {
  return [
    element("b", { dir: "auto" }, asset.title),
    element("small", { dir: "auto", "data-missing": !asset.credit }, asset.credit || "no credit"),
    element("small", {}, `${kinds[asset.kind] ?? asset.kind} · ${asset.uses ? `in ${asset.uses} ${asset.uses === 1 ? "story" : "stories"}` : "unused"}`),
  ];
}

// A card of the library's page; keeps itself up to date while there is work on the asset.
export function libraryCard(asset) {
  const item = element("li", { "data-asset": asset.id });
  const draw = (asset) => item.replaceChildren(element("a", { href: `/desk/media/${asset.id}` }, thumbnail(asset), ...words(asset)));
  draw(asset);
  if (asset.state === "processing") watchAsset(asset.id, draw);
  return item;
}

// A row that shows how far an upload is, with buttons to hold it, go on and give it up.
export function uploadRow(upload) {
  const bar = element("progress", { max: upload.total || 1, value: 0, "aria-label": `Sending ${upload.name}` });
  const note = element("small", { role: "status" });
  const hold = element("button", { type: "button", class: "quiet" });
  const stop = element("button", { type: "button", class: "quiet" });
  const row = element("li", { class: "upload" },
    element("span", { class: "upload-name" }, element("b", { dir: "auto" }, upload.name), note), bar,
    element("span", { class: "upload-buttons" }, hold, stop));
  hold.addEventListener("click", () => (["paused", "failed"].includes(upload.state) ? upload.resume() : upload.pause()));
  stop.addEventListener("click", () => {
    if (["done", "failed", "cancelled"].includes(upload.state)) row.remove();
    upload.cancel();
  });
  let spoken = "";
  const draw = () => {
    bar.value = upload.state === "done" ? upload.total || 1 : upload.sent;
    row.dataset.state = upload.state;
    const share = `${sizeText(upload.sent)} of ${sizeText(upload.total)}`;
    const text = {
      waiting: "Waits for its turn", sending: [share, timeText(upload.secondsLeft)].filter(Boolean).join(", "),
      paused: `Paused at ${share}`, interrupted: `Interrupted at ${share}. It goes on by itself.`,
      checking: "All is there; the newsroom looks at it", done: "Sent", failed: upload.error, cancelled: "Given up",
    }[upload.state];
    // A screen reader is told of each state once, and not of each kilobyte.
    note.setAttribute("aria-live", spoken === upload.state ? "off" : "polite");
    spoken = upload.state;
    note.textContent = text;
    hold.hidden = ["checking", "done", "cancelled"].includes(upload.state);
    hold.textContent = upload.state === "failed" ? "Try again" : upload.state === "paused" ? "Go on" : "Pause";
    hold.setAttribute("aria-label", `${hold.textContent}: ${upload.name}`);
    stop.textContent = ["done", "failed", "cancelled"].includes(upload.state) ? "Hide" : "Cancel";
    stop.setAttribute("aria-label", `${stop.textContent}: ${upload.name}`);
  };
  upload.addEventListener("change", draw);
  draw();
  return row;
}
