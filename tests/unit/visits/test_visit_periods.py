"""Times that can be trusted: periods leave no hole, undo marks its gap, a replay gives the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from visit_making import DATA, NINE, at, event, in_state, then, ticket, undo

from desk.domain import visit_states, visit_undo, waiting
from desk.domain.errors import DeskError
from desk.domain.visit import OPEN_STATES, Action, Period, PeriodKind, TicketState, Visit

STEPS = st.lists(
    st.tuples(
        st.sampled_from([kind for kind in Action if kind is not Action.ISSUE]),
        st.integers(1, 600),
        st.sampled_from(["waiting", "served", "no_show", "stopped", "left"]),
    ),
    max_size=25,
)
KIND = {
    "waiting": {PeriodKind.WAITING},
    "transferred": {PeriodKind.WAITING},
    "called": {PeriodKind.CALLED},
    "serving": {PeriodKind.SERVING, PeriodKind.INTERRUPTED},
    "parked": {PeriodKind.PARKED},
}


Stand = tuple[Visit, datetime]


def walk(steps: list[tuple[Action, int, str]]) -> list[Stand]:
    """How a visit stands after each of the steps that were possible, with the time of each.

    A step is taken back at most once: what an undo leaves is not undone again.
    """
    now = NINE
    stands = [(ticket(), now)]
    undone = False
    for kind, seconds, to in steps:
        now += timedelta(seconds=seconds)
        visit = stands[-1][0]
        data = dict(DATA.get(kind, {}))
        if kind is Action.CORRECT:
            data |= {"state": to, "outcome": "solved" if to == "served" else None}
        if kind is Action.UNDO:
            if undone or len(stands) < 2:
                continue
            data = {"undoes": visit.last_event_id, **visit_undo.snapshot(stands[-2][0])}
        try:
            stands.append((visit_states.apply(visit, event(visit, kind, now, data)), now))
        except DeskError:
            continue
        undone = kind is Action.UNDO
    return stands


@given(STEPS)
def test_periods_follow_each_other_and_match_the_state(
    steps: list[tuple[Action, int, str]],
) -> None:
    for visit, _now in walk(steps):
        ends = [period.end for period in visit.periods]
        assert all(end is not None for end in ends[:-1])
        for one, other in pairwise(visit.periods):
            assert one.end is not None
            assert one.end <= other.start
        if visit.state in OPEN_STATES:
            assert ends[-1] is None
            assert visit.periods[-1].kind in KIND[visit.state.value]
        else:
            assert ends[-1] is not None


@given(STEPS)
def test_periods_sum_to_the_time_at_the_branch(steps: list[tuple[Action, int, str]]) -> None:
    """Independent count: between two events the clock runs unless the visit had ended."""
    stands = walk([step for step in steps if step[0] is not Action.UNDO])
    total = timedelta(0)
    for (before, earlier), (_, now) in pairwise(stands):
        if before.state in OPEN_STATES:
            total += now - earlier
    visit, now = stands[-1]
    assert sum((waiting.length(period, now) for period in visit.periods), timedelta(0)) == total
    by_kind = [waiting.spent(visit, kind, now) or timedelta(0) for kind in PeriodKind]
    assert sum(by_kind, timedelta(0)) == total


@given(STEPS, st.integers(0, 300), st.integers(0, 3600))
def test_after_an_undo_it_is_as_if_the_step_had_not_been(
    steps: list[tuple[Action, int, str]], seconds: int, later: int
) -> None:
    stands = walk([step for step in steps if step[0] is not Action.UNDO])
    if len(stands) < 2:
        return
    (before, _), (after, last) = stands[-2:]
    when = last + timedelta(seconds=seconds)
    restored = undo(before, after, when)
    for name in Visit.__dataclass_fields__:
        if name not in ("version", "last_event_id", "last_event_at", "periods"):
            assert getattr(restored, name) == getattr(before, name), name
    now = when + timedelta(seconds=later)
    for kind in PeriodKind:
        assert waiting.spent(restored, kind, now) == waiting.spent(before, kind, now)
    gap = restored.periods[-1].gap_seconds - before.periods[-1].gap_seconds
    moved = after.periods != before.periods and before.state in OPEN_STATES
    assert gap == (seconds if moved else 0)


def test_undo_marks_the_gap_in_the_period_that_runs_again() -> None:
    called = in_state(TicketState.CALLED)
    served = then(called, Action.START, at(5))
    back = undo(called, served, at(8))
    last = back.periods[-1]
    assert last == Period(PeriodKind.CALLED, at(1), None, "3", last.actor_id, gap_seconds=180)
    assert waiting.way(back, at(10)) == timedelta(minutes=9)
    again = undo(back, then(back, Action.START, at(9)), at(10))
    assert again.periods[-1].gap_seconds == 240


@given(STEPS)
def test_a_replay_of_the_events_is_the_visit(steps: list[tuple[Action, int, str]]) -> None:
    now, visit = NINE, ticket()
    first = event(None, Action.ISSUE, NINE, _issue_data(visit), visit_id=visit.id)
    events, visit = [first], visit_states.apply(None, first)
    for kind, seconds, _to in steps:
        now += timedelta(seconds=seconds)
        try:
            step = event(visit, kind, now, DATA.get(kind))
            visit = visit_states.apply(visit, step)
            events.append(step)
        except (DeskError, ValueError):
            continue
    assert visit_states.replay(events) == visit


def _issue_data(visit: Visit) -> dict[str, object]:
    return {
        "site": visit.site,
        "day": visit.day,
        "number": visit.number,
        "services": visit.services,
        "arrival": visit.arrival.value,
        "place_at": visit.place_at,
    }


def test_waiting_way_and_service_times() -> None:
    visit = ticket()
    visit = then(visit, Action.CALL, at(12))
    visit = then(visit, Action.START, at(13))
    visit = then(visit, Action.PARK, at(20), reason="payment")
    visit = then(visit, Action.REQUEUE, at(30))
    visit = then(visit, Action.CALL, at(33))
    visit = then(visit, Action.START, at(34))
    visit = then(visit, Action.FINISH, at(40), outcome="solved")
    assert waiting.first_wait(visit, at(60)) == timedelta(minutes=12)
    assert waiting.waited(visit, at(60)) == timedelta(minutes=15)
    assert waiting.way(visit, at(60)) == timedelta(minutes=2)
    assert waiting.served(visit, at(60)) == timedelta(minutes=13)
    assert waiting.spent(visit, PeriodKind.PARKED, at(60)) == timedelta(minutes=10)
    assert waiting.in_state_since(visit) == at(40)


def test_a_call_without_check_in_has_no_waiting_time() -> None:
    visit = then(ticket(at(10), slot=at(10), present=False), Action.CALL, at(10))
    assert waiting.waited(visit, at(15)) is None
    assert waiting.arrived_at(visit) is None
    visit = then(visit, Action.START, at(12), arrival="late")
    assert (waiting.arrived_at(visit), visit.arrival) == (at(12), "late")
    assert waiting.waited(visit, at(20)) is None
    assert waiting.started_in_time(visit) is None


def test_started_in_time_is_asked_of_booked_clients_who_were_not_late() -> None:
    booked = then(ticket(at(0), slot=at(10)), Action.CALL, at(13))
    assert waiting.started_in_time(booked) is None
    assert waiting.started_in_time(then(booked, Action.START, at(15))) is True
    assert waiting.started_in_time(then(booked, Action.START, at(15.1))) is False
    walk_in = then(then(ticket(), Action.CALL, at(1)), Action.START, at(2))
    assert waiting.started_in_time(walk_in) is None


def test_a_call_stops_the_clock_of_the_counter() -> None:
    """Served from minute 2, on the phone from 5 to 8."""
    visit = in_state(TicketState.SERVING)
    visit = then(visit, Action.INTERRUPT, at(5))
    assert waiting.interrupted(visit)
    assert waiting.clock_from(visit, at(7)) == at(4)
    visit = then(visit, Action.RESUME, at(8))
    assert not waiting.interrupted(visit)
    assert waiting.clock_from(visit, at(10)) == at(5)
    assert waiting.served(visit, at(10)) == timedelta(minutes=5)
    assert waiting.spent(visit, PeriodKind.INTERRUPTED, at(10)) == timedelta(minutes=3)
    done = then(visit, Action.FINISH, at(12), outcome="solved")
    assert waiting.served(done, at(99)) == timedelta(minutes=7)


def test_another_turn_at_the_counter_begins_with_a_new_clock() -> None:
    visit = then(in_state(TicketState.SERVING), Action.PARK, at(5))
    visit = then(then(visit, Action.CALL, at(20)), Action.START, at(21))
    assert waiting.clock_from(visit, at(24)) == at(21)
    assert waiting.served(visit, at(24)) == timedelta(minutes=6)
