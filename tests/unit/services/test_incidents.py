"""First reports: filed, amended, acknowledged; drafts; who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall

from db.database import Database
from desk.domain.incident import (
    Answer,
    Channel,
    FirstReport,
    IncidentAction,
    IncidentKind,
    IncidentState,
    Place,
    Step,
    Told,
)
from desk.services import incidents, queue
from desk.services.incidents import IncidentFilter

INSULT = FirstReport(
    kind=IncidentKind.AGGRESSION,
    occurred_at=wall(8, 55),
    place=Place.COUNTER,
    channel=Channel.IN_PERSON,
    triggers=("insulting",),
    level="1",
    steps=(Step("warn", wall(8, 56)),),
    told=Told("supervisor", "in_person", wall(8, 58)),
    text=" Skaļi apvainoja. ",
)
ERROR = FirstReport(
    kind=IncidentKind.ERROR, occurred_at=wall(8, 40), triggers=("wrong_data",), level="E1"
)


def test_a_report_keeps_what_was_typed(branch: Branch) -> None:
    made = branch.do(incidents.report, INSULT, by=branch.anna)
    assert (made.number, made.site, made.day) == (f"{SITE}-2026-0001", SITE, DAY)
    detail = branch.do(incidents.open, made.id, by=branch.anna)
    assert detail.report == replace(INSULT, text="Skaļi apvainoja.")
    assert detail.own
    assert [step.what for step in detail.history] == [IncidentAction.REPORT]


def test_the_text_lies_with_the_personal_data_alone(branch: Branch) -> None:
    made = branch.do(incidents.report, INSULT, by=branch.anna)
    with branch.database.reader() as reader:
        events = reader.incidents.events(made.id)
        assert made.text_id is not None
        person = reader.persons.get(made.text_id)
    assert "apvainoja" not in str([event.data for event in events])
    assert person is not None
    assert person.text == "Skaļi apvainoja."


def test_numbers_run_on_within_the_year(branch: Branch) -> None:
    first = branch.do(incidents.report, INSULT, by=branch.anna)
    second = branch.do(incidents.report, ERROR, by=branch.inese)
    branch.clock.now = wall(9) + timedelta(days=60)
    third = branch.do(incidents.report, ERROR, by=branch.inese)
    numbers = [made.number for made in (first, second, third)]
    assert numbers == [f"{SITE}-2026-0001", f"{SITE}-2026-0002", f"{SITE}-2027-0001"]


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"weapon": Answer.YES}, "3"),
        ({"hurt": Answer.YES}, "3"),
        ({"triggers": ("insulting", "threat")}, "2"),
        ({"weapon": Answer.UNKNOWN}, "1"),
    ],
)
def test_danger_raises_the_level(branch: Branch, changed: dict[str, object], level: str) -> None:
    report = replace(INSULT, **changed)  # type: ignore[arg-type] # fields by name
    assert branch.do(incidents.report, report, by=branch.anna).level == level


def test_nothing_but_the_kind_is_demanded(branch: Branch) -> None:
    bare = FirstReport(kind=IncidentKind.AGGRESSION, occurred_at=wall(9), time_unknown=True)
    made = branch.do(incidents.report, bare, by=branch.anna)
    assert (made.text_id, made.told, made.time_unknown) == (None, None, True)


def test_the_visits_circumstances_are_copied(branch: Branch) -> None:
    visit = branch.do(queue.take_in_walk_in, ["eid", "passport"], by=branch.anna)
    branch.clock.advance(minutes=12)
    branch.do(queue.call_next, by=branch.anna)
    branch.clock.advance(minutes=1)
    branch.do(queue.start, by=branch.anna)
    first = replace(INSULT, occurred_at=branch.clock())
    made = branch.do(incidents.report, first, visit.id, by=branch.anna)
    assert (made.counter, made.service, made.waited_minutes) == ("3", "eid", 12)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"occurred_at": wall(9, 6)}, "incident.in_future"),
        ({"text": "x" * 4001}, "incident.text_long"),
        ({"level": "4"}, "incident.level_unknown"),
        ({"level": "E1"}, "incident.level_unknown"),
        ({"triggers": ("filming",)}, "incident.trigger_unknown"),
    ],
)
def test_what_is_refused(branch: Branch, changed: dict[str, object], code: str) -> None:
    with refuses(code):
        branch.do(incidents.report, replace(INSULT, **changed), by=branch.anna)  # type: ignore[arg-type] # by name


def test_the_reporter_amends_until_someone_else_acknowledges(branch: Branch) -> None:
    made = branch.do(incidents.report, INSULT, by=branch.anna)
    with refuses("incident.not_reporter"):
        branch.do(incidents.amend, made.id, ERROR, by=branch.inese)
    better = replace(INSULT, level="0", text="Skaļi runāja.")
    branch.do(incidents.amend, made.id, better, by=branch.anna)
    branch.do(incidents.acknowledge, made.id, by=branch.head)
    with refuses("incident.acknowledged_already"):
        branch.do(incidents.amend, made.id, INSULT, by=branch.anna)
    detail = branch.do(incidents.open, made.id, by=branch.anna)
    assert detail.report == better
    assert detail.incident.state is IncidentState.ACKNOWLEDGED
    assert [step.what.value for step in detail.history] == ["report", "amend", "acknowledge"]


def test_an_amendment_that_leaves_the_text_keeps_its_row(branch: Branch) -> None:
    made = branch.do(incidents.report, INSULT, by=branch.anna)
    same = branch.do(incidents.amend, made.id, replace(INSULT, level="0"), by=branch.anna)
    other = branch.do(incidents.amend, made.id, replace(INSULT, text="Cits"), by=branch.anna)
    none = branch.do(incidents.amend, made.id, replace(INSULT, text=""), by=branch.anna)
    assert made.text_id == same.text_id != other.text_id
    assert none.text_id is None


def test_nobody_acknowledges_a_report_of_their_own(branch: Branch) -> None:
    made = branch.do(incidents.report, INSULT, by=branch.head)
    with refuses("incident.own_report"):
        branch.do(incidents.acknowledge, made.id, by=branch.head)
    with refuses("access.no_right"):
        branch.do(incidents.acknowledge, made.id, by=branch.anna)


def test_a_clerk_sees_own_reports_a_head_all(branch: Branch) -> None:
    mine = branch.do(incidents.report, INSULT, by=branch.anna)
    other = branch.do(incidents.report, ERROR, by=branch.inese)
    seen = {row.incident_id for row in branch.read(incidents.rows, by=branch.anna)}
    assert seen == {mine.id}
    rows = branch.read(incidents.rows, by=branch.head)
    assert [row.incident_id for row in rows] == [other.id, mine.id]
    with refuses("incident.not_yours"):
        branch.do(incidents.open, other.id, by=branch.anna)
    with refuses("access.no_right"):
        branch.read(incidents.rows, by=branch.it)


def test_the_list_is_filtered(branch: Branch) -> None:
    first = branch.do(incidents.report, INSULT, by=branch.anna)
    branch.do(incidents.report, ERROR, by=branch.inese)
    branch.do(incidents.acknowledge, first.id, by=branch.head)

    def kinds(**wanted: object) -> list[str]:
        chosen = IncidentFilter(**wanted)  # type: ignore[arg-type] # by name
        return [row.kind for row in branch.read(incidents.rows, chosen, by=branch.head)]

    assert kinds(states=frozenset({IncidentState.REPORTED})) == ["error"]
    assert kinds(kinds=frozenset({IncidentKind.AGGRESSION})) == ["aggression"]
    assert kinds(first=DAY + timedelta(days=1)) == []
    assert kinds(last=DAY) == ["error", "aggression"]
    assert kinds(mine=True) == []


def test_opening_is_a_logged_look_and_the_list_is_none(branch: Branch) -> None:
    made = branch.do(incidents.report, INSULT, by=branch.anna)
    branch.read(incidents.rows, by=branch.anna)
    assert branch.looks() == []
    branch.do(incidents.open, made.id, by=branch.anna)
    assert branch.looks() == [("open", "incident", "incident")]


def test_a_draft_is_there_again_after_the_program_died(branch: Branch, data_folder: Path) -> None:
    from virtual import DEVICE, KEY, make_id

    branch.do(incidents.save_draft, INSULT.kind, INSULT, by=branch.anna)
    other = Database.open(data_folder, KEY, make_id, branch.clock, DEVICE)
    try:
        with other.reader() as reader:
            found = incidents.load_draft(reader, branch.env, branch.anna, INSULT.kind)
            nobodys = incidents.load_draft(reader, branch.env, branch.inese, INSULT.kind)
            no_kind = incidents.load_draft(reader, branch.env, branch.anna, ERROR.kind)
    finally:
        other.close()
    assert (found, nobodys, no_kind) == (INSULT, None, None)


def test_filing_drops_the_draft_of_its_kind(branch: Branch) -> None:
    branch.do(incidents.save_draft, INSULT.kind, INSULT, by=branch.anna)
    branch.do(incidents.save_draft, ERROR.kind, ERROR, by=branch.anna)
    branch.do(incidents.report, INSULT, by=branch.anna)
    assert branch.read(incidents.load_draft, INSULT.kind, by=branch.anna) is None
    assert branch.read(incidents.load_draft, ERROR.kind, by=branch.anna) == ERROR
    branch.do(incidents.drop_draft, ERROR.kind, by=branch.anna)
    assert branch.read(incidents.load_draft, ERROR.kind, by=branch.anna) is None


def test_a_draft_that_cannot_be_read_is_none(branch: Branch) -> None:
    with branch.database.unit_of_work() as uow:
        uow.drafts.put(branch.anna.account_id, "incident.error", b"{", branch.clock())
        uow.commit()
    assert branch.read(incidents.load_draft, ERROR.kind, by=branch.anna) is None
