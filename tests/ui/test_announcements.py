"""What a screen reader says by itself: calls politely, alarms at once, and never a name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from driver import CTRL, Driver, Key
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from desk.ui import announce

POLITE = QAccessible.AnnouncementPoliteness.Polite
URGENT = QAccessible.AnnouncementPoliteness.Assertive


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What was said, with its urgency; Qt itself keeps no list of it."""
    said: list[tuple[str, object]] = []

    def listen(event: QAccessibleAnnouncementEvent) -> None:
        assert event.accessibleInterface().isValid()
        said.append((event.message(), event.politeness()))
        QAccessible.updateAccessibility(event)

    kinds = QAccessible.AnnouncementPoliteness
    ears = SimpleNamespace(AnnouncementPoliteness=kinds, updateAccessibility=listen)
    monkeypatch.setattr(announce, "QAccessible", ears)
    return said


def test_a_call_is_said_with_number_and_counter(
    driver: Driver, heard: list[tuple[str, object]]
) -> None:
    driver.window.use_language("en")
    driver.finish_current()
    heard.clear()
    driver.press(Key.Key_F2)
    driver.until(lambda: driver.today.middle.phase == "called")
    serving = driver.board.serving
    assert serving is not None
    assert heard == [(f"{serving.visit.number} called to counter 3", POLITE)]
    driver.pass_seconds(3)
    driver.press(Key.Key_F5)
    driver.until(lambda: len(heard) == 2)
    assert heard[1] == heard[0]
    driver.press(Key.Key_F3)
    driver.until(lambda: driver.today.middle.phase == "serving")
    assert len(heard) == 2


def test_a_call_is_said_while_the_window_is_folded(
    driver: Driver, heard: list[tuple[str, object]]
) -> None:
    driver.finish_current()
    driver.press(Key.Key_M, CTRL)
    driver.until(lambda: driver.window.folding.is_folded())
    heard.clear()
    driver.window.folding.take("call_next")
    driver.until(lambda: heard)
    assert heard[0][1] == POLITE
    driver.window.folding.unfold()


def test_the_action_card_is_said_at_once(driver: Driver, heard: list[tuple[str, object]]) -> None:
    driver.press(Key.Key_F12)
    driver.until(lambda: driver.window.overlay.top() is not None)
    assert [urgency for _text, urgency in heard] == [URGENT]
    assert len(heard[0][0]) > 40


def test_the_second_level_of_aggression_is_an_alarm(
    driver: Driver, heard: list[tuple[str, object]]
) -> None:
    driver.window.use_language("en")
    driver.press(Key.Key_F9)
    driver.until(lambda: driver.window.overlay.top() is not None)
    fields = driver.window.overlay.top().fields
    heard.clear()
    fields.level.segments.button("1").click()
    assert heard == []
    fields.level.segments.button("2").click()
    assert [urgency for _text, urgency in heard] == [URGENT]
    assert heard[0][0].startswith("Level 2: ")
    fields.text.setText("x")
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("tone", "urgency"), [("ok", POLITE), ("warn", POLITE), ("danger", URGENT)]
)
def test_messages_are_said(
    driver: Driver, heard: list[tuple[str, object]], tone: str, urgency: object
) -> None:
    driver.window.messages.show_message("Saved.", tone, "Close")
    assert heard == [("Saved.", urgency)]
