"""Changing the person at a counter, locking, hiding: through the real window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from driver import CTRL, Key
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.services import auto_lock, pins
from desk.ui.booking.dialog import BookingDialog

PIN = "7391"


@pytest.fixture
def uptime() -> VirtualUptime:
    return VirtualUptime()


@pytest.fixture
def desk(
    qtbot: QtBot,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    demo_clock: VirtualClock,
    uptime: VirtualUptime,
) -> Iterator[BranchWindow]:
    """Anna signed in at counter 3, with a PIN."""
    folder = staffed_copy(tmp_path, tmp_path_factory)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, uptime)
    try:
        opened.sign_in("anna")
        opened.at_work("Anna Bērziņa")
        opened.write(pins.set_pin, PIN, PASSWORD)
        yield opened
    finally:
        opened.window.close()


def locked(desk: BranchWindow) -> None:
    desk.window.do("lock")
    view = desk.window.guard.view
    assert view is not None
    desk.bot.waitUntil(
        lambda: view.isVisible() and view.list.key() != "" and not view.secret.text()
    )
    desk.bot.waitUntil(lambda: not view.secret.isReadOnly())


def choose(desk: BranchWindow, name: str) -> None:
    view = desk.window.guard.view
    assert view is not None
    row = next(row for row in view.list.rows.rows() if row.title == name)
    view.list.choose(row.key)


def with_two(desk: BranchWindow) -> None:
    """Inese signed in after Anna, with another PIN; the PC is locked."""
    locked(desk)
    desk.window.guard.view.other.click()
    desk.sign_in("inese", "3")
    desk.at_work("Inese Kalniņa")
    desk.write(pins.set_pin, "80425", PASSWORD)
    locked(desk)


def texts_for_screen_readers() -> str:
    """Everything that a screen reader could reach from the program's root."""
    found: list[str] = []

    def walk(node: QAccessibleInterface | None, depth: int = 0) -> None:
        if node is None or not node.isValid() or depth > 40:
            return
        for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
            found.append(node.text(kind))
        for place in range(node.childCount()):
            walk(node.child(place), depth + 1)

    for widget in QApplication.topLevelWidgets():
        if widget.windowType() is not Qt.WindowType.Popup:
            walk(QAccessible.queryAccessibleInterface(widget))
    return "\n".join(found)


def touch(desk: BranchWindow) -> None:
    """The pointer moves, as the system tells it to the window."""
    handle = desk.window.windowHandle()
    where = QPointF(5, 5)
    none = Qt.MouseButton.NoButton
    plain = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, plain)
    QApplication.sendEvent(handle, moved)


def test_the_same_person_finds_everything_as_it_was(desk: BranchWindow) -> None:
    window, shell = desk.window, desk.window.shell
    desk.driver.press(Key.Key_B, CTRL)
    dialog = desk.driver.dialog()
    assert isinstance(dialog, BookingDialog)
    dialog.fields.name.setText("Vera Ozola")
    locked(desk)
    assert not dialog.isVisible()
    desk.driver.type(PIN)
    desk.at_work("Anna Bērziņa")
    assert window.shell is shell
    assert window.overlay.top() is dialog and dialog.isVisible()
    assert dialog.fields.name.text() == "Vera Ozola"
    assert window.context is not None and window.context.actor.by_pin


def test_the_last_digit_brings_the_next_person_to_the_board(desk: BranchWindow) -> None:
    with_two(desk)
    choose(desk, "Anna Bērziņa")
    desk.driver.type(PIN[:-1])
    assert desk.window.guard.locked
    began = time.perf_counter()
    desk.driver.type(PIN[-1])
    desk.at_work("Anna Bērziņa")
    print(f"\nlast digit to board: {time.perf_counter() - began:.2f} s")
    context = desk.window.context
    assert context is not None
    assert (context.actor.counter, context.actor.site) == ("3", "riga-2")


def test_a_half_typed_form_waits_for_its_writer(desk: BranchWindow) -> None:
    with_two(desk)
    choose(desk, "Anna Bērziņa")
    desk.driver.type(PIN)
    desk.at_work("Anna Bērziņa")
    desk.driver.press(Key.Key_B, CTRL)
    dialog = desk.driver.dialog()
    assert isinstance(dialog, BookingDialog)
    dialog.fields.name.setText("Vera Ozola")
    locked(desk)
    choose(desk, "Inese Kalniņa")
    desk.driver.type("80425")
    desk.at_work("Inese Kalniņa")
    assert desk.window.overlay.top() is None
    assert "Vera Ozola" not in texts_for_screen_readers()
    locked(desk)
    choose(desk, "Anna Bērziņa")
    desk.driver.type(PIN)
    desk.at_work("Anna Bērziņa")
    assert desk.window.overlay.top() is dialog and dialog.isVisible()
    assert dialog.fields.name.text() == "Vera Ozola"


