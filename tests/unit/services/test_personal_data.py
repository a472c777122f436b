"""Nothing that names or describes a person lies anywhere but in `person_data`, and it can go.

Every use case that takes words is walked with words that occur nowhere else; then the tables are
read as they lie on the disk, before and after all personal data has been erased.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import incident_walk
import pytest
from branch_at_work import DAY, PASSWORD, SITE, Branch, environment, pack, wall
from msgspec.structs import replace as replace_struct
from virtual import KEY

from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.rebuild import rebuild_projections
from desk.domain.back_entry import Ended, PaperVisit
from desk.domain.follow_up import FollowUpKind, Ref
from desk.domain.hours import Interval
from desk.domain.incident import FirstReport, IncidentKind, Told
from desk.domain.person import Person, Purpose
from desk.domain.phone_call import CallNote, CallOutcome
from desk.domain.roles import Actor, Role
from desk.domain.slips import PaperSize
from desk.domain.visit import Outcome, TicketState, Visit
from desk.services import (
    accounts,
    appointments,
    back_entry,
    board,
    capacity,
    closing_report,
    day_close,
    day_open,
    export_day,
    follow_ups,
    import_day,
    incidents,
    opening,
    paper,
    paper_door,
    paper_slips,
    phone_calls,
    pins,
    queue,
    session,
    visit_history,
)
from desk.services.dayfile.write_file import Format

HELP = "qqhelpsign"
OTHER_HELP = "qqhelplift"
WORDS = {
    Purpose.APPOINTMENT: {
        *("qqfilename", "qqfilemail", "20000781", "20000782"),
        *("qqphonename", "qqphonemail", "20000783"),
    },
    Purpose.VISIT_CONTACT: {"qqcontactname", "qqcontactmail", "20000784"},
    Purpose.VISIT_NOTE: {"qqfirstnote", "qqsecondnote"},
    Purpose.VISIT_REASON: {
        *("qqrefusal", "qqbasis", "qqstopped", "qqleft", "qqwhy"),
        *("qqrightrefusal", "qqrightbasis", "qqwhyagain", "qqrightreason"),
        *("qqlaterreason", "qqlaterbasis"),
    },
    Purpose.ASSISTANCE: {HELP, OTHER_HELP},
    Purpose.INCIDENT_TEXT: {"qqfact", "qqamended"},
    Purpose.INCIDENT_TOLD: {"qqtold", "qqothertold", *incident_walk.TOLD_WORDS},
    Purpose.INCIDENT_DETAIL: incident_walk.DETAIL_WORDS,
    Purpose.INCIDENT_FILE: {"qqbroken"},
    Purpose.CALL_NOTE: {"qqcaller", "20000785", "qqcalltext"},
    Purpose.FOLLOW_UP: {"qqtask", "qqputoff"},
    Purpose.DAY_NOTE: {"qqovertime", "qqreopened"},
    Purpose.STAFF: {"qqstaffname", "qqlogin"},
}
"""What is typed where; there is a word for every purpose."""

NOWHERE = {"qqslipnote", "qqmeanwhile"}
"""What is typed for a print alone, and kept by nobody."""

WALKED = (accounts, appointments, export_day, import_day, incidents, opening, paper, queue, session)
WALKED += (pins, back_entry, capacity, paper_door, paper_slips, visit_history)
WALKED += (closing_report, day_close, day_open, follow_ups, phone_calls, *incident_walk.WALKED)
STEPS = {"close_current", "log_failure", "proved"}
"""Parts of other use cases, which those use."""
CHRISTMAS = date(2026, 12, 23)


def use_cases(module: ModuleType) -> Iterator[Callable[..., Any]]:
    """The module's functions that change something."""
    names = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    ]
    for name in names:
        value = getattr(module, name)
        if inspect.isfunction(value) and next(iter(inspect.signature(value).parameters)) == "uow":
            yield value


