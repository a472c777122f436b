"""A day of 300 clients on a clock ten times as fast as the wall's, in a real window.

The clerk's keys come when the fast clock says so, frames are painted by the platform's own loop,
and meanwhile another process imports, the clerk looks at other screens and switches the language.

    python -m tests.bench.day_at_speed FOLDER [--whole]

Without `--whole` the busiest half hour is played (three minutes at the wall).  Xvfb is started when
there is no display and Xvfb is installed.  Prints JSON.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from datetime import time as wall
from pathlib import Path
from random import Random
from typing import Any

SPEED = 10
_DISPLAY = ":97"
_HALF_HOUR = timedelta(minutes=30)
_DAY = date(2026, 12, 8)
"""The last of the days that the generator leaves for us: 300 bookings, one a minute."""


def main(folder: Path, *, whole: bool) -> dict[str, Any]:
    """Play and watch."""
    from desk.domain.clock import at_local
    from tests.bench.people import HOME
    from tests.bench.stand import FastClock, Hands
    from tests.bench.watchdog import Watchdog

    clock = FastClock(at_local(_DAY, wall(8)), SPEED)
    hands = Hands(folder, clock)
    with closing(hands):
        hands.open()
        hands.rest(2)
        hands.read_news()
        gc.freeze()
        opens = at_local(_DAY, hands.board.hours.intervals[0].start)
        clock.jump(opens if whole else opens + timedelta(minutes=60))
        dog = Watchdog()
        dog.start()
        clerk = Clerk(hands, clock, dog)
        other = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.other_process", str(folder), "10000"]
        )
        until = opens + timedelta(hours=8) if whole else clock() + _HALF_HOUR
        while clock() < until and (clerk.served < 300 or not whole):
            clerk.client()
        other.wait()
        dog.stop()
    real = "Xvfb" if os.environ.get("DISPLAY") else "offscreen"
    length = "the whole day" if whole else "half an hour"
    return {
        "name": f"longest stall: {length} of 300 clients at {SPEED} x, {real}",
        "longest": dog.longest.ms,
        "served": clerk.served,
        "beats": dog.beats,
        "site": HOME,
        "remark": _remark(dog, clerk.served),
        "stalls": [
            {
                "ms": round(s.ms, 1),
                "cpu_ms": round(s.cpu_ms, 1),
                "others_ms": round(s.others_ms, 1),
                "during": s.during,
                "stack": s.stacks[:1],
            }
            for s in dog.worst()
        ],
    }


_ASIDES = (
    "aggression",
    "card",
    "search",
    "book",
    "error",
    "keys",
    "take_in",
    "phone",
    "report",
    "import_day",
    "show_client",
    "walk_in",
    "park",
    "transfer",
)
"""One with each client; each some twenty times a day."""
_ENDED_BY_ITSELF = frozenset({"phone", "show_client"})


class Clerk:
    """Serves one client after another, a minute and a half each, and looks around in between."""

    def __init__(self, hands: Any, clock: Any, dog: Any) -> None:
        self._hands, self._clock, self._dog = hands, clock, dog
        self._random = Random(7)
        self.served = self._refused = 0

    def client(self) -> None:
        """Take in every second one, call, start, tick, finish; now and then something else."""
        from tests.bench.stand import Key

        hands = self._hands
        hands.touch()
        self._seen("call", lambda: hands.press(Key.Key_F2), 12)
        if hands.today.middle.phase != "called":
            self._wait(20)
            return
        self._seen("came", lambda: hands.press(Key.Key_F3), 20)
        self._aside()
        self._seen("finish", lambda: (hands.press(Key.Key_F4), hands.press(Key.Key_F4)), 8)
        if hands.today.middle.phase != "idle":  # refused, e.g. while the other process wrote
            self._refused += 1
            hands.press(Key.Key_Escape)
            self._seen(
                "finish again", lambda: (hands.press(Key.Key_F4), hands.press(Key.Key_F4)), 60
            )
        self.served += 1
        if self.served % 10 == 0:
            longest = f"{self._dog.longest.ms:.0f} ms"
            print(f"{self.served} served, longest stall {longest}", file=sys.stderr, flush=True)

    def _aside(self) -> None:
        hands, number = self._hands, self.served
        if number % 12 == 5:
            for name in [*hands.shell.names, "today"]:
                self._seen(f"screen {name}", lambda name=name: hands.shell.go(name), 4)
        if number % 40 == 20:
            for language in ("en", "ru", "lv"):
                change = lambda name=language: hands.window.change_language(name)  # noqa: E731
                self._seen(f"language {language}", change, 6)
        self._do(_ASIDES[number % len(_ASIDES)])
        self._wait(self._random.uniform(5, 25))

    def _do(self, action: str) -> None:
        """An action of the key table, looked at for a while and left."""
        from tests.bench.stand import Key

        window = self._hands.window
        self._seen(f"key {action}", lambda: window.do(action), 5)
        if action in _ENDED_BY_ITSELF:
            self._seen(f"key {action}, again", lambda: window.do(action), 4)
        for _ in range(2):
            self._seen(f"after {action}", lambda: self._hands.press(Key.Key_Escape), 1.5)
        self._seen("back to today", lambda: self._hands.shell.go("today"), 1.5)

    def _seen(self, name: str, act: Any, seconds: float) -> None:
        self._dog.during = name
        act()
        self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        """So long by the fast clock."""
        self._hands.rest(seconds / SPEED)


def _remark(dog: Any, served: int) -> str:
    over = sum(stall.ms > 50 for stall in dog.stalls)
    own = sum(stall.cpu_ms > 50 for stall in dog.stalls)
    worst = dog.longest
    longest = f"the longest: {worst.during}, {worst.cpu_ms:.0f} ms own CPU"
    return f"{served} served, {over} stalls over 50 ms ({own} of own CPU); {longest}"


@contextmanager
def a_display() -> Iterator[None]:
    """A real X server when there is none, where it is installed."""
    if os.environ.get("DISPLAY") or not shutil.which("Xvfb"):
        yield
        return
    server = subprocess.Popen(
        ["Xvfb", _DISPLAY, "-screen", "0", "1600x900x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.environ["DISPLAY"] = _DISPLAY
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        _wait_for(Path("/tmp/.X11-unix") / f"X{_DISPLAY[1:]}")
        yield
    finally:
        server.terminate()
        server.wait()


def _wait_for(socket: Path) -> None:
    import time

    for _ in range(100):
        if socket.exists():
            return
        time.sleep(0.05)


if __name__ == "__main__":
    with a_display():
        print(json.dumps(main(Path(sys.argv[1]), whole="--whole" in sys.argv)))
