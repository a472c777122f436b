"""The mirror's process and what it says, as the window shows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desk.domain.clock import Clock
from desk.services.safety_report import MirrorReport
from desk.ui.safety.child import Child

LATE = timedelta(minutes=1)
"""Not safe for longer than this is shown in amber."""

_AGAIN_MS = 10_000


class MirrorWatch(QObject):
    """Runs the mirror while a second place is set.

    Signals:
        changed: it said something.

    Attributes:
        safe_at: when what is safe now became so, by the window's clock; None = nothing is yet.
    """

    changed = Signal()

    def __init__(self, folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._clock = folder, clock
        self._child = Child(self)
        self._wanted = self._anew = False
        self._since = QElapsedTimer()
        self._age = timedelta()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._start)
        self._child.said.connect(self._said)
        self._child.ended.connect(self._ended)
        self.place = ""
        self.report: MirrorReport | None = None
        self.safe_at: datetime | None = None

    @property
    def late_by(self) -> timedelta:
        """How long ago the second place was known to hold everything up to then.

        Counted by the PC's own counter, whatever its clock does.
        """
        return self._age + timedelta(milliseconds=self._since.elapsed())

    def unsafe(self, latest: int) -> int:
        """How many changes are not safe yet.

        Args:
            latest: the newest change, as the window knows it.
        """
        known = self.report
        return max(latest - (known.safe or 0), 0) if known is not None else latest

    def use(self, place: str) -> None:
        """Mirror to this place from now on; "" ends it."""
        if place == self.place and self._wanted == bool(place):
            return
        self.place, self._wanted = place, bool(place)
        self.report = self.safe_at = None
        self._again.stop()
        self._anew = self._child.running
        self._child.ask_to_end()
        self._start()
        self.changed.emit()

    def stop(self) -> None:
        """The window closes: copy what is left, then end."""
        self._wanted = False
        self._again.stop()
        self._child.finish()

    def _start(self) -> None:
        if self._wanted:
            self._since.start()
            self._child.start(["mirror", "run", "--data-dir", str(self._folder)])

    def _said(self, line: bytes) -> None:
        try:
            report = msgspec.json.decode(line, type=MirrorReport)
        except msgspec.DecodeError:
            return
        if report.place != self.place:
            return
        before, self.report = self.report, report
        self._age = timedelta(seconds=report.age or 0)
        if report.safe is not None and (before is None or report.safe != before.safe):
            self.safe_at = self._clock() - self._age
        self._since.start()
        self.changed.emit()

    def _ended(self, _code: int, _output: bytes) -> None:
        """It should run as long as the window does; for another place, at once."""
        if self._wanted:
            self._again.start(0 if self._anew else _AGAIN_MS)
        self._anew = False
