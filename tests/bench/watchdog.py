"""Watches a window's event loop: how long it did not turn, and what it was doing meanwhile."""

from __future__ import annotations

import faulthandler
import re
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
LATE_MS = 20.0
TOLD_MS = 35.0
"""A beat that was so late is told as it comes."""
_WORST_KEPT = 12


@dataclass
class Stall:
    """A time in which the loop did not turn.

    Args:
        ms: by the wall clock; cpu_ms: of it, work of the window's own thread.
        others_ms: work of our other threads meanwhile (the rest of it other processes had).
        during: what the bench was doing; stacks: of the window's thread, seen while it lasted.
    """

    ms: float
    cpu_ms: float
    others_ms: float
    during: str
    stacks: list[str] = field(default_factory=list)


class Watchdog(QObject):
    """Beats on the window's thread; another thread looks when a beat is late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.during = ""
        self.stalls: list[Stall] = []
        self.beats = 0
        self._main = threading.get_ident()
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._last_all = time.process_time()
        self._seen: list[str] = []
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to watch; called on the window's thread."""
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._last_all = time.process_time()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """End watching."""
        self._timer.stop()
        self._stop.set()
        self._thread.join()

    @property
    def longest(self) -> Stall:
        """The worst stall; one of 0 ms when there was none worth keeping."""
        return max(self.stalls, key=lambda stall: stall.ms, default=Stall(0, 0, 0, ""))

    def worst(self) -> list[Stall]:
        """The worst ones, longest first."""
        return sorted(self.stalls, key=lambda stall: -stall.ms)[:_WORST_KEPT]

    def _beat(self) -> None:
        now, cpu, whole = time.perf_counter(), time.thread_time(), time.process_time()
        late = (now - self._last) * 1000 - BEAT_MS
        if late > LATE_MS:
            spent = min(late, (cpu - self._last_cpu) * 1000)
            others = (whole - self._last_all - (cpu - self._last_cpu)) * 1000
            self.stalls.append(Stall(late, spent, others, self.during, self._seen))
            if late > TOLD_MS:
                _tell(self.stalls[-1])
        if self._seen:
            self._seen = []
        self._last, self._last_cpu, self._last_all = now, cpu, whole
        self.beats += 1

    def _look(self) -> None:
        """On its own thread: where the window's thread is while it is late.

        By `faulthandler`, which holds on to no frame: a frame that is kept keeps a painter alive.
        """
        with tempfile.TemporaryFile() as file:
            while not self._stop.wait(BEAT_MS / 1000):
                late = (time.perf_counter() - self._last) * 1000 - BEAT_MS
                if late > TOLD_MS and not self._seen:  # once: to look takes a while from the other
                    file.seek(0)
                    file.truncate()
                    faulthandler.dump_traceback(file, all_threads=True)
                    file.seek(0)
                    self._seen.append(_calls(file.read().decode(), self._main))


def _tell(stall: Stall) -> None:
    where = stall.stacks[0][-160:] if stall.stacks else ""
    spent = f"{stall.cpu_ms:.0f} ms own CPU, {stall.others_ms:.0f} of other threads"
    text = f"  late {stall.ms:.0f} ms, {spent}: {stall.during}: {where}"
    print(text, file=sys.stderr, flush=True)


def _calls(dump: str, thread: int) -> str:
    """The innermost dozen calls of a thread, outermost first."""
    block = dump.partition(f"Thread 0x{thread:016x}")[2].partition("\n\n")[0]
    calls = re.findall(r'File "([^"]+)", line (\d+) in (\S+)', block)[:12]
    return " > ".join(
        f"{file.rsplit('/', 1)[-1]}:{line} {name}" for file, line, name in reversed(calls)
    )
