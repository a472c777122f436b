"""Hands and eyes of the tour: presses keys in the real window, waits, takes pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import time as wall_time
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk.clocks import ShiftedClock
from desk.domain.board import Board
from desk.domain.clock import at_local, local_day
from desk.domain.errors import DeskError
from desk.ui.branch.view import BranchScreen
from desk.ui.context import Context
from desk.ui.screen import Screen
from desk.ui.shell import Shell
from desk.ui.today.view import TodayScreen
from desk.ui.widgets.dialog import Dialog
from desk.ui.window import MainWindow

_S = TypeVar("_S", bound=Screen)
_D = TypeVar("_D", bound=Dialog)
_T = TypeVar("_T")
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
_PATIENCE = 15.0
_TICK = 0.005


class TourGuide:
    """Walks a window.

    Args:
        out: folder for pictures; they are numbered in the order taken.
        taken: how many are there already.
    """

    def __init__(self, window: MainWindow, out: Path, taken: int = 0) -> None:
        self.window, self.out, self.taken = window, out, taken
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
        return _as(self.shell.screens["today"], TodayScreen)

    def show(self, name: str, kind: type[_S]) -> _S:
        """Bring a screen to the front."""
        self.shell.go(name)
        self.settle()
        return _as(self.shell.screens[name], kind)

    def page(self, name: str, kind: type[_S]) -> _S:
        """Bring a page of the Branch screen to the front."""
        self.shell.go("branch", name)
        self.settle()
        return _as(_as(self.shell.screens["branch"], BranchScreen).page(), kind)

    def dialog(self, kind: type[_D]) -> _D:
        """The dialog on top, once it is one of these and filled."""
        self.until(lambda: isinstance(self.window.overlay.top(), kind))
        self.settle()
        return _as(self.window.overlay.top(), kind)

    def ask(self, query: Callable[..., _T], *values: Any) -> _T:
        """What a query gives to whoever is at work."""
        found: list[_T] = []
        self.context.read(query, *values, done=found.append)
        self.until(lambda: found)
        return found[0]

    def write(self, use_case: Callable[..., _T], *values: Any, **named: Any) -> _T:
        """Do a use case as whoever is at work.

        Raises:
            DeskError: those of the use case.
        """
        made: list[_T] = []
        refused: list[DeskError] = []
        done, failed = made.append, refused.append
        self.context.write(use_case, *values, done=done, failed=failed, **named)
        self.until(lambda: made or refused)
        for error in refused:
            raise error
        return made[0]

    def work(self, job: Callable[[], _T]) -> _T:
        """What heavy work gives, done off the window's thread."""
        done: list[_T] = []
        self.window.runner.work(job, done.append)
        self.until(lambda: done)
        return done[0]

    def set_clock(self, wall: wall_time, *, days: int = 0) -> None:
        """Let the demo's clock go on to a time of its day, or of a later one."""
        clock = self.context.env.clock
        if not isinstance(clock, ShiftedClock):
            raise TypeError(clock)
        later = at_local(local_day(clock()), wall) - clock()
        clock.shift += later
        if days:
            morning = self.context.env.calendar.add_working_days(local_day(clock()), days)
            clock.shift += at_local(morning, wall) - clock()
        self.shell.feed.refresh()
        self.settle()

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
                path = self.next_path("apstajas")
                self.window.grab().save(str(path))
                raise TimeoutError(f"{path.name}: {self.window.messages.text()}")
            self._breathe(_TICK)

    def settle(self) -> None:
        """Wait until both lanes are empty and everything is painted."""
        done: list[object] = []  # a database that is not open refuses at once, which is as good
        for _ in range(2):
            done.clear()
            self.window.runner.write(lambda uow: None, done.append, done.append)
            self.window.runner.read(lambda reader: None, done.append, done.append)
            self.until(lambda: len(done) == 2)
        self.until(self.window.overlay.at_rest)
        self._breathe(_TICK * 10)

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = NONE,
        *,
        on: QWidget | None = None,
    ) -> None:
        """Press a key where the focus is, as a keyboard does: shortcuts included.

        Args:
            on: the window that has the keyboard, where it is another one.
        """
        window = on or self.window
        if not window.isActiveWindow():  # without a window manager nobody gives it the keyboard
            window.activateWindow()
            self.until(window.isActiveWindow)
        QTest.keyClick(window.focusWidget() or window, key, modifier)
        self.settle()

    def pause(self, length: timedelta) -> None:
        """Let the window work for a while: what waits for somebody to stop typing comes."""
        self._breathe(length.total_seconds())
        self.settle()

    def type(self, text: str) -> None:
        """Type a text, in any script, where the focus is."""
        for char in text:
            target = self.window.focusWidget() or self.window
            QApplication.sendEvent(
                target, QKeyEvent(QEvent.Type.KeyPress, Key.Key_unknown, NONE, char)
            )
        self.settle()

    def shot(self, name: str, widget: QWidget | None = None) -> Path:
        """Take a picture of the window, or of another widget, once everything has come."""
        self.settle()
        return self.picture(name, widget)

    def picture(self, name: str, widget: QWidget | None = None) -> Path:
        """Take a picture at once: something is under way."""
        self._breathe(_TICK * 10)
        path = self.next_path(name)
        if not (widget or self.window).grab().save(str(path)):
            raise OSError(path)
        return path

    def next_path(self, name: str) -> Path:
        """Where the next picture goes."""
        self.taken += 1
        return self.out / f"{self.taken:03}-{name}{self.suffix}.png"

    def _breathe(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            if time.monotonic() >= end:
                return
            time.sleep(_TICK)


def _as(found: object, kind: type[_T]) -> _T:
    if not isinstance(found, kind):
        raise TypeError(found)
    return found
