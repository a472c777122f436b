"""A call's states and steps, each pair; what an undo leaves; a replay gives the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from subject_making import at, event

from desk.domain import phone_call
from desk.domain.errors import DeskError
from desk.domain.phone_call import CallAction, CallOutcome, CallState, PhoneCall, undo_refusal

BEGIN = {"site": "riga-2", "day": date(2026, 11, 24), "counter": "3", "visit_id": UUID(int=9)}
PATHS = {
    CallState.RUNNING: (),
    CallState.ENDED: (CallAction.END,),
    CallState.WITHDRAWN: (CallAction.UNDO,),
}
EXPECTED = {
    ("running", "begin"): "call.ended",
    ("running", "note"): "running",
    ("running", "end"): "ended",
    ("running", "undo"): "withdrawn",
    ("ended", "begin"): "call.ended",
    ("ended", "note"): "ended",
    ("ended", "end"): "call.ended",
    ("ended", "undo"): "running",
    ("withdrawn", "begin"): "call.ended",
    ("withdrawn", "note"): "call.ended",
    ("withdrawn", "end"): "call.ended",
    ("withdrawn", "undo"): "withdrawn",
}


def begun() -> PhoneCall:
    return phone_call.apply(None, event(None, CallAction.BEGIN, 0, BEGIN))


def then(call: PhoneCall, kind: CallAction, minutes: float = 1, **data: object) -> PhoneCall:
    return phone_call.apply(call, event(call, kind, minutes, data))


def in_state(state: CallState) -> PhoneCall:
    call = begun()
    for minute, kind in enumerate(PATHS[state], start=1):
        call = then(call, kind, minute)
    return call


def test_the_table_covers_every_pair() -> None:
    assert EXPECTED.keys() == {(s.value, a.value) for s in CallState for a in CallAction}


@pytest.mark.parametrize(("state", "action"), sorted(EXPECTED))
def test_every_pair_of_state_and_step(state: str, action: str) -> None:
    call, expected = in_state(CallState(state)), EXPECTED[state, action]
    if "." in expected:
        with pytest.raises(DeskError) as refused:
            then(call, CallAction(action), 5)
        assert refused.value.code == expected
    else:
        assert then(call, CallAction(action), 5).state == expected


def test_what_each_step_notes() -> None:
    call = begun()
    assert (call.site, call.counter, call.visit_id, call.began_at) == (
        "riga-2",
        "3",
        UUID(int=9),
        at(0),
    )
    note = {"topic": "fee", "outcome": "call_back", "until": at(90), "note_id": UUID(int=4)}
    call = then(call, CallAction.NOTE, 2, **note)
    assert (call.topic, call.outcome, call.until) == ("fee", CallOutcome.CALL_BACK, at(90))
    assert (call.note_id, call.step_at) == (UUID(int=4), at(0))
    call = then(call, CallAction.END, 3)
    assert (call.ended_at, call.step, call.outcome) == (at(3), "end", "call_back")
    call = then(call, CallAction.NOTE, 9)
    assert (call.topic, call.outcome, call.note_id) == ("", None, None)
    again = then(call, CallAction.UNDO, 4)
    assert (again.state, again.ended_at) == (CallState.RUNNING, None)


def test_nothing_happens_to_a_call_that_never_began() -> None:
    with pytest.raises(DeskError, match=r"call\.unknown"):
        phone_call.apply(None, event(None, CallAction.END))
    with pytest.raises(DeskError, match=r"call\.unknown"):
        phone_call.replay([])


def test_an_event_that_does_not_follow_is_refused() -> None:
    call = begun()
    with pytest.raises(DeskError, match=r"call\.changed_meanwhile"):
        phone_call.apply(call, replace(event(call, CallAction.END), seq=7))


@pytest.mark.parametrize(("minutes", "expected"), [(5, ""), (5.01, "call.too_late")])
def test_five_minutes_to_take_a_step_back(minutes: float, expected: str) -> None:
    assert undo_refusal(begun(), at(minutes)) == expected
    ended = then(begun(), CallAction.END, 20)
    assert undo_refusal(ended, at(20 + minutes)) == expected
    assert undo_refusal(then(ended, CallAction.UNDO, 21), at(21)) == "undo.undone_already"


@given(st.lists(st.sampled_from(list(CallAction)), max_size=15))
def test_a_replay_of_the_events_is_the_call(kinds: list[CallAction]) -> None:
    events = [event(None, CallAction.BEGIN, 0, BEGIN)]
    call = phone_call.apply(None, events[0])
    for minute, kind in enumerate(kinds, start=1):
        step = event(call, kind, minute, {"topic": str(minute)})
        try:
            call = phone_call.apply(call, step)
        except DeskError:
            continue
        events.append(step)
    assert phone_call.replay(events) == call
    assert (call.ended_at is None) is (call.state is CallState.RUNNING)
