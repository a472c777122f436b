"""Provisional bookings and bookings without a place, as clerks see and settle them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import msgspec
import pytest
from colleague import ask, show, write
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from driver import CTRL, Driver, Key
from fitting import misfits
from joined import join, receive
from sizes import SIZES, shoot
from virtual import make_id

from db.stores.sync import Enrolment
from desk.domain.appointment import AppointmentState
from desk.domain.clock import at_local
from desk.domain.person import Person
from desk.domain.slips import PaperSize
from desk.i18n import set_language
from desk.services import appointments, conflicts, schedule
from desk.sync.booking_bodies import (
    BOOKING_CONFLICT,
    PLACES_LEASED,
    BookingConflict,
    BookingMade,
    PlacesLeased,
    SeatRow,
)
from desk.sync.down import SealedFor
from desk.sync.sealed_box import seal_for
from desk.ui.booking.dialog import BookingDialog
from desk.ui.conflicts.dialog import ConflictsDialog, ConflictSlipDialog
from desk.ui.conflicts.move import MoveDialog
from desk.ui.preview.child import make_pdf
from desk.ui.schedule.view import ScheduleScreen

TODAY = date(2026, 11, 24)
NINE, TEN = (at_local(TODAY + timedelta(days=1), time(hour)) for hour in (9, 10))
OTHER = Person("Olivers Zemgalis", "+37120000013")


@pytest.fixture(autouse=True)
def english(driver: Driver) -> Iterator[None]:
    set_language("en")
    yield
    set_language("lv")


@pytest.fixture
def enrolled(driver: Driver) -> Enrolment:
    """The branch is known to headquarters."""
    return join(driver)


@pytest.fixture
def conflict(driver: Driver, enrolled: Enrolment) -> Any:
    """A booking of the branch lost its place to one of headquarters."""
    context = driver.window.context
    made = write(
        driver,
        lambda uow: appointments.book(
            uow,
            context.env,
            context.actor,
            start=NINE,
            minutes=15,
            service="passport-eid",
            person=Person("Zelma Rasaspura", "20000012"),
            confirm_outside=True,
        ),
    )
    public = Ed25519PrivateKey.from_private_bytes(enrolled.private).public_key().public_bytes_raw()
    box = seal_for(public, msgspec.json.encode(OTHER))
    other = BookingMade(
        make_id(), "riga-2", NINE.date(), "hq", "H-123456", NINE, 15, "passport-eid", "",
        NINE.date() + timedelta(days=30), (SealedFor(enrolled.device, box),),
    )  # fmt: skip
    body = BookingConflict(make_id(), made.source, made.reference, made.version, other)
    receive(driver, enrolled, BOOKING_CONFLICT, body)
    return made


def _state(driver: Driver, booking: Any) -> AppointmentState:
    state: AppointmentState = ask(driver, lambda r: r.appointments.get(booking.id)).state
    return state


def _opened(driver: Driver) -> ConflictsDialog:
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    driver.until(screen.conflicts.open.isVisible)
    assert screen.conflicts.title.text().startswith("1 booking has no place")
    screen.conflicts.open.click()
    dialog = driver.dialog()
    assert isinstance(dialog, ConflictsDialog)
    driver.until(lambda: dialog.shown is not None)
    return dialog


def test_both_clients_are_compared_and_the_look_is_logged(driver: Driver, conflict: Any) -> None:
    dialog = _opened(driver)
    shown = dialog.shown
    assert shown is not None
    assert shown.winner is not None
    assert shown.loser.person == Person("Zelma Rasaspura", "+37120000012")
    assert shown.winner.person == OTHER
    looks = ask(
        driver,
        lambda r: [
            look.subject_id
            for look in r.access_log.list(NINE - timedelta(days=9), NINE)
            if look.purpose == "conflict"
        ],
    )
    assert {conflict.id, shown.winner.appointment.id} <= set(looks)


def test_both_stay_and_headquarters_are_told(driver: Driver, conflict: Any) -> None:
    dialog = _opened(driver)
    dialog.keep.click()
    driver.until(dialog.decided.isVisible)
    assert "headquarters have not answered" in dialog.decided.text()
    assert "Both stay" in dialog.decided.text()
    kinds = ask(driver, lambda reader: {one.kind for one in reader.outbox.pending(100_000)})
    assert "booking_decision" in kinds
    assert _state(driver, conflict) is AppointmentState.CONFLICT, "headquarters have the last word"


def test_the_one_without_a_place_gets_another_time(driver: Driver, conflict: Any) -> None:
    dialog = _opened(driver)
    dialog.loser.move_it.click()
    move = driver.dialog()
    assert isinstance(move, MoveDialog)
    driver.until(lambda: move.slots.rows.rowCount())
    move.slots.setFocus()
    driver.press(Key.Key_1)
    start = move.slots.key()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    moved = ask(driver, lambda reader: reader.appointments.get(conflict.id))
    assert (moved.start.isoformat(), moved.state) == (start, AppointmentState.PROVISIONAL)


def test_the_slip_names_both(driver: Driver, conflict: Any) -> None:
    dialog = _opened(driver)
    assert dialog.shown is not None
    number = dialog.shown.id
    dialog.paper.click()
    assert isinstance(driver.dialog(), ConflictSlipDialog)
    context = driver.window.context
    slip = write(
        driver,
        lambda uow: conflicts.slip(uow, context.env, context.actor, number, PaperSize.A5),
    )
    assert (slip.loser.name, slip.winner.phone) == ("Zelma Rasaspura", "+37120000013")
    assert make_pdf(slip).startswith(b"%PDF")


def test_a_booking_says_whether_it_is_certain(driver: Driver, enrolled: Enrolment) -> None:
    seats = tuple(SeatRow(TEN + timedelta(minutes=15 * n), 1) for n in range(4))
    receive(driver, enrolled, PLACES_LEASED, PlacesLeased("riga-2", 15, seats))
    driver.press(Key.Key_B, CTRL)
    form = driver.dialog()
    assert isinstance(form, BookingDialog)
    form.fields.use_slot(NINE)
    driver.until(lambda: "Provisional" in form.promise.text())
    form.fields.use_slot(TEN)
    driver.until(lambda: "Confirmed at once" in form.promise.text())
    form.fields.name.setText("Zelma R")
    form.book.click()
    driver.until(lambda: not form.book.isVisible())
    driver.until(lambda: "It is confirmed" in form._said.text())
    form.finish(None)
    _book(driver, NINE)
    context = driver.window.context
    day = ask(driver, lambda r: schedule.day(r, context.env, context.actor, NINE.date()))
    own = [one for one in day.entries if one.appointment.start in (NINE, TEN)]
    own = [one for one in own if one.appointment.source == "phone"]
    assert [one.provisional for one in own] == [True, False]


def test_without_headquarters_nothing_is_provisional(driver: Driver) -> None:
    driver.press(Key.Key_B, CTRL)
    form = driver.dialog()
    form.fields.use_slot(NINE)
    driver.until(lambda: form.slots.rows.rowCount())
    assert not form.promise.isVisible()
    form.finish(None)
    _book(driver, NINE)
    context = driver.window.context
    day = ask(driver, lambda r: schedule.day(r, context.env, context.actor, NINE.date()))
    assert not any(one.provisional for one in day.entries)


def _book(driver: Driver, start: Any) -> None:
    context = driver.window.context
    write(
        driver,
        lambda uow: appointments.book(
            uow,
            context.env,
            context.actor,
            start=start,
            minutes=15,
            service="passport-eid",
            person=Person("Janis K"),
            confirm_outside=True,
        ),
    )


def test_the_tab_counts_what_waits(driver: Driver, conflict: Any) -> None:
    tab = driver.shell.tabs.tabs["schedule"]
    driver.until(lambda: tab._badge == "1")
    assert tab.accessibleDescription().startswith("1 booking has no place")
    dialog = _opened(driver)
    dialog.call.click()
    driver.until(dialog.decided.isVisible)
    assert tab._badge == "1", "whoever calls first has not decided"
    dialog.keep.click()
    driver.until(lambda: tab._badge == "")
    assert tab.accessibleDescription() == ""


@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_the_worklist_fits_whatever_the_letters(
    driver: Driver, conflict: Any, language: str
) -> None:
    driver.window.use_language(language)
    for scale, size in SIZES:
        driver.window.use_scale(scale)
        driver.window.resize(*size)
        screen = show(driver, "schedule")
        assert isinstance(screen, ScheduleScreen)
        driver.until(screen.conflicts.open.isVisible)
        shoot(driver, f"conflicts-notice-{language}-{scale}-{size[0]}")
        assert misfits(screen.conflicts) == []
        screen.conflicts.open.click()
        dialog = driver.dialog()
        driver.until(lambda: driver.dialog().shown is not None)
        shoot(driver, f"conflicts-{language}-{scale}-{size[0]}")
        assert misfits(dialog) == []
        dialog.leave()
