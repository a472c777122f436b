"""The two lanes: what is written is committed and told, failures are said, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.ui.bus import ChangeBus
from desk.ui.runner import Runner


class _Work:
    """A unit of work that remembers whether it was committed."""

    def __init__(self, store: _Store) -> None:
        self._store = store
        self.topics: set[Topic] = set()

    def commit(self) -> None:
        self._store.commits += 1


class _Store:
    """A database that counts."""

    def __init__(self) -> None:
        self.commits, self.closed = 0, False
        self.database = self

    @contextmanager
    def unit_of_work(self) -> Iterator[_Work]:
        yield _Work(self)

    @contextmanager
    def reader(self) -> Iterator[str]:
        yield "reader"

    def close(self) -> None:
        self.closed = True


class _Listener(QObject):
    """Hears results and remembers on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.threads: set[int] = set()

    def hear(self, value: object) -> None:
        self.heard.append(value)
        self.threads.add(threading.get_ident())


@pytest.fixture
def store() -> _Store:
    return _Store()


@pytest.fixture
def runner(qtbot: QtBot, store: _Store) -> Iterator[Runner]:
    made = Runner(ChangeBus())
    opened = _Listener()
    made.open(lambda: store, opened.hear, opened.hear)
    qtbot.waitUntil(lambda: opened.heard == [store])
    yield made
    made.close()


def test_a_write_is_committed_then_told_on_the_windows_thread(
    qtbot: QtBot, runner: Runner, store: _Store
) -> None:
    listener, topics = _Listener(), _Listener()
    runner._bus.changed.connect(topics.hear)

    def write(uow: _Work) -> int:
        uow.topics.add(Topic.QUEUE)
        return threading.get_ident()

    runner.write(write, listener.hear)
    qtbot.waitUntil(lambda: topics.heard == [frozenset({Topic.QUEUE})])
    assert store.commits == 1
    assert listener.heard != [threading.get_ident()]
    assert listener.threads == topics.threads == {threading.get_ident()}


def test_a_refusal_commits_nothing_and_goes_to_who_asked(
    qtbot: QtBot, runner: Runner, store: _Store
) -> None:
    failed = _Listener()

    def refuse(uow: object) -> None:
        raise DeskError("queue.empty")

    runner.write(refuse, None, failed.hear)
    qtbot.waitUntil(lambda: bool(failed.heard))
    assert failed.heard[0].code == "queue.empty"
    assert store.commits == 0


def test_a_bug_is_logged_and_said_in_one_general_line(
    qtbot: QtBot, runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    problems = _Listener()
    runner.problem.connect(problems.hear)
    runner.read(lambda reader: 1 / 0)
    qtbot.waitUntil(lambda: bool(problems.heard))
    assert problems.heard[0].code == "ui.unexpected"
    assert "ZeroDivisionError" in caplog.text


def test_of_waiting_reads_of_one_kind_only_the_newest_runs(qtbot: QtBot, runner: Runner) -> None:
    gate, listener = threading.Event(), _Listener()
    runner.read(lambda reader: gate.wait(5), None)
    for number in range(20):
        runner.read(lambda reader, number=number: number, listener.hear, kind="search")
    runner.read(lambda reader: "other", listener.hear, kind="board")
    gate.set()
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert listener.heard == [19, "other"]


def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, runner: Runner) -> None:
    gate, gone, after = threading.Event(), _Listener(), _Listener()
    heard = gone.heard
    runner.read(lambda reader: gate.wait(5), gone.hear)
    import shiboken6

    shiboken6.delete(gone)
    gate.set()
    runner.read(lambda reader: "after", after.hear)
    qtbot.waitUntil(lambda: after.heard == ["after"])
    assert heard == []


def test_closing_does_what_waits_and_ends_both_threads(qtbot: QtBot, store: _Store) -> None:
    others = set(threading.enumerate())  # a window of another test may still clean its backups
    runner = Runner(ChangeBus())
    runner.open(lambda: store, lambda app: None, lambda error: None)
    for _ in range(50):
        runner.write(lambda uow: None)
    runner.close()
    assert store.commits == 50
    assert store.closed
    assert not [t for t in set(threading.enumerate()) - others if t.name.startswith("desk-")]


def test_nothing_can_be_read_before_the_database_is_open(qtbot: QtBot) -> None:
    runner, failed = Runner(ChangeBus()), _Listener()
    runner.read(lambda reader: None, None, failed.hear)
    qtbot.waitUntil(lambda: bool(failed.heard))
    assert failed.heard[0].code == "ui.not_open"
    runner.close()


def test_reading_waits_while_the_window_paints_and_keeps_its_order(
    qtbot: QtBot, runner: Runner
) -> None:
    began: list[float] = []
    listener = _Listener()
    asked = time.monotonic()
    runner.hold_reading(150)
    for name in "abc":
        runner.read(
            lambda _reader, name=name: (began.append(time.monotonic()), name)[1], listener.hear
        )
    runner.write(lambda uow: uow.commit(), lambda _none: listener.hear("written"))
    qtbot.waitUntil(lambda: len(listener.heard) == 4)
    assert listener.heard == ["written", "a", "b", "c"]
    assert min(began) >= asked + 0.15


def test_who_closes_does_not_wait_for_painting(runner: Runner) -> None:
    done: list[bool] = []
    runner.read(lambda _reader: None)
    runner.hold_reading(60_000)
    runner.read(lambda _reader: done.append(True))
    runner.close()
    assert done == [True]
