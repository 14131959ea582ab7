// Tags as they are typed: a listbox in place of the <datalist>, from the site's own list.
import { announce, fill } from "./store.js";

let number = 0;
for (const box of document.querySelectorAll("[data-suggest]")) {
  const input = box.querySelector("input");
  const list = document.createElement("ul");
  list.id = `suggest-${number++}`;
  list.className = "suggest-list";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", box.querySelector("label").textContent);
  box.append(list);
  input.removeAttribute("list");
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let chosen = -1;
  let waiting;
  let request;

  function shut() {
    clearTimeout(waiting);
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function take(option) {
    input.value = option.textContent;
    shut();
  }

  async function ask() {
    const words = input.value.trim();
    if (!words) return shut();
    request?.abort();
    request = new AbortController();
    try {
      const url = new URL(box.dataset.suggest, document.baseURI);
      url.searchParams.set("q", words);
      const answer = await fetch(url, { signal: request.signal });
      if (!answer.ok) return shut();
      const tags = (await answer.json()).filter((tag) => typeof tag?.name === "string").slice(0, 10);
      list.replaceChildren(...tags.map((tag, at) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `${list.id}-${at}`;
        option.textContent = tag.name;
        option.setAttribute("aria-selected", "false");
        return option;
      }));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !tags.length;
      input.setAttribute("aria-expanded", tags.length > 0);
      announce(tags.length ? fill(box.dataset.count, { n: tags.length }) : box.dataset.none);
    } catch (error) {
      if (error.name !== "AbortError") shut();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      shut();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) take(option);
  });
  input.addEventListener("blur", shut);
}
