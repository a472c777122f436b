"""One backup being made beside the window: how far it is, and how it ended."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.services.safety_report import BackupProgress
from desk.ui.safety.child import Child, refusal

_UNKNOWN = DeskError("backup.failed")
_STAGES = ("copy", "check", "write")
_SHARES = {"copy": 45, "check": 45, "write": 10}


class BackupRun(QObject):
    """Starts `desk backup` and reads what it says.

    Signals:
        moved: it got further; ended(str): "" when it was made, else the sentence of why not.
    """

    moved = Signal()
    ended = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._child = Child(self)
        self._child.said.connect(self._said)
        self._child.ended.connect(self._ended)
        self._cancelled = False
        self.percent: int | None = None

    def start(self, *, due: bool = False) -> None:
        """Make a backup.

        Args:
            due: only when today's is still missing, as the process itself sees it.
        """
        if self._child.running:
            return
        self._cancelled, self.percent = False, 0
        only = ["--due"] if due else []
        folder = str(self._folder)
        self._child.start(["backup", "--progress", "--json", *only, "--data-dir", folder])
        self.moved.emit()

    def cancel(self) -> None:
        """Give it up; earlier backups stay."""
        self._cancelled = True
        self._child.kill()

    def _said(self, line: bytes) -> None:
        try:
            told = msgspec.json.decode(line, type=BackupProgress)
        except msgspec.DecodeError:
            return
        before = sum(_SHARES[stage] for stage in _STAGES[: _STAGES.index(told.stage)])
        self.percent = before + _SHARES[told.stage] * told.percent // 100
        self.moved.emit()

    def _ended(self, code: int, output: bytes) -> None:
        self.percent = None
        self.moved.emit()
        if not self._cancelled:
            self.ended.emit("" if code == 0 else refusal(output) or error_text(_UNKNOWN))
