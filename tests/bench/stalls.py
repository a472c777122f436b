"""The longest time the window's loop did not turn: on a tour, and while changes come in.

`python -m tests.bench.stalls FOLDER CHANGES` prints JSON; run it after `ten_years`.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from datetime import time as wall
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from desk.domain.clock import at_local
from desk.domain.incident import IncidentKind
from desk.services import appointments
from desk.ui.incidents.forms import open_first_report
from desk.ui.keys import KEYS
from desk.ui.widgets.row_list import RowList
from tests.bench.people import TODAY
from tests.bench.playing import person
from tests.bench.stand import HandClock, Hands, Key
from tests.bench.watchdog import Watchdog

SLICE = 5
"""So many changes are applied in one transaction, so that a key press waits for no more ..."""
PAUSE_MS = 60
"""... and so long the lane rests after each, so that the window's thread gets the interpreter."""

_TWICE = frozenset({"hide", "fold", "show_client", "call_display"})
_NOT_TOURED = frozenset({"lock", "sign_out"})
_ROUNDS = 2
_LINES = 4
"""So many lines of each list are looked at."""


class Tour:
    """Everything that a day brings to the screen, watched."""

    def __init__(self, hands: Hands, clock: HandClock, dog: Watchdog) -> None:
        self._hands, self._clock, self._dog = hands, clock, dog

    def walk(self) -> None:
        """Screens, keys, languages, sizes of text; twice, the first time things are built."""
        for number in range(_ROUNDS):
            for name in self._hands.shell.names:
                self._do(
                    f"screen {name} ({number + 1})",
                    lambda name=name: self._hands.shell.go(name),
                    0.4,
                )
            self._days()
            self._pages(number)
            self._rows("incidents", number)
            self._rows("follow_ups", number)
            self._kinds(number)
            for entry in KEYS:
                if entry.id not in _NOT_TOURED and not entry.id.startswith("screen_"):
                    self._key(entry.id, number)
            for language in ("en", "ru", "lv"):
                self._do(
                    f"language {language} ({number + 1})",
                    lambda name=language: self._hands.window.change_language(name),
                    0.5,
                )
        self._do("text 125 %", lambda: self._hands.window.use_scale(125), 1.0)
        self._do("text 100 %", lambda: self._hands.window.use_scale(100), 1.0)

    def clients(self, number: int) -> None:
        """Clients called, come and gone."""
        for _ in range(number):
            for name, keys in (
                ("call", [Key.Key_F2]),
                ("came", [Key.Key_F3]),
                ("finish", [Key.Key_F4] * 2),
            ):
                self._clock.advance(12)
                self._do(name, lambda keys=keys: [self._hands.press(key) for key in keys], 0.15)

    def _days(self) -> None:
        """The schedule's days, back and forth, and its week."""
        self._hands.shell.go("schedule")
        screen = self._hands.shell.screens["schedule"]
        for move in ("step", "show_day"):
            if hasattr(screen, move):
                for days in (1, 1, -1):
                    self._do(
                        "schedule: another day",
                        lambda m=move, d=days: getattr(screen, m)(
                            d if m == "step" else TODAY + timedelta(days=d)
                        ),
                        0.25,
                    )

    def _pages(self, number: int) -> None:
        """Each page of the Branch screen, where there is one."""
        screen = self._hands.shell.screens.get("branch")
        for page in getattr(screen, "pages", ()):
            self._do(
                f"page {page} ({number + 1})",
                lambda page=page: self._hands.shell.go("branch", page),
                0.4,
            )

    def _rows(self, name: str, number: int) -> None:
        """Some lines of a list, each with all that is told about it beside."""
        if name not in self._hands.shell.names:
            return
        self._hands.shell.go(name)
        self._hands.rest(0.4)
        for rows in self._hands.shell.screens[name].findChildren(RowList):
            if rows.isVisible():
                for _ in range(_LINES):
                    self._do(f"line of {name} ({number + 1})", lambda rows=rows: rows.step(1), 0.3)

    def _kinds(self, number: int) -> None:
        """The first report of each kind."""
        self._hands.shell.go("today")
        for kind in IncidentKind:
            self._do(
                f"report {kind.value} ({number + 1})",
                lambda kind=kind: open_first_report(self._hands.window.context, kind),
                0.5,
            )
            self._hands.press(Key.Key_Escape)
            self._hands.rest(0.1)

    def _key(self, action: str, number: int) -> None:
        times = 2 if action in _TWICE else 1
        for _ in range(times):
            self._do(f"key {action} ({number + 1})", lambda: self._hands.window.do(action), 0.3)
        for _ in range(2):
            self._dog.during = f"after {action}"
            self._hands.press(Key.Key_Escape)
            self._hands.rest(0.05)

    def _do(self, name: str, act: Any, seconds: float) -> None:
        self._dog.during = name
        act()
        self._hands.rest(seconds)


def come_in(hands: Hands, dog: Watchdog, tour: Tour, changes: int) -> None:
    """Changes on the lane in slices, as news from elsewhere will come, while clients are called."""
    left = [changes]
    days = _days_ahead()
    runner, context = hands.window.runner, hands.window.context
    assert context is not None
    env, actor = context.env, context.actor

    def slice_of(uow: Any) -> None:
        day = next(days)
        for number in range(SLICE):
            start = at_local(day, wall(9, 0)) + timedelta(minutes=5 * number)
            appointments.book(
                uow, env, actor, start=start, minutes=5, service="passport",
                person=person(left[0] + number), confirm_outside=True,
            )  # fmt: skip

    def again(_none: object = None) -> None:
        left[0] -= SLICE
        if left[0] > 0:
            QTimer.singleShot(PAUSE_MS, lambda: runner.write(slice_of, again))

    runner.write(slice_of, again)
    while left[0] > 0:
        tour.clients(1)
        dog.during = "changes"


def _days_ahead() -> Iterator[date]:
    """Days of the next year, over and over."""
    number = 0
    while True:
        yield TODAY + timedelta(days=30 + number % 300)
        number += 1


def measure(folder: Path, changes: int) -> dict[str, Any]:
    """The tour, changes on the lane, changes of another process, the memory after it all."""
    clock = HandClock(at_local(TODAY, wall(12)))
    hands = Hands(folder, clock)
    gc.freeze()
    with closing(hands):
        hands.open()
        hands.rest(2)
        found: dict[str, Any] = {}
        dog = Watchdog()
        dog.start()
        tour = Tour(hands, clock, dog)
        tour.walk()
        hands.shell.go("today")
        tour.clients(20)
        found["tour"] = told(dog)
        dog.stalls.clear()
        come_in(hands, dog, tour, changes)
        found["changes on the lane"] = told(dog)
        dog.stalls.clear()
        other = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.other_process", str(folder), str(changes)]
        )
        while other.poll() is None:
            dog.during = "changes of another process"
            tour.clients(1)
        found["changes of another process"] = told(dog)
        dog.stop()
        found["memory"] = memory()
        return found


def memory() -> dict[str, float]:
    """Resident megabytes, now and at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    known = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return {"now": int(known["VmRSS"]) / 1024, "most": int(known["VmHWM"]) / 1024}


def told(dog: Watchdog) -> dict[str, Any]:
    """The longest stall, and the worst ones with what went on."""
    return {
        "longest": dog.longest.ms,
        "stalls": [
            {
                "ms": round(s.ms, 1),
                "cpu_ms": round(s.cpu_ms, 1),
                "during": s.during,
                "stack": s.stacks[len(s.stacks) // 2 :][:1],
            }
            for s in dog.worst()
        ],
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
