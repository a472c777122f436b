"""Clocks of reports on the Follow-ups screen: who sees which, and what older decisions become."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.deadlines import end_of_day
from desk.domain.follow_up import FollowUpAction, FollowUpKind, FollowUpLine, Ref, Urgency
from desk.domain.incident import Answer, FirstReport, Incident, IncidentKind, Told
from desk.domain.incident_clocks import ClockState
from desk.domain.incident_handling import ApologyForm, Care, TaskKind, WaitsFor
from desk.domain.incident_typed import ApologyTyped
from desk.domain.phone_call import CallNote, CallOutcome
from desk.domain.roles import Actor, Role
from desk.services import (
    follow_ups,
    incident_clocks,
    incident_detail,
    incident_drafts,
    incident_remedy,
    incident_review,
    incidents,
    phone_calls,
)
from desk.services.record import happened

TOMORROW = DAY + timedelta(days=1)
CLERKS = {"told", "apology"}


def reported(branch: Branch, by: Actor | None = None, level: str = "E1", **parts: Any) -> Incident:
    kind = IncidentKind.ERROR if level.startswith("E") else IncidentKind.AGGRESSION
    first = FirstReport(parts.pop("kind", kind), branch.clock(), level=level, **parts)
    made = branch.do(incidents.report, first, by=by or branch.anna)
    assert isinstance(made, Incident)
    return made


def clocks(branch: Branch, by: Actor | None = None) -> dict[str, FollowUpLine]:
    found = branch.read(follow_ups.lines, by=by or branch.anna).open
    return {line.clock.id: line for line in found if line.clock is not None}


def test_a_clerk_has_what_they_can_do_about_their_own_report(branch: Branch) -> None:
    made = reported(branch)
    assert set(clocks(branch)) == CLERKS
    assert set(clocks(branch, branch.inese)) == set()
    line = clocks(branch)["told"]
    assert line.ref == Ref(FollowUpKind.CLOCK, made.id, "told")
    assert (line.number, line.mine, line.incident) == (made.number, True, ("error", "E1"))
    assert (line.urgency, line.pressing) == (Urgency.TODAY, False)


def test_head_and_deputy_have_the_reviews_besides(branch: Branch) -> None:
    reported(branch, level="2")
    deputy = replace(branch.inese, role=Role.DEPUTY)
    expected = {"told", "headquarters", "detail", "acknowledge", "review", "update:1", "talk"}
    expected |= {"trend", "evidence", "care:2026-11-25", "care:2026-12-01", "care:2026-12-24"}
    assert set(clocks(branch, branch.head)) == set(clocks(branch, deputy)) == expected
    assert not clocks(branch, branch.head)["review"].mine


def test_nobody_reviews_their_own_report(branch: Branch) -> None:
    reported(branch, by=branch.head)
    assert set(clocks(branch, branch.head)) == CLERKS


@pytest.mark.parametrize(
    ("minutes", "urgency", "pressing"),
    [(0, Urgency.TODAY, False), (15, Urgency.TODAY, True), (61, Urgency.OVERDUE, False)],
)
def test_amber_and_red(branch: Branch, minutes: int, urgency: Urgency, pressing: bool) -> None:
    reported(branch)
    branch.clock.advance(minutes=minutes)
    line = clocks(branch)["told"]
    assert (line.urgency, line.pressing) == (urgency, pressing)
    overdue, today = branch.read(follow_ups.due_count, by=branch.anna)
    assert (overdue, overdue + today) == (int(urgency is Urgency.OVERDUE), len(CLERKS))


def test_only_a_human_act_stops_it(branch: Branch) -> None:
    made = reported(branch)
    branch.do(incidents.acknowledge, made.id, by=branch.head)
    assert "told" in clocks(branch)
    branch.do(incidents.told, made.id, Told("Ilze", "phone", branch.clock()), by=branch.anna)
    assert "told" not in clocks(branch)


def test_what_was_late_asks_for_the_reason_and_then_shows_it(branch: Branch) -> None:
    made = reported(branch)
    branch.clock.advance(minutes=90)
    branch.do(incidents.told, made.id, Told("Ilze", "phone", branch.clock()), by=branch.anna)
    line = clocks(branch)["told"]
    assert (line.urgency, line.why) == (Urgency.LATER, "")
    assert line.clock is not None and line.clock.state(branch.clock()) is ClockState.LATE
    branch.do(incident_review.missed, made.id, "told", "nobody answered", by=branch.anna)
    assert "told" not in clocks(branch)
    shown = branch.read(incident_clocks.of_report, made.id, by=branch.anna)
    assert {one.clock.id: one.why for one in shown}["told"] == "nobody answered"


def test_what_was_missed_stays_with_its_reason_until_it_is_done(branch: Branch) -> None:
    made = reported(branch)
    branch.clock.advance(minutes=90)
    branch.do(incident_review.missed, made.id, "told", "nobody answered", by=branch.head)
    line = clocks(branch, branch.head)["told"]
    assert (line.urgency, line.why) == (Urgency.OVERDUE, "nobody answered")


def test_a_blocked_review_waits_in_sight(branch: Branch) -> None:
    made = reported(branch)
    branch.do(incident_review.begin, made.id, by=branch.head)
    branch.do(incident_review.block, made.id, WaitsFor.POLICE, "their report", by=branch.head)
    branch.clock.now = wall(9, day=DAY + timedelta(days=40))
    found = clocks(branch, branch.head)
    assert found["review"].urgency is Urgency.WAITING
    assert found["update:1"].urgency is Urgency.OVERDUE


def test_tasks_are_their_owners(branch: Branch) -> None:
    zane = branch.sign_up("zane", "Zane", Role.HEAD)
    made = reported(branch)
    add = incident_remedy.add_task
    corrected = branch.do(
        add, made.id, TaskKind.REMEDY, "new card", zane.account_id, TOMORROW, by=branch.anna
    )
    (task,) = corrected.handling.tasks
    worker = replace(zane, role=Role.CLERK)
    (line,) = clocks(branch, worker).values()
    assert (line.text, line.mine, line.due_at) == ("new card", True, end_of_day(TOMORROW))
    assert (line.responsible, line.incident) == ("Zane", ("", ""))
    branch.do(incident_remedy.task_done, made.id, task.id, by=worker)
    assert clocks(branch, worker) == {}


def test_the_tasks_of_a_merged_report_go_on(branch: Branch) -> None:
    zane = branch.sign_up("zane", "Zane", Role.HEAD)
    first, second = reported(branch), reported(branch, by=branch.inese)
    add = incident_remedy.add_task
    kind = TaskKind.REMEDY
    branch.do(add, first.id, kind, "new card", zane.account_id, TOMORROW, by=branch.anna)
    branch.do(incident_review.merge, first.id, second.id, by=branch.head)
    assert [line.text for line in clocks(branch, branch.head).values() if line.text] == ["new card"]
    assert clocks(branch) == {}


def test_after_care_outlives_the_report(branch: Branch) -> None:
    made = reported(branch, level="1", text="shouted")
    told = Told("Ilze", "in_person", branch.clock())
    branch.do(incidents.told, made.id, told, by=branch.anna)
    branch.do(incident_review.begin, made.id, by=branch.head)
    branch.do(incident_review.confirm_level, made.id, "1", by=branch.head)
    later = date(2026, 12, 1)
    care = Care(talked_at=branch.clock(), next=(TOMORROW, later))
    branch.do(incident_detail.care, made.id, care, by=branch.head)
    branch.do(incident_review.close, made.id, by=branch.head)
    assert set(clocks(branch, branch.head)) == {"care:2026-11-25", "care:2026-12-01"}
    branch.do(incident_clocks.looked_after, made.id, TOMORROW, by=branch.head)
    assert set(clocks(branch, branch.head)) == {"care:2026-12-01"}
    assert clocks(branch) == {}


def test_looking_after_somebody_whom_nobody_planned_for(branch: Branch) -> None:
    made = reported(branch, level="2")
    branch.do(incident_clocks.looked_after, made.id, TOMORROW, by=branch.head)
    left = {name for name in clocks(branch, branch.head) if name.startswith("care")}
    assert left == {"care:2026-12-01", "care:2026-12-24"}
    with refuses("access.no_right"):
        branch.do(incident_clocks.looked_after, made.id, TOMORROW, by=branch.anna)


# Decisions of earlier programs


def apology_row(branch: Branch, incident: Incident, *steps: tuple[FollowUpAction, Any]) -> UUID:
    """What the program of the second issue stored about an apology."""
    with branch.database.unit_of_work() as uow:
        from desk.domain import follow_up

        facts = {
            "site": incident.site,
            "kind": "apology",
            "subject_id": incident.id,
            "due_at": end_of_day(DAY),
        }
        row, row_id = None, branch.env.new_id()
        for seq, (kind, data) in enumerate([(FollowUpAction.OPEN, facts), *steps], 1):
            event = happened(branch.env, branch.anna, row_id, seq, kind, data)
            row = follow_up.apply(row, event)
            uow.follow_ups.add(row, event)
        uow.commit()
    return row_id


def test_an_apology_called_done_earlier_stays_done(branch: Branch) -> None:
    made = reported(branch)
    apology_row(branch, made, (FollowUpAction.DONE, {}))
    assert set(clocks(branch)) == {"told"}
    done = branch.read(follow_ups.lines, by=branch.anna).done
    assert [(line.ref, line.number) for line in done] == [
        (Ref(FollowUpKind.APOLOGY, made.id), made.number)
    ]
    branch.do(follow_ups.undo_done, done[0].ref, by=branch.anna)
    assert set(clocks(branch)) == CLERKS


def test_an_apology_put_off_and_given_away_earlier_stays_so(branch: Branch) -> None:
    zane = branch.sign_up("zane", "Zane", Role.HEAD)
    made, later = reported(branch), wall(15, day=TOMORROW)
    apology_row(
        branch,
        made,
        (FollowUpAction.POSTPONE, {"due_at": later}),
        (FollowUpAction.ASSIGN, {"assignee_id": zane.account_id}),
    )
    line = clocks(branch)["apology"]
    assert (line.due_at, line.responsible, line.mine) == (later, "Zane", False)
    typed = ApologyTyped(ApologyForm.PHONE, branch.clock())
    branch.do(incident_remedy.apology, made.id, typed, by=branch.anna)
    assert "apology" not in clocks(branch)


# What reports have in common


def trends(branch: Branch, by: Actor | None = None) -> list[FollowUpLine]:
    found = branch.read(follow_ups.lines, by=by or branch.head).open
    return [line for line in found if line.ref.kind is FollowUpKind.TREND]


def test_after_a_grave_report_the_trend_is_looked_at(branch: Branch) -> None:
    reported(branch, level="2")
    (line,) = trends(branch)
    assert line.due_at == end_of_day(date(2026, 12, 24))
    assert trends(branch, branch.anna) == []
    branch.do(follow_ups.done, line.ref, by=branch.head)
    assert trends(branch) == []
    assert branch.read(follow_ups.lines, by=branch.head).done[0].number == line.number
    branch.do(follow_ups.undo_done, line.ref, by=branch.head)
    assert len(trends(branch)) == 1


def test_once_a_month_the_branch_looks_at_its_reports(branch: Branch) -> None:
    reported(branch, level="1")
    assert trends(branch) == []
    branch.clock.now = wall(9, day=date(2026, 12, 1))
    (line,) = trends(branch)
    assert (line.number, line.clock, line.due_at) == ("", None, end_of_day(date(2026, 12, 14)))
    assert trends(branch, branch.anna) == []
    branch.do(follow_ups.done, line.ref, by=branch.head)
    assert trends(branch) == []
    assert branch.read(follow_ups.lines, by=branch.head).done[0].number == ""
    branch.clock.now = wall(9, day=date(2027, 1, 4))
    assert trends(branch) == []  # nothing was reported in December


def test_a_report_begun_is_a_follow_up_of_who_began_it(branch: Branch) -> None:
    first = FirstReport(IncidentKind.FILMING, branch.clock())
    branch.do(incident_drafts.save_draft, IncidentKind.FILMING, first, by=branch.anna)
    (line,) = branch.read(follow_ups.lines, by=branch.anna).open
    assert line.ref == Ref(FollowUpKind.DRAFT, branch.anna.account_id, "filming")
    assert (line.due_at, line.mine) == (end_of_day(DAY), True)
    assert branch.read(follow_ups.lines, by=branch.inese).open == ()
    branch.do(incident_drafts.drop_draft, IncidentKind.FILMING, by=branch.anna)
    assert branch.read(follow_ups.lines, by=branch.anna).open == ()


def test_the_most_urgent_comes_first_and_none_is_there_twice(branch: Branch) -> None:
    reported(branch, level="3", hurt=Answer.YES)
    branch.clock.advance(hours=2)
    reported(branch, level="E2")
    found = branch.read(follow_ups.lines, by=branch.head).open
    dues = [line.due_at for line in found if line.due_at]
    assert dues == sorted(dues)
    assert len({line.ref for line in found}) == len(found)


@pytest.mark.parametrize("days", [0, 1, 3, 20, 60])
def test_the_count_counts_what_the_list_shows(branch: Branch, days: int) -> None:
    for level in ("E2", "3"):
        reported(branch, level=level)
    blocked = reported(branch)
    branch.do(incident_review.begin, blocked.id, by=branch.head)
    branch.do(incident_review.block, blocked.id, WaitsFor.POLICE, "theirs", by=branch.head)
    put_off, called_done, merged = reported(branch), reported(branch), reported(branch)
    apology_row(branch, put_off, (FollowUpAction.POSTPONE, {"due_at": wall(15, day=TOMORROW)}))
    apology_row(branch, called_done, (FollowUpAction.DONE, {}))
    for made in (put_off, merged):
        typed = (TaskKind.REMEDY, "Piezvanīt", branch.anna.account_id, TOMORROW)
        branch.do(incident_remedy.add_task, made.id, *typed, by=branch.anna)
    branch.do(incident_review.merge, merged.id, put_off.id, by=branch.head)
    closed = reported(branch, level="1")
    branch.do(incident_detail.care, closed.id, Care(next=(TOMORROW,)), by=branch.anna)
    branch.close_report(closed.id)
    branch.clock.now = wall(9, day=DAY + timedelta(days=days))
    for by in (branch.anna, branch.head):
        found = [line.urgency for line in branch.read(follow_ups.lines, by=by).open]
        expected = found.count(Urgency.OVERDUE), found.count(Urgency.TODAY)
        assert branch.read(follow_ups.due_count, by=by) == expected


def test_a_promised_call_back_hides_no_clock(branch: Branch) -> None:
    call = branch.do(phone_calls.begin, by=branch.anna)
    note = CallNote(outcome=CallOutcome.CALL_BACK, until=wall(9, 30))
    branch.do(phone_calls.end, call.id, note, by=branch.anna)
    reported(branch)
    assert {"told", "acknowledge", "review"} <= set(clocks(branch, branch.head))


def test_a_changed_report_is_read_anew(branch: Branch) -> None:
    made = reported(branch)
    assert "told" in clocks(branch)
    branch.do(incidents.told, made.id, Told("Ilze", "phone", branch.clock()), by=branch.anna)
    assert "told" not in clocks(branch)


def test_the_clocks_of_a_report_are_for_its_reporter_and_leads(branch: Branch) -> None:
    made = reported(branch)
    read = incident_clocks.of_report
    for by in (branch.anna, branch.head):
        assert {"told", "report", "review"} <= {
            one.clock.id for one in branch.read(read, made.id, by=by)
        }
    with refuses("incident.not_yours"):
        branch.read(read, made.id, by=branch.inese)
    with refuses("access.no_right"):
        branch.read(read, made.id, by=branch.it)
