"""The access log: what is marked in it, who reads it, and that nobody edits it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall
from virtual import DEVICE, KEY

from db.driver import connect, driver
from db.layout import database_path
from db.stores.access_log import Access
from desk.domain.appointment import Appointment
from desk.domain.person import Person
from desk.domain.roles import RIGHTS, Actor, Right, Role
from desk.services import access, access_list, appointments, looks, queue
from desk.services.access import Look
from desk.services.access_list import PAGE, LogFilter

WHOLE = LogFilter(DAY, DAY)


def booked(branch: Branch, name: str) -> Appointment:
    """A booking in somebody's name."""
    made = branch.do(
        appointments.book,
        start=wall(10),
        minutes=15,
        service="passport-eid",
        person=Person(name=name),
        by=branch.inese,
    )
    assert isinstance(made, Appointment)
    return made


def marks(branch: Branch) -> list[tuple[str, str]]:
    """What was looked at, oldest first, and how it is marked."""
    with branch.database.reader() as reader:
        found = reader.access_log.list(wall(0), wall(23))
    return [(look.what, look.own) for look in found]


@pytest.fixture
def anna(branch: Branch) -> Actor:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    return branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Bērziņa Anna", "own"),
        ("Jānis Bērziņš", "surname"),
        ("Anna Kalniņa", ""),
    ],
)
def test_a_booking_that_is_one_s_own_is_marked(
    branch: Branch, anna: Actor, name: str, mark: str
) -> None:
    booking = booked(branch, name)
    branch.do(looks.note_booking, booking.id, by=anna)
    assert marks(branch)[-1] == ("open", mark)


def test_a_visit_is_told_by_its_booking_and_its_contact(branch: Branch, anna: Actor) -> None:
    booking = booked(branch, "Bērziņa Anna")
    visit = branch.do(queue.take_in_booking, booking.id, by=branch.inese)
    with branch.database.unit_of_work() as uow:
        access.looked(uow, branch.env, anna, Look.OPEN, "visit", visit.id, "history")
        access.looked(uow, branch.env, branch.head, Look.OPEN, "visit", visit.id, "history")
        access.looked(uow, branch.env, anna, Look.OPEN, "visit", branch.env.new_id(), "history")
        uow.commit()
    assert [mark for _, mark in marks(branch)][-3:] == ["own", "", ""]


def test_names_given_beside_the_record_count_too(branch: Branch, anna: Actor) -> None:
    with branch.database.unit_of_work() as uow:
        for names in (["Vera Ozola", "Anna Bērziņa"], ["Jānis Bērziņš"], ["Vera Ozola"]):
            access.looked(uow, branch.env, anna, Look.EXPORT, "person", None, "answer", names=names)
        uow.commit()
    assert [mark for _, mark in marks(branch)][-3:] == ["own", "surname", ""]


@pytest.mark.parametrize(
    ("typed", "mark"), [("bērziņa anna", "own"), ("bērziņš", "surname"), ("vera", ""), ("", "")]
)
def test_a_search_for_oneself_is_marked(branch: Branch, anna: Actor, typed: str, mark: str) -> None:
    branch.do(looks.note_search, "schedule", typed, by=anna)
    assert marks(branch)[-1] == ("search", mark)


def test_no_name_and_no_word_is_kept(branch: Branch, anna: Actor, data_folder: Path) -> None:
    booking = booked(branch, "Bērziņa Anna")
    branch.do(looks.note_booking, booking.id, by=anna)
    branch.do(looks.note_search, "schedule", "bērziņa anna", by=anna)
    raw = connect(database_path(data_folder), KEY)
    rows = raw.execute("SELECT * FROM access_log").fetchall()
    raw.close()
    assert not any("rziņ" in str(cell).lower() for row in rows for cell in row)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_who_reads_it(branch: Branch, role: Role) -> None:
    by = Actor(branch.env.new_id(), "X Y", role, SITE)
    may = Right.READ_ACCESS_LOG in RIGHTS[role]
    assert may is (role in {Role.HEAD, Role.DEPUTY, Role.OFFICER})
    for use_case in (access_list.open_log, access_list.export_log):
        if may:
            branch.do(use_case, WHOLE, by=by)
        else:
            with refuses("access.no_right"):
                branch.do(use_case, WHOLE, by=by)


def test_reading_and_saving_it_are_looks_too(branch: Branch) -> None:
    branch.do(access_list.open_log, WHOLE, by=branch.head)
    branch.do(access_list.export_log, WHOLE, by=branch.head)
    assert branch.looks() == [
        ("open", "access_log", "access_log"),
        ("export", "access_log", "csv"),
    ]


def test_the_lines_name_the_colleague_and_no_client(branch: Branch, anna: Actor) -> None:
    booking = booked(branch, "Vera Ozola")
    branch.do(looks.note_booking, booking.id, by=anna)
    page = branch.do(access_list.open_log, WHOLE, by=branch.head)
    line = next(line for line in page.lines if line.access.subject_kind == "appointment")
    assert (line.who, line.login, line.subject) == ("Anna Bērziņa", "anna", "24.11.2026 10.00")
    assert "Ozola" not in str(page)


