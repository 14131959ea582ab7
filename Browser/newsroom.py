"""Newsrooms for the tests: made by the real command, kept between runs, served on a free loopback port."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".build-setup" / "browser-newsrooms"


def binary() -> Path:
    path = Path(os.environ.get("NEWSREEL_BINARY", ROOT / ".build" / "debug" / "newsreel"))
    if not path.exists():
        raise FileNotFoundError(f"There is no {path}. Run make test, or name a binary in NEWSREEL_BINARY.")
    return path.resolve()


def run(*arguments: str | Path, check: bool = True, timeout: float = 900) -> subprocess.CompletedProcess:
    """Runs the command and gives back what it printed."""
    done = subprocess.run(
        [binary(), *map(str, arguments)], capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL
    )
    if check and done.returncode != 0:
        raise AssertionError(f"newsreel {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
    return done


def _key() -> str:
    """Names what a demo newsroom is made of: the binary, its stories and pictures."""
    digest = hashlib.sha256()
    digest.update(hashlib.sha256(binary().read_bytes()).digest())
    for path in sorted((ROOT / "Demo").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def copy_of_demo(target: Path) -> Path:
    """A demo newsroom in `target`, made once for each binary and copied after that. It has the pictures that `init` makes
    at once, JPEG and WebP."""
    kept = KEPT / _key()
    if not kept.exists():
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        making = KEPT / "making"
        run("init", "--data", making, "--demo")
        making.rename(kept)
    shutil.copytree(kept, target)
    return target


class Served:
    """`newsreel serve` over one newsroom, without a worker, so that pages stay as they are while a test looks at them;
    stops with SIGTERM and insists on a clean end."""

    environment = {"NEWSREEL_WORKER_ENABLED": "false"}
    # Those that serve now, for what is said of a test that fails.
    running: set["Served"] = set()

    def __init__(self, data: Path):
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}-{self.port}.log"

    def __enter__(self) -> "Served":
        self._log = self.log.open("wb")
        self.process = subprocess.Popen(
            [binary(), "serve", "--data", str(self.data), "--port", str(self.port)],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT,
            env={**os.environ, **self.environment},
        )
        deadline = time.monotonic() + 60
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"newsreel serve ended with {self.process.returncode}:\n{self.log.read_text()}")
            try:
                with urllib.request.urlopen(self.origin + "/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        Served.running.add(self)
                        return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            if time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError(f"newsreel serve was not ready after a minute:\n{self.log.read_text()}")
            time.sleep(0.1)

    def last_lines(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def __exit__(self, *_) -> None:
        Served.running.discard(self)
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("newsreel serve did not stop within 30 s of SIGTERM") from None
        finally:
            self._log.close()
        assert status == 0, f"newsreel serve ended with {status}:\n{self.log.read_text()[-2000:]}"