class Walk:
    """A branch where everything is done once, with marked words in every text."""

    def __init__(self, branch: Branch, folder: Path) -> None:
        self.branch, self.folder = branch, folder
        self.done: set[Callable[..., Any]] = set()

    def do(
        self, use_case: Callable[..., Any], *values: Any, by: Actor | None = None, **named: Any
    ) -> Any:
        """A use case, three seconds after the one before."""
        self.branch.clock.advance(seconds=3)
        self.done.add(use_case)
        return self.branch.do(use_case, *values, by=by or self.branch.anna, **named)

    def everything(self) -> None:
        self.staff()
        self.hours()
        self.bookings()
        self.a_refused_client()
        self.the_whole_day()
        self.clients_who_go()
        self.booked_clients()
        self.papers()
        self.incidents()

    def staff(self) -> None:
        self.branch.sign_up("ilze", "Ilze", Role.HEAD)
        new = {"login": "qqlogin", "name": "Qqstaffname", "role": Role.CLERK}
        account = self.do(accounts.add, **new, password=PASSWORD, by=self.branch.head)
        other, own = PASSWORD + "x", PASSWORD + "y"
        self.do(accounts.change_password, account.id, new=other, by=self.branch.head)
        self.sign_in(session.replace_one_time, self.checked(other), own)
        checked = self.checked(own)
        actor = self.sign_in(session.begin, checked, SITE, "5")
        self.sign_in(session.begin_command, checked, SITE)
        self.do(pins.set_pin, "4917", own, by=actor)
        self.do(session.lock, by=actor)
        with self.branch.database.reader() as reader:
            pin = pins.check_pin(reader, self.branch.env, account.id, "4917")
        back = self.sign_in(pins.resume, pin, SITE, "5")
        self.do(session.confirm, self.checked(own), by=back)
        self.do(pins.drop_pin, account.id, by=back)
        self.do(session.end, by=actor)
        self.manage(account.id)

    def manage(self, account_id: UUID) -> None:
        """What managers do with the account."""
        head = self.branch.head
        self.do(accounts.change, account_id, role=Role.DEPUTY, position="", by=head)
        self.do(accounts.end_lockout, account_id, by=head)
        self.sign_in(accounts.reset_by_code, "ilze", PASSWORD + "z")
        self.do(accounts.disable, account_id, by=head)
        self.do(accounts.enable, account_id, by=head)
        self.do(accounts.disable, account_id, by=head)

    def checked(self, password: str) -> session.Verified:
        """The new colleague's password, looked at."""
        with self.branch.database.reader() as reader:
            return session.check_password(reader, self.branch.env, "QQLOGIN", password)

    def sign_in(self, begin: Callable[..., Actor], *values: Any) -> Actor:
        self.done.add(begin)
        with self.branch.database.unit_of_work() as uow:
            actor = begin(uow, self.branch.env, *values)
            uow.commit()
        return actor

    def hours(self) -> None:
        """The reason of other hours is a notice to everybody, not about a person."""
        self.do(opening.confirm_shortened, CHRISTMAS, by=self.branch.head)
        until_eight = (Interval(time(8), time(20)),)
        self.do(opening.set_exception, DAY, until_eight, "Garā diena", by=self.branch.head)
        friday = date(2026, 11, 27)
        self.do(opening.set_days, friday, friday, (), "Remontdarbi", by=self.branch.head)
        self.do(opening.withdraw, friday, by=self.branch.head)

    def bookings(self) -> None:
        rows = (
            "reference;start;service;name;phone;email",
            "R1;2026-11-24 09:10;eID karte;Qqfilename;20000781;qqfilemail@example.com",
            "R2;2026-11-24 09:20;eID karte;Qqfilename;20000782;",
        )
        path = self.folder / "day.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        shown = self.branch.read(import_day.preview, path, by=self.branch.anna)
        self.do(import_day.apply, shown, "")
        caller = Person("Qqphonename", "20000783", "qqphonemail@example.com")
        wanted = {"start": wall(11), "minutes": 15, "service": "eid", "person": caller}
        booked = self.do(appointments.book, **wanted, confirm_outside=True)
        self.do(appointments.notify_late, booked.id, wall(11, 30))
        self.do(appointments.notify_cancel, booked.id)
        self.do(appointments.reopen, booked.id)
        self.do(export_day.export, DAY, Format.CSV, by=self.branch.head)
        self.do(paper.day_sheet, DAY, by=self.branch.head)

    def a_refused_client(self) -> None:
        visit = self.walk_in(note="Qqfirstnote", assistance=(HELP,))
        self.do(queue.call_next)
        self.do(queue.recall)
        self.do(queue.start)
        self.do(queue.set_note, visit.id, "Qqsecondnote")
        client = Person("Qqcontactname", "20000784", "qqcontactmail@example.com")
        self.do(queue.set_contact, visit.id, client)
        self.do(queue.set_assistance, visit.id, (OTHER_HELP, HELP))
        self.do(queue.add_service, visit.id, "eid")
        self.do(queue.remove_service, visit.id, "passport")
        self.do(queue.tick, visit.id, "document_presented", True)
        for _ in range(2):
            self.do(queue.finish, visit.id, Outcome.REFUSED, "Qqrefusal", "Qqbasis")
            self.do(queue.undo)
        self.do(queue.finish, visit.id, Outcome.REFUSED, "Qqrefusal", "Qqbasis")
        right = {"reason": "Qqrightrefusal", "legal_basis": "Qqrightbasis"}
        self.do(queue.correct, visit.id, outcome=Outcome.REFUSED, why="Qqwhy", **right)
        left = {"state": TicketState.LEFT, "reason": "Qqrightreason"}
        self.do(queue.correct, visit.id, why="Qqwhyagain", **left)

    def the_whole_day(self) -> None:
        """A call over a refusal, its gaps filled in later, tasks, a day closed and opened again."""
        visit = self.walk_in()
        self.do(queue.call_this, visit_id=visit.id, reason="handover")
        self.do(queue.start)
        call = self.do(phone_calls.begin)
        note = CallNote(
            outcome=CallOutcome.CALL_BACK, name="Qqcaller", phone="20000785", text="Qqcalltext"
        )
        self.do(phone_calls.note, call.id, note)
        self.do(phone_calls.end, call.id)
        self.do(queue.finish, visit.id, Outcome.REFUSED)
        self.do(queue.complete, visit.id, "Qqlaterreason", "Qqlaterbasis", complaint_told=True)
        self.do(phone_calls.take_back, self.do(phone_calls.begin))
        back = Ref(FollowUpKind.CALL_BACK, call.id)
        assert self.do(follow_ups.detail, back).name == "Qqcaller"
        task = self.do(follow_ups.add, FollowUpKind.TASK, "Qqtask")
        self.do(follow_ups.postpone, task.ref, wall(18), "Qqputoff")
        self.do(follow_ups.assign, back, None)
        self.do(follow_ups.done, back)
        self.do(follow_ups.undo_done, back)
        self.do(day_open.tick, "desk", True)
        self.do(day_open.doors)
        yesterday, head = date(2026, 11, 23), self.branch.head
        self.do(day_close.close, yesterday, "Qqovertime", by=head)
        self.do(day_close.reopen, yesterday, "Qqreopened", by=head)
        printed = self.do(closing_report.closing_paper, by=head)
        assert "qq" not in str(printed).casefold()

    def clients_who_go(self) -> None:
        visit = self.walk_in()
        self.do(queue.stop, visit.id, "Qqstopped")
        self.do(queue.requeue, visit.id)
        self.do(queue.leave, visit.id, "Qqleft")
        waits = self.walk_in(assistance=(OTHER_HELP,))
        self.do(queue.call_this, visit_id=waits.id, reason="handover")
        self.do(queue.park, waits.id, "payment")
        self.do(queue.transfer, waits.id, counter="4")

    def walk_in(self, **options: Any) -> Visit:
        made = self.do(queue.take_in_walk_in, ("passport",), **options)
        assert isinstance(made, Visit)
        return made

    def booked_clients(self) -> None:
        with self.branch.database.reader() as reader:
            first, second, _ = reader.appointments.of_day(SITE, DAY)
        self.do(queue.take_in_booking, first.id, assistance=(HELP,))
        self.do(queue.call_this, appointment_id=second.id, reason="handover")
        for _ in range(self.branch.env.policy.call_order.call_limit - 1):
            self.do(queue.recall)
        self.do(queue.no_show)

    def papers(self) -> None:
        """Slips print what is typed for them; history and paper entry keep no words at all."""
        with self.branch.database.reader() as reader:
            booking = reader.appointments.of_day(SITE, DAY)[0]
            visit = reader.visits.of_day(SITE, DAY)[0]
        size = PaperSize.A5
        slip = self.do(paper_slips.next_time_slip, visit.id, size=size, note="Qqslipnote")
        assert slip.note == "Qqslipnote"
        self.do(paper_slips.reminder_slip, booking.id, size=size, named=True)
        meanwhile = ("Qqmeanwhile",)
        self.branch.read(paper_door.door_notice, DAY, DAY, *meanwhile, by=self.branch.head)
        self.do(visit_history.history, visit.id)
        line = PaperVisit(1, time(8, 31), None, time(8, 32), time(8, 40), "eid", Ended.SOLVED, "7")
        assert self.do(back_entry.enter, DAY, (line,)).visits
        self.do(capacity.set_places, CHRISTMAS, 2, "Lodziņš slēgts", by=self.branch.head)
        self.do(capacity.withdraw_places, CHRISTMAS, by=self.branch.head)

    def incidents(self) -> None:
        incident_walk.handle(self.do, self.branch)
        first = FirstReport(
            IncidentKind.ERROR,
            self.branch.clock(),
            told=Told("Qqtold", "phone", self.branch.clock()),
            text="Qqfact",
        )
        self.do(incidents.save_draft, IncidentKind.ERROR, first)
        self.do(incidents.drop_draft, IncidentKind.ERROR)
        self.do(incidents.save_draft, IncidentKind.ERROR, first)
        made = self.do(incidents.report, first)
        other = Told("Qqothertold", "in_person", self.branch.clock())
        self.do(incidents.amend, made.id, replace(first, text="Qqamended", told=other))
        self.do(incidents.acknowledge, made.id, by=self.branch.head)
        opened = self.do(incidents.open, made.id, by=self.branch.head)
        assert (opened.text, opened.told) == ("Qqamended", other)
        printed = self.do(paper.incident_paper, made.id, by=self.branch.head)
        assert "Qqothertold, in person" in dict(printed.fields)["Told"]