def test_the_file_has_every_line_and_no_formulas(branch: Branch, anna: Actor) -> None:
    branch.sign_up("x1", "=HYPERLINK(1)", Role.CLERK)
    with branch.database.unit_of_work() as uow:
        account = uow.accounts.by_login("x1")
        for _ in range(PAGE * 11):
            uow.access_log.add(branch.clock(), account.id, "open", "day", None, "x")
        uow.commit()
    data = branch.do(access_list.export_log, WHOLE, by=branch.head).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))
    assert rows[0][:3] == ["time", "person", "login"]
    assert sum(row[3] == "open" for row in rows) == PAGE * 11
    assert {row[1] for row in rows if row[3] == "open"} == {"'=HYPERLINK(1)"}


def test_pages_follow_each_other_without_gap_or_repeat(branch: Branch, anna: Actor) -> None:
    with branch.database.unit_of_work() as uow:
        for number in range(PAGE * 2 + 7):
            at = wall(9) + timedelta(seconds=number // 3)
            uow.access_log.add(at, anna.account_id, "open", "day", None, f"p{number}")
        uow.commit()
    wanted = replace(WHOLE, account_id=anna.account_id, what="open")
    page = branch.do(access_list.open_log, wanted, by=branch.head)
    seen = list(page.lines)
    while page.more:
        page = branch.read(access_list.more_log, wanted, seen[-1], by=branch.head)
        seen += page.lines
    purposes = [line.access.purpose for line in seen]
    assert purposes == [f"p{number}" for number in reversed(range(PAGE * 2 + 7))]


def test_each_filter_lets_through_what_it_says(branch: Branch, anna: Actor) -> None:
    other = branch.sign_up("inese", "Inese Kalniņa", Role.CLERK)
    with branch.database.unit_of_work() as uow:
        add = uow.access_log.add
        add(wall(9), anna.account_id, "open", "day", None, "a", "own")
        add(wall(10), anna.account_id, "print", "day", None, "b")
        add(wall(11), other.account_id, "open", "day", None, "c", "surname")
        add(wall(12, day=date(2026, 11, 25)), anna.account_id, "open", "day", None, "d")
        uow.commit()

    def shown(**changed: object) -> list[str]:
        wanted = replace(WHOLE, **changed)
        page = branch.do(access_list.open_log, wanted, by=branch.head)
        lines = [line.access for line in page.lines if len(line.access.purpose) == 1]
        return [look.purpose for look in lines]

    assert shown() == ["c", "b", "a"]
    assert shown(account_id=anna.account_id) == ["b", "a"]
    assert shown(what="open") == ["c", "a"]
    assert shown(own=True) == ["c", "a"]
    assert shown(account_id=anna.account_id, own=True, what="open") == ["a"]
    assert shown(first=date(2026, 11, 25), last=date(2026, 11, 25)) == ["d"]
    assert shown(first=date(2026, 11, 25), last=DAY) == ["d", "c", "b", "a"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET own = NULL",
        "UPDATE access_log SET purpose = 'nothing' WHERE position = 1",
        "DELETE FROM access_log",
        "INSERT OR REPLACE INTO access_log SELECT position, at, account_id, 'x', subject_kind,"
        " subject_id, purpose, own FROM access_log",
    ],
)
def test_no_statement_changes_what_was_written(
    branch: Branch, data_folder: Path, statement: str
) -> None:
    branch.do(access_list.open_log, WHOLE, by=branch.head)
    raw = connect(database_path(data_folder), KEY)
    before = raw.execute("SELECT * FROM access_log").fetchall()
    with pytest.raises(driver.IntegrityError):
        raw.execute(statement)
    assert raw.execute("SELECT * FROM access_log").fetchall() == before
    raw.close()


@pytest.mark.parametrize(
    ("named", "index"),
    [
        ({}, "ix_access_log_at"),
        ({"account_id": DEVICE}, "ix_access_log_account_id_at"),
        ({"what": "open"}, "ix_access_log_what_at"),
        ({"own": True}, "ix_access_log_own"),
    ],
)
def test_every_page_is_found_by_an_index_and_not_sorted(
    branch: Branch, named: dict[str, Any], index: str
) -> None:
    asked: list[str] = []
    last = Access(wall(10), DEVICE, "open", "day", None, "", position=5)
    with branch.database.reader() as reader:
        reader._connection.connection.dbapi_connection.set_trace_callback(asked.append)
        reader.access_log.page(wall(0), wall(23), 200, **named)
        reader.access_log.page(wall(0), wall(23), 200, after=last, **named)
        plans = [
            detail
            for statement in tuple(asked)
            for *_, detail in reader._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
            if statement.startswith("SELECT")
        ]
    found = [plan for plan in plans if "access_log" in plan]
    assert len(found) == 2
    assert all(f"SEARCH access_log USING INDEX {index} " in plan for plan in found), plans
    assert not any("TEMP B-TREE" in plan for plan in plans), plans
