// Runs before the first paint: the reader's choice of colours, if there is one.
try {
  const scheme = localStorage.getItem("newsreel-scheme");
  if (scheme === "dark" || scheme === "light") document.documentElement.dataset.scheme = scheme;
} catch {}
