"""A booking for a service that the catalogue does not know is served like any other."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from branch_at_work import DAY, SITE, Branch, wall

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.visit import Outcome, TicketState
from desk.services import import_day, queue, schedule
from desk.services.board import board
from desk.services.dayfile.write_file import Format
from desk.services.export_day import export
from desk.services.paper import day_sheet

TEXT = "Ķiveres saņemšana; 2. daļa"
FILE = f'reference;start;service;name;phone;email\nR1;2026-11-24 10:00;"{TEXT}";Zelma;;\n'


@pytest.fixture
def booked(branch: Branch, tmp_path: Path) -> Appointment:
    path = tmp_path / "day.csv"
    path.write_text(FILE, encoding="utf-8")
    shown = branch.read(import_day.preview, path, by=branch.anna)
    assert not shown.problems
    assert branch.do(import_day.apply, shown, by=branch.anna).added == 1
    return booking(branch)


def booking(branch: Branch) -> Appointment:
    with branch.database.reader() as reader:
        (found,) = reader.appointments.of_day(SITE, DAY)
    return found


def exported(branch: Branch, form: Format) -> bytes:
    content = branch.do(export, DAY, form, by=branch.head)
    assert isinstance(content, bytes)
    return content


def test_from_the_file_to_the_end(branch: Branch, booked: Appointment) -> None:
    assert (booked.service, booked.service_text) == ("", TEXT)
    assert booked.minutes == branch.env.policy.slot_minutes

    branch.clock.now = wall(9, 50)
    taken = branch.do(queue.take_in_booking, booked.id, by=branch.anna)
    (row,) = branch.read(board, by=branch.anna).rows
    assert (row.service, row.more_services) == (TEXT, 0)

    branch.clock.now = wall(10)
    assert branch.do(queue.call_next, by=branch.anna).id == taken.id
    serving = branch.read(board, by=branch.anna).serving
    assert serving.appointment.service_text == TEXT
    branch.do(queue.start, by=branch.anna)

    branch.clock.now = wall(10, 12)
    done = branch.do(queue.finish, taken.id, Outcome.SOLVED, by=branch.anna)
    assert done.state is TicketState.SERVED
    seen = branch.read(board, by=branch.anna)
    assert [row.service for row in seen.done] == [TEXT]
    assert seen.counts.served == 1
    assert booking(branch).state is AppointmentState.SERVED


def test_a_due_one_is_called_without_check_in(branch: Branch, booked: Appointment) -> None:
    branch.clock.now = wall(10)
    (row,) = branch.read(board, by=branch.anna).rows
    assert row.service == TEXT
    called = branch.do(queue.call_next, by=branch.anna)
    assert called.appointment_id == booked.id


def test_a_known_service_can_take_its_place(branch: Branch, booked: Appointment) -> None:
    branch.clock.now = wall(9, 50)
    taken = branch.do(queue.take_in_booking, booked.id, by=branch.anna)
    branch.do(queue.add_service, taken.id, "eid", by=branch.anna)
    (row,) = branch.read(board, by=branch.anna).rows
    assert (row.service, row.more_services) == (TEXT, 1)
    left = branch.do(queue.remove_service, taken.id, "", by=branch.anna)
    assert left.services == ("eid",)


@pytest.mark.parametrize("again", [Format.CSV, Format.ICS])
def test_its_words_are_in_every_file_and_on_paper(
    branch: Branch, booked: Appointment, tmp_path: Path, again: Format
) -> None:
    rows = list(
        csv.reader(io.StringIO(exported(branch, Format.CSV).decode("utf-8-sig")), delimiter=";")
    )
    assert rows[1][2] == TEXT
    (shown,) = json.loads(exported(branch, Format.JSON))["appointments"]
    assert shown["service"] == TEXT
    path = tmp_path / f"again.{again.value}"
    path.write_bytes(exported(branch, again))
    preview = branch.read(import_day.preview, path, by=branch.anna)
    assert import_day.result_of(preview).unchanged == 1
    sheet = branch.do(day_sheet, DAY, by=branch.anna)
    assert [item.service for item in sheet.bookings] == [TEXT]
    day = branch.read(schedule.day, DAY, by=branch.anna)
    assert [entry.service for entry in day.entries] == [TEXT]
