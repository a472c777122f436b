"""The real window on a made database, hands on its keyboard, a clock that the bench moves."""

from __future__ import annotations

import os

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.board import Board
from desk.ui.feed import BoardFeed
from desk.ui.main import as_demo, make_application, put_window_first
from desk.ui.shell import Shell
from desk.ui.window import MainWindow
from tests.bench.people import COUNTER, HOME, LOGIN, PASSWORD

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """One window and what a clerk does with it.

    Args:
        clock: the program's; gives the present instant.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        put_window_first()
        self.app: QApplication = make_application()

        def opener() -> Any:
            from desk.app import open_app  # on the lane, as the program does it

            return open_app(folder, clock=clock)

        self.window = MainWindow(opener, as_demo)

    def open(self, login: str = LOGIN, counter: str = COUNTER) -> None:
        """Show the window, sign in, wait for the board."""
        self.window.show()
        self.window.activateWindow()  # a bare X server has no window manager that would
        self.window.start()
        form = self.window.signin.form
        self.until(form.password.isVisible)
        form.site.setCurrentIndex(form.site.findData(HOME))
        form.person.setCurrentIndex(form.person.findData(login))
        form.counter.setText(counter)
        form.password.setFocus()
        self.type(PASSWORD)
        self.press(Key.Key_Return)
        self.until(lambda: self.window.shell is not None and self.feed.board is not None)
        self.rest(1)  # the news come after the board
        self.read_news()

    @property
    def shell(self) -> Shell:
        """The session's content."""
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
    def today(self) -> Any:
        """The Today screen."""
        return self.shell.screens["today"]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def read_news(self) -> None:
        """Put away what greets whoever signed in: reports to read, news about one's own."""
        while self.window.overlay.top() is not None:
            self.press(Key.Key_Escape)
            self.rest(0.1)

    def touch(self) -> None:
        """Show that somebody is there: keys pressed inside the window do not pass its frame."""
        QTest.keyClick(self.window.windowHandle(), Key.Key_Shift)

    def type(self, text: str) -> None:
        """Type plain letters and digits where the focus is."""
        QTest.keyClicks(self.window.focusWidget(), text)

    def find_booked(self, reference: str) -> None:
        """In the open take-in panel: type a reference and wait until it alone is shown."""
        page = self.today.take_in.booked
        self.type(reference)
        self.until(lambda: page.list.model().rowCount() == 1 and page.chosen() is not None)

    def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to it")
            self.rest(0.002)

    def rest(self, seconds: float) -> None:
        """Let the window work for a while, as its own loop does."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def fresh(self) -> Board:
        """Read the board anew and give it."""
        before = self.board
        self.feed.refresh()
        self.until(lambda: self.board is not before)
        return self.board

    def settle(self) -> Board:
        """Wait for the writing lane to be empty, then read the board anew."""
        done: list[bool] = []
        self.window.runner.write(lambda uow: None, lambda _none: done.append(True))
        self.until(lambda: done)
        return self.fresh()

    def close(self) -> None:
        """Close the window and the database."""
        self.window.close()


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        """Go on."""
        self.now += timedelta(seconds=seconds)


class FastClock:
    """A clock that runs so many times as fast as the wall's."""

    def __init__(self, begin: datetime, speed: float) -> None:
        self.begin, self.speed = begin, speed
        self._from = time.monotonic()

    def __call__(self) -> datetime:
        return self.begin + timedelta(seconds=(time.monotonic() - self._from) * self.speed)

    def jump(self, moment: datetime) -> None:
        """Go on from another moment."""
        self.begin, self._from = moment, time.monotonic()
