"""A practice in a real window, and a hand that does what each situation asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driver import CTRL, SHIFT, Driver, Key
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.services.practice_script import morning
from desk.services.preferences import Preferences
from desk.ui.incidents.forms import ReportDialog
from desk.ui.practice.run import PracticeRun
from desk.ui.practice.start import practice_window

STEPS = [step.id for step in morning().steps]


class Practising(Driver):
    """Opens the practice of a folder; `run` is its coach's controller."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        clock: VirtualClock,
        *,
        anew: bool = False,
        looks: Preferences | None = None,
    ) -> None:
        window = practice_window(folder, "pmlp", "riga-2", anew=anew, looks=looks, clock=clock)
        qtbot.addWidget(window)
        super().__init__(qtbot, window, lambda seconds: clock.advance(seconds=seconds))
        found = window.findChild(PracticeRun)
        assert found is not None
        self.run: PracticeRun = found
        window.show()
        window.start()
        qtbot.waitUntil(self._ready, timeout=20_000)

    def _ready(self) -> bool:
        shell = self.window.shell
        return shell is not None and shell.feed.board is not None and self.run.standing is not None

    @property
    def step(self) -> str:
        """The situation one is in."""
        assert self.run.standing is not None
        return self.run.standing.progress.step

    def past(self, step: str) -> None:
        """Wait until a situation is done with."""
        self.until(lambda: self.step != step)

    def go_through(self, step: str) -> None:
        """Do what a situation asks, with the keys."""
        assert self.step == step
        self.pass_seconds(3)
        self.fresh()
        HANDS[step](self)
        self.past(step)


def _call_and_start(desk: Practising) -> None:
    desk.press(Key.Key_F2)
    desk.until(lambda: desk.today.middle.phase == "called")
    desk.pass_seconds(3)
    desk.press(Key.Key_F3)


def _tick(desk: Practising) -> None:
    desk.until(lambda: desk.today.middle.phase == "serving")
    for tick in list(desk.today.middle.serving.checks.ticks.values())[:2]:
        tick.setFocus()
        desk.press(Key.Key_Return, CTRL)


def _finish(desk: Practising) -> None:
    desk.press(Key.Key_F4)
    desk.press(Key.Key_F4)


def _take_in(desk: Practising, first: int, last: int) -> None:
    """The booking whose time is so many minutes away."""
    desk.press(Key.Key_F10)
    booked = desk.today.take_in.booked
    now = desk.window.context.env.clock()

    def near() -> list[str]:
        return [
            entry.appointment.reference
            for entry in booked._entries
            if first <= (entry.appointment.start - now).total_seconds() / 60 <= last
        ]

    desk.until(near)
    desk.type(near()[0])
    desk.until(lambda: len(booked._entries) == 1)
    desk.press(Key.Key_F10)
    desk.until(lambda: desk.today.left.currentWidget() is desk.today.queue)
    desk.pass_seconds(2)


def _early(desk: Practising) -> None:
    _take_in(desk, 31, 60)


def _late(desk: Practising) -> None:
    _take_in(desk, -15, -1)
    assert desk.step == "late", "one of the two is not both"
    _take_in(desk, 0, 10)


def _priority(desk: Practising) -> None:
    desk.press(Key.Key_N, CTRL)
    page = desk.today.take_in.walk_in
    desk.press(Key.Key_2)
    page.before.chips["accessibility"].click()
    desk.press(Key.Key_F10)
    desk.until(lambda: desk.today.left.currentWidget() is desk.today.queue)
    desk.until(lambda: desk.board.rows and desk.board.rows[0].priority == "accessibility")
    desk.pass_seconds(2)
    _call_and_start(desk)


def _phone(desk: Practising) -> None:
    desk.press(Key.Key_F7)
    desk.until(lambda: desk.today.middle.panel is not None and desk.board.call is not None)
    desk.type("vai dokuments ir gatavs")
    desk.pass_seconds(40)
    desk.press(Key.Key_F7)


def _park(desk: Practising) -> None:
    desk.press(Key.Key_F6)
    desk.press(Key.Key_F6)
    desk.until(lambda: desk.board.parked)
    desk.pass_seconds(5)
    parked = desk.board.parked[0]
    desk.today.queue.list.choose(f"visit:{parked.visit_id}")
    desk.today.queue.actions_row.buttons["requeue"].click()
    desk.until(lambda: not desk.board.parked)
    desk.pass_seconds(5)
    _call_and_start(desk)


def _transfer(desk: Practising) -> None:
    desk.until(lambda: desk.today.middle.phase == "serving")
    desk.press(Key.Key_F8)
    desk.type("1")
    desk.press(Key.Key_F8)


def _no_show(desk: Practising) -> None:
    desk.press(Key.Key_F2)
    desk.until(lambda: desk.today.middle.phase == "called")
    for calls in (2, 3):
        desk.pass_seconds(30)
        desk.press(Key.Key_F5)
        desk.until(lambda n=calls: desk.board.serving and desk.board.serving.visit.calls == n)
    desk.press(Key.Key_F5, SHIFT)


def _report(desk: Practising, key: Key) -> ReportDialog:
    desk.press(key)
    desk.until(lambda: isinstance(desk.window.overlay.top(), ReportDialog))
    dialog = desk.window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    return dialog


def _told(desk: Practising, dialog: ReportDialog) -> None:
    told = dialog.fields.told
    told.how.choose("in_person")
    told._chosen("in_person")
    desk.press(Key.Key_Return, CTRL)
    desk.until(lambda: desk.window.overlay.top() is None)


def _aggression(desk: Practising) -> None:
    dialog = _report(desk, Key.Key_F9)
    for digit in (Key.Key_1, Key.Key_3):
        desk.press(digit)
        desk.pass_seconds(20)
    desk.until(lambda: desk.run.standing and desk.run.standing.tasks[:2] == (True, True))
    assert desk.run.coach.isVisible(), "the coach stays in sight beside a dialog"
    _told(desk, dialog)


def _filming(desk: Practising) -> None:
    desk.until(lambda: desk.board.resting)  # help was called in the step before
    desk.press(Key.Key_F2)
    desk.until(lambda: desk.window.messages.text())
    desk.press(Key.Key_F2)
    desk.until(lambda: not desk.board.resting)
    desk.pass_seconds(2)
    _call_and_start(desk)
    desk.until(lambda: desk.today.middle.phase == "serving")
    notes = desk.today.middle.serving.notes
    notes.area.setFocus()
    desk.type("filme, vaditaja zina")
    desk.press(Key.Key_Tab)


def _error(desk: Practising) -> None:
    dialog = _report(desk, Key.Key_F11)
    next(iter(dialog.fields.triggers.values())).click()
    _told(desk, dialog)


def _lookup(desk: Practising) -> None:
    desk.press(Key.Key_K, CTRL)
    desk.until(lambda: desk.window.overlay.top() is not None)
    desk.type("sudz")
    desk.until(lambda: desk.window.overlay.top().found.key().startswith("rule"))
    desk.press(Key.Key_Return)


HANDS: dict[str, Callable[[Practising], None]] = {
    "first": _call_and_start,
    "checks": _tick,
    "finish": _finish,
    "early": _early,
    "late": _late,
    "priority": _priority,
    "phone": _phone,
    "park": _park,
    "transfer": _transfer,
    "no_show": _no_show,
    "aggression": _aggression,
    "filming": _filming,
    "error": _error,
    "lookup": _lookup,
}
