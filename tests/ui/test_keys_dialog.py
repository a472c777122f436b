"""F1: any key can be changed, by keyboard and by mouse; the device remembers it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from driver import CTRL, NONE, Driver, Key
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk.i18n import language, set_language
from desk.services.preferences import preferences
from desk.ui.keys_dialog import KeysDialog
from desk.ui.palette.dialog import Palette
from desk.ui.widgets.button import Button

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


@pytest.fixture
def keys(driver: Driver) -> KeysDialog:
    """The dialog, opened by its key, in English."""
    driver.window.use_language("en")
    driver.press(Key.Key_F1)
    dialog = driver.dialog()
    assert isinstance(dialog, KeysDialog)
    return dialog


def _cap(button: Button) -> str:
    return button.accessibleDescription()


def _kept(driver: Driver) -> dict[str, str]:
    found: list[dict[str, str]] = []
    driver.window.runner.write(lambda uow: dict(preferences(uow).keys), found.append)
    driver.until(lambda: found)
    return found[0]


def test_a_key_is_changed_by_keyboard_and_works_at_once(driver: Driver, keys: KeysDialog) -> None:
    keys.lines["finish"].setFocus()
    driver.press(Key.Key_Return)
    assert "Press the new key" in keys.lines["finish"].text()
    driver.press(Key.Key_F4, CTRL)
    assert _cap(keys.lines["finish"]) == "Ctrl+F4"
    assert _cap(driver.today.middle.bar.buttons["finish"]) == "Ctrl+F4"
    assert _kept(driver) == {"finish": "Ctrl+F4"}
    driver.press(Key.Key_Escape)
    assert driver.window.overlay.top() is None
    driver.press(Key.Key_F4)
    assert driver.today.middle.panel is None
    driver.press(Key.Key_F4, CTRL)
    assert driver.today.middle.panel is not None
    assert _cap(driver.today.middle.panel.yes) == "Ctrl+F4"


def test_a_key_is_changed_and_given_back_by_mouse(driver: Driver, keys: KeysDialog) -> None:
    line, back = keys.lines["call_next"], keys.backs["call_next"]
    assert not back.isVisible()
    QTest.mouseClick(line, LEFT)
    driver.press(Key.Key_Q, CTRL)
    assert _cap(driver.today.queue.next.button) == "Ctrl+Q"
    assert back.isVisible()
    QTest.mouseClick(back, LEFT)
    assert _cap(driver.today.queue.next.button) == _cap(line) == "F2"
    assert _kept(driver) == {}


@pytest.mark.parametrize(
    ("key", "modifier", "reason"),
    [
        (Key.Key_A, NONE, "by accident"),
        (Key.Key_Space, NONE, "by accident"),
        (Key.Key_Return, NONE, "by accident"),
        (Key.Key_F6, NONE, "taken already: “Park”"),
        (Key.Key_F9, NONE, "taken already: “Report aggression”"),
        (Key.Key_C, CTRL, "belongs to the system"),
    ],
)
def test_a_refused_key_is_told_why_and_does_nothing_else(
    driver: Driver, keys: KeysDialog, key: Qt.Key, modifier: Qt.KeyboardModifier, reason: str
) -> None:
    line = keys.lines["finish"]
    QTest.mouseClick(line, LEFT)
    driver.press(key, modifier)
    assert reason in keys.said.text()
    assert line.waiting
    assert driver.window.overlay.top() is keys
    driver.press(Key.Key_Escape)
    assert _cap(line) == "F4"
    assert driver.window.overlay.top() is keys


def test_leaving_a_line_leaves_its_key(driver: Driver, keys: KeysDialog) -> None:
    QTest.mouseClick(keys.lines["finish"], LEFT)
    driver.press(Key.Key_Tab)
    assert not keys.lines["finish"].waiting
    assert _cap(keys.lines["finish"]) == "F4"


def test_arrows_lead_from_line_to_line(driver: Driver, keys: KeysDialog) -> None:
    keys.lines["finish"].setFocus()
    driver.press(Key.Key_Down)
    assert driver.window.focusWidget() is keys.lines["park"]


def test_a_changed_key_stays_when_the_screens_are_built_anew(
    driver: Driver, keys: KeysDialog
) -> None:
    QTest.mouseClick(keys.lines["search"], LEFT)
    driver.press(Key.Key_F, CTRL)
    driver.press(Key.Key_Escape)
    driver.window.use_scale(110)
    driver.until(lambda: driver.window.shell is not None and driver.feed.board is not None)
    driver.press(Key.Key_F, CTRL)
    assert isinstance(driver.dialog(), Palette)
    assert _kept(driver) == {"search": "Ctrl+F"}
