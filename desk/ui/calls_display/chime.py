"""The chime of a call: two tones, made by the program and played by what the system has.

Qt's own sound lies in a wheel that is not shipped.  Windows plays a file itself; on Linux one of
the usual players does, as a process of its own.  Nothing waits for it, and silence is no error: the
settings say what the last try came to.
"""

from __future__ import annotations

import math
import shutil
import sys
import tempfile
import wave
from array import array
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

_RATE = 22_050
_TONES = ((659.26, 0.0), (523.25, 0.35))
"""Frequency in Hz and when it begins, in seconds: a falling third."""
_SECONDS, _FADE = 1.5, 3.2
_LOUDEST = 0.6
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))


def chime_wave(volume: int) -> bytes:
    """The chime as 16-bit mono samples.

    Args:
        volume: 0 to 100.
    """
    loud = 32_767 * _LOUDEST * max(0, min(volume, 100)) / 100
    samples = array("h", (round(loud * _at(place / _RATE)) for place in range(_length())))
    return samples.tobytes()


def write_chime(path: Path, volume: int) -> None:
    """Write the chime as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(chime_wave(volume))


def player() -> tuple[str, ...] | None:
    """The command that plays a file on this PC, () where the system does it itself."""
    if sys.platform == "win32":
        return ()
    found = (command for command in _PLAYERS if shutil.which(command[0]))
    return next(found, None)


class Chime(QObject):
    """Plays the chime.

    Signals:
        ended(bool): whether the last try was heard, as far as the player can tell.
    """

    ended = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = tempfile.TemporaryDirectory(
            prefix="branch-desk-", ignore_cleanup_errors=True
        )
        self._process: QProcess | None = None

    def ring(self, volume: int) -> None:
        """Play it; one that is still being played goes on instead."""
        command = player()
        if volume <= 0 or self._process is not None:
            return
        if command is None:
            self.ended.emit(False)
            return
        path = self._file(volume)
        if sys.platform == "win32":
            self.ended.emit(_play_on_windows(path))
        else:
            self._start([*command, str(path)])

    def stop(self) -> None:
        """Fall silent and clear up."""
        if self._process is not None:
            self._process.blockSignals(True)
            self._process.kill()
            self._process.waitForFinished(200)
            self._process = None
        self._folder.cleanup()

    def _file(self, volume: int) -> Path:
        path = Path(self._folder.name) / f"call-{volume}.wav"
        if not path.exists():
            write_chime(path, volume)
        return path

    def _start(self, command: list[str]) -> None:
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._not_started)
        self._process = process
        process.start(command[0], command[1:])

    def _finished(self, code: int) -> None:
        self._forget(heard=code == 0)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._forget(heard=False)

    def _forget(self, *, heard: bool) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
            self.ended.emit(heard)


def _play_on_windows(path: Path) -> bool:
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
        except RuntimeError:
            return False
        return True
    return False


def _length() -> int:
    return int(_RATE * _SECONDS)


def _at(second: float) -> float:
    """The sound's deflection at an instant, -1 to 1: each tone rings out like a bell."""
    total = 0.0
    for frequency, begins in _TONES:
        since = second - begins
        if since > 0:
            swell = min(1.0, since / 0.01) * math.exp(-_FADE * since)
            turn = 2 * math.pi * frequency * since
            total += swell * (0.8 * math.sin(turn) + 0.2 * math.sin(2 * turn))
    return max(-1.0, min(1.0, total / len(_TONES)))
