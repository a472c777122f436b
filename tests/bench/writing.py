"""From the key press to the commit that is on the disk, against a bare commit of as many pages.

The bare commit is one transaction of the driver alone (same file format, key, page size, WAL,
synchronous=FULL), that changes as many pages as the key presses' commits put into the log at the
median.  Both are taken in turn in one process, on one disk.

`python -m tests.bench.writing FOLDER SAMPLES` prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import closing
from datetime import date
from datetime import time as wall
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from db.driver import connect
from db.layout import database_path
from desk.domain.clock import at_local
from tests.bench.figures import spread
from tests.bench.stand import HandClock, Hands, Key
from tests.bench.ten_years import DAY_CLIENTS

_FRAME = 4096 + 24
_ROW = 3900
_BREATH = 0.03
"""Between two presses, in which the window paints what it has read: a clerk takes longer."""


class BareCommit:
    """Transactions of the driver alone, in a database of their own beside the other."""

    def __init__(self, folder: Path, most_pages: int = 256) -> None:
        self._raw = connect(folder / "bare.db", bytes(32))
        self._raw.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB) STRICT")
        self._raw.execute("BEGIN")
        for number in range(most_pages):
            self._raw.execute("INSERT INTO bare VALUES (?, ?)", (number, os.urandom(_ROW)))
        self._raw.execute("COMMIT")
        self._most = most_pages

    def take(self, pages: int) -> float:
        """Milliseconds of one durable commit that changes so many pages."""
        bodies = [(os.urandom(_ROW), number) for number in range(min(pages, self._most))]
        began = time.perf_counter()
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.executemany("UPDATE bare SET body = ? WHERE id = ?", bodies)
        self._raw.execute("COMMIT")
        return (time.perf_counter() - began) * 1000

    def tidy(self) -> None:
        """As the program does in idle moments."""
        self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close the file."""
        self._raw.close()


class Presses(QObject):
    """Key presses that write, timed."""

    def __init__(self, hands: Hands, log: Path, bare: BareCommit) -> None:
        super().__init__()
        self.hands, self._log, self._bare = hands, log, bare
        self.to_commit: dict[str, list[float]] = {}
        self.to_shown: dict[str, list[float]] = {}
        self.pages: list[int] = []
        self.bare: list[float] = []
        self._saved = self._shown = 0.0
        hands.window.runner.saved.connect(self._on_saved)
        hands.feed.changed.connect(self._on_shown)

    def press(self, name: str, key: Key) -> None:
        """Press, wait for the commit and for the board that shows it; then a bare commit."""
        before = self._frames()
        self._saved = self._shown = 0.0
        began = time.perf_counter()
        self.hands.press(key)
        self.hands.until(lambda: self._saved)
        self.hands.until(lambda: self._shown)
        self.hands.rest(_BREATH)
        self.to_commit.setdefault(name, []).append((self._saved - began) * 1000)
        self.to_shown.setdefault(name, []).append((self._shown - began) * 1000)
        self.pages.append(self._frames() - before)
        self.bare.append(self._bare.take(self._median_pages()))

    def count(self) -> int:
        """Samples so far."""
        return len(self.bare)

    def _median_pages(self) -> int:
        grown = sorted(page for page in self.pages[-200:] if page > 0)
        return grown[len(grown) // 2] if grown else 12

    def _frames(self) -> int:
        """The frames of the log that are in use, by its index's header."""
        with self._log.with_name(self._log.name + "-shm").open("rb") as index:
            index.seek(16)
            return int.from_bytes(index.read(4), sys.byteorder)

    def _on_saved(self) -> None:
        self._saved = self._saved or time.perf_counter()

    def _on_shown(self) -> None:
        if self._saved:
            self._shown = self._shown or time.perf_counter()


def play(presses: Presses, clock: HandClock, day: date, clients: int) -> None:
    """Clients of one day: every second one is taken in first; called, started, finished."""
    hands = presses.hands
    for number in range(clients):
        clock.advance(20)
        if number % 2 == 0:
            hands.press(Key.Key_F10)
            hands.find_booked(f"A-{day}-{number:03}")
            presses.press("take in", Key.Key_F10)
        presses.press("call next", Key.Key_F2)
        clock.advance(9)
        presses.press("client came", Key.Key_F3)
        clock.advance(31)
        hands.press(Key.Key_F4)
        hands.rest(_BREATH)  # the form is painted: nobody confirms what they have not seen
        presses.press("finish", Key.Key_F4)
        hands.until(lambda: hands.today.middle.phase == "idle")


def measure(folder: Path, days: list[date], samples: int) -> dict[str, Any]:
    """Play days until there are so many samples."""
    clock = HandClock(at_local(days[0], wall(7)))
    hands = Hands(folder, clock)
    with closing(hands), closing(BareCommit(folder)) as bare:
        hands.open()
        presses = Presses(hands, database_path(folder), bare)
        for day in days:
            if presses.count() >= samples:
                break
            open_at(hands, clock, day)
            left = (samples - presses.count()) * 2 // 7 + 1
            play(presses, clock, day, min(DAY_CLIENTS, left))
        commits = [value for values in presses.to_commit.values() for value in values]
        shown = [value for values in presses.to_shown.values() for value in values]
        return {
            "samples": len(commits),
            "commit": spread(commits),
            "shown": spread(shown),
            "bare": spread(presses.bare),
            "pages": spread(presses.pages),
            "by_key": {name: spread(values) for name, values in presses.to_commit.items()},
        }


def open_at(hands: Hands, clock: HandClock, day: date) -> None:
    """Go to the morning of a day, when the doors open and the first booking is due."""
    clock.now = at_local(day, wall(7))
    hours = hands.fresh().hours
    clock.now = at_local(day, hours.intervals[0].start)
    hands.fresh()


if __name__ == "__main__":
    wanted = [date.fromisoformat(text) for text in sys.argv[3:]]
    print(json.dumps(measure(Path(sys.argv[1]), wanted, int(sys.argv[2]))))
