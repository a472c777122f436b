"""Nothing of Qt is ever destroyed on a working thread."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

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
