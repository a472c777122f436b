"""Who sees what of a report and of its tasks, and what is offered to whom."""

from __future__ import annotations

from branch_at_work import refuses
from incident_people import AT, ERROR, INSULT, Reviewing, desk

from desk.domain.incident import IncidentAction, IncidentState
from desk.domain.incident_handling import WaitsFor
from desk.domain.incident_typed import FindingsTyped
from desk.services import (
    incident_list,
    incident_moves,
    incident_remedy,
    incident_review,
    incident_tasks,
)

__all__ = ["desk"]

S = IncidentState


# What is seen.


def test_the_list_tells_where_reports_stand(desk: Reviewing) -> None:
    made = desk.reviewed(INSULT)
    desk.do(incident_review.confirm_level, made, "1")
    desk.task(made)
    (row,) = desk.read(incident_list.rows)
    assert (row.level_confirmed, row.reviewer, row.open_tasks, row.overdue) == (
        True,
        "Ilze Head",
        1,
        False,
    )
    desk.clock.advance(days=1)
    (row,) = desk.read(incident_list.rows)
    assert row.overdue
    assert desk.read(incident_tasks.my_tasks, by=desk.anna)[0].overdue


def test_a_clerk_is_told_what_was_done_and_not_what_is_said_of_others(desk: Reviewing) -> None:
    made = desk.reviewed(ERROR)
    desk.do(incident_review.set_concerned, made, [desk.inese.account_id])
    desk.do(incident_review.missed, made, "review", "Inese slimoja")
    found = FindingsTyped(lesson="Slepena mācība", note="Starpvārds")
    desk.do(incident_review.findings, made, found)
    desk.do(incident_review.block, made, WaitsFor.OTHER, "Gaida Inesi")
    desk.do(incident_review.resume, made)
    desk.settle(made)
    desk.do(incident_review.update, made, "Drīz būs")
    desk.do(incident_review.close, made, "Paldies")
    seen, whole = desk.opened(made, by=desk.anna), desk.opened(made)
    assert (seen.outcome.note, seen.outcome.lesson) == ("Paldies", "")
    assert seen.outcome.done == ("Piezvanīt",)
    assert [text for _, text in seen.outcome.updates] == ["Drīz būs"]
    for secret in ("Inese slimoja", "Slepena mācība", "Starpvārds", "Gaida Inesi"):
        assert secret in str((whole.texts, whole.history))
        assert secret not in str((seen.texts, seen.history, seen.outcome, seen.handling))
    assert seen.handling.concerned == seen.handling.missed == ()
    assert "concerns" not in {step.what.value for step in seen.history}
    assert (seen.closing, seen.merged) == ((), ())


def test_only_what_may_be_done_is_offered(desk: Reviewing) -> None:
    made = desk.reported(INSULT)
    A = IncidentAction  # noqa: N806 - a short name for a list
    own = desk.opened(made, by=desk.anna).allowed
    assert {A.AMEND, A.TOLD, A.DETAIL, A.TASK} <= own
    assert not own & {A.CLOSE, A.ACKNOWLEDGE, A.LEVEL, A.VOID}
    lead = desk.opened(made).allowed
    assert {A.ACKNOWLEDGE, A.RETURN, A.VOID, A.MERGE, A.CONCERNS} <= lead
    assert not lead & {A.AMEND, A.HAND_UP, A.CLOSE, A.REOPEN}
    for action in IncidentAction:
        with desk.branch.database.reader() as reader:
            refusal = incident_moves.refusal_of(reader, desk.head, desk.get(made), action)
        assert (refusal is None) == (action in lead)


# Tasks of people who may not open the report.


def test_a_task_is_done_by_its_owner_who_sees_nothing_else_of_the_report(desk: Reviewing) -> None:
    made = desk.reviewed(INSULT)
    task = desk.task(made, owner=desk.inese)
    (mine,) = desk.read(incident_tasks.my_tasks, by=desk.inese)
    assert (mine.task_id, mine.text, mine.incident_id) == (task, "Piezvanīt", made)
    assert desk.read(incident_tasks.my_tasks, by=desk.anna) == ()
    with refuses("incident.not_yours"):
        desk.opened(made, by=desk.inese)
    with refuses("incident.task_not_yours"):
        desk.do(incident_remedy.task_done, made, task, by=desk.anna)
    desk.do(incident_remedy.task_done, made, task, by=desk.inese)
    assert desk.read(incident_tasks.my_tasks, by=desk.inese) == ()
    with refuses("incident.not_yours"):
        desk.do(incident_remedy.complaint, made, AT, by=desk.inese)


def test_whether_a_corrective_task_helped_is_said_after_closing(desk: Reviewing) -> None:
    made = desk.reviewed(ERROR)
    desk.settle(made)
    task = desk.get(made).handling.tasks[0].id
    desk.do(incident_review.close, made)
    with refuses("access.no_right"):
        desk.do(incident_remedy.task_checked, made, task, True, by=desk.anna)
    after = desk.do(incident_remedy.task_checked, made, task, False)
    assert (after.state, after.handling.tasks[0].worked) == (S.CLOSED, False)
