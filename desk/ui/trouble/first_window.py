"""The one window of a person: a second one calls it to the front and ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOW, _HERE = b"show", b"here"
_TRY_SECONDS = 5.0
_STEP_MS = 100
_ANSWER_MS = 3000
_ANYBODY = 0xFFFFFFFF


class FirstWindow(QObject):
    """Hears of second windows.  Its socket is for this person alone.

    Args:
        name: as `desk.instance.Claim.name`; show: brings the window to the front.
    """

    def __init__(self, name: str, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # of a killed one: this window holds the lock
            self._server.listen(name)

    def stop(self) -> None:
        """The window closes."""
        self._server.close()

    def _called(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.write(_HERE)
            caller.flush()
            caller.disconnectFromServer()
            self._show()


def call_first(name: str) -> bool:
    """Bring the first window to the front; False when it does not answer."""
    until = monotonic() + _TRY_SECONDS
    _allow_to_front()
    while monotonic() < until:
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(_ANSWER_MS):
            socket.write(_SHOW)
            return socket.waitForReadyRead(_ANSWER_MS) and socket.readAll().data() == _HERE
        QThread.msleep(_STEP_MS)  # it may have started only just now
    return False


def _allow_to_front() -> None:
    """Windows lets only the program in front bring another one there."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)
