"""Follow-ups: states and steps, terms, and one list out of what is derived and what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from subject_making import ANNA, INESE, at, event, new_id

from desk.domain import follow_up
from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day
from desk.domain.errors import DeskError
from desk.domain.follow_up import (
    BY_HAND,
    SOON,
    TYPED,
    FollowUp,
    FollowUpAction,
    FollowUpKind,
    Open,
    Ref,
    Urgency,
    still_open,
    undo_refusal,
    urgency,
)

EXPECTED = {
    ("open", "open"): "followup.not_done",
    ("open", "done"): "done",
    ("open", "postpone"): "open",
    ("open", "assign"): "open",
    ("open", "undo"): "followup.not_done",
    ("done", "open"): "followup.done_already",
    ("done", "done"): "followup.done_already",
    ("done", "postpone"): "followup.done_already",
    ("done", "assign"): "followup.done_already",
    ("done", "undo"): "open",
}


def opened(kind: FollowUpKind = FollowUpKind.TASK, **data: object) -> FollowUp:
    facts = {"site": "riga-2", "kind": kind.value, **data}
    return follow_up.apply(None, event(None, FollowUpAction.OPEN, 0, facts))


def then(known: FollowUp, step: FollowUpAction, minutes: float = 1, **data: object) -> FollowUp:
    return follow_up.apply(known, event(known, step, minutes, data, actor=INESE))


def derived(kind: FollowUpKind, due: datetime | None = None) -> Open:
    return Open(Ref(kind, new_id()), at(0), due)


@pytest.mark.parametrize(("state", "step"), sorted(EXPECTED))
def test_every_pair_of_state_and_step(state: str, step: str) -> None:
    known = opened()
    if state == "done":
        known = then(known, FollowUpAction.DONE)
    expected = EXPECTED[state, step]
    if "." in expected:
        with pytest.raises(DeskError) as refused:
            then(known, FollowUpAction(step), 2)
        assert refused.value.code == expected
    else:
        assert then(known, FollowUpAction(step), 2).state == expected


def test_what_each_step_notes() -> None:
    known = opened(due_at=at(60), text_id=UUID(int=3), assignee_id=ANNA)
    assert (known.due_at, known.text_id, known.assignee_id) == (at(60), UUID(int=3), ANNA)
    later = then(known, FollowUpAction.POSTPONE, due_at=at(600), why_id=UUID(int=4))
    assert (later.due_at, later.text_id) == (at(600), UUID(int=3))
    longer = then(known, FollowUpAction.POSTPONE, due_at=at(600), text_id=UUID(int=5))
    assert longer.text_id == UUID(int=5)
    given_to = then(later, FollowUpAction.ASSIGN, assignee_id=None)
    assert given_to.assignee_id is None
    done = then(given_to, FollowUpAction.DONE, 7)
    assert (done.done_at, done.done_by) == (at(7), INESE)
    back = then(done, FollowUpAction.UNDO, 8)
    assert (back.done_at, back.done_by) == (None, None)


def test_nothing_happens_to_what_was_never_opened() -> None:
    with pytest.raises(DeskError, match=r"followup\.unknown"):
        follow_up.apply(None, event(None, FollowUpAction.DONE))
    with pytest.raises(DeskError, match=r"followup\.unknown"):
        follow_up.replay([])
    known = opened()
    with pytest.raises(DeskError, match=r"followup\.changed_meanwhile"):
        follow_up.apply(known, replace(event(known, FollowUpAction.DONE), seq=1))


def test_done_can_be_taken_back_for_five_minutes() -> None:
    done = then(opened(), FollowUpAction.DONE, 10)
    assert undo_refusal(done, at(15)) == ""
    assert undo_refusal(done, at(15.1)) == "followup.too_late"
    assert undo_refusal(opened(), at(0)) == "followup.not_done"


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, Urgency.LATER),
        (at(-0.01), Urgency.OVERDUE),
        (at(0), Urgency.TODAY),
        (end_of_day(local_day(at(0))), Urgency.TODAY),
        (end_of_day(local_day(at(0))) + timedelta(microseconds=1), Urgency.LATER),
    ],
)
def test_how_near_a_term_is(due: datetime | None, expected: Urgency) -> None:
    assert urgency(due, at(0)) is expected


def test_two_hours_count_across_midnight() -> None:
    late = at(14 * 60 + 30)
    assert urgency(late + SOON - timedelta(seconds=1), late) is Urgency.TODAY
    assert urgency(late + SOON, late) is Urgency.LATER


@given(st.integers(-5000, 5000), st.integers(0, 5000))
def test_waiting_never_makes_a_term_less_urgent(due: int, later: int) -> None:
    order = [Urgency.LATER, Urgency.TODAY, Urgency.OVERDUE]
    first, second = urgency(at(due), at(0)), urgency(at(due), at(later))
    assert order.index(second) >= order.index(first)


def test_the_most_urgent_comes_first_and_no_term_last() -> None:
    never, later = derived(FollowUpKind.HOURS), derived(FollowUpKind.CLOCK, at(900))
    soon = derived(FollowUpKind.REFUSAL, at(5))
    typed = opened(due_at=at(60))
    assert [one.due_at for one in still_open([never, later, soon], [typed])] == [
        at(5),
        at(60),
        at(900),
        None,
    ]


@pytest.mark.parametrize("kind", sorted(BY_HAND - TYPED))
def test_a_decision_stands_over_what_is_derived(kind: FollowUpKind) -> None:
    one = derived(kind, at(5))
    row = opened(kind, subject_id=one.ref.id, due_at=at(5))
    later = then(row, FollowUpAction.POSTPONE, due_at=at(500))
    (shown,) = still_open([one], [later])
    assert (shown.ref, shown.due_at, shown.stored) == (one.ref, at(500), later)
    assert still_open([one], [then(later, FollowUpAction.DONE)]) == ()
    assert still_open([], [later]) == ()


@given(st.lists(st.tuples(st.sampled_from(list(FollowUpKind)), st.booleans(), st.booleans())))
def test_nothing_is_listed_twice_and_nothing_open_is_left_out(
    found: list[tuple[FollowUpKind, bool, bool]],
) -> None:
    sources, rows, expected = [], [], set()
    for kind, decided, done in found:
        one = derived(kind, at(5))
        row = opened(kind, subject_id=None if kind in TYPED else one.ref.id)
        row = then(row, FollowUpAction.DONE) if done else row
        if kind in TYPED:
            rows.append(row)
        else:
            sources.append(one)
            rows += [row] if decided else []
        if not (done and (decided or kind in TYPED)):
            expected.add(row.ref if kind in TYPED else one.ref)
    shown = [one.ref for one in still_open(sources, rows)]
    assert len(shown) == len(set(shown))
    assert set(shown) == expected


def test_who_is_responsible() -> None:
    one = replace(derived(FollowUpKind.CALL_BACK), owner_id=ANNA)
    assert one.responsible_id == ANNA
    row = opened(FollowUpKind.CALL_BACK, subject_id=one.ref.id, assignee_id=INESE)
    assert still_open([one], [row])[0].responsible_id == INESE
    free = then(row, FollowUpAction.ASSIGN, assignee_id=None)
    assert still_open([one], [free])[0].responsible_id == ANNA
