"""The system asks the program to end: what is being written is finished first."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import suppress
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication, QMainWindow


class Ending(QObject):
    """Hears of SIGTERM and SIGHUP; Windows closes windows by itself when a session ends."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        if sys.platform == "win32":
            return
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._end)
        signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _nothing)

    def stop(self) -> None:
        """The window is closed already."""
        if sys.platform != "win32":
            signal.set_wakeup_fd(-1)
            self._notifier.setEnabled(False)
            self._heard.close()
            self._told.close()

    def _end(self) -> None:
        with suppress(BlockingIOError):
            self._heard.recv(64)
        self._window.close()
        QApplication.quit()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The notifier does what is to be done."""