def test_three_wrong_pins_then_only_the_password(desk: BranchWindow) -> None:
    locked(desk)
    view = desk.window.guard.view
    for said in ("2", "1"):
        desk.driver.type("0000")
        desk.bot.waitUntil(lambda said=said: said in view.message.text())
        assert view.secret.text() == ""
    desk.driver.type("0000")
    desk.bot.waitUntil(lambda: view.secret.accessibleName() != "PIN")
    assert view.message.text()
    desk.driver.type(PIN)
    desk.driver.press(Key.Key_Return)
    desk.bot.waitUntil(lambda: view.secret.text() == "" and not view.secret.isReadOnly())
    assert desk.window.guard.locked
    view.secret.setText(PASSWORD)
    desk.driver.press(Key.Key_Return)
    desk.at_work("Anna Bērziņa")
    assert not desk.window.context.actor.by_pin


def test_no_key_of_the_queue_works_while_it_is_locked(desk: BranchWindow) -> None:
    locked(desk)
    for key in (Key.Key_F2, Key.Key_F9, Key.Key_F12, Key.Key_F1):
        desk.driver.press(key)
    desk.driver.press(Key.Key_H, CTRL)
    desk.driver.press(Key.Key_Escape)
    assert desk.window.guard.locked and desk.window.guard.view.isVisible()
    assert desk.window.overlay.top() is None


@pytest.mark.parametrize("how", ["lock", "hide"])
def test_nothing_personal_is_left_in_sight_or_reach(desk: BranchWindow, how: str) -> None:
    desk.driver.press(Key.Key_B, CTRL)
    desk.driver.dialog().fields.name.setText("Vera Ozola")
    desk.window.messages.show_message("Vera Ozola ir klāt")
    assert "Vera Ozola" in texts_for_screen_readers()
    if how == "lock":
        locked(desk)
    else:
        desk.driver.press(Key.Key_H, CTRL)
    assert not desk.window.shell.isVisible()
    assert not desk.window.messages.isVisible()
    reached = texts_for_screen_readers()
    assert "Vera" not in reached
    assert "Vera" not in desk.window.windowTitle()
    assert ("Anna Bērziņa" in reached) is (how == "lock")


def test_hiding_and_coming_back(desk: BranchWindow) -> None:
    desk.driver.press(Key.Key_B, CTRL)
    dialog = desk.driver.dialog()
    for cover, back in (
        ((Key.Key_H, CTRL), (Key.Key_Escape,)),
        ((Key.Key_Pause,), (Key.Key_Pause,)),
        ((Key.Key_H, CTRL), (Key.Key_H, CTRL)),
    ):
        desk.driver.press(*cover)
        assert desk.window.guard.covered
        assert desk.window.guard.cover.place.text() == "Rīgas 2. nodaļa"
        desk.driver.press(*back)
        assert not desk.window.guard.covered
        assert dialog.isVisible()


def test_what_was_to_be_said_is_said_afterwards(desk: BranchWindow) -> None:
    desk.driver.press(Key.Key_H, CTRL)
    desk.window.tell("not saved", "danger")
    assert desk.window.messages.text() == ""
    desk.driver.press(Key.Key_Escape)
    assert desk.window.messages.text() == "not saved"


def test_idleness_locks_and_a_touch_puts_it_off(desk: BranchWindow, uptime: VirtualUptime) -> None:
    guard = desk.window.guard
    uptime.advance(299)
    guard.check_idle()
    assert not guard.locked
    touch(desk)
    uptime.advance(299)
    guard.check_idle()
    assert not guard.locked
    uptime.advance(1)
    guard.check_idle()
    assert guard.locked
    desk.clock.advance(days=-3)
    desk.bot.waitUntil(lambda: guard.view.list.key() != "" or desk.window.signin.isVisible())


def test_after_the_pc_slept_the_first_touch_finds_it_locked(
    desk: BranchWindow, uptime: VirtualUptime
) -> None:
    uptime.advance(3600)
    touch(desk)
    assert desk.window.guard.locked


def test_a_covered_window_locks_after_the_time_whatever_is_touched(
    desk: BranchWindow, uptime: VirtualUptime
) -> None:
    desk.driver.press(Key.Key_H, CTRL)
    uptime.advance(200)
    touch(desk)
    uptime.advance(100)
    desk.driver.press(Key.Key_Escape)
    assert desk.window.guard.locked
    assert desk.window.guard.view.isVisible()


