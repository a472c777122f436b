"""The strip: a whole counter cycle by keys, no taller than it may be, at home on any screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from driver import CTRL, Driver, Key
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desk.domain.visit import Outcome, TicketState
from desk.services.device_settings import StripPlace, device_setting
from desk.ui.card import ActionCard
from desk.ui.strip.placing import HEIGHT, dropped_at, strip_rect
from desk.ui.strip.strip import Strip
from desk.ui.today.panels.finish import FinishPanel

AREA = QRect(0, 0, 1366, 728)


class Folded:
    """Hands on the keyboard of the strip."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    @property
    def strip(self) -> Strip:
        strip = self.driver.window.folding.strip
        assert strip is not None
        return strip

    def press(self, key: Key, modifier: object = None) -> None:
        held = {} if modifier is None else {"modifier": modifier}
        QTest.keyClick(self.strip.focusWidget() or self.strip, key, **held)

    def phase(self, wanted: str) -> None:
        self.driver.until(lambda: self.strip.bar.phase == wanted)
        self.driver.pass_seconds(2)


@pytest.fixture
def folded(driver: Driver, qtbot: QtBot) -> Iterator[Folded]:
    driver.press(Key.Key_M, CTRL)
    driver.until(lambda: driver.window.folding.strip and driver.window.folding.strip.isVisible())
    driver.until(lambda: not driver.window.isVisible())
    yield Folded(driver)
    driver.window.folding.unfold()


def test_a_whole_cycle_by_keys(folded: Folded) -> None:
    driver = folded.driver
    first = driver.board.serving
    assert first is not None
    assert folded.strip.bar.number.text() == first.visit.number
    folded.press(Key.Key_F4)
    assert isinstance(folded.strip.drop.panel, FinishPanel)
    folded.press(Key.Key_5)
    folded.press(Key.Key_F4)
    folded.phase("idle")
    assert driver.board.done[0].visit_id == first.visit.id
    assert first.visit.number in folded.strip.bar.text()
    folded.press(Key.Key_F2)
    folded.phase("called")
    called = driver.board.serving
    assert called is not None
    folded.press(Key.Key_F5)
    driver.until(lambda: driver.board.serving and driver.board.serving.visit.calls == 2)
    driver.pass_seconds(2)
    folded.press(Key.Key_F3)
    folded.phase("serving")
    folded.press(Key.Key_F6)
    folded.press(Key.Key_F6)
    folded.phase("idle")
    assert called.visit.id in {row.visit_id for row in driver.board.parked}
    folded.press(Key.Key_Z, CTRL)
    folded.press(Key.Key_Z, CTRL)
    folded.phase("serving")
    back = driver.board.serving
    assert back is not None and back.visit.id == called.visit.id
    assert not driver.window.isVisible()


def test_the_outcome_chosen_in_the_strip_is_recorded(folded: Folded) -> None:
    driver = folded.driver
    serving = driver.board.serving
    assert serving is not None
    folded.press(Key.Key_F4)
    folded.press(Key.Key_2)
    folded.press(Key.Key_F4)
    folded.phase("idle")
    with driver.window._app.database.reader() as reader:
        visit = reader.visits.get(serving.visit.id)
    assert (visit.state, visit.outcome) == (TicketState.SERVED, Outcome.INCOMPLETE)


def test_handing_on_and_what_is_refused(folded: Folded) -> None:
    driver = folded.driver
    folded.press(Key.Key_F2)
    driver.until(folded.strip.bar.text)
    serving = driver.board.serving
    assert serving is not None and serving.visit.number in folded.strip.bar.text()
    folded.press(Key.Key_F8)
    QTest.keyClicks(folded.strip.focusWidget(), "4")
    folded.press(Key.Key_F8)
    folded.phase("idle")
    assert any(row.visit_id == serving.visit.id for row in driver.board.rows)


def test_no_scanner_and_no_note_presses_anything(folded: Folded) -> None:
    before = folded.driver.board.serving
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_A, Key.Key_1):
        folded.strip.bar.first_button().setFocus()
        folded.press(key)
        folded.press(Key.Key_Escape)
    assert folded.driver.settle().serving == before


