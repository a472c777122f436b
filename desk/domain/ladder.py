"""The ladder against aggression: one small machine that runs every institution's steps (B4, D-14).

observed -> warned -> (calmed | continued) -> stopped -> helper called -> left | removed | police,
with a permitted jump to "helper called" in danger.  An institution leaves states out: the handbook
has no warning, ATD asks, hears a refusal and demands to leave.  The content pack gives the steps in
order; `path_faults` says what of them is no path of the machine.

What happens at a counter is never refused a stamp because of its order: a step noted after a
later one counts as noted late and moves nothing.  What a pack asks a reason for (a warning left
out, AG-03) is `unexplained` until somebody chooses the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.domain.incident_words import Step


class LadderState(StrEnum):
    """How far it has come."""

    OBSERVED = "observed"
    WARNED = "warned"
    CONTINUED = "continued"
    CALMED = "calmed"
    STOPPED = "stopped"
    HELPER_CALLED = "helper_called"
    LEFT = "left"
    REMOVED = "removed"
    POLICE = "police"


_S = LadderState

NEXT: Mapping[LadderState, frozenset[LadderState]] = {
    _S.OBSERVED: frozenset({_S.WARNED, _S.STOPPED, _S.HELPER_CALLED, _S.CALMED, _S.LEFT}),
    _S.WARNED: frozenset({_S.CALMED, _S.CONTINUED, _S.STOPPED, _S.HELPER_CALLED, _S.LEFT}),
    _S.CONTINUED: frozenset({_S.CALMED, _S.STOPPED, _S.HELPER_CALLED, _S.LEFT}),
    _S.CALMED: frozenset({_S.CONTINUED, _S.STOPPED, _S.HELPER_CALLED, _S.LEFT}),
    _S.STOPPED: frozenset({_S.CALMED, _S.HELPER_CALLED, _S.LEFT}),
    _S.HELPER_CALLED: frozenset({_S.HELPER_CALLED, _S.CALMED, _S.LEFT, _S.REMOVED, _S.POLICE}),
    _S.LEFT: frozenset(),
    _S.REMOVED: frozenset(),
    _S.POLICE: frozenset(),
}
"""Which state can follow which; calmed can break out again, three states end it."""

STEP_STATES = frozenset({_S.WARNED, _S.CONTINUED, _S.STOPPED, _S.HELPER_CALLED})
"""States that an institution's step leads to."""

END_STATES = frozenset({_S.CALMED, _S.LEFT, _S.REMOVED, _S.POLICE})
"""States that say how it ended; ids of a pack's outcomes."""

HOLDING = frozenset({_S.STOPPED, _S.HELPER_CALLED})
"""States after which nobody new is sent to this counter until its clerk is ready."""

MOST_STEPS = 7
"""Steps that a digit can stamp; 8, 9 and 0 say that help came, that there is danger, and why."""

ASKED_NEAR = "asked_near"
"""Step of every ladder: a colleague was asked to come near before it became aggression."""

CALLS_POLICE = "call_police"
"""Step by which the police are called; so it is named in every institution's ladder."""

_BY_HELPERS = frozenset({_S.REMOVED, _S.POLICE})
_CAME = ":came"


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of an institution's ladder and the state it leads to."""

    id: str
    state: LadderState


@dataclass(frozen=True, slots=True)
class Path:
    """An institution's ladder as the machine sees it.

    Args:
        rungs: its steps in order.
        ends: how it can end; reasons: ids of why the warning may be left out.
    """

    rungs: tuple[Rung, ...]
    ends: tuple[LadderState, ...] = ()
    reasons: tuple[str, ...] = ()

    def warning(self) -> str:
        """Id of the step that warns, "" where the institution has none."""
        return next((rung.id for rung in self.rungs if rung.state is _S.WARNED), "")

    def states(self) -> Mapping[str, LadderState]:
        """The state that each stamp leads to, by its id."""
        steps = {rung.id: rung.state for rung in self.rungs}
        return {**steps, **{end.value: end for end in self.ends}}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a ladder has come.

    Args:
        end: how it ended, None while it goes on.
        unexplained: the warning was left out and nobody has said why.
    """

    state: LadderState
    end: LadderState | None
    unexplained: bool


def standing(path: Path, steps: Iterable[Step]) -> Standing:
    """What the stamps come to, in the order of their time; foreign stamps move nothing."""
    state, states = _S.OBSERVED, path.states()
    stamped = sorted(steps, key=lambda step: step.at)
    for step in stamped:
        to = states.get(step.step)
        if to is not None and to in NEXT[state]:
            state = to
    return Standing(state, state if state in END_STATES else None, _unexplained(path, stamped))


def may_end(path: Path, steps: Iterable[Step], end: LadderState) -> bool:
    """Whether it can have ended so: led out or taken over by those who were called."""
    states = path.states()
    helped = any(states.get(step.step) is _S.HELPER_CALLED for step in steps)
    return end in path.ends and (helped or end not in _BY_HELPERS)


def holds(path: Path, steps: Iterable[Step]) -> bool:
    """Whether the counter rests until its clerk is ready."""
    states = path.states()
    return any(states.get(step.step) in HOLDING for step in steps)


def stops(path: Path, steps: Iterable[Step]) -> bool:
    """Whether serving was ended."""
    states = path.states()
    return any(states.get(step.step) is _S.STOPPED for step in steps)


def police(steps: Iterable[Step]) -> tuple[datetime | None, datetime | None]:
    """When the police were first called and when they had come, as stamped; None = not stamped.

    That they took over says that they were there.
    """
    at = {step.step: step.at for step in sorted(steps, key=lambda step: step.at, reverse=True)}
    return at.get(CALLS_POLICE), at.get(came(CALLS_POLICE)) or at.get(_S.POLICE.value)


def came(step: str) -> str:
    """Id of the stamp that a called helper has come."""
    return f"{step}{_CAME}"


def called(stamp: str) -> str:
    """Id of the step by which those were called who came; "" for any other stamp."""
    return stamp.removesuffix(_CAME) if stamp.endswith(_CAME) else ""


def path_faults(path: Path) -> tuple[str, ...]:
    """Why a pack's steps are no path of the machine, in English for IT; empty = they are one."""
    faults: list[str] = []
    before = _S.OBSERVED
    for rung in path.rungs:
        if rung.state not in STEP_STATES:
            faults.append(f"step {rung.id!r} leads to {rung.state}, which is no step's state")
        elif rung.state not in NEXT[before]:
            faults.append(f"step {rung.id!r}: {rung.state} cannot follow {before}")
        before = rung.state
    helped = any(rung.state is _S.HELPER_CALLED for rung in path.rungs)
    for end in path.ends:
        if end not in END_STATES:
            faults.append(f"outcome {end} does not end it")
        elif end in _BY_HELPERS and not helped:
            faults.append(f"outcome {end} needs a step that calls help")
    if path.reasons and not path.warning():
        faults.append("skip_reasons without a step that warns")
    if len(path.rungs) > MOST_STEPS:
        faults.append(f"more than {MOST_STEPS} steps: the others have no key")
    return tuple(faults)


def _unexplained(path: Path, steps: Iterable[Step]) -> bool:
    warning, states = path.warning(), path.states()
    stamped = {step.step for step in steps}
    if not warning or not path.reasons or stamped & {warning, *path.reasons}:
        return False
    return any(states.get(step) in HOLDING for step in stamped)
