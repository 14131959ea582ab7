// A mouse and fingers on the picture. A click plays; a finger shows the controls first, twice at a side steps, and pulled
// down leaves full screen.
const stepSeconds = 10;

export function gestures(ui, { clip, step, wake, quiet, fullScreen, isFull, menu }) {
  if (!clip.isVideo) return;
  const { frame, media } = clip;
  const onPicture = (event) => !event.target.closest("[data-bar], [data-error]");
  let kind = "mouse";
  // A press that shuts a menu does nothing else.
  let shuts = false;
  let start = null;
  let last = { time: 0, side: 0 };
  let single;

  ui.addEventListener("click", (event) => {
    if (kind === "mouse" && !shuts && onPicture(event)) clip.toggle();
  });
  ui.addEventListener("dblclick", (event) => {
    if (kind === "mouse" && onPicture(event)) fullScreen();
  });

  function tap(event) {
    const box = frame.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const side = across < 1 / 3 ? -1 : across > 2 / 3 ? 1 : 0;
    const again = side && side === last.side && event.timeStamp - last.time < 350;
    last = { time: event.timeStamp, side };
    clearTimeout(single);
    if (again) return step(side * stepSeconds, side < 0 ? "left" : "right");
    if (!clip.started || event.target.closest("[data-big]")) return clip.toggle();
    const shown = !frame.classList.contains("is-quiet");
    // A second tap at the side may come.
    single = setTimeout(() => (shown && !media.paused ? quiet() : wake()), side ? 260 : 0);
  }

  ui.addEventListener("pointerdown", (event) => {
    kind = event.pointerType;
    shuts = menu.isOpen;
    start = kind !== "mouse" && !shuts && event.isPrimary && onPicture(event) ? event : null;
    if (!start) wake();
    // The keys are the player's from here on.
    if (onPicture(event) && !frame.contains(document.activeElement)) frame.focus({ preventScroll: true });
  });
  ui.addEventListener("pointerup", (event) => {
    if (!start || event.pointerId !== start.pointerId) return;
    const across = event.clientX - start.clientX;
    const down = event.clientY - start.clientY;
    start = null;
    if (isFull() && down > 70 && down > Math.abs(across) * 1.2) fullScreen();
    else if (Math.hypot(across, down) < 12) tap(event);
  });
  ui.addEventListener("pointercancel", () => { start = null; });
}
