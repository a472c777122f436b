"""Reports of branches at headquarters: which wait for an answer, and what answering does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hq_device import Pc
from hq_reports import Report
from hq_writers import pen, person
from sqlalchemy import event, select
from virtual import VirtualClock, make_id

from db.hq import authored, people, projections, publications
from db.hq.database import transaction
from db.hq.models import incident_case, projected
from db.hq.people import Person
from desk.domain.errors import DeskError
from desk.domain.for_headquarters import goes_up
from desk.domain.incident import FirstReport, IncidentAction, IncidentKind
from desk.domain.incident_states import report_data
from desk.hq import projecting
from desk.hq.answers_down import answer
from desk.hq.incidents import Case, find, of_branch, waiting
from desk.hq.people import HqRole
from desk.hq.projecting import catch_up
from desk.hq.work import Work
from desk.sync.down import IncidentAnswer

TakeIn = Callable[..., Pc]


@pytest.fixture
def liene(work: Work) -> Person:
    """A duty officer who also edits."""
    return person(work, "liene", HqRole.DUTY_OFFICER, HqRole.EDITOR)


@pytest.fixture
def reports(taken_in: TakeIn, clock: VirtualClock) -> Iterator[Callable[..., Report]]:
    """A maker of reports at one branch."""
    pc = taken_in("riga-2")

    def make(number: str, kind: IncidentKind, level: str) -> Report:
        clock.advance(minutes=1)
        return Report(pc, clock, number, kind, level)

    yield make


def _waiting(work: Work) -> list[Case]:
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        return list(waiting(connection, 100))


_A, _E = IncidentKind.AGGRESSION, IncidentKind.ERROR


def test_reports_of_level_two_and_errors_wait_the_oldest_first(
    reports: Callable[..., Report], work: Work
) -> None:
    for number, kind, level in (
        ("n-1", _A, "1"),
        ("n-2", _A, "2"),
        ("n-3", _E, "E1"),
        ("n-4", IncidentKind.NEAR_MISS, "E0"),
        ("n-5", IncidentKind.GIFT, ""),
        ("n-6", _A, "3"),
        ("n-7", IncidentKind.DATA, "E1"),
    ):
        reports(number, kind, level)
    assert [one.number for one in _waiting(work)] == ["n-2", "n-3", "n-6", "n-7"]
    with transaction(work.engine) as connection:
        assert [one.number for one in of_branch(connection, "riga-2", 2)] == ["n-7", "n-6"]
        assert of_branch(connection, "ogre", 2) == ()


def test_both_ends_ask_one_rule(reports: Callable[..., Report], work: Work) -> None:
    cases = [(_E, ""), (_E, "E0"), (_E, "E1"), (IncidentKind.DATA, ""), (IncidentKind.DATA, "E0")]
    for n, (kind, level) in enumerate(cases, start=1):
        reports(f"n-{n}", kind, level)
    expected = [f"n-{n}" for n, one in enumerate(cases, start=1) if goes_up(*one)]
    assert [one.number for one in _waiting(work)] == expected == ["n-1", "n-3", "n-4"]


def test_a_report_shows_no_identity(reports: Callable[..., Report], work: Work) -> None:
    reports("n-1", _A, "2")
    (case,) = _waiting(work)
    assert set(Case.__slots__) == {
        "stream", "incident_id", "number", "kind", "level", "state", "occurred_at", "place",
        "channel", "triggers", "hurt", "weapon", "handed_up", "serious", "answered_at", "clear",
    }  # fmt: skip
    assert (case.kind, case.level, case.state, case.clear) == ("aggression", "2", "reported", True)


def test_a_level_that_rises_later_makes_a_report_wait(
    reports: Callable[..., Report], work: Work, clock: VirtualClock
) -> None:
    report = reports("n-1", _A, "1")
    assert _waiting(work) == []
    typed = report_data(FirstReport(_A, clock(), level="3"), make_id(), None)
    report.tell(IncidentAction.AMEND, typed)
    assert [(one.number, one.level) for one in _waiting(work)] == [("n-1", "3")]
    report.tell(IncidentAction.VOID, {"why_id": str(make_id())})
    assert _waiting(work) == []


def test_an_answer_reaches_the_branch_and_the_report_waits_no_more(
    reports: Callable[..., Report], work: Work, liene: Person, clock: VirtualClock
) -> None:
    report = reports("riga-2-2026-0042", _A, "2")
    catch_up(work.engine)
    with pen(work, liene) as by:
        said = answer(by, "riga-2-2026-0042", " Skatām. ")
    assert _waiting(work) == []
    changes = report.pc.changes("riga-2").changes
    told = msgspec.json.decode(changes[-1].body, type=IncidentAnswer)
    assert told == said
    assert (told.incident_id, told.text, told.by) == (report.id, "Skatām.", liene.id)
    assert told.office == liene.office
    with transaction(work.engine) as connection:
        assert find(connection, str(report.id)).answered_at == clock()


def test_a_report_that_is_handed_up_after_the_answer_waits_again(
    reports: Callable[..., Report], work: Work, liene: Person, clock: VirtualClock
) -> None:
    report = reports("n-1", _A, "2")
    catch_up(work.engine)
    with pen(work, liene) as by:
        answer(by, "n-1", "Skatām.")
    clock.advance(minutes=1)
    report.tell(IncidentAction.ACKNOWLEDGE, {})
    assert _waiting(work) == []
    report.tell(
        IncidentAction.HAND_UP,
        {"whom_id": str(make_id()), "how": "phone", "at": clock().isoformat()},
    )
    assert [(one.number, one.handed_up) for one in _waiting(work)] == [("n-1", True)]


@pytest.mark.parametrize(
    ("number", "branch", "code"),
    [
        ("n-9", "", "hq.incident_unknown"),
        ("n-1", "", "hq.incident_twice"),
        ("n-1", "cesis", "hq.incident_unknown"),
        ("n-2", "", "hq.incident_not_ours"),
        ("n-1", "ogre", ""),
    ],
)
def test_a_report_is_found_by_its_number(
    reports: Callable[..., Report],
    taken_in: TakeIn,
    work: Work,
    liene: Person,
    clock: VirtualClock,
    number: str,
    branch: str,
    code: str,
) -> None:
    reports("n-1", _A, "2")
    reports("n-2", _A, "1")
    Report(taken_in("ogre"), clock, "n-1", _A, "3")
    catch_up(work.engine)
    with pen(work, liene) as by:
        if not code:
            assert answer(by, number, "Skatām.", branch=branch).number == number
            return
        with pytest.raises(DeskError) as told:
            answer(by, number, "Skatām.", branch=branch)
    assert told.value.code == code


def test_only_a_duty_officer_answers_and_with_words(
    reports: Callable[..., Report], work: Work, liene: Person
) -> None:
    reports("n-1", _A, "2")
    catch_up(work.engine)
    ieva = person(work, "ieva", HqRole.EDITOR, HqRole.RELEASER, HqRole.REGISTRAR)
    with pen(work, ieva) as by, pytest.raises(DeskError, match=r"hq\.no_right"):
        answer(by, "n-1", "Skatām.")
    with pen(work, liene) as by, pytest.raises(DeskError, match=r"hq\.text_missing"):
        answer(by, "n-1", " ")


def test_an_event_that_does_not_follow_marks_the_report(
    reports: Callable[..., Report], work: Work
) -> None:
    lost, newer = reports("n-1", _A, "2"), reports("n-2", _A, "2")
    lost.tell(IncidentAction.ACKNOWLEDGE, {}, skip=1)
    newer.tell("something_newer", {})
    assert [(one.number, one.clear) for one in _waiting(work)] == [("n-1", False), ("n-2", False)]


def test_a_newer_reading_begins_anew_and_knows_what_was_answered(
    reports: Callable[..., Report], work: Work, liene: Person, monkeypatch: Any
) -> None:
    reports("n-1", _A, "2")
    reports("n-2", _A, "2")
    catch_up(work.engine)
    with pen(work, liene) as by:
        answer(by, "n-1", "Skatām.")
    monkeypatch.setattr(projecting, "VERSION", projecting.VERSION + 1)
    assert [one.number for one in _waiting(work)] == ["n-2"]
    with transaction(work.engine) as connection:
        assert set(connection.execute(select(projected.c.version)).scalars()) == {
            projecting.VERSION
        }
        numbers = connection.execute(select(incident_case.c.number)).scalars()
        assert sorted(numbers) == ["n-1", "n-2"]


_ASKED: dict[str, Callable[[Any], object]] = {
    "what waits": lambda connection: projections.waiting(connection, 10),
    "a branch's reports": lambda connection: projections.cases_of(connection, "riga-2", 10),
    "a report by its number": lambda connection: projections.cases_called(connection, "n-5"),
    "receipts": lambda connection: projections.receipts(connection, make_id()),
    "refusals": lambda connection: projections.refused(connection, 10),
    "a word everywhere": lambda connection: authored.everywhere(connection, "bulletin", "x"),
    "the last words": lambda connection: authored.words(connection, "bulletin", 10),
    "deeds": lambda connection: people.deeds(connection, 10),
    "more deeds": lambda connection: people.deeds(connection, 10, make_id()),
    "a pack": lambda connection: publications.body_of(connection, "0" * 64),
    "the newest pack": lambda connection: publications.newest(connection, "pmlp"),
    "a part of a stream": lambda connection: projections.events(
        connection, "riga-2", 100, 200, ["incident_event"]
    ),
}


@pytest.mark.parametrize("asked", list(_ASKED))
def test_lists_go_by_an_index(
    reports: Callable[..., Report], work: Work, clock: VirtualClock, asked: str
) -> None:
    for n in range(20):
        reports(f"n-{n}", _A, "2" if n % 2 else "1")
    catch_up(work.engine)
    told: list[str] = []
    with transaction(work.engine) as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql("SET enable_seqscan = off")

        def explain(cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
            plan = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
            cursor.execute(plan + statement, parameters)
            told.extend(str(row) for row in cursor.fetchall())

        def before(_c: Any, cursor: Any, statement: str, parameters: Any, *more: Any) -> None:
            explain(cursor, statement, parameters, *more)

        event.listen(work.engine, "before_cursor_execute", before)
        try:
            _ASKED[asked](connection)
        finally:
            event.remove(work.engine, "before_cursor_execute", before)
    plan = "\n".join(told)
    assert plan
    assert "Seq Scan" not in plan, plan
    scanned = [line for line in told if "SCAN" in line and "USING" not in line]
    assert not scanned, plan
