"""The practice walked in a real window: every situation, the watermark, leaving and going on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from practising import STEPS, Practising
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.domain.clock import local, local_day
from desk.domain.practice_word import WORDS
from desk.services.preferences import Preferences
from desk.ui.practice.watermark import FRAME, Watermark
from desk.ui.preview.pages import render
from desk.ui.preview.papers import open_day_sheet
from desk.ui.style import colour, px
from desk.ui.widgets.discard import discard

Open = Callable[..., Practising]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "practice"


@pytest.fixture
def practise(qtbot: QtBot, folder: Path, demo_clock: VirtualClock) -> Iterator[Open]:
    opened: list[Practising] = []

    def open_it(**how: object) -> Practising:
        opened.append(Practising(qtbot, folder, demo_clock, **how))  # type: ignore[arg-type]
        return opened[-1]

    yield open_it
    for desk in opened:
        desk.window.close()
        discard(desk.window)


def test_the_whole_morning_is_practised_with_the_keys(practise: Open) -> None:
    desk = practise()
    assert local(desk.window.context.env.clock()).strftime("%H.%M") == "08.31"
    for step in STEPS:
        desk.go_through(step)
    assert desk.step == ""
    coach = desk.run.coach
    assert desk.run.standing.progress.practised == tuple(STEPS)
    assert coach.once_more.isVisible() and not coach.pass_over.isVisible()
    assert "Ja nezināt" in coach.situation.text()
    coach.once_more.click()
    desk.until(lambda: desk.step == STEPS[0])


def test_skipped_and_put_off_are_offered_again(practise: Open) -> None:
    desk = practise()
    desk.run.coach.pass_over.click()
    desk.until(lambda: desk.step == STEPS[1])
    desk.run.coach.put_off.click()
    desk.until(lambda: desk.step == STEPS[2])
    for step in STEPS[2:]:
        desk.run.coach.pass_over.click()
        desk.past(step)
    assert desk.step == STEPS[1], "what was put off comes after the others"
    desk.run.coach.pass_over.click()
    desk.until(lambda: desk.step == "")
    assert len(desk.run.standing.progress.skipped) == len(STEPS)


def test_going_on_where_it_was_left_and_beginning_anew(
    practise: Open, demo_clock: VirtualClock
) -> None:
    desk = practise()
    desk.go_through("first")
    waiting = desk.settle().serving.visit.number
    then = desk.window.context.env.clock()
    desk.window.close()
    demo_clock.advance(days=3)
    later = practise()
    assert later.step == "checks"
    assert later.fresh().serving.visit.number == waiting
    gone = later.window.context.env.clock() - then
    assert 0 <= gone.total_seconds() < 600, "the practice clock goes on, whatever the real one did"
    later.go_through("checks")
    later.window.close()
    fresh = practise(anew=True)
    assert fresh.step == "first"
    assert fresh.fresh().serving is None


def test_the_hint_comes_on_demand_by_key(practise: Open) -> None:
    desk = practise()
    said = desk.run.coach.situation.text()
    before = desk.window.focusWidget()
    desk.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert desk.run.coach.situation.text() != said
    assert desk.run.coach.isAncestorOf(desk.window.focusWidget())
    desk.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert desk.run.coach.situation.text() == said
    assert desk.window.focusWidget() is before


def test_in_a_low_window_the_coach_folds_once_work_begins(practise: Open) -> None:
    desk = practise()
    desk.window.resize(1024, 600)
    coach = desk.run.coach
    desk.until(lambda: coach.window().height() == 600)
    coach.turn_hint()
    coach.turn_hint()
    coach.turn_hint()
    assert coach.situation.isVisible()
    tall = coach.height()
    desk.press(Qt.Key.Key_F2)
    desk.until(lambda: not coach.situation.isVisible())
    desk.until(lambda: coach.height() < tall)
    assert coach.height() > px(30)
    desk.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert coach.situation.isVisible()


def test_nothing_is_locked_and_ending_closes_the_window(practise: Open) -> None:
    desk = practise()
    desk.window.lock()
    assert not desk.window.guard.locked
    desk.run.coach.leave.click()
    desk.until(lambda: not desk.window.isVisible())


@pytest.mark.parametrize("language", WORDS)
def test_every_screen_says_that_it_is_practice(practise: Open, language: str) -> None:
    desk = practise(looks=Preferences(language=language))
    assert desk.shell.header.practice.text() == WORDS[language]
    assert desk.window.windowTitle() != "Branch Desk · demo"
    for screen in desk.shell.names:
        desk.shell.go(screen)
        _assert_marked(desk.window.grab().toImage())
    desk.window.do("error")
    desk.until(lambda: desk.window.overlay.top() is not None)
    _assert_marked(desk.window.grab().toImage())


def test_the_word_takes_no_click_and_covers_the_strip_too(practise: Open) -> None:
    desk = practise()
    mark = desk.window.findChild(Watermark)
    assert mark.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    middle = QPoint(desk.window.width() // 2, desk.window.height() // 2)
    assert desk.window.childAt(middle) is not mark
    desk.window.do("fold")
    desk.until(lambda: desk.window.folding.strip is not None)
    desk.until(lambda: desk.window.folding.strip.findChild(Watermark) is not None)
    strip = desk.window.folding.strip.grab().toImage()
    assert _is_practice(strip.pixelColor(1, strip.height() // 2).name())


def test_a_paper_previewed_in_the_practice_carries_the_word(practise: Open) -> None:
    desk = practise()
    preview = open_day_sheet(desk.window.context, local_day(desk.window.context.env.clock()))
    desk.bot.waitUntil(lambda: bool(preview.pdf), timeout=20_000)
    page = render(preview.pdf, 72)[0]
    places = ((x, y) for x in range(page.width()) for y in range(page.height()))
    assert sum(_is_tinted(page, x, y) for x, y in places) > 5_000


def _assert_marked(image: QImage) -> None:
    """The frame on four sides, and the word: pixels tinted with its colour in the middle."""
    half = px(FRAME) // 2
    right, foot = image.width() - half - 1, image.height() - half - 1
    across, down = image.width() // 2, image.height() // 2
    for place in ((half, down), (right, down), (across, half), (across, foot)):
        assert _is_practice(image.pixelColor(*place).name()), place
    tinted = sum(
        1
        for x in range(40, image.width() - 40, 4)
        for y in range(40, image.height() - 40, 4)
        if _is_tinted(image, x, y)
    )
    assert tinted > 300


def _is_practice(name: str) -> bool:
    return name == colour("practice").name()


def _is_tinted(image: QImage, x: int, y: int) -> bool:
    """White or grey under a thin violet: less green than red and blue."""
    found = image.pixelColor(x, y)
    return min(found.red(), found.blue()) - found.green() >= 5 and found.green() > 150