def found(folder: Path) -> dict[str, set[str]]:
    """The marked words in each table as it lies in the file, shadow tables included."""
    raw = connect(database_path(folder), KEY)
    tables = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    contents = {name: str(_plain(raw.execute(f'SELECT * FROM "{name}"'))) for (name,) in tables}
    raw.close()
    assert contents["visit_event"] and contents["person_data"]
    return {
        name: words
        for name, content in contents.items()
        if (words := {word for word in NOWHERE.union(*WORDS.values()) if word in content})
    }


def _plain(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """Every value as text in small letters, bytes sign by sign."""
    return [
        (value.decode("latin-1") if isinstance(value, bytes) else str(value)).casefold()
        for row in rows
        for value in row
    ]


def kept(database: Database) -> dict[Purpose, str]:
    """What can be read of all persons, by purpose."""
    with database.reader() as reader:
        rows = reader._connection.exec_driver_sql("SELECT id, purpose FROM person_data").all()
        people = reader.persons.get_many([UUID(bytes=row.id) for row in rows])
    texts = dict.fromkeys(Purpose, "")
    for row in rows:
        if (person := people.get(UUID(bytes=row.id))) is not None:
            texts[Purpose(row.purpose)] += f"{person} ".casefold()
    return texts


@pytest.fixture
def walk(branch: Branch, tmp_path: Path) -> Walk:
    """A branch whose content pack has two marked kinds of assistance."""
    assert pack().policy is not None
    options = [replace_struct(pack().policy.assistance[0], id=name) for name in (HELP, OTHER_HELP)]
    policy = replace_struct(pack().policy, assistance=options)
    branch.env = environment(branch.clock, content=replace_struct(pack(), policy=policy))
    walked = Walk(branch, tmp_path)
    walked.everything()
    return walked


def test_every_use_case_is_walked(walk: Walk) -> None:
    known = {case for module in WALKED for case in use_cases(module)}
    assert len(known) > 40
    left = known - walk.done - incident_walk.STEPS
    assert {case.__name__ for case in left} == STEPS


def test_every_word_is_kept_for_its_purpose(walk: Walk) -> None:
    assert set(WORDS) == set(Purpose)
    texts = kept(walk.branch.database)
    missing = {
        word for purpose, words in WORDS.items() for word in words if word not in texts[purpose]
    }
    assert missing == set()


def test_no_word_lies_outside_personal_data(walk: Walk, data_folder: Path) -> None:
    tables = set(found(data_folder))
    assert {name for name in tables if not name.startswith("person_search")} == set()
    assert "person_search" in tables


def test_after_erasure_no_word_lies_anywhere(walk: Walk, data_folder: Path) -> None:
    branch = walk.branch
    with branch.database.unit_of_work() as uow:
        rows = uow._connection.exec_driver_sql("SELECT id FROM person_data").all()
        for row in rows:
            uow.persons.erase(UUID(bytes=row.id))
        uow.commit()
    assert found(data_folder) == {}
    assert set(kept(branch.database).values()) == {""}
    with branch.database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    shown = branch.read(board.board, by=branch.inese)
    assert shown.rows and not any(row.assistance for row in shown.rows)
    report = branch.read(incidents.rows, by=branch.head)[0]
    opened = branch.do(incidents.open, report.incident_id, by=branch.head)
    assert opened.told is not None
    assert (opened.text, opened.told.whom, opened.told.how) == ("", "", "in_person")


def test_assistance_is_kept_for_the_day_alone(walk: Walk) -> None:
    with walk.branch.database.reader() as reader:
        asked = (
            "SELECT DISTINCT expires FROM person_key"
            " JOIN person_data ON person_data.id = person_id WHERE purpose = 'assistance'"
        )
        assert reader._connection.exec_driver_sql(asked).scalars().all() == [DAY.isoformat()]
