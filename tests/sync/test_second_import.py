"""A day file that comes to headquarters once more: contacts and services follow, names stay secret.

It is also how a PC that was taken in later gets the clients of bookings made before.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from booking_stand import OTHER, SITE, Stand, at
from branch_pc import Branch
from sqlalchemy import select
from virtual import VirtualClock

from db.database import Database
from db.hq.database import transaction
from db.hq.models import op
from db.layout import database_path
from desk.domain.appointment import Appointment, AppointmentAction, AppointmentState
from desk.domain.erasure import Why
from desk.domain.person import Person
from desk.hq import booking_desk
from desk.hq.booking_desk import FileRow, Imported, Slot
from desk.hq.work import Work
from desk.services import appointments, conflicts, import_day, queue

S = AppointmentState
NEW = Person("Zelma Rasaspura", "+37120000012", "z@example.com")
TEN = at(10)
PASSPORT, EID = "passport-eid", "eid"


@pytest.fixture
def stand(work: Work, clock: VirtualClock, data_folder: Path) -> Stand:
    """A booking of the file, known at the branch."""
    one = Stand(work, clock, data_folder)
    one.open()
    _import(one, _row())
    one.sync()
    return one


def _row(
    person: Person = OTHER, service: str = PASSPORT, start: Any = TEN, reference: str = "A-1"
) -> FileRow:
    return FileRow(reference, Slot(start, 15, service) if start else None, person)


def _import(stand: Stand, *rows: FileRow) -> Imported:
    done: Imported = stand.hq(booking_desk.import_rows, rows)
    return done


def _booking(database: Database, reference: str = "A-1") -> Appointment:
    with database.reader() as reader:
        return reader.appointments.by_reference("file", [reference])[reference]


def _client(database: Database, reference: str = "A-1") -> Person | None:
    number = _booking(database, reference).person_id
    with database.reader() as reader:
        return reader.persons.get(number) if number else None


def test_contact_and_service_follow_and_it_stays_the_same_booking(stand: Stand) -> None:
    before = _booking(stand.branch.database)
    assert _client(stand.branch.database) == OTHER
    done = _import(stand, _row(NEW, EID))
    assert (done.added, done.moved, done.unchanged) == (0, 0, 1)
    stand.sync()
    after = _booking(stand.branch.database)
    assert (after.id, after.start, after.state) == (before.id, before.start, S.BOOKED)
    assert (after.service, _client(stand.branch.database)) == (EID, NEW)
    assert stand.there(after).service == EID
    assert after.person_id is not None
    assert after.person_id != before.person_id
    with stand.branch.database.reader() as reader:
        assert before.person_id is not None
        assert reader.persons.get(before.person_id) is None, "the old contact is erased"
    stand.require_sound()


def test_the_same_again_writes_nothing_at_the_branch(stand: Stand) -> None:
    before = _booking(stand.branch.database)
    for _ in range(2):
        _import(stand, _row())
        stand.sync()
    assert _booking(stand.branch.database) == before


def test_what_the_file_leaves_empty_stays(stand: Stand) -> None:
    _import(stand, _row(Person(name="Olivers Zemgalis-Kalns")))
    stand.sync()
    assert _client(stand.branch.database) == Person(
        "Olivers Zemgalis-Kalns", OTHER.phone, OTHER.email
    )


def test_a_new_time_and_a_new_contact_at_once(stand: Stand) -> None:
    assert _import(stand, _row(NEW, start=at(11))).moved == 1
    stand.sync()
    after = _booking(stand.branch.database)
    assert (after.start, _client(stand.branch.database)) == (at(11), NEW)
    stand.require_sound()


def test_a_cancelled_row_cancels(stand: Stand) -> None:
    assert _import(stand, _row(start=None)).cancelled == 1
    stand.sync()
    assert _booking(stand.branch.database).state is S.CANCELLED
    assert stand.sold()[at(10)] == [None]


def test_headquarters_keep_no_name(stand: Stand) -> None:
    _import(stand, _row(NEW, EID))
    with transaction(stand.work.engine) as connection:
        bodies = [bytes(body) for body in connection.scalars(select(op.c.body))]
    for word in (NEW.name, NEW.phone, "Rasaspura"):
        assert not any(word.encode() in body for body in bodies)


def test_an_erased_client_stays_erased(stand: Stand) -> None:
    number = _booking(stand.branch.database).person_id
    assert number is not None
    with stand.branch.database.unit_of_work() as uow:
        uow.erasures.erase([number], Why.REQUESTED, at=stand.clock())
        uow.commit()
    _import(stand, _row(NEW, EID))
    stand.sync()
    assert _client(stand.branch.database) is None
    assert _booking(stand.branch.database).service == EID


def test_one_whose_client_came_keeps_what_it_has(stand: Stand) -> None:
    stand.clock.now = at(9, 55)
    stand.do(queue.take_in_booking, _booking(stand.branch.database).id)
    before = _booking(stand.branch.database)
    _import(stand, _row(NEW, EID))
    stand.sync()
    assert _booking(stand.branch.database) == before


def test_what_the_branch_read_itself_meanwhile_stays(stand: Stand, tmp_path: Path) -> None:
    """A newer file was imported at the branch, and headquarters have not heard of it."""
    file = tmp_path / "day.csv"
    head = "reference;start;minutes;name;phone"
    file.write_text(f"{head}\nA-1;25.11.2026 10:00;15;Jauns Vards;20000099\n", "utf-8")
    stand.do(import_day.apply, stand.ask(import_day.preview, file))
    _import(stand, _row(NEW, EID))
    stand.sync()
    client = _client(stand.branch.database)
    assert client is not None
    assert client.name == "Jauns Vards"
    assert _booking(stand.branch.database).service == EID


def test_an_answer_is_heard_although_the_contact_changed_meanwhile(
    stand: Stand, tmp_path: Path
) -> None:
    """A booking lost its place, and the branch reads its contact anew before it hears so."""
    stand.sell(at(12))
    rows = ["A-2;25.11.2026 12:00;15;Zelma R", "A-2;25.11.2026 12:00;15;Zelma Rasa"]
    for n, row in enumerate(rows):
        file = tmp_path / f"day-{n}.csv"
        file.write_text(f"reference;start;minutes;name\n{row}\n", "utf-8")
        stand.do(import_day.apply, stand.ask(import_day.preview, file))
        if not n:
            stand.branch.round("", "", "reply")  # it was heard there; the answer is not here yet
    stand.sync(3)
    assert stand.there(_booking(stand.branch.database, "A-2")).state == S.CONFLICT
    assert _booking(stand.branch.database, "A-2").state is S.CONFLICT
    stand.require_sound()


def test_a_move_is_done_although_the_contact_changed_meanwhile(
    stand: Stand, tmp_path: Path
) -> None:
    stand.hq(booking_desk.move, "file", "A-1", at(13))
    file = tmp_path / "day.csv"
    file.write_text("reference;start;minutes;name\nA-1;25.11.2026 10:00;15;Jauns Vards\n", "utf-8")
    stand.do(import_day.apply, stand.ask(import_day.preview, file))
    stand.sync(3)
    assert _booking(stand.branch.database).start == at(13)
    assert stand.there(_booking(stand.branch.database)).wish == ""
    stand.require_sound()


def test_a_move_that_the_branch_overtook_is_refused_and_given_up(stand: Stand) -> None:
    """The branch's own cancellation is heard first: nothing stays held for the move."""
    stand.hq(booking_desk.move, "file", "A-1", at(13))
    stand.do(appointments.notify_cancel, _booking(stand.branch.database).id)
    stand.do(appointments.reopen, _booking(stand.branch.database).id)
    stand.sync(3)
    after = _booking(stand.branch.database)
    assert (after.start, after.state) == (at(10), S.BOOKED)
    with stand.branch.database.reader() as reader:
        kinds = [event.kind for event in reader.appointments.events(after.id)]
        refused = [row.kind for row in reader.received.refused()]
    assert AppointmentAction.UPDATE not in kinds
    assert refused == ["booking_moved"]
    assert stand.there(after).wish == ""
    assert stand.sold()[at(13)] == [None]
    stand.require_sound()


