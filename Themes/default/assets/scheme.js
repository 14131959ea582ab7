// Runs before the first paint: the reader's choice of colours, if there is one.
try {
  const scheme = localStorage.getItem("newsreel-scheme");
  if (scheme === "dark" || scheme === "light") document.documentElement.dataset.scheme = scheme;
  // A banner that the reader put away is not seen again, so that nothing moves when it goes.
  const banner = /^"([0-9a-z]+)"$/.exec(localStorage.getItem("newsreel-banner-away"))?.[1];
  if (banner) {
    const sheet = new CSSStyleSheet();
    sheet.insertRule(`.banner[data-banner="${banner}"] { display: none; }`);
    document.adoptedStyleSheets = [sheet];
  }
} catch {}

// The page is painted once its markup has been read to the end, so that no half of it moves when the other half comes.
// It costs nothing: the sheets that painting waits for are asked for after the markup, and are larger.
const whole = document.createElement("link");
whole.rel = "expect";
whole.href = "#end";
whole.setAttribute("blocking", "render");
document.head.append(whole);
