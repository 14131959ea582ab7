// Cards of other sites: what they lead to is shown in the page once a reader asks for it, and nothing is fetched before.
for (const figure of document.querySelectorAll("[data-frame]")) {
  const link = figure.querySelector("a");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button embed-load";
  button.textContent = figure.dataset.load;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = figure.dataset.frame;
    frame.title = link.textContent;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
    frame.className = `embed-frame embed-${figure.dataset.shape}`;
    button.replaceWith(frame);
    frame.focus();
  });
  figure.append(button);
}
