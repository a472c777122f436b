"""Schedule: the day as stored, notices by phone, moving through days and weeks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.domain.appointment import AppointmentState
from desk.domain.board import ScheduleEntry
from desk.domain.hours import Origin
from desk.services import schedule
from desk.services.opening import hours_of
from desk.ui.importing.dialog import ImportDialog
from desk.ui.schedule.late import LateDialog
from desk.ui.schedule.view import ScheduleScreen

TODAY = date(2026, 11, 24)
ALT = Qt.KeyboardModifier.AltModifier
BEFORE_HOLIDAY = date(2026, 12, 23)


@pytest.fixture
def screen(driver: Driver) -> ScheduleScreen:
    """The screen with today's bookings, the table in use."""
    shown = show(driver, "schedule")
    assert isinstance(shown, ScheduleScreen)
    driver.until(lambda: shown.days.day is not None and shown.days.table.hasFocus())
    return shown


def _stored(driver: Driver, day: date) -> tuple[ScheduleEntry, ...]:
    context = driver.window.context
    assert context is not None
    return ask(driver, lambda r: schedule.day(r, context.env, context.actor, day)).entries


def _expected(screen: ScheduleScreen) -> ScheduleEntry:
    """Choose a client who is still to come."""
    assert screen.days.day is not None
    entry = next(
        one
        for one in screen.days.day.entries
        if one.appointment.state is AppointmentState.BOOKED and one.person and one.person.phone
    )
    assert screen.days.table.choose(entry.appointment.id)
    return entry


def _texts(screen: ScheduleScreen) -> str:
    QApplication.processEvents()  # new words come to the screen
    labels = screen.pane.sheet.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def _state(driver: Driver, entry: ScheduleEntry) -> AppointmentState:
    found = ask(driver, lambda reader: reader.appointments.get(entry.appointment.id))
    return found.state


def test_every_booking_of_the_day_is_a_row(screen: ScheduleScreen, driver: Driver) -> None:
    assert screen.days.table.filter.rowCount() == len(_stored(driver, TODAY))


def test_a_phone_number_shows_for_the_chosen_booking_alone(
    screen: ScheduleScreen, driver: Driver
) -> None:
    entry = _expected(screen)
    assert entry.person is not None
    assert entry.person.phone in _texts(screen)
    model = screen.days.table.filter
    cells = [
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert entry.person.phone not in " ".join(cells)


def test_the_filter_takes_beginnings_of_words_in_any_order(screen: ScheduleScreen) -> None:
    entry = _expected(screen)
    assert entry.person is not None
    first, last = entry.person.name.split()[0], entry.person.name.split()[-1]
    screen.head.search.setText(f"{last[:4]} {first[:3]}")
    shown = screen.days.table.filter.rowCount()
    assert 0 < shown < len(screen.days.day.entries if screen.days.day else ())
    screen.head.search.setText("zzzz")
    assert screen.days.table.filter.rowCount() == 0
    assert screen.days.nothing.isVisible()
    screen.head.search.clear()
    assert screen.days.table.isVisible()


def test_a_late_notice_is_kept_with_its_time(screen: ScheduleScreen, driver: Driver) -> None:
    entry = _expected(screen)
    screen.pane.buttons["late"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, LateDialog)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    kept = ask(driver, lambda reader: reader.appointments.get(entry.appointment.id))
    assert kept.state is AppointmentState.LATE_NOTIFIED
    assert kept.expected_at == entry.appointment.start + timedelta(minutes=15)


def test_a_late_time_before_the_slot_is_refused_in_the_dialog(
    screen: ScheduleScreen, driver: Driver
) -> None:
    entry = _expected(screen)
    screen.pane.buttons["late"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, LateDialog)
    driver.type("7.00")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: dialog.time.property("wrong"))
    assert _state(driver, entry) is AppointmentState.BOOKED


def test_cancelled_by_the_client_and_expected_again(screen: ScheduleScreen, driver: Driver) -> None:
    entry = _expected(screen)
    button = screen.pane.buttons["cancel"]
    button.setFocus()
    driver.press(Key.Key_Return)  # guarded: a scanner's Enter cancels nobody
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: screen.pane.buttons["reopen"].isVisible())
    assert _state(driver, entry) is AppointmentState.CANCELLED_NOTIFIED
    screen.pane.buttons["reopen"].click()
    driver.until(lambda: screen.pane.buttons["cancel"].isVisible())
    assert _state(driver, entry) is AppointmentState.BOOKED


