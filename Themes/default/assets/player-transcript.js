// The written words beside a clip: the row of the playing moment is marked and kept in view, and a row leads to its second.
export function transcript(block, clip) {
  const rows = [...block.querySelectorAll("[data-t]")].map((link) => ({ at: +link.dataset.t, row: link.closest("li") ?? link }));
  const box = block.querySelector("ol, ul") ?? block;
  let current = null;
  // A reader who scrolls through the words is not pulled back for a while.
  let away = 0;
  for (const event of ["wheel", "touchmove", "keydown"]) {
    box.addEventListener(event, () => { away = Date.now() + 5000; }, { passive: true });
  }

  // Only the words' own box scrolls, never the page.
  function show(row) {
    if (!block.open || Date.now() < away) return;
    const [outer, inner] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
    if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 8;
    else if (inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - 8;
  }

  function follow() {
    const next = rows.findLast(({ at }) => at <= clip.at + 0.1)?.row ?? null;
    if (next === current) return;
    current?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "true");
    current = next;
    if (next) show(next);
  }
  for (const event of ["timeupdate", "seeking"]) clip.media.addEventListener(event, follow);
  block.addEventListener("toggle", () => { if (current) show(current); });

  block.addEventListener("click", (event) => {
    const link = event.target.closest("li")?.querySelector("[data-t]");
    // A click that ends a selection is a reader who copies words; one with a key pressed wants a new tab.
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !getSelection().isCollapsed) return;
    event.preventDefault();
    clip.touched = clip.placed = true;
    clip.seek(+link.dataset.t);
    away = 0;
    clip.play();
  });
}
