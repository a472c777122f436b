"""Pressing keys in a window as a clerk does, and waiting for what they bring about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.board import Board
from desk.ui.feed import BoardFeed
from desk.ui.shell import Shell
from desk.ui.today.view import TodayScreen
from desk.ui.window import MainWindow

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_W = TypeVar("_W", bound=QWidget)


class Driver:
    """Keys and looks at one window."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, wait_seconds: Callable[[float], None]
    ) -> None:
        self.bot, self.window, self.pass_seconds = qtbot, window, wait_seconds

    @property
    def shell(self) -> Shell:
        """The session's content, waited for while it is built anew."""
        if self.window.shell is None:
            self.until(lambda: self.window.shell is not None)
        assert self.window.shell is not None
        return self.window.shell

    @property
    def feed(self) -> BoardFeed:
        """What reads the board."""
        return self.shell.feed

    @property
    def board(self) -> Board:
        """The board as shown."""
        assert self.feed.board is not None
        return self.feed.board

    @property
    def today(self) -> TodayScreen:
        """The Today screen."""
        screen = self.shell.screens["today"]
        assert isinstance(screen, TodayScreen)
        return screen

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is; nothing of the demo's second passes."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type plain letters and digits where the focus is."""
        widget = self.window.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    def dialog(self) -> Any:
        """The dialog in use, waited for: a form opens a turn after its screen."""
        self.until(lambda: self.window.overlay.top() is not None)
        return self.window.overlay.top()

    def until(self, condition: Callable[[], object]) -> None:
        """Let the window work until something is so."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=5000)

    def fresh(self) -> Board:
        """Read the board anew and give it; a reading that is on its way is an older one."""
        before: list[bool] = []
        self.window.runner.read(lambda reader: None, lambda _none: before.append(True))
        self.until(lambda: before)
        with self.bot.waitSignal(self.feed.changed, timeout=5000):
            self.feed.refresh()
        return self.board

    def settle(self) -> Board:
        """Wait for the writing lane to be empty, then read the board anew."""
        done: list[bool] = []
        self.window.runner.write(lambda uow: None, lambda _none: done.append(True))
        self.until(lambda: done)
        return self.fresh()

    def finish_current(self) -> None:
        """Finish whom the demo left at the counter, so that it is free."""
        self.press(Key.Key_F4)
        self.press(Key.Key_F4)
        self.until(lambda: self.board.serving is None)
        self.pass_seconds(2)