@pytest.fixture
def later(stand: Stand, tmp_path: Path, database_template: Path) -> Iterator[Branch]:
    """A PC of the branch that headquarters took in after the bookings were made."""
    folder = tmp_path / "later"
    folder.mkdir()
    shutil.copyfile(database_template, database_path(folder))
    one = Branch(folder, stand.work, stand.clock, SITE)
    one.round()
    yield one
    one.database.close()


def test_a_later_pc_opens_what_is_sent_once_more(stand: Stand, later: Branch) -> None:
    assert _booking(later.database).person_id is None, "it was sealed for the PCs of that day"
    _import(stand, _row())
    later.round()
    assert _client(later.database) == OTHER
    stand.sync()
    assert _client(stand.branch.database) == OTHER


def test_a_replaced_pc_with_the_branchs_database_opens_everything(
    stand: Stand, tmp_path: Path
) -> None:
    """A backup holds the PC's own key: what was sealed after it was made can be opened, too."""
    stand.branch.copy_to(tmp_path / "backup")
    _import(stand, _row(NEW), _row(reference="A-2", start=at(11)))
    stand.sync()
    stand.branch.database.close()
    shutil.rmtree(stand.branch.folder)  # the PC is dead, with all that lay beside the database
    shutil.copytree(tmp_path / "backup", stand.branch.folder)
    stand.branch.open()
    done = stand.branch.round()
    assert done is not None
    assert done.restored
    stand.sync()
    assert _client(stand.branch.database) == NEW
    assert _client(stand.branch.database, "A-2") == OTHER


def test_the_same_slot_told_once_more_overtakes_a_move_at_both_ends(stand: Stand) -> None:
    """Somebody decided anew for the slot that the loser wanted: here and there it counts."""
    stand.sell(at(14))
    made = stand.book(at(14))
    stand.sync()
    (found,) = stand.ask(conflicts.waiting)
    stand.hq(booking_desk.move, made.source, made.reference, at(15))
    stand.do(conflicts.move, found.id, made.id, at(14))
    stand.sync(3)
    assert (stand.of(made).start, stand.there(made).start) == (at(14), at(14))
    assert stand.there(made).wish == ""
    stand.require_sound()
