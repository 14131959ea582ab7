// @ts-check
/** Forms that take a file of captions: the file goes with the form, in base 64, since a form of the desk holds text. */

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-caption-file]"))) {
  const picker = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const label = /** @type {HTMLElement} */ (picker.closest("label"));
  const text = form.querySelector("textarea");
  const details = /** @type {HTMLElement | null} */ (form.closest("[data-replace]"));
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "file" });
  form.append(hidden);
  label.hidden = false;
  if (details) details.hidden = false;
  picker.addEventListener("change", () => {
    hidden.value = "";
    if (text) text.disabled = Boolean(picker.files?.length);
    // `words.pt-BR.srt` says its language.
    const named = picker.files?.[0]?.name.match(/[._-]([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.(?:vtt|srt)$/i);
    const language = /** @type {HTMLInputElement} */ (form.elements.namedItem("language"));
    if (named && !language.value) language.value = named[1];
  });
  form.addEventListener("submit", (event) => {
    const file = picker.files?.[0];
    if (!file || hidden.value) return;
    event.preventDefault();
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      hidden.value = String(reader.result).split(",", 2)[1] ?? "";
      form.requestSubmit();
    });
    reader.addEventListener("error", () => {
      picker.setCustomValidity("This file cannot be read any more. Choose it again.");
      picker.reportValidity();
      picker.setCustomValidity("");
      picker.value = "";
    });
    reader.readAsDataURL(file);
  });
}
