"""A display that nobody sees: a program on it is looked at, typed into, and read out."""

from __future__ import annotations

import json
import os
import pwd
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from PIL import Image

SIZE = (1366, 768)
PATIENCE = 120.0
FIRST_PERSON = 1000
"""Number of whom Debian takes in first."""

_OBSERVER = Path(__file__).with_name("at_spi_names.py")
_PYTHON = "/usr/bin/python3"
_BETWEEN = 0.25
_STILL = 3.0
_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")


def lacking() -> str:
    """Debian packages that are needed and not there."""
    needed = {"xvfb": "/usr/bin/Xvfb", "xdotool": "/usr/bin/xdotool", "at-spi2-core": _LAUNCHER}
    found = [package for package, path in needed.items() if not Path(path).exists()]
    asks = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if subprocess.run([_PYTHON, "-c", asks], capture_output=True, check=False).returncode:
        found.append("python3-gi gir1.2-atspi-2.0")
    if not _known(FIRST_PERSON):
        return f"nobody has the number {FIRST_PERSON} here, and a session's bus serves no stranger"
    return f"not installed: {' '.join(found)}" if found else ""


@dataclass(frozen=True)
class Display:
    """A display and the bus of a session on it.

    Args:
        surroundings: environment of programs on it.
        frame: the file that holds what is shown.
        user: number of the person whose session it is.
    """

    surroundings: dict[str, str]
    frame: Path
    user: int

    def picture(self, path: Path) -> Path:
        """Keep what is shown."""
        data = self.frame.read_bytes()
        head = struct.unpack(">25I", data[:100])
        start, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
        pixels = data[start + colours * 12 :]
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", line, 1).save(path)
        return path

    def look_at(self, title: str) -> None:
        """Give a window the keyboard: nobody manages windows here."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync")

    def until_still(self, title: str) -> None:
        """Wait until a window is there and nothing in it moves any more."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", title)
        before, end = b"", monotonic() + PATIENCE
        while (now := self.frame.read_bytes()) != before:
            assert monotonic() < end, "what is shown keeps moving"
            before = now
            sleep(_STILL)

    def keys(self, *names: str) -> None:
        """Press keys one after another, as xdotool names them."""
        for name in names:
            self._xdotool("key", "--clearmodifiers", name)
            sleep(_BETWEEN)

    def type(self, text: str) -> None:
        """Type letters."""
        self._xdotool("type", "--delay", "30", text)
        sleep(_BETWEEN)

    def names(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader finds."""
        done = subprocess.run(
            [*_as(self.user), _PYTHON, str(_OBSERVER)],
            env=os.environ | self.surroundings,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return [(line["role"], line["name"]) for line in lines]

    def read_out(self, found: Callable[[list[str]], bool]) -> list[str]:
        """Wait until what is read out is as wanted; all of it."""
        end = monotonic() + PATIENCE
        while True:
            names = [name for _role, name in self.names()]
            if found(names):
                return names
            assert monotonic() < end, f"not found among {names}"
            sleep(_BETWEEN)

    def sees(self, words: str) -> list[str]:
        """Wait until some words are read out."""
        return self.read_out(lambda names: any(words in name for name in names))

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=os.environ | self.surroundings, check=True)


@contextmanager
def unseen_display(folder: Path, user: int) -> Iterator[Display]:
    """A display with a session of a person.

    Args:
        folder: for sockets; must be seen under the same name by the programs.
        user: nothing is read out to one whom this machine does not know: its bus serves none such.
    """
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    folder.chmod(0o755)
    os.chown(runtime, user, user)
    with ExitStack() as running:
        number = _xvfb(running, folder)
        surroundings = {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(runtime),
        }
        if _known(user):
            surroundings |= {
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
            }
            _bus(running, surroundings, user)
        yield Display(surroundings, folder / "Xvfb_screen0", user)


def _xvfb(running: ExitStack, folder: Path) -> str:
    read, write = os.pipe()
    size = "x".join(map(str, (*SIZE, 24)))
    options = ["-screen", "0", size, "-nolisten", "tcp", "-noreset", "-ac", "-fbdir", str(folder)]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), *options], pass_fds=(write,), stderr=subprocess.DEVNULL
    )
    running.callback(_end, server)
    os.close(write)
    with os.fdopen(read) as answers:
        return answers.readline().strip()


def _bus(running: ExitStack, surroundings: dict[str, str], user: int) -> None:
    bus = subprocess.Popen(
        [
            *_as(user),
            *("dbus-daemon", "--session", "--nofork", "--nopidfile"),
            f"--address={surroundings['DBUS_SESSION_BUS_ADDRESS']}",
        ],
        env=os.environ | surroundings,
        stderr=subprocess.DEVNULL,
    )
    running.callback(_end, bus)
    end = monotonic() + PATIENCE
    while not Path(surroundings["XDG_RUNTIME_DIR"], "bus").exists():
        assert monotonic() < end, "the bus of the session does not start"
        sleep(_BETWEEN)


def _known(user: int) -> bool:
    try:
        return bool(pwd.getpwuid(user))
    except KeyError:
        return False


def _as(user: int) -> list[str]:
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(PATIENCE)