def test_it_is_as_low_as_promised(folded: Folded) -> None:
    assert folded.strip.height() == folded.strip.bar.height() == HEIGHT == 48
    folded.press(Key.Key_F4)
    assert folded.strip.bar.height() == HEIGHT
    assert folded.strip.height() > HEIGHT
    folded.press(Key.Key_Escape)
    assert folded.strip.height() == HEIGHT


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_every_button_shown_shows_its_words(driver: Driver, percent: int, language: str) -> None:
    driver.window.use_language(language)
    driver.window.use_scale(percent)
    driver.until(lambda: driver.shell.feed.board)
    driver.window.do("fold")
    driver.until(lambda: driver.window.folding.strip and driver.window.folding.strip.isVisible())
    strip = driver.window.folding.strip
    assert strip is not None
    area = strip.screen().availableGeometry()
    assert strip.bar.height() == round(HEIGHT * percent / 100)
    assert area.contains(strip.geometry())
    driver.until(lambda: not driver.window.isVisible())
    shown = [b for b in strip.bar.findChildren(QAbstractButton) if b.isVisible()]
    driver.until(lambda: all(b.width() >= b.sizeHint().width() for b in shown))
    for button in shown:
        assert button.accessibleName()
        assert strip.rect().contains(button.geometry())
    names = {button.property("action") for button in shown}
    assert {"finish", "aggression", "card", "fold"} <= names
    driver.window.folding.unfold()


@pytest.mark.parametrize("key", [Key.Key_F9, Key.Key_F12])
def test_danger_opens_the_whole_window_at_once(folded: Folded, key: Key) -> None:
    window = folded.driver.window
    folded.press(key)
    assert window.isVisible()
    assert not window.folding.is_folded()
    folded.driver.until(window.overlay.top)
    assert isinstance(window.overlay.top(), ActionCard) == (key == Key.Key_F12)


def test_its_own_key_unfolds(folded: Folded) -> None:
    folded.press(Key.Key_M, CTRL)
    assert folded.driver.window.isVisible()
    assert not folded.driver.window.folding.is_folded()


def test_closing_it_closes_the_program(folded: Folded) -> None:
    window = folded.driver.window
    folded.strip.close()
    assert window.shell is None


def test_the_place_it_was_dragged_to_is_remembered(folded: Folded) -> None:
    driver, strip = folded.driver, folded.strip
    area = strip.screen().availableGeometry()
    strip.move(area.right() - strip.width(), area.bottom() - 60)
    strip.bar.handle.dropped.emit()
    assert strip.geometry().bottom() == area.bottom()
    driver.until(lambda: _kept(driver).edge == "bottom")
    assert _kept(driver).left > 0.9
    folded.press(Key.Key_F4)
    assert strip.geometry().bottom() == area.bottom()
    assert strip.bar.geometry().bottom() == strip.rect().bottom()


def _kept(driver: Driver) -> StripPlace:
    with driver.window._app.database.reader() as reader:
        return device_setting(reader, StripPlace)


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (StripPlace(), QRect(228, 0, 910, 48)),
        (StripPlace(wide=True), QRect(0, 0, 1366, 48)),
        (StripPlace(left=0, edge="bottom"), QRect(0, 680, 910, 48)),
        (StripPlace(left=7.5), QRect(456, 0, 910, 48)),
    ],
)
def test_the_strip_lies_at_an_edge(place: StripPlace, wanted: QRect) -> None:
    assert strip_rect(AREA, place, 300, 48) == wanted


def test_two_thirds_give_way_to_what_must_be_seen() -> None:
    assert strip_rect(AREA, StripPlace(), 1100, 72).width() == 1100
    assert strip_rect(AREA, StripPlace(), 9000, 72).width() == AREA.width()


def test_it_snaps_to_the_screen_it_was_left_on() -> None:
    screens = [("one", AREA), ("two", QRect(1366, 0, 1920, 1080))]
    place = dropped_at(StripPlace(), QRect(2000, 30, 910, 48), screens)
    assert (place.screen, place.edge) == ("two", "top")
    assert 0.6 < place.left < 0.65
    gone = dropped_at(place, QRect(-500, 900, 910, 48), screens)
    assert (gone.screen, gone.edge, gone.left) == ("one", "bottom", 0.0)
