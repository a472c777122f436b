"""The ladder's one machine, exhaustively: every transition, every institution, every order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from desk.domain.incident import Step
from desk.domain.ladder import (
    ASKED_NEAR,
    END_STATES,
    HOLDING,
    MOST_STEPS,
    NEXT,
    LadderState,
    Path,
    Rung,
    called,
    came,
    holds,
    may_end,
    path_faults,
    standing,
    stops,
)
from desk.resources import packs_dir
from desk.services.content.bundled import bundled_pack
from desk.services.content.ladders import path_of
from desk.services.content.load import load_pack

S = LadderState
NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

MAY = {
    "observed": "warned stopped helper_called calmed left",
    "warned": "calmed continued stopped helper_called left",
    "continued": "calmed stopped helper_called left",
    "calmed": "continued stopped helper_called left",
    "stopped": "calmed helper_called left",
    "helper_called": "helper_called calmed left removed police",
    "left": "",
    "removed": "",
    "police": "",
}
"""B4 written out once more, by hand."""


def _paths() -> dict[str, Path]:
    handbook = load_pack(packs_dir() / "handbook")
    packs = {"pmlp": bundled_pack("pmlp"), "atd": bundled_pack("atd"), "handbook": handbook}
    return {name: path_of(pack.ladders[0]) for name, pack in packs.items()}


PATHS = _paths()


def _steps(*ids: str) -> tuple[Step, ...]:
    return tuple(Step(name, NOON + timedelta(seconds=n)) for n, name in enumerate(ids))


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(S))
def test_every_pair_of_states(before: LadderState, after: LadderState) -> None:
    assert (after in NEXT[before]) is (after.value in MAY[before].split())


def test_every_institution_has_its_own_path() -> None:
    states = {name: [rung.state for rung in path.rungs] for name, path in PATHS.items()}
    helper = S.HELPER_CALLED
    assert states["pmlp"] == [S.WARNED, S.STOPPED, helper, helper, helper]
    assert states["atd"] == [S.WARNED, S.CONTINUED, S.STOPPED, helper, helper, helper]
    assert states["handbook"] == [S.STOPPED, helper, helper, helper]
    assert PATHS["handbook"].warning() == ""
    assert PATHS["handbook"].reasons == ()


@pytest.mark.parametrize("name", list(PATHS))
def test_what_is_shipped_is_a_path(name: str) -> None:
    assert path_faults(PATHS[name]) == ()


@pytest.mark.parametrize("name", list(PATHS))
def test_every_order_of_stamps_comes_to_a_state(name: str) -> None:
    """Whatever is pressed in whatever order: nothing is refused, no state comes unlawfully."""
    path = PATHS[name]
    states = path.states()
    for order in permutations([*states, *path.reasons], 4):
        steps, state = _steps(*order), S.OBSERVED
        for step in order:
            to = states.get(step)
            state = to if to is not None and to.value in MAY[state].split() else state
        found = standing(path, steps)
        assert found.state is state
        assert found.end is (state if state in END_STATES else None)
        held = any(states.get(step) in HOLDING for step in order)
        assert holds(path, steps) is held
        assert stops(path, steps) is (S.STOPPED in {states.get(step) for step in order})
        warned = path.warning() in order or set(order) & set(path.reasons)
        assert found.unexplained is (bool(path.warning()) and held and not warned)


@pytest.mark.parametrize("name", list(PATHS))
def test_led_out_and_taken_over_only_by_those_who_were_called(name: str) -> None:
    path = PATHS[name]
    states = path.states()
    for step in ("", *states):
        helped = bool(step) and states[step] is S.HELPER_CALLED
        for end in END_STATES:
            expected = helped or end in (S.CALMED, S.LEFT)
            assert may_end(path, _steps(step), end) is expected


def test_the_longest_way() -> None:
    path = PATHS["atd"]
    stamped = ("ask", "refused", "demand", "call_guard", "call_police", "police")
    ways = [standing(path, _steps(*stamped[:n])).state for n in range(len(stamped) + 1)]
    assert ways == [
        S.OBSERVED,
        S.WARNED,
        S.CONTINUED,
        S.STOPPED,
        S.HELPER_CALLED,
        S.HELPER_CALLED,
        S.POLICE,
    ]


def test_danger_jumps_to_help_and_its_reason_explains_the_missing_warning() -> None:
    path = PATHS["pmlp"]
    assert standing(path, _steps("call_police")).unexplained
    jumped = standing(path, _steps("immediate_danger", "call_police"))
    assert (jumped.state, jumped.unexplained) == (S.HELPER_CALLED, False)
    assert not standing(PATHS["handbook"], _steps("call_police")).unexplained


def test_a_step_noted_late_moves_nothing_and_explains() -> None:
    path = PATHS["pmlp"]
    late = standing(path, _steps("stop", "call_guard", "warn"))
    assert (late.state, late.unexplained) == (S.HELPER_CALLED, False)


def test_calm_can_break_out_again() -> None:
    path = PATHS["pmlp"]
    assert standing(path, _steps("warn", "calmed")).end is S.CALMED
    again = standing(path, _steps("warn", "calmed", "stop"))
    assert (again.state, again.end) == (S.STOPPED, None)


def test_stamps_of_others_move_nothing() -> None:
    steps = _steps(ASKED_NEAR, came("call_police"), "papers_moved", "step of an old pack")
    assert standing(PATHS["pmlp"], steps).state is S.OBSERVED


def test_the_stamp_that_somebody_came() -> None:
    assert called(came("call_guard")) == "call_guard"
    assert called("call_guard") == ""


WARN, STOP = Rung("warn", S.WARNED), Rung("stop", S.STOPPED)
GUARD = Rung("guard", S.HELPER_CALLED)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (Path((STOP, WARN)), "warned cannot follow stopped"),
        (Path((WARN, WARN)), "warned cannot follow warned"),
        (Path((GUARD, STOP)), "stopped cannot follow helper_called"),
        (Path((Rung("x", S.CONTINUED),)), "continued cannot follow observed"),
        (Path((Rung("x", S.LEFT),)), "no step's state"),
        (Path((Rung("x", S.OBSERVED),)), "no step's state"),
        (Path((WARN,), (S.WARNED,)), "does not end it"),
        (Path((WARN, STOP), (S.POLICE,)), "needs a step that calls help"),
        (Path((STOP, GUARD), (), ("danger",)), "without a step that warns"),
        (Path((GUARD,) * (MOST_STEPS + 1)), "no key"),
    ],
)
def test_what_is_no_path_is_named(path: Path, fault: str) -> None:
    assert any(fault in said for said in path_faults(path))