def test_the_head_chooses_after_how_long(desk: BranchWindow, uptime: VirtualUptime) -> None:
    locked(desk)
    desk.window.guard.view.other.click()
    desk.sign_in("ilze", "")
    desk.at_work("Ilze Rozīte")
    desk.write(auto_lock.set_lock_minutes, 15)
    locked(desk)
    view = desk.window.guard.view
    choose(desk, "Ilze Rozīte")
    view.secret.setText(PASSWORD)
    desk.driver.press(Key.Key_Return)
    desk.at_work("Ilze Rozīte")
    desk.driver.settle()
    uptime.advance(14 * 60)
    desk.window.guard.check_idle()
    assert not desk.window.guard.locked
    uptime.advance(61)
    desk.window.guard.check_idle()
    assert desk.window.guard.locked


def test_the_program_opened_again_the_same_day_offers_the_pin(
    desk: BranchWindow, qtbot: QtBot
) -> None:
    desk.window.close()
    again = BranchWindow.opened(qtbot, desk.folder, desk.clock, desk.uptime)
    qtbot.waitUntil(lambda: again.window.guard.view is not None)
    view = again.window.guard.view
    qtbot.waitUntil(lambda: view.isVisible() and view.list.key() != "" and view.secret.hasFocus())
    assert view.counter.text() == "3"
    QTest.keyClicks(view.secret, PIN)
    again.at_work("Anna Bērziņa")
    again.window.close()
    desk.clock.advance(days=1)
    tomorrow = BranchWindow.opened(qtbot, desk.folder, desk.clock, desk.uptime)
    qtbot.waitUntil(tomorrow.window.signin.form.isVisible)
    assert tomorrow.window.guard.view is None
    tomorrow.window.close()


def test_signing_out_leaves_nothing_to_resume(desk: BranchWindow) -> None:
    desk.window.do("own_access")
    desk.window.overlay.top().sign_out.click()
    desk.bot.waitUntil(desk.window.signin.form.isVisible)
    assert desk.window.shell is None
    desk.sign_in("inese")
    desk.at_work("Inese Kalniņa")
    locked(desk)
    names = [row.title for row in desk.window.guard.view.list.rows.rows()]
    assert names == ["Inese Kalniņa"]


def test_a_handed_over_password_is_replaced_before_anything_else(desk: BranchWindow) -> None:
    from desk.services import accounts

    locked(desk)
    desk.window.guard.view.other.click()
    desk.sign_in("ilze", "1")
    desk.at_work("Ilze Rozīte")
    with_inese = desk.window.runner
    found: list[object] = []
    with_inese.read(lambda reader: reader.accounts.by_login("inese").id, found.append)
    desk.bot.waitUntil(lambda: bool(found))
    desk.write(accounts.change_password, found[0], new="nodots uz lapiņas")
    desk.window.sign_out()
    desk.bot.waitUntil(lambda: desk.window.guard.view.isVisible())
    desk.window.guard.view.other.click()
    desk.sign_in("inese", "4", "nodots uz lapiņas")
    fresh = desk.window.signin.fresh
    desk.bot.waitUntil(fresh.isVisible)
    for new in ("nodots uz lapiņas", "mana paša izvēle"):
        fresh.password.setText(new)
        fresh.again.setText(new)
        fresh.save.click()
        if new == "nodots uz lapiņas":
            desk.bot.waitUntil(lambda: desk.window.signin.message.text() != "")
    desk.at_work("Inese Kalniņa")
    assert desk.window.context.actor.counter == "4"


@pytest.mark.parametrize("turns", [0, 1, 5, 20, 80])
def test_locked_right_after_signing_in_the_field_has_the_focus(
    desk: BranchWindow, turns: int
) -> None:
    """What the sign-in still brings, cards and lists, takes it from nobody."""
    locked(desk)
    desk.window.guard.view.other.click()
    desk.sign_in("ilze", "1")
    desk.driver.until(lambda: not desk.window.guard.locked and desk.window.context is not None)
    for _turn in range(turns):
        QApplication.processEvents()
    desk.window.lock()
    desk.driver.until(lambda: desk.window.guard.view is not None and desk.window.guard.locked)
    view = desk.window.guard.view
    assert view is not None
    desk.driver.until(lambda: view.list.rows.rows())
    desk.bot.wait(200)
    assert desk.window.focusWidget() is view.secret
