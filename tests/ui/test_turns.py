"""Work in steps: one a turn, all at once when somebody needs it, none when it is called off."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk.ui.turns import Steps, Turns


def _work(done: list[str], name: str, steps: int = 3) -> Steps:
    try:
        for number in range(steps):
            done.append(f"{name}{number}")
            yield
        done.append(f"{name} whole")
    except GeneratorExit:
        done.append(f"{name} called off")
        raise


def test_the_first_step_is_done_now_and_the_others_in_turns(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    turns = Turns(parent)
    turns.run(_work(done, "a"))
    assert done == ["a0"]
    qtbot.waitUntil(lambda: done == ["a0", "a1", "a2", "a whole"])


def test_what_was_begun_is_whole_before_the_next_begins(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    turns = Turns(parent)
    turns.run(_work(done, "a"))
    turns.run(_work(done, "b", 1))
    assert done == ["a0", "a1", "a2", "a whole", "b0"]
    qtbot.waitUntil(lambda: done[-1] == "b whole")


def test_what_is_called_off_cleans_up_and_goes_no_further(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    turns = Turns(parent)
    turns.run(_work(done, "a"))
    turns.stop()
    assert done == ["a0", "a called off"]
    turns.run(_work(done, "b", 1))
    qtbot.waitUntil(lambda: done[-1] == "b whole")
    assert done == ["a0", "a called off", "b0", "b whole"]


def test_a_step_may_call_its_own_work_off(qtbot: QtBot) -> None:
    parent, done = QObject(), list[str]()
    turns = Turns(parent)

    def work() -> Steps:
        try:
            turns.finish()  # the rest still comes in its turn
            done.append("a")
            yield
            turns.stop()
            done.append("b")
            yield
        finally:
            done.append("cleaned")
        done.append("never")

    turns.run(work())
    assert done == ["a"]
    qtbot.waitUntil(lambda: done[-1] == "cleaned")
    assert done == ["a", "b", "cleaned"]
