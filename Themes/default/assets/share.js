// Sharing: the links in the page work by themselves. This adds the device's own sheet, copying and printing. Nothing is loaded from anywhere.
import { announce, copy } from "./store.js";

const sheet = typeof navigator.share === "function";
const touch = matchMedia("(pointer: coarse)");

for (const share of document.querySelectorAll("[data-share]")) {
  const data = { title: share.dataset.title, url: share.dataset.url };
  const reveal = (selector) => {
    const button = share.querySelector(selector);
    if (button) button.closest("li").hidden = false;
    return button;
  };

  async function native() {
    try {
      await navigator.share(data);
      share.open = false;
    } catch (error) {
      // The reader shut the sheet: no menu either. Any other failure: the menu is still there.
      if (error.name !== "AbortError") share.open = true;
    }
  }
  if (sheet) {
    reveal("[data-native]")?.addEventListener("click", native);
    share.querySelector("summary").addEventListener("click", (event) => {
      if (share.open || !touch.matches) return;
      event.preventDefault();
      native();
    });
  }

  const button = reveal("[data-copy]");
  button?.addEventListener("click", async () => {
    const done = await copy(data.url, share);
    const text = done ? button.dataset.done : button.dataset.failed;
    const visible = button.lastChild;
    const before = visible.textContent;
    visible.textContent = text;
    announce(text);
    setTimeout(() => { visible.textContent = before; }, 2500);
  });

  reveal("[data-print]")?.addEventListener("click", () => {
    share.open = false;
    print();
  });
  share.addEventListener("click", (event) => {
    if (event.target.closest(".menu-panel a")) share.open = false;
  });
}
