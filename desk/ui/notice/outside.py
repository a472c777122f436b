"""The operating system's own notification, while nobody sees the window.

Through the tray where there is one, else through the desktop's portal; where there is neither,
that is said, and nothing else depends on it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Notification"
_ID = "branch-desk-notice"
TITLE = "Branch Desk"


class Outside(Protocol):
    """A way to say something outside the window."""

    def show(self, text: str) -> None:
        """Say it; no names, no personal data."""


class Tray(QObject):
    """The system's tray; its sign is there while something is said.

    Signals:
        wanted: the message was clicked: the window is wanted.
    """

    wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
        self._icon.messageClicked.connect(self._clicked)
        self._icon.activated.connect(self._clicked)

    def show(self, text: str) -> None:
        """Say it."""
        self._icon.show()
        self._icon.showMessage(TITLE, text, QApplication.windowIcon())

    def hide(self) -> None:
        """The window is seen again."""
        self._icon.hide()

    def _clicked(self) -> None:
        self.hide()
        self.wanted.emit()


class Portal:
    """The desktop's portal, for desktops without a tray."""

    def __init__(self, bus: QDBusConnection) -> None:
        self._bus = bus

    def show(self, text: str) -> None:
        """Say it, without waiting for an answer."""
        from PySide6.QtDBus import QDBusMessage

        call = QDBusMessage.createMethodCall(_PORTAL, _PATH, _INTERFACE, "AddNotification")
        call.setArguments([_ID, {"title": TITLE, "body": text}])
        self._bus.asyncCall(call)


def system_outside(parent: QObject) -> Outside | None:
    """What this system has; None when it has nothing."""
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        return Tray(parent)
    return _portal() if sys.platform == "linux" else None


def _portal() -> Portal | None:
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:  # a program without it, or a system without its library
        return None
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    names = bus.interface()
    known = bool(names.isServiceRegistered(_PORTAL).value())
    return Portal(bus) if known else None


def is_seen(*windows: QWidget | None) -> bool:
    """Whether one of these windows can be seen: shown, not minimised, not wholly covered."""
    return any(window is not None and _seen(window) for window in windows)


def _seen(window: QWidget) -> bool:
    if not window.isVisible() or window.isMinimized():
        return False
    handle = window.windowHandle()
    return handle is None or handle.isExposed()
