"""Hands and eyes of the tour: presses keys in the real window, waits, takes pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.board import Board
from desk.ui.context import Context
from desk.ui.shell import Shell
from desk.ui.today.view import TodayScreen
from desk.ui.window import MainWindow

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
_PATIENCE = 30.0
_TICK = 0.005


class TourGuide:
    """Walks a window.

    Args:
        out: folder for pictures; they are numbered in the order taken.
    """

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window, self._out = window, out
        self._taken = 0
        self.suffix = ""

    @property
    def context(self) -> Context:
        """The session at work."""
        if self.window.context is None:
            raise RuntimeError("nobody is signed in")
        return self.window.context

    @property
    def shell(self) -> Shell:
        """The session's content."""
        if self.window.shell is None:
            raise RuntimeError("nobody is signed in")
        return self.window.shell

    @property
    def today(self) -> TodayScreen:
        """The Today screen."""
        screen = self.shell.screens["today"]
        if not isinstance(screen, TodayScreen):
            raise TypeError(screen)
        return screen

    def board(self) -> Board | None:
        """The board as shown now."""
        return self.window.shell.feed.board if self.window.shell is not None else None

    def until(self, condition: Callable[[], object]) -> None:
        """Let the window work until something is so.

        Raises:
            TimeoutError: when it does not become so.
        """
        end = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"picture {self._taken + 1}: {self.window.messages.text()}")
            self._breathe(_TICK)

    def settle(self) -> None:
        """Wait until both lanes are empty and everything is painted."""
        done: list[str] = []
        for _ in range(2):
            done.clear()
            runner = self.window.runner
            runner.write(lambda uow: None, lambda _none: done.append("write"))
            runner.read(lambda reader: None, lambda _none: done.append("read"))
            self.until(lambda: len(done) == 2)
        self._breathe(_TICK * 10)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is, as a keyboard does: shortcuts included."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type a text, in any script, where the focus is."""
        for char in text:
            target = self.window.focusWidget() or self.window
            QApplication.sendEvent(
                target, QKeyEvent(QEvent.Type.KeyPress, Key.Key_unknown, NONE, char)
            )
        self.settle()

    def shot(self, name: str) -> Path:
        """Take a picture of the window."""
        self.settle()
        self._taken += 1
        path = self._out / f"{self._taken:02}-{name}{self.suffix}.png"
        if not self.window.grab().save(str(path)):
            raise OSError(path)
        return path

    def _breathe(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            if time.monotonic() >= end:
                return
            time.sleep(_TICK)
