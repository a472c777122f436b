"""One check of the incident log beside the window: how far it is, and what it found."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.ui.safety.child import Child, refusal

_FINE, _FOUND = 0, 1
_NOT_LOOKED = DeskError("verify.interrupted")


class LogFinding(msgspec.Struct, frozen=True):
    """Something that is not as it was: what kind of thing, and which entry."""

    found: str
    entry: str


class _Progress(msgspec.Struct):
    percent: int


class _Outcome(msgspec.Struct):
    findings: tuple[LogFinding, ...]


class LogRun(QObject):
    """Starts `desk verify` and reads what it says.

    Signals:
        moved: it got further; checked(object): it ended, with its findings;
        failed(str): it could not look, and why.
    """

    moved = Signal()
    checked = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._child = Child(self)
        self._child.said.connect(self._said)
        self._child.ended.connect(self._ended)
        self._cancelled = False
        self.percent: int | None = None

    def start(self) -> None:
        """Check the log; a running check goes on."""
        if self._child.running:
            return
        self._cancelled, self.percent = False, 0
        folder = str(self._folder)
        self._child.start(["verify", "--progress", "--json", "--data-dir", folder])
        self.moved.emit()

    def cancel(self) -> None:
        """Give it up."""
        self._cancelled = True
        self._child.kill()

    def _said(self, line: bytes) -> None:
        try:
            self.percent = msgspec.json.decode(line, type=_Progress).percent
        except msgspec.DecodeError:
            return
        self.moved.emit()

    def _ended(self, code: int, output: bytes) -> None:
        self.percent = None
        self.moved.emit()
        if self._cancelled:
            return
        if code in (_FINE, _FOUND) and (findings := _findings(output)) is not None:
            self.checked.emit(findings)
        else:
            self.failed.emit(refusal(output) or error_text(_NOT_LOOKED))


def _findings(output: bytes) -> tuple[LogFinding, ...] | None:
    """What the command found: its JSON value comes last, after the lines of progress."""
    try:
        value = output[output.rfind(b'{\n  "ok"') :]
        return msgspec.json.decode(value, type=_Outcome).findings
    except msgspec.DecodeError:
        return None
