"""The review of reports: who, in which order, and what is refused with which reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from branch_at_work import refuses, wall
from incident_people import AT, ERROR, GIFT, INSULT, Reviewing, desk
from virtual import make_id

from desk.domain import incident_states
from desk.domain.errors import DeskError
from desk.domain.incident import (
    Answer,
    FirstReport,
    IncidentAction,
    IncidentKind,
    IncidentState,
    Told,
)
from desk.domain.incident_handling import ApologyForm, ContactNeed, TaskKind, WaitsFor
from desk.domain.incident_typed import (
    ApologyTyped,
    BreachTyped,
    DetailTyped,
    FindingsTyped,
    breach_typed,
    detail_typed,
    findings_typed,
)
from desk.domain.roles import Role
from desk.services import (
    incident_detail,
    incident_list,
    incident_moves,
    incident_remedy,
    incident_review,
    incident_tasks,
    incidents,
)

__all__ = ["desk"]

S = IncidentState
HQ = Told("Anita Kalniņa", "phone", AT)


def test_an_error_goes_its_way_from_report_to_close(desk: Reviewing) -> None:
    made = desk.reviewed(ERROR)
    desk.settle(made)
    task = desk.task(made)
    assert desk.do(incident_review.planned, made).state is S.ACTIONS_OPEN
    assert desk.do(incident_remedy.task_done, made, task, by=desk.anna).state is S.AWAITING_CLOSE
    closed = desk.do(incident_review.close, made, "Paldies, ka pateici.")
    assert closed.state is S.CLOSED
    assert closed.handling.closed_by == desk.head.account_id


def test_a_first_level_needs_no_reason(desk: Reviewing) -> None:
    made = desk.reviewed(FirstReport(IncidentKind.DATA, AT))
    after = desk.do(incident_review.confirm_level, made, "E2")
    assert after.level == "E2"
    with pytest.raises(DeskError, match=r"incident\.why_missing"):
        desk.do(incident_review.confirm_level, made, "E1")


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda d, i: d.do(incident_review.close, i), "incident.close_level"),
        (lambda d, i: d.do(incident_review.confirm_level, i, "E9"), "incident.level_unknown"),
        (lambda d, i: d.do(incident_review.confirm_level, i, "E3"), "incident.why_missing"),
        (lambda d, i: d.do(incident_review.send_back, i, " "), "incident.why_missing"),
        (lambda d, i: d.do(incident_review.void, i, ""), "incident.why_missing"),
        (lambda d, i: d.do(incident_review.reopen, i, "x"), "incident.open_still"),
        (lambda d, i: d.do(incident_review.resume, i), "incident.goes_on"),
        (lambda d, i: d.do(incident_review.update, i, " "), "incident.text_missing"),
        (lambda d, i: d.do(incident_review.missed, i, "x", ""), "incident.why_missing"),
        (lambda d, i: d.do(incident_review.void, i, "x" * 100_000), "incident.text_long"),
        (lambda d, i: d.do(incident_review.hand_up, i, HQ), "incident.head_can_review"),
        (lambda d, i: d.do(incident_review.set_concerned, i, [make_id()]),
         "incident.person_unknown"),
        (lambda d, i: d.do(incidents.acknowledge, i), "incident.acknowledged_already"),
        (lambda d, i: d.do(incident_review.begin, i, by=d.anna), "access.no_right"),
        (lambda d, i: d.do(incident_detail.set_detail, i, DetailTyped(), by=d.inese),
         "incident.not_yours"),
        (lambda d, i: d.do(incident_review.resume, i, by=d.inese), "incident.goes_on"),
        (lambda d, i: d.do(incidents.told, i, Told("x", "email", AT)), "incident.told_how"),
        (lambda d, i: d.do(incidents.told, i, Told(" ", "phone", AT)), "incident.told_whom"),
        (lambda d, i: d.do(incidents.told, i, Told("x", "phone", wall(23))),
         "incident.in_future"),
        (lambda d, i: d.do(incident_detail.set_detail, i, DetailTyped(lost_days=-1)),
         "incident.number_absurd"),
        (lambda d, i: d.do(incident_detail.set_detail, i, DetailTyped(made_at=wall(23))),
         "incident.in_future"),
        (lambda d, i: d.do(incident_remedy.correction, i, AT, AT - timedelta(minutes=1)),
         "incident.time_order"),
        (lambda d, i: d.do(incident_remedy.contact, i, ContactNeed.NOT_NEEDED),
         "incident.why_missing"),
        (lambda d, i: d.do(incident_remedy.breach, i, BreachTyped(AT, not_reported=True)),
         "incident.why_missing"),
        (lambda d, i: d.do(incident_remedy.breach, i, BreachTyped(AT, people=-1)),
         "incident.number_absurd"),
        (lambda d, i: d.do(incident_remedy.apology, i, ApologyTyped(ApologyForm.PHONE, AT, ("x",))),
         "incident.apology_parts"),
        (lambda d, i: d.do(incident_remedy.add_task, i, TaskKind.REMEDY, " ",
                           d.anna.account_id, wall(9).date()), "incident.task_text_missing"),
        (lambda d, i: d.do(incident_remedy.add_task, i, TaskKind.REMEDY, "x",
                           make_id(), wall(9).date()), "incident.person_unknown"),
        (lambda d, i: d.do(incident_remedy.add_task, i, TaskKind.REMEDY, "x",
                           d.anna.account_id, wall(9).date() - timedelta(days=1)),
         "incident.due_past"),
        (lambda d, i: d.do(incident_remedy.add_task, i, TaskKind.CORRECTIVE, "x",
                           d.anna.account_id, wall(9).date(), by=d.anna), "incident.lead_only"),
        (lambda d, i: d.do(incident_remedy.task_done, i, make_id()), "incident.no_task"),
        (lambda d, i: d.do(incident_review.merge, i, i), "incident.merge_itself"),
        (lambda d, i: d.do(incident_review.begin, make_id()), "incident.unknown"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(desk: Reviewing, step: Any, code: str) -> None:
    made = desk.reviewed(ERROR)
    before = desk.get(made)
    with refuses(code):
        step(desk, made)
    assert desk.get(made) == before


def test_a_report_that_began_more_than_a_year_ago_has_a_wrong_date(desk: Reviewing) -> None:
    with refuses("incident.too_long_ago"):
        desk.reported(GIFT, occurred_at=AT - timedelta(days=367))


# Who reviews.


def test_the_deputy_reviews_what_the_head_reported(desk: Reviewing) -> None:
    made = desk.do(incidents.report, GIFT).id
    with refuses("incident.own_report"):
        desk.do(incident_review.begin, made)
    begun = desk.do(incident_review.begin, made, by=desk.deputy)
    assert begun.handling.reviewer_id == desk.deputy.account_id
    with refuses("incident.own_report"):
        desk.do(incident_review.void, made, "kļūda")
    assert desk.do(incident_review.close, made, by=desk.deputy).state is S.CLOSED


def test_whom_it_concerns_does_not_review_it(desk: Reviewing) -> None:
    made = desk.reviewed()
    concerned = [desk.head.account_id, desk.anna.account_id]
    after = desk.do(incident_review.set_concerned, made, concerned)
    assert after.handling.concerned == (desk.head.account_id,), "the reporter is known anyway"
    assert after.handling.reviewer_id is None
    with refuses("incident.concerned"):
        desk.do(incident_review.close, made)
    with refuses("incident.concerned_less"):
        desk.do(incident_review.set_concerned, made, [])
    desk.do(incident_review.set_concerned, made, [], by=desk.deputy)
    assert desk.do(incident_review.close, made).state is S.CLOSED


def test_headquarters_reviews_what_every_head_is_barred_from(desk: Reviewing) -> None:
    made = desk.do(incidents.report, replace(ERROR, level="E0")).id
    up = desk.do(incident_review.hand_up, made, HQ)
    assert (up.state, up.handling.superior, up.acknowledged_by) == (S.UNDER_REVIEW, True, None)
    assert up.handling.told_hq is not None
    with refuses("incident.handed_up_already"):
        desk.do(incident_review.hand_up, made, HQ)
    desk.do(incident_review.confirm_level, made, "E0")
    assert desk.do(incident_review.close, made, "Lēma HQ").state is S.CLOSED
    steps = desk.opened(made).history
    assert [(step.what.value, step.by_hq) for step in steps] == [
        ("report", False),
        ("hand_up", False),
        ("level", True),
        ("close", True),
    ]
    told = {change.what: change.after for change in steps[1].changes}
    assert (told["whom"], told["how"]) == (HQ.whom, "phone")


def test_another_head_is_asked_first(desk: Reviewing) -> None:
    made = desk.do(incidents.report, GIFT).id
    other = desk.colleague("Otra Head", Role.HEAD)
    with refuses("incident.head_can_review"):
        desk.do(incident_review.hand_up, made, HQ)
    desk.do(incident_review.set_concerned, made, [other.account_id])
    assert desk.do(incident_review.hand_up, made, HQ).handling.superior


# Sent back, blocked, reopened.


def test_a_report_sent_back_is_put_right_and_goes_on_where_it_was(desk: Reviewing) -> None:
    made = desk.reviewed(INSULT)
    assert desk.do(incident_review.send_back, made, "Kurš vēl redzēja?").state is S.RETURNED
    with refuses("incident.returned"):
        desk.do(incident_review.begin, made)
    better = replace(INSULT, text="Skaļi apvainoja, redzēja Inese.")
    after = desk.do(incidents.amend, made, better, by=desk.anna)
    assert (after.state, after.handling.halt, after.handling.before) == (S.UNDER_REVIEW, None, "")
    desk.do(incident_review.send_back, made, "Cikos?")
    assert desk.do(incident_review.resume, made, by=desk.anna).state is S.UNDER_REVIEW


def test_a_blocked_review_says_for_whom_it_waits(desk: Reviewing) -> None:
    made = desk.reviewed()
    desk.do(incident_review.block, made, WaitsFor.POLICE, "Ekspertīze")
    row = next(row for row in desk.read(incident_list.rows))
    assert (row.state, row.waits_for) == ("blocked", "police")
    with refuses("incident.lead_only"):
        desk.do(incident_review.resume, made, by=desk.anna)
    assert desk.do(incident_review.resume, made).state is S.UNDER_REVIEW


def test_a_closed_report_is_opened_again_with_a_reason(desk: Reviewing) -> None:
    made = desk.reviewed()
    desk.do(incident_review.close, made)
    for step in (incident_review.planned, incident_review.begin, incident_review.close):
        with refuses("incident.closed"):
            desk.do(step, made)
    assert desk.do(incident_review.reopen, made, "Jauns fakts").handling.reopened == 1


# Merging.


def test_two_reports_of_one_event_go_on_in_one_and_both_stay(desk: Reviewing) -> None:
    whole = desk.reviewed(INSULT)
    other = desk.do(incidents.report, replace(INSULT, told=Told("Ilze", "phone", AT)),
                    by=desk.inese).id  # fmt: skip
    task = desk.task(other, owner=desk.inese)
    merged = desk.do(incident_review.merge, other, whole, "Viens notikums")
    assert merged.state is S.MERGED
    shown = desk.opened(whole)
    (line,) = shown.merged
    assert (line.incident.id, line.reporter, line.text) == (other, "Inese Clerk", INSULT.text)
    assert line.told == Told("Ilze", "phone", AT)
    assert shown.texts[line.incident.handling.open_tasks[0].text_id] == "Piezvanīt"
    desk.do(incident_review.confirm_level, whole, "1")
    assert "incident.close_tasks" in desk.opened(whole).closing
    with refuses("incident.close_tasks"):
        desk.do(incident_review.close, whole)
    assert [one.task_id for one in desk.read(incident_tasks.my_tasks, by=desk.inese)] == [task]
    desk.do(incident_remedy.task_done, other, task, by=desk.inese)
    desk.do(incident_review.close, whole, "Izrunāts")
    theirs = desk.opened(other, by=desk.inese).outcome
    assert (theirs.state, theirs.note, theirs.done) == ("closed", "Izrunāts", ("Piezvanīt",))
    assert [step.what.value for step in desk.opened(other).history] == [
        "report",
        "task",
        "merge",
        "task_done",
    ]


def test_where_a_report_cannot_go_on(desk: Reviewing) -> None:
    first, second, third = (desk.reviewed() for _ in range(3))
    desk.do(incident_review.merge, first, second)
    with refuses("incident.merge_circle"):
        desk.do(incident_review.merge, second, first)
    with refuses("incident.merge_ended"):
        desk.do(incident_review.merge, third, first)
    desk.do(incident_review.merge, second, third)
    assert len(desk.opened(third).merged) == 2
    with refuses("incident.merge_circle"):
        desk.do(incident_review.merge, third, first)
    desk.do(incident_review.close, third)
    with refuses("incident.merge_ended"):
        desk.do(incident_review.merge, desk.reviewed(), third)


def test_a_report_of_another_site_is_another_event(desk: Reviewing) -> None:
    made = desk.reviewed()
    elsewhere = replace(desk.anna, site="riga-1")
    other = desk.do(incidents.report, GIFT, by=elsewhere).id
    with refuses("incident.merge_other_site"):
        desk.do(incident_review.merge, made, other)


def test_whoever_reported_what_was_merged_does_not_review_the_other(desk: Reviewing) -> None:
    whole, heads = desk.reviewed(), desk.do(incidents.report, GIFT).id
    desk.do(incident_review.merge, heads, whole, by=desk.deputy)
    with refuses("incident.own_merged"):
        desk.do(incident_review.close, whole)
    assert IncidentAction.CLOSE not in desk.opened(whole).allowed
    desk.do(incident_review.close, whole, by=desk.deputy)


def test_facts_of_a_merged_report_hold_for_the_level(desk: Reviewing) -> None:
    whole, other = desk.reviewed(INSULT), desk.reported(INSULT, weapon=Answer.YES)
    desk.do(incident_review.merge, other, whole)
    desk.do(incident_review.confirm_level, whole, "1")
    assert desk.opened(whole).closing == ("incident.close_level_low",)


# Two at once.


def test_the_slower_of_two_is_told_so(desk: Reviewing) -> None:
    made = desk.reviewed()
    seen = desk.get(made)
    desk.do(incident_review.planned, made)
    event = incident_moves.event_of(
        desk.env, desk.deputy, made, seen.version + 1, IncidentAction.CLOSE, {}
    )
    stale = incident_states.apply(seen, event)
    with desk.branch.database.unit_of_work() as uow, pytest.raises(DeskError) as refusal:
        uow.incidents.add(stale, event)
    assert refusal.value.code == "incident.changed_meanwhile"
    with pytest.raises(DeskError) as refusal:
        incident_states.apply(desk.get(made), event)
    assert refusal.value.code == "incident.changed_meanwhile"


def test_a_breach_keeps_its_words_and_the_notice(desk: Reviewing) -> None:
    made = desk.reviewed(ERROR)
    told = Told("Datu speciāliste", "phone", AT)
    first = BreachTyped(AT, ("contact",), 2, contained="Atsaukts", told=told)
    one = desk.do(incident_remedy.breach, made, first).handling.breach
    second = replace(first, not_reported=True, decided="Nav riska")
    two = desk.do(incident_remedy.breach, made, second).handling.breach
    assert (two.officer, two.contained_id) == (one.officer, one.contained_id), "the same words"
    assert two.decided_at == desk.clock()
    desk.do(incident_detail.set_detail, made, DetailTyped(text="Garš", lost_days=1))
    desk.do(incident_review.findings, made, FindingsTyped(lesson="Skaties divreiz"))
    shown = desk.opened(made)
    typed = breach_typed(shown.handling.breach, shown.texts)
    assert typed == replace(second, decided_at=two.decided_at)
    assert detail_typed(shown.handling.detail, shown.texts) == DetailTyped(text="Garš", lost_days=1)
    assert findings_typed(shown.handling.findings, shown.texts).lesson == "Skaties divreiz"
    assert detail_typed(None, {}) == DetailTyped()
