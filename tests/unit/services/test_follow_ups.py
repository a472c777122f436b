"""Follow-ups: derived from what is known, typed by people, done, put off, given away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.deadlines import end_of_day
from desk.domain.follow_up import FollowUpKind, FollowUpLine, Ref, Urgency
from desk.domain.person import Person
from desk.domain.phone_call import CallNote, CallOutcome
from desk.domain.roles import Role
from desk.domain.visit import Outcome, Visit
from desk.services import appointments, follow_ups, phone_calls, queue

TOMORROW = DAY + timedelta(days=1)


def shown(branch: Branch, by: Any = None, **options: Any) -> tuple[FollowUpLine, ...]:
    found = branch.read(follow_ups.lines, by=by or branch.anna, **options)
    return tuple(line for line in found.open if line.ref.kind is not FollowUpKind.HOURS)


def kinds(branch: Branch, by: Any = None, **options: Any) -> list[str]:
    return [line.ref.kind.value for line in shown(branch, by, **options)]


def refused_client(branch: Branch, reason: str = "", basis: str = "") -> Visit:
    visit = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.clock.advance(seconds=10)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.do(queue.finish, visit.id, Outcome.REFUSED, reason, basis, by=branch.anna)
    branch.clock.advance(seconds=10)
    assert isinstance(visit, Visit)
    return visit


def call_back(branch: Branch, **note: Any) -> Ref:
    call = branch.do(phone_calls.begin, by=branch.anna)
    branch.clock.advance(minutes=1)
    given = CallNote(outcome=CallOutcome.CALL_BACK, **note)
    branch.do(phone_calls.end, call.id, given, by=branch.anna)
    return Ref(FollowUpKind.CALL_BACK, call.id)


def test_nothing_to_do(branch: Branch) -> None:
    assert shown(branch) == ()
    assert branch.read(follow_ups.due_count, by=branch.anna) == (0, 0)


def test_a_refusal_waits_until_it_is_complete(branch: Branch) -> None:
    visit = refused_client(branch, reason="no photo")
    (line,) = shown(branch)
    assert (line.ref, line.number) == (Ref(FollowUpKind.REFUSAL, visit.id), visit.number)
    assert (line.gaps, line.due_at) == (("legal_basis", "complaint"), end_of_day(DAY))
    assert (line.urgency, line.mine) == (Urgency.TODAY, True)
    branch.clock.now = wall(9, day=TOMORROW)
    assert shown(branch, branch.inese)[0].urgency is Urgency.OVERDUE
    assert branch.read(follow_ups.due_count, by=branch.inese) == (1, 0)
    with refuses("followup.not_by_hand"):
        branch.do(follow_ups.done, line.ref, by=branch.anna)
    branch.do(queue.complete, visit.id, "no photo", "MK 134", by=branch.inese)
    assert shown(branch) == ()


def test_a_complete_refusal_is_not_listed(branch: Branch) -> None:
    visit = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.clock.advance(seconds=10)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.do(queue.tick, visit.id, "complaint_right_told", True, by=branch.anna)
    branch.do(queue.finish, visit.id, Outcome.REFUSED, "why", "law", by=branch.anna)
    assert shown(branch) == ()


def test_a_promised_call_back(branch: Branch) -> None:
    ref = call_back(branch, topic="fee", until=wall(14), name="Qq", phone="29123456", text="fee?")
    (line,) = shown(branch, branch.inese)
    assert (line.ref, line.topic, line.due_at, line.text) == (ref, "fee", wall(14), "")
    opened = branch.do(follow_ups.detail, ref, by=branch.inese)
    assert (opened.name, opened.phone, opened.text) == ("Qq", "+37129123456", "fee?")
    assert branch.looks()[-1] == ("open", "follow_up", "call_back")
    branch.do(follow_ups.done, ref, by=branch.inese)
    found = branch.read(follow_ups.lines, by=branch.inese)
    assert [one.ref for one in found.done] == [ref]
    assert found.done[0].topic == "fee"
    assert kinds(branch) == []
    with refuses("followup.done_already"):
        branch.do(follow_ups.done, ref, by=branch.anna)
    branch.do(follow_ups.undo_done, ref, by=branch.inese)
    assert kinds(branch) == ["call_back"]
    with refuses("followup.not_done"):
        branch.do(follow_ups.undo_done, ref, by=branch.inese)


def test_a_call_taken_back_promises_nothing(branch: Branch) -> None:
    call_back(branch)
    branch.clock.advance(minutes=1)
    branch.do(queue.undo, by=branch.anna)
    assert shown(branch) == ()


def test_done_is_taken_back_within_five_minutes(branch: Branch) -> None:
    ref = call_back(branch)
    branch.do(follow_ups.done, ref, by=branch.anna)
    branch.clock.advance(minutes=6)
    with refuses("followup.too_late"):
        branch.do(follow_ups.undo_done, ref, by=branch.anna)


def test_put_off_with_a_reason(branch: Branch) -> None:
    ref = call_back(branch, until=wall(10))
    with refuses("followup.why_missing"):
        branch.do(follow_ups.postpone, ref, wall(12), " ", by=branch.anna)
    with refuses("followup.in_past"):
        branch.do(follow_ups.postpone, ref, wall(8), "busy", by=branch.anna)
    branch.do(follow_ups.postpone, ref, wall(12), "no answer", by=branch.anna)
    (line,) = shown(branch)
    assert line.due_at == wall(12)
    steps = branch.do(follow_ups.detail, ref, by=branch.anna).history
    assert [(step.what, step.text) for step in steps] == [("open", ""), ("postpone", "no answer")]


def test_given_to_somebody_and_only_mine(branch: Branch) -> None:
    branch.sign_up("ilze", "Ilze", Role.HEAD)
    zane = branch.sign_up("zane", "Zane", Role.CLERK)
    ref = call_back(branch)
    assert kinds(branch, mine=True) == ["call_back"]
    branch.do(follow_ups.assign, ref, zane.account_id, by=branch.anna)
    assert kinds(branch, mine=True) == []
    (line,) = shown(branch, zane, mine=True)
    assert (line.responsible, line.mine) == ("Zane", True)
    with refuses("account.unknown"):
        branch.do(follow_ups.assign, ref, branch.inese.account_id, by=branch.anna)


def test_a_task_that_a_person_types(branch: Branch) -> None:
    add = follow_ups.add
    row = branch.do(add, FollowUpKind.TASK, " call HQ ", due_at=wall(12), by=branch.head)
    (line,) = shown(branch)
    assert (line.text, line.ref, line.due_at) == ("call HQ", row.ref, wall(12))
    branch.do(follow_ups.postpone, row.ref, wall(15), "later", by=branch.anna)
    assert shown(branch)[0].text == "call HQ"
    branch.do(follow_ups.done, row.ref, by=branch.anna)
    assert branch.read(follow_ups.lines, by=branch.anna).done[0].text == "call HQ"
    with refuses("followup.text_missing"):
        branch.do(add, FollowUpKind.TASK, " ", by=branch.head)
    with refuses("followup.text_missing"):
        branch.do(add, FollowUpKind.TASK, "x" * 501, by=branch.head)
    with refuses("followup.not_typed"):
        branch.do(add, FollowUpKind.REFUSAL, "x", by=branch.head)
    with refuses("followup.in_past"):
        branch.do(add, FollowUpKind.TASK, "x", due_at=wall(8), by=branch.head)


def test_other_sites_tasks_are_not_here(branch: Branch) -> None:
    row = branch.do(follow_ups.add, FollowUpKind.TASK, "x", by=branch.anna)
    elsewhere = replace(branch.anna, site="riga-3")
    assert shown(branch, elsewhere) == ()
    for use_case in (follow_ups.done, follow_ups.undo_done, follow_ups.detail):
        with refuses("followup.unknown"):
            branch.do(use_case, row.ref, by=elsewhere)


def test_hours_without_confirmation_are_the_heads_and_have_no_term(branch: Branch) -> None:
    found = branch.read(follow_ups.lines, by=branch.head).open
    assert [(line.ref.kind, line.urgency) for line in found] == [
        (FollowUpKind.HOURS, Urgency.LATER)
    ]
    assert branch.read(follow_ups.lines, by=branch.anna).open == ()


@pytest.mark.parametrize(("days", "due"), [(0, None), (1, DAY), (6, DAY + timedelta(days=3))])
def test_a_booking_by_phone_is_entered_before_its_slot(branch: Branch, days: int, due: Any) -> None:
    """Saturday and Sunday do not count: for Monday the 30th it is Friday the 27th."""
    slot = wall(14, day=DAY + timedelta(days=days))
    made = branch.do(
        appointments.book,
        start=slot,
        minutes=15,
        service="passport",
        person=Person(name="Qq", phone="29123456"),
        confirm_outside=True,
        by=branch.anna,
    )
    (line,) = shown(branch)
    assert (line.ref.id, line.number) == (made.id, made.reference)
    assert line.due_at == (end_of_day(due) if due else slot)
    assert branch.do(follow_ups.detail, line.ref, by=branch.anna).name == "Qq"
    branch.do(follow_ups.done, line.ref, by=branch.anna)
    assert shown(branch) == ()


def test_a_ticket_of_an_earlier_day(branch: Branch) -> None:
    visit = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.clock.now = wall(9, day=TOMORROW)
    (line,) = shown(branch)
    assert (line.ref, line.urgency) == (Ref(FollowUpKind.TICKET, visit.id), Urgency.OVERDUE)
    branch.do(queue.leave, visit.id, by=branch.inese)
    assert shown(branch) == ()


def test_only_those_at_work_here_see_them(branch: Branch) -> None:
    for read in (follow_ups.lines, follow_ups.due_count):
        with refuses("access.no_right"):
            branch.read(read, by=branch.it)
    with refuses("access.no_right"):
        branch.do(follow_ups.add, FollowUpKind.TASK, "x", by=branch.it)
