"""A `desk` command beside the window: what it says comes line by line, the window never waits."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from desk.i18n import language
from desk.program import own_command, own_path

_END_MS = 5000


class Child(QObject):
    """One command, started anew each time.

    Signals:
        said(bytes): a line of its standard output; ended(int, bytes): exit code, -1 when it could
            not be started or was killed, and its whole standard output.
    """

    said = Signal(bytes)
    ended = Signal(int, bytes)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._out, self._line = b"", b""
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._process.setStandardErrorFile(QProcess.nullDevice())

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, arguments: Sequence[str]) -> None:
        """Run it; a running one is left alone."""
        if self.running:
            return
        self._out = self._line = b""
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", own_path())
        environment.insert("LC_ALL", f"{language()}.UTF-8")  # what it refuses with is shown here
        self._process.setProcessEnvironment(environment)
        program, *rest = own_command(*arguments)
        self._process.start(program, rest)

    def ask_to_end(self) -> None:
        """Close its standard input, which ends it; nobody waits."""
        if self.running:
            self._process.closeWriteChannel()

    def finish(self) -> None:
        """Ask it to end and wait a little; then it is killed."""
        if self.running:
            self.ask_to_end()
            if not self._process.waitForFinished(_END_MS):
                self.kill()

    def kill(self) -> None:
        """End it at once; whatever it was making is left for the next one to clear away."""
        if self.running:
            self._process.kill()
            self._process.waitForFinished(_END_MS)

    def _read(self) -> None:
        piece = bytes(self._process.readAllStandardOutput().data())
        self._out += piece
        *lines, self._line = (self._line + piece).split(b"\n")
        for line in lines:
            self.said.emit(line)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        killed = status != QProcess.ExitStatus.NormalExit
        self.ended.emit(-1 if killed else code, self._out)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(-1, b"")


class _Error(msgspec.Struct):
    code: str
    message: str


class _Refusal(msgspec.Struct):
    error: _Error


def refusal(output: bytes) -> str:
    """The sentence that a command with --json refused with, in the window's language.

    Args:
        output: all that it said; the JSON value comes last.  "" when it said none.
    """
    start = output.rfind(b'{\n  "error"')
    try:
        return msgspec.json.decode(output[start:], type=_Refusal).error.message
    except msgspec.DecodeError:
        return ""
