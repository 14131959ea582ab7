// Pictures in full: single ones and galleries. Arrow keys, Home, End and Escape; swipe sideways to turn, down to close.
import { fill } from "./store.js";

const template = document.getElementById("lightbox");
const dialog = template?.content.firstElementChild.cloneNode(true);
let pictures = [];
let place = 0;

if (dialog) {
  // A dialog can't go full screen; what is in it can.
  const stage = document.createElement("div");
  stage.className = "lightbox-stage";
  stage.append(...dialog.childNodes);
  dialog.append(stage);
  document.body.append(dialog);
  const one = (selector) => dialog.querySelector(selector);
  const image = one("img");
  const count = one("[data-count]");
  const caption = one(".caption");
  const full = one("[data-full]");
  const fullLabel = full.getAttribute("aria-label");

  const preload = (index) => {
    const link = pictures[(index + pictures.length) % pictures.length];
    if (link) new Image().src = link.href;
  };

  function show(index) {
    place = (index + pictures.length) % pictures.length;
    const link = pictures[place];
    const source = link.closest("figure")?.querySelector("figcaption");
    image.removeAttribute("src");
    image.alt = link.querySelector(".frame picture img")?.alt || "";
    image.src = link.href;
    caption.replaceChildren(...(source ? [...source.cloneNode(true).childNodes] : []));
    dialog.classList.toggle("lightbox-single", pictures.length < 2);
    count.textContent = pictures.length > 1 ? fill(count.dataset.count, { n: place + 1, total: pictures.length }) : "";
    if (pictures.length > 1) { preload(place + 1); preload(place - 1); }
  }

  // Forward is towards the end of the line: left in right-to-left pages.
  const rtl = () => getComputedStyle(dialog).direction === "rtl";
  const turn = (steps) => { if (pictures.length > 1) show(place + steps); };

  function close() {
    if (document.fullscreenElement) document.exitFullscreen();
    dialog.close();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-lightbox]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    pictures = [...document.querySelectorAll("[data-lightbox]")].filter((each) => each.dataset.lightbox === link.dataset.lightbox);
    show(pictures.indexOf(link));
    dialog.showModal();
    one("[data-close]").focus();
  });
  dialog.addEventListener("close", () => {
    image.removeAttribute("src");
    pictures[place]?.focus();
  });

  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
    else if (event.target.closest("[data-prev]")) turn(-1);
    else if (event.target.closest("[data-next]")) turn(1);
  });
  dialog.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: rtl() ? -1 : 1, ArrowLeft: rtl() ? 1 : -1 }[event.key];
    if (steps) turn(steps);
    else if (event.key === "Home") turn(-place);
    else if (event.key === "End") turn(pictures.length - 1 - place);
    else return;
    event.preventDefault();
  });

  if (document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.requestFullscreen();
    });
    document.addEventListener("fullscreenchange", () => {
      const on = document.fullscreenElement === stage;
      full.setAttribute("aria-pressed", on);
      full.title = on ? full.dataset.exit : fullLabel;
      full.setAttribute("aria-label", full.title);
    });
  }

  // While the reader has pinched in, a finger moves the picture and swipes mean nothing.
  const zoomed = () => visualViewport.scale > 1.01;
  visualViewport.addEventListener("resize", () => dialog.classList.toggle("is-zoomed", zoomed()));
  let start = null;
  dialog.addEventListener("pointerdown", (event) => {
    start = event.isPrimary && event.pointerType !== "mouse" && !zoomed() ? event : null;
  });
  dialog.addEventListener("pointerup", (event) => {
    if (!start || event.pointerId !== start.pointerId) return;
    const across = event.clientX - start.clientX;
    const down = event.clientY - start.clientY;
    start = null;
    if (down > 70 && down > Math.abs(across) * 1.2) close();
    else if (Math.abs(across) > 45 && Math.abs(across) > Math.abs(down)) turn((across < 0) !== rtl() ? 1 : -1);
  });
  dialog.addEventListener("pointercancel", () => { start = null; });
}