def test_taking_in_gives_a_ticket_in_the_row(screen: ScheduleScreen, driver: Driver) -> None:
    entry = _expected(screen)
    screen.days.table.setFocus()
    driver.press(Key.Key_Return)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: screen.pane.entry is not None and screen.pane.entry.ticket)
    assert screen.pane.entry is not None
    assert screen.pane.entry.appointment.id == entry.appointment.id
    assert not screen.pane.buttons["take_in"].isVisible()


def test_days_and_weeks_are_walked_by_keys(screen: ScheduleScreen, driver: Driver) -> None:
    driver.press(Key.Key_Right, ALT)
    assert screen.day == TODAY + timedelta(days=1)
    driver.press(Key.Key_PageDown, ALT)
    assert screen.day == TODAY + timedelta(days=8)
    driver.press(Key.Key_Home, ALT)
    assert screen.day == TODAY
    driver.until(lambda: screen.days.day is not None and screen.days.day.day == TODAY)


def test_tomorrow_offers_no_taking_in(screen: ScheduleScreen, driver: Driver) -> None:
    driver.press(Key.Key_Right, ALT)
    driver.until(lambda: screen.days.day is not None and screen.days.day.day != TODAY)
    _expected(screen)
    driver.until(screen.pane.buttons["late"].isVisible)
    assert not screen.pane.buttons["take_in"].isVisible()


def test_the_week_shows_seven_days_and_enter_opens_one(
    screen: ScheduleScreen, driver: Driver
) -> None:
    screen.head.tabs.tabs["week"].click()
    driver.until(lambda: len(screen.week.week.days) == 7 and screen.week.day() == TODAY)
    assert [day.booked for day in screen.week.week.days][1] == sum(
        entry.appointment.state
        not in (
            AppointmentState.CANCELLED,
            AppointmentState.CANCELLED_NOTIFIED,
            AppointmentState.NO_SHOW,
        )
        for entry in _stored(driver, TODAY)
    )
    driver.press(Key.Key_Down)
    driver.press(Key.Key_Return)
    assert (screen.mode, screen.day) == ("day", TODAY + timedelta(days=1))


def test_only_a_lead_confirms_the_shorter_day(screen: ScheduleScreen, driver: Driver) -> None:
    screen._go(BEFORE_HOLIDAY)
    driver.until(lambda: screen.days.day is not None and screen.days.day.day == BEFORE_HOLIDAY)
    assert screen.days.day is not None and screen.days.day.hours.proposed
    assert not screen.days.hours.confirm.isVisible()
    work_as(driver, "ilze")
    lead = show(driver, "schedule")
    assert isinstance(lead, ScheduleScreen)
    lead._go(BEFORE_HOLIDAY)
    driver.until(lambda: lead.days.hours.confirm.isVisible())
    lead.days.hours.confirm.click()
    driver.until(lambda: not lead.days.hours.confirm.isVisible())
    env = lead.context.env
    hours = ask(driver, lambda reader: hours_of(reader, env, "riga-2", BEFORE_HOLIDAY))
    assert hours.origin is Origin.BRANCH_EXCEPTION
    assert not hours.confirmed


def test_a_dropped_file_is_looked_at_and_nothing_changes(
    screen: ScheduleScreen, driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "day.csv"
    path.write_text("reference;start\nN-1;24.11.2026 13:00\n", encoding="utf-8")
    before = _stored(driver, TODAY)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(event)
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ImportDialog)
    driver.until(lambda: dialog.shown is not None)
    assert _stored(driver, TODAY) == before


def test_an_export_is_written_and_logged(driver: Driver, tmp_path: Path) -> None:
    from desk.ui.schedule.export import export_to

    work_as(driver, "ilze")
    screen = show(driver, "schedule")
    path = tmp_path / "out.json"
    export_to(screen.context, TODAY, path)
    driver.until(path.exists)
    assert path.read_bytes().lstrip()[:1] in (b"{", b"[")
    now = screen.context.env.clock()
    hour = timedelta(hours=1)
    looks = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    assert any(look.what == "export" for look in looks)


@pytest.mark.parametrize("name", ["schedule", "duties", "incidents"])
@pytest.mark.parametrize("login", ["anna", "ilze"])
def test_every_control_has_a_name(driver: Driver, name: str, login: str) -> None:
    work_as(driver, login)
    shown = show(driver, name)
    driver.settle()
    controls = [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert controls
    nameless = [widget for widget in controls if not widget.accessibleName()]
    assert nameless == []


@pytest.mark.parametrize("keys", [(Key.Key_B, CTRL), (Key.Key_I, CTRL), (Key.Key_P, CTRL)])
def test_every_control_of_the_forms_has_a_name(
    screen: ScheduleScreen, driver: Driver, keys: tuple[Key, Qt.KeyboardModifier]
) -> None:
    driver.press(*keys)
    dialog = driver.dialog()
    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget
