"""Every pair of ticket state and action: where it leads, or with which reason it is refused."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from visit_making import DATA, at, event, in_state, then, ticket

from desk.domain import visit_states
from desk.domain.errors import DeskError
from desk.domain.visit import COMPLAINT_TOLD, Action, TicketState
from desk.domain.waiting import arrived_at

MOVES = [
    "call",
    "recall",
    "start",
    "no_show",
    "park",
    "transfer",
    "stop",
    "finish",
    "leave",
    "requeue",
    "interrupt",
    "resume",
    "complete",
]
GRID = {
    "waiting": (
        "called visit.not_called visit.not_called visit.not_called parked transferred stopped "
        "visit.not_serving left visit.already_waiting visit.not_serving visit.not_serving "
        "visit.not_refused"
    ),
    "called": (
        "visit.already_called called serving no_show parked transferred stopped "
        "visit.not_serving left waiting visit.not_serving visit.not_serving visit.not_refused"
    ),
    "serving": (
        "visit.already_serving visit.already_serving visit.already_serving visit.already_serving "
        "parked transferred stopped served left visit.park_instead serving visit.not_interrupted "
        "visit.not_refused"
    ),
    "parked": (
        "called visit.not_called visit.not_called visit.not_called visit.already_parked "
        "transferred stopped visit.not_serving left waiting visit.not_serving visit.not_serving "
        "visit.not_refused"
    ),
    "transferred": (
        "called visit.not_called visit.not_called visit.not_called parked transferred stopped "
        "visit.not_serving left waiting visit.not_serving visit.not_serving visit.not_refused"
    ),
    "served": "visit.ended " * 9 + "visit.served_already visit.ended visit.ended visit.not_refused",
    "no_show": "visit.ended " * 9 + "waiting" + " visit.ended" * 3,
    "stopped": "visit.ended " * 9 + "waiting" + " visit.ended" * 3,
    "left": "visit.ended " * 9 + "waiting" + " visit.ended" * 3,
}
EDITS = ["add_service", "remove_service", "set_note", "set_contact", "set_assistance", "tick"]
OPEN = ["waiting", "called", "serving", "parked", "transferred"]

EXPECTED = {
    **{
        (state, move): result
        for state, row in GRID.items()
        for move, result in zip(MOVES, row.split(), strict=True)
    },
    **{
        (state, edit): state if state in OPEN else "visit.ended" for state in GRID for edit in EDITS
    },
    **{(state, "issue"): "visit.issued_already" for state in GRID},
}


def test_the_table_covers_every_pair_but_undo_and_correct() -> None:
    pairs = {(state.value, action.value) for state in TicketState for action in Action}
    assert pairs - EXPECTED.keys() == {
        (state.value, kind) for state in TicketState for kind in ("undo", "correct")
    }


@pytest.mark.parametrize(("state", "action"), sorted(EXPECTED))
def test_every_pair_of_state_and_action(state: str, action: str) -> None:
    visit = in_state(TicketState(state))
    if action == "remove_service":
        visit = replace(visit, services=("passport", "eid"))
    expected = EXPECTED[state, action]
    step = event(visit, Action(action), at(30), DATA.get(Action(action)))
    if "." in expected:
        with pytest.raises(DeskError) as refused:
            visit_states.apply(visit, step)
        assert refused.value.code == expected
        assert refused.value.params["number"] == "A001"
    else:
        after = visit_states.apply(visit, step)
        assert after.state is TicketState(expected)
        assert after.version == visit.version + 1
        assert (after.last_event_id, after.last_event_at) == (step.id, at(30))


@pytest.mark.parametrize(("state", "action"), sorted(EXPECTED))
def test_check_says_the_same_as_apply(state: str, action: str) -> None:
    visit = in_state(TicketState(state))
    if "." not in EXPECTED[state, action]:
        visit_states.check(visit, Action(action))
        return
    with pytest.raises(DeskError) as refused:
        visit_states.check(visit, Action(action))
    assert refused.value.code == EXPECTED[state, action]


@pytest.mark.parametrize("kind", [kind for kind in Action if kind is not Action.ISSUE])
def test_nothing_happens_to_a_visit_that_never_began(kind: Action) -> None:
    with pytest.raises(DeskError) as refused:
        visit_states.apply(None, event(None, kind, at(0), DATA.get(kind)))
    assert refused.value.code == "visit.unknown"


@pytest.mark.parametrize("seq", [1, 3])
def test_an_event_that_does_not_follow_the_last_one_is_refused(seq: int) -> None:
    visit = ticket()
    late = replace(event(visit, Action.CALL, at(1)), seq=seq)
    with pytest.raises(DeskError) as refused:
        visit_states.apply(visit, late)
    assert refused.value.code == "visit.changed_meanwhile"


def test_the_last_service_stays() -> None:
    with pytest.raises(DeskError) as refused:
        then(ticket(), Action.REMOVE_SERVICE, at(1), service="passport")
    assert refused.value.code == "visit.last_service"


def test_only_a_client_who_was_not_seen_can_be_put_back_from_waiting() -> None:
    unseen = ticket(at(10), slot=at(5), present=False)
    called = then(unseen, Action.CALL, at(10))
    back = then(called, Action.REQUEUE, at(11), present=False)
    assert back.state is TicketState.WAITING
    assert arrived_at(back) is None
    here = then(back, Action.REQUEUE, at(20), place_at=at(20), arrival="late")
    assert (here.state, arrived_at(here)) == (TicketState.WAITING, at(20))
    assert (here.place_at, here.arrival) == (at(20), "late")
    with pytest.raises(DeskError) as refused:
        then(here, Action.REQUEUE, at(21))
    assert refused.value.code == "visit.already_waiting"


@pytest.mark.parametrize("start", list(TicketState))
@pytest.mark.parametrize("to", list(TicketState))
def test_corrections_reach_results_only(start: TicketState, to: TicketState) -> None:
    visit = in_state(start)
    outcome = "incomplete" if to is TicketState.SERVED else None
    data = {"state": to.value, "outcome": outcome, "reason_id": UUID(int=7), "why_id": UUID(int=6)}
    possible = {"waiting", "served", "no_show", "stopped", "left"}
    if to.value not in possible:
        with pytest.raises(DeskError) as refused:
            then(visit, Action.CORRECT, at(30), **data)
        assert refused.value.code == "visit.not_correctable_to"
        return
    if start is to is TicketState.WAITING:
        with pytest.raises(DeskError) as refused:
            then(visit, Action.CORRECT, at(30), **data)
        assert refused.value.code == "visit.nothing_to_correct"
        return
    after = then(visit, Action.CORRECT, at(30), **data)
    assert (after.state, after.outcome) == (to, outcome)


def test_a_correction_that_changes_nothing_is_refused() -> None:
    visit = in_state(TicketState.SERVED)
    same = {"state": "served", "outcome": "solved", "reason_id": None, "why_id": UUID(int=6)}
    with pytest.raises(DeskError) as refused:
        then(visit, Action.CORRECT, at(30), **same)
    assert refused.value.code == "visit.nothing_to_correct"


def test_served_needs_an_outcome() -> None:
    with pytest.raises(DeskError) as refused:
        then(in_state(TicketState.LEFT), Action.CORRECT, at(30), state="served")
    assert refused.value.code == "visit.outcome_missing"


def test_what_each_step_notes() -> None:
    visit = then(ticket(), Action.CALL, at(4), here="5")
    assert (visit.counter, visit.calls) == ("5", 1)
    visit = then(visit, Action.RECALL, at(5), here="5")
    assert visit.calls == 2
    visit = then(visit, Action.START, at(6), here="5")
    visit = then(visit, Action.ADD_SERVICE, at(7), service="eid")
    visit = then(visit, Action.TICK, at(8), tick="seen", on=True)
    visit = then(visit, Action.PARK, at(9), reason="payment")
    assert (visit.services, visit.ticks) == (("passport", "eid"), ("seen",))
    assert (visit.parked_for, visit.calls, visit.place_at) == ("payment", 0, at(0))
    visit = then(visit, Action.TRANSFER, at(10), counter="7", service="eid")
    assert (visit.target_counter, visit.services) == ("7", ("eid", "passport"))
    assert (visit.place_at, visit.parked_for, visit.counter) == (at(0), "", "")
    visit = then(visit, Action.REQUEUE, at(11))
    assert (visit.target_counter, visit.place_at) == ("", at(0))
    visit = then(visit, Action.TICK, at(12), tick="seen", on=False)
    visit = then(visit, Action.REMOVE_SERVICE, at(13), service="eid")
    assert (visit.services, visit.ticks) == (("passport",), ())


def test_a_call_interrupts_serving_once_and_is_over_once() -> None:
    visit = then(in_state(TicketState.SERVING), Action.INTERRUPT, at(10))
    assert visit.state is TicketState.SERVING
    with pytest.raises(DeskError) as refused:
        then(visit, Action.INTERRUPT, at(11))
    assert refused.value.code == "visit.interrupted_already"
    visit = then(visit, Action.RESUME, at(12))
    with pytest.raises(DeskError) as refused:
        then(visit, Action.RESUME, at(13))
    assert refused.value.code == "visit.not_interrupted"


def test_what_a_refusal_lacked_is_added_later_and_marked() -> None:
    refused = {"outcome": "refused", "reason_id": None, "legal_basis_id": None}
    visit = then(in_state(TicketState.SERVING), Action.FINISH, at(10), **refused)
    assert (visit.reason_id, visit.legal_basis_id, visit.completed_at) == (None, None, None)
    why, basis = UUID(int=7), UUID(int=8)
    full = then(visit, Action.COMPLETE, at(90), reason_id=why, legal_basis_id=basis, told=True)
    assert (full.state, full.outcome) == (TicketState.SERVED, "refused")
    assert (full.reason_id, full.legal_basis_id, full.completed_at) == (why, basis, at(90))
    assert full.ticks == (COMPLAINT_TOLD,)
    assert full.periods == visit.periods
    again = then(full, Action.COMPLETE, at(91), reason_id=why, legal_basis_id=why, told=False)
    assert again.ticks == (COMPLAINT_TOLD,)
    other = then(full, Action.CORRECT, at(95), state="served", outcome="solved")
    assert (other.reason_id, other.legal_basis_id, other.completed_at) == (None, None, None)
