"""Nothing of Qt is ever destroyed on a working thread."""

from __future__ import annotations

import gc
import threading
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.ui.tidying import Tidying


def _cycle(destroyed_on: list[bool]) -> None:
    """Something of Qt that only the collector finds."""
    thing = QObject()
    thing.destroyed.connect(lambda: destroyed_on.append(QThread.isMainThread()))
    thing.itself = thing  # type: ignore[attr-defined]


def _allocate() -> None:
    """More than enough for the collector to run by itself, where it may."""
    kept = []
    for number in range(200_000):
        kept.append([number])


def test_a_working_thread_destroys_no_widget(qapp: QApplication) -> None:
    destroyed_on: list[bool] = []
    for _ in range(20):
        _cycle(destroyed_on)
    worker = threading.Thread(target=_allocate)
    worker.start()
    worker.join()
    assert destroyed_on == []
    tidying = qapp.findChild(Tidying)
    assert isinstance(tidying, Tidying)
    for _ in range(60):
        tidying.step()
    assert destroyed_on == [True] * 20
    assert not gc.isenabled()


def test_it_waits_while_the_window_works(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: dict[Tidying, float] = {}
    monkeypatch.setattr(Tidying, "step", lambda self: steps.setdefault(self, perf_counter()))
    until = perf_counter() + 1.3
    work = QTimer()

    def _work() -> None:
        """As a form that is being made: the loop hardly turns."""
        busy = perf_counter() + 0.04
        while perf_counter() < busy:
            pass
        if perf_counter() > until:
            work.stop()

    work.timeout.connect(_work)
    work.start(0)
    ours = Tidying(work)
    qtbot.waitUntil(lambda: ours in steps, timeout=5000)
    assert steps[ours] > until
