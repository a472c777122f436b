"""Booking by phone: typed days and times, warnings that never forbid, keyboard alone."""

from __future__ import annotations

from datetime import date, time

import pytest
from colleague import ask
from driver import CTRL, Driver, Key

from desk.domain.appointment import AppointmentState
from desk.domain.clock import at_local
from desk.ui.booking.dialog import BookingDialog
from desk.ui.booking.parsing import parse_day, parse_time

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10.45", time(10, 45)),
        ("10:45", time(10, 45)),
        (" 9,05 ", time(9, 5)),
        ("9 05", time(9, 5)),
        ("1045", time(10, 45)),
        ("905", time(9, 5)),
        ("9", time(9, 0)),
        ("24.00", None),
        ("9.60", None),
        ("", None),
        ("soon", None),
    ],
)
def test_times_as_people_type_them(typed: str, meant: time | None) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24.11.2026", TODAY),
        ("24.11.2026.", TODAY),
        ("24.11.26", TODAY),
        ("24.11.", TODAY),
        ("3.12", date(2026, 12, 3)),
        ("5.1.", date(2027, 1, 5)),
        ("30.6.", date(2026, 6, 30)),
        ("2026-12-01", date(2026, 12, 1)),
        ("29.2.", None),
        ("31.11.", None),
        ("", None),
        ("tomorrow", None),
    ],
)
def test_days_as_people_type_them(typed: str, meant: date | None) -> None:
    assert parse_day(typed, TODAY) == meant


@pytest.fixture
def form(driver: Driver) -> BookingDialog:
    """The form, opened by Ctrl+B from Today."""
    driver.press(Key.Key_B, CTRL)
    dialog = driver.dialog()
    assert isinstance(dialog, BookingDialog)
    driver.until(lambda: dialog.slots.rows.rowCount())
    return dialog


def _type_into(driver: Driver, form: BookingDialog, **texts: str) -> None:
    for name, text in texts.items():
        field = getattr(form.fields, name)
        field.setFocus()
        field.selectAll()
        driver.type(text)


def test_a_proposed_slot_and_a_name_are_enough(driver: Driver, form: BookingDialog) -> None:
    form.slots.setFocus()
    driver.press(Key.Key_2)
    start = form.slots.key()
    minutes = form.fields.length()
    _type_into(driver, form, name="Liga Kalnina", phone="26123456")
    driver.press(Key.Key_Return)  # a scanner's Enter does nothing
    assert form.book.isVisible()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: not form.book.isVisible())
    booked = ask(driver, lambda reader: reader.appointments.of_day("riga-2", TODAY))
    (made,) = [item for item in booked if item.state is AppointmentState.PROVISIONAL]
    assert (made.start.isoformat(), made.minutes) == (start, minutes)


def test_outside_the_hours_warns_and_books_anyway(driver: Driver, form: BookingDialog) -> None:
    _type_into(driver, form, time="20.15", name="Janis")
    driver.until(lambda: form.warning.isVisible())
    assert form.warned == ("appointment.outside_hours",)
    words = form.book.text()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: not form.book.isVisible())
    booked = ask(driver, lambda reader: reader.appointments.of_day("riga-2", TODAY))
    late = [item for item in booked if item.start == at_local(TODAY, time(20, 15))]
    assert [item.confirmed_outside_hours for item in late] == [True]
    assert words != ""


def test_a_warning_nobody_saw_stops_once(driver: Driver, form: BookingDialog) -> None:
    """Ctrl+Enter before the warning could be shown does not book behind the clerk's back."""
    _type_into(driver, form, name="Janis")
    form.fields.time.setFocus()
    driver.type("20.30")
    form.book.click()  # at once, while the warnings are still being read
    driver.until(lambda: form.warning.isVisible())
    assert form.book.isVisible()
    booked = ask(driver, lambda reader: reader.appointments.of_day("riga-2", TODAY))
    assert not [item for item in booked if item.start == at_local(TODAY, time(20, 30))]


def test_what_is_missing_is_marked_and_nothing_is_lost(driver: Driver, form: BookingDialog) -> None:
    _type_into(driver, form, time="", name="Janis")
    driver.press(Key.Key_Return, CTRL)
    assert form.fields.time.property("wrong")
    assert driver.window.focusWidget() is form.fields.time
    assert form.fields.name.text() == "Janis"
    driver.type("14.15")
    form.fields.name.clear()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: form.fields.name.property("wrong"))


def test_the_length_follows_the_service(driver: Driver, form: BookingDialog) -> None:
    pack = driver.window.context.pack if driver.window.context else None
    assert pack is not None
    for service in pack.services:
        form.fields.service.setCurrentIndex(form.fields.service.findData(service.id))
        assert form.fields.length() == service.minutes


def test_escape_leaves_without_a_booking(driver: Driver, form: BookingDialog) -> None:
    before = ask(driver, lambda reader: reader.appointments.of_day("riga-2", TODAY))
    driver.press(Key.Key_Escape)
    assert driver.window.overlay.top() is None
    assert ask(driver, lambda reader: reader.appointments.of_day("riga-2", TODAY)) == before
