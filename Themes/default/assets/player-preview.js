// The pictures over a clip's bar: a sheet of small ones and an index that says which belongs to which seconds.
const clockTime = /(?:(\d+):)?(\d\d):(\d\d\.\d{3})/g;

function parse(text, base) {
  const cues = [];
  for (const block of text.split(/\r?\n\r?\n/)) {
    const lines = block.split(/\r?\n/);
    const at = lines.findIndex((line) => line.includes("-->"));
    if (at < 0 || !lines[at + 1]) continue;
    const [from, to] = [...lines[at].matchAll(clockTime)].map(([, h, m, s]) => (h ?? 0) * 3600 + m * 60 + +s);
    const url = new URL(lines[at + 1].trim(), base);
    const [x, y, width, height] = /xywh=(?:pixel:)?([\d,]+)/.exec(url.hash)?.[1].split(",").map(Number) ?? [];
    url.hash = "";
    if (width && height) cues.push({ from, to, src: url.href, x, y, width, height });
  }
  return cues;
}

// Gives a function that shows the picture of a second in `shot`, and says whether there is one.
export async function preview(address, shot) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const cues = parse(await answer.text(), answer.url);
  const sheets = new Map();
  for (const { src } of cues) {
    if (sheets.has(src)) continue;
    const sheet = new Image();
    sheet.src = src;
    sheets.set(src, sheet);
    await sheet.decode();
  }
  return (second, longest) => {
    const cue = cues.find(({ from, to }) => second >= from && second < to) ?? cues.at(-1);
    if (!cue) return false;
    const scale = longest / Math.max(cue.width, cue.height);
    const { naturalWidth, naturalHeight } = sheets.get(cue.src);
    Object.assign(shot.style, {
      inlineSize: `${cue.width * scale}px`,
      blockSize: `${cue.height * scale}px`,
      backgroundImage: `url("${cue.src}")`,
      backgroundSize: `${naturalWidth * scale}px ${naturalHeight * scale}px`,
      backgroundPosition: `${-cue.x * scale}px ${-cue.y * scale}px`,
    });
    return true;
  };
}
