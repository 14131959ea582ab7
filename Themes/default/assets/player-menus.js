// The menus of a player: lists of which one thing is chosen, and the one that takes in what has no room in the bar.
export function menus(ui, { frame, isVideo }, picks) {
  const wraps = [...ui.querySelectorAll("[data-pick]")];
  const button = (wrap) => wrap.querySelector("button");
  const list = (wrap) => wrap.querySelector("[data-list]");
  const isOpen = (wrap) => !list(wrap).hidden;
  const more = wraps.find((wrap) => wrap.dataset.pick === "more");

  function close(wrap, focuses = false) {
    if (!isOpen(wrap)) return;
    list(wrap).hidden = true;
    button(wrap).setAttribute("aria-expanded", "false");
    if (focuses) button(wrap).focus();
  }
  function open(wrap) {
    for (const other of wraps) if (!other.contains(wrap)) close(other);
    build(wrap);
    list(wrap).hidden = false;
    button(wrap).setAttribute("aria-expanded", "true");
    (list(wrap).querySelector("[aria-checked=true]") ?? stops(list(wrap))[0])?.focus();
  }
  // What the arrows go to: in a menu its items, in the one for more every control.
  const stops = (from) => [...from.querySelectorAll("button, a, input")].filter((each) => each.getClientRects().length && !each.disabled);

  function build(wrap) {
    const pick = picks[wrap.dataset.pick];
    if (!pick) return;
    list(wrap).replaceChildren(...pick.options().map(([value, text]) => {
      const item = document.createElement("button");
      item.type = "button";
      item.role = "menuitemradio";
      item.tabIndex = -1;
      item.setAttribute("aria-checked", value === pick.chosen());
      item.textContent = text;
      item.addEventListener("click", () => {
        close(wrap, true);
        pick.choose(value);
      });
      return item;
    }));
  }

  function paint() {
    for (const [name, pick] of Object.entries(picks)) {
      const wrap = wraps.find((each) => each.dataset.pick === name);
      const [press, value] = [button(wrap), wrap.querySelector("[data-value]")];
      value.textContent = pick.value();
      press.dataset.name ??= press.getAttribute("aria-label");
      press.setAttribute("aria-label", value.textContent ? `${press.dataset.name}: ${value.textContent}` : press.dataset.name);
      if (isOpen(wrap)) for (const [at, [option]] of pick.options().entries()) list(wrap).children[at]?.setAttribute("aria-checked", option === pick.chosen());
    }
  }

  for (const wrap of wraps) {
    button(wrap).addEventListener("click", () => (isOpen(wrap) ? close(wrap) : open(wrap)));
    // Where the menu is a sheet, its shade belongs to it.
    wrap.addEventListener("click", ({ target }) => { if (target === wrap) close(wrap, true); });
    wrap.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !wrap.contains(relatedTarget)) close(wrap);
    });
    wrap.addEventListener("keydown", (event) => {
      if (event.defaultPrevented) return;
      const inside = list(wrap).contains(event.target);
      const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" && isOpen(wrap)) close(wrap, true);
      else if (steps && !inside && event.target === button(wrap) && wrap !== more && !more.contains(wrap)) open(wrap);
      else if (inside && !event.target.matches("[type=range]") && (steps || event.key === "Home" || event.key === "End")) {
        const all = stops(list(wrap));
        const here = all.indexOf(event.target);
        const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (here + steps + all.length) % all.length;
        all[next]?.focus();
      } else return;
      event.preventDefault();
      // The page's own menus and a dialog around the player have no part in this.
      event.stopPropagation();
    });
  }
  document.addEventListener("pointerdown", (event) => {
    for (const wrap of wraps) if (!wrap.contains(event.target)) close(wrap);
  });

  // What does not fit into the bar goes into the menu for more, the least needed first; a phone keeps the five it needs.
  const row = ui.querySelector("[data-row]");
  const movable = [...row.querySelectorAll("[data-rank]")].map((element) => {
    const home = document.createComment("");
    element.before(home);
    return { element, home, rank: +element.dataset.rank };
  });
  const byRank = [...movable].sort((one, other) => one.rank - other.rank);
  function fit() {
    for (const { element, home } of movable) home.after(element);
    more.hidden = true;
    const narrow = isVideo && frame.clientWidth < 420;
    const away = new Set();
    for (const each of byRank) {
      if (!narrow && row.scrollWidth <= row.clientWidth) break;
      if (each.element.hidden) continue;
      away.add(each);
      more.hidden = false;
      list(more).append(each.element);
    }
    for (const each of movable) if (away.has(each)) list(more).append(each.element);
    frame.classList.toggle("is-narrow", narrow);
    const small = isVideo && frame.clientHeight < 340;
    if (isVideo) frame.style.setProperty("--room", `${frame.clientHeight - 100}px`);
    frame.classList.toggle("has-sheet", small || frame.clientWidth < 420);
  }
  let width = 0;
  new ResizeObserver(() => {
    if (width === frame.clientWidth) return;
    width = frame.clientWidth;
    const had = document.activeElement;
    fit();
    // Moving an element takes the focus from it.
    if (had !== document.activeElement && ui.contains(had)) (had.getClientRects().length ? had : button(more)).focus({ preventScroll: true });
  }).observe(frame);

  return { paint, fit, get isOpen() { return wraps.some(isOpen); } };
}
