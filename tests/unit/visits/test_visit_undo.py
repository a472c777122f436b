"""When the last step can be taken back, and the reason when it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from visit_making import DATA, at, event, in_state

from desk.domain import visit_states
from desk.domain.visit import Action, TicketState
from desk.domain.visit_undo import refusal, snapshot


def refused(state: TicketState, kind: Action, minutes: float, **data: object) -> str:
    before = in_state(state)
    step = event(before, kind, at(10), {**DATA.get(kind, {}), **data})
    return refusal(step, visit_states.apply(before, step), at(10) + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, ""), (5, ""), (5.01, "undo.too_late"), (600, "undo.too_late")]
)
def test_five_minutes_to_the_end(minutes: float, expected: str) -> None:
    assert refused(TicketState.SERVING, Action.FINISH, minutes) == expected


@pytest.mark.parametrize("kind", [Action.CALL, Action.PARK, Action.LEAVE, Action.SET_NOTE])
def test_steps_that_can_be_taken_back_or_compensated(kind: Action) -> None:
    assert refused(TicketState.WAITING, kind, 1) == ""


def test_what_cannot_be_taken_back() -> None:
    assert refusal(None, None, at(0)) == "undo.nothing"
    assert refused(TicketState.CALLED, Action.RECALL, 1) == "undo.called_out"
    assert refused(TicketState.SERVED, Action.CORRECT, 1) == "undo.corrected"
    assert refused(TicketState.CALLED, Action.REQUEUE, 1, compensates="x") == "undo.undone_already"


def test_an_undo_is_not_undone() -> None:
    before = in_state(TicketState.CALLED)
    after = visit_states.apply(before, event(before, Action.START, at(10)))
    step = event(after, Action.UNDO, at(11), {"undoes": None, **snapshot(before)})
    assert refusal(step, visit_states.apply(after, step), at(12)) == "undo.undone_already"


def test_a_later_event_on_the_ticket_stands_in_the_way() -> None:
    before = in_state(TicketState.WAITING)
    step = event(before, Action.PARK, at(10), DATA[Action.PARK])
    parked = visit_states.apply(before, step)
    elsewhere = visit_states.apply(parked, event(parked, Action.CALL, at(11), counter="4"))
    assert refusal(step, elsewhere, at(12)) == "undo.touched_since"


def test_the_five_minutes_run_from_when_it_was_recorded() -> None:
    before = in_state(TicketState.SERVING)
    step = event(before, Action.FINISH, at(10), DATA[Action.FINISH])
    entered_later = replace(step, recorded_at=at(100))
    after = visit_states.apply(before, entered_later)
    assert refusal(entered_later, after, at(104)) == ""
