"""A newsroom with footage of its own making: a wide clip with captions in two languages, a tall one, a recording."""

import subprocess
from pathlib import Path

from newsroom import run

PLAN = """name: The Test Reel
editions:
  - {code: en, default: true, language: en, direction: ltr, timezone: UTC, name: English, masthead: The Test Reel,
     sections: [{slug: watch, name: Watch}]}
  - {code: ar, default: false, language: ar, direction: rtl, timezone: UTC, name: العربية, masthead: بكرة التجربة,
     sections: [{slug: watch, name: مشاهدة}]}
"""
SECONDS = 24
LINES = {
    "en": ["The gate lifts a little before two.", "Water comes over the sill.", "The keeper calls the office.",
           "Nobody answers for eleven minutes.", "By three the lagoon is mud.", "The gate had been passed fit."],
    "ru": ["Ворота поднимаются.", "Вода идёт через порог.", "Смотритель звонит.", "Никто не отвечает.",
           "К трём часам остался ил.", "Ворота признали годными."],
}


def captions(language: str) -> str:
    """A line each four seconds, two people by turns, so that each is a paragraph of the transcript."""
    cues = [
        f"00:00:{at:02}.000 --> 00:00:{at + 3:02}.900\n<v {'Keeper' if at % 8 else 'Reporter'}>{line}\n"
        for at, line in zip(range(0, SECONDS, 4), LINES[language])
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def film(path: Path, size: str | None, seconds: int) -> Path:
    """Moving bars with a clock and a tone; the tone alone where there is no size."""
    picture = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={seconds}"] if size else []
    made = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"] if size else []
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", *picture, "-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}",
         *made, "-c:a", "aac", "-shortest", str(path)],
        check=True,
    )
    return path


def newsroom_with_footage(target: Path) -> Path:
    """A newsroom in `target` whose stories have clips with every rendition made."""
    work = target.parent / "footage"
    work.mkdir()
    (work / "newsroom.yaml").write_text(PLAN, encoding="utf-8")
    run("init", "--data", target, "--plan", work / "newsroom.yaml")

    def added(file: Path, caption: str, *more: str) -> str:
        done = run("media", "add", "--data", target, file, "--credit", "Filmed by The Test Reel", "--caption", caption, *more)
        return done.stdout.split()[-1]

    def published(media: str, name: str, headline: str, edition: str = "en") -> None:
        story = work / f"{name}.md"
        story.write_text(f"# {headline}\n\n" + "The lagoon emptied in fifty-three minutes. " * 30 + "\n", encoding="utf-8")
        run("import", "--data", target, "--edition", edition, "--publish", "--media", media, story)

    texts = []
    for language in LINES:
        (work / f"{language}.vtt").write_text(captions(language), encoding="utf-8")
        texts += ["--captions", f"{work / language}.vtt:{language}"]
    clip = added(film(work / "gate.mp4", "1280x720", SECONDS), "The east gate lifts.", "--download", *texts)
    published(clip, "gate", "The night the lagoon emptied")
    published(clip, "gate-ar", "ليلة جفاف البحيرة", "ar")
    published(added(film(work / "tall.mp4", "360x640", 6), "The keeper on the wall."), "tall", "The keeper on the wall")
    published(added(film(work / "river.mp4", "640x360", 120), "The river behind the gate."), "river", "The river rises")
    published(added(film(work / "log.m4a", None, 40), "The keeper reads.", "--download"), "log", "The keeper of the tables")
    return target
