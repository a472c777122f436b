"""Checks of ladders: the steps form a path of the one machine, and name what exists."""

from __future__ import annotations

from collections.abc import Iterator

from desk.domain.ladder import LadderState, path_faults
from desk.services.content.ladders import path_of
from desk.services.content.reading import Located, Problem
from desk.services.content.schema import LADDER_STATES, Ladder, Pack


def ladder_problems(located: Located, pack: Pack) -> Iterator[Problem]:
    """What no machine could run, and what the pack does not have."""
    ladder: Ladder = located.item
    told = {option.id for option in pack.policy.recipients} if pack.policy else set()
    if told and ladder.tell not in told:
        yield located.problem(f"unknown recipient {ladder.tell!r}")
    if not ladder.steps or not ladder.triggers:
        yield located.problem("a ladder needs steps and triggers")
    yield from _number_problems(located, pack)
    states = [step.state for step in ladder.steps] + [outcome.id for outcome in ladder.outcomes]
    unknown = [state for state in states if state not in LADDER_STATES]
    for state in unknown:
        yield located.problem(f"unknown ladder state {state!r}")
    for fault in () if unknown else path_faults(path_of(ladder)):
        yield located.problem(fault)


def _number_problems(located: Located, pack: Pack) -> Iterator[Problem]:
    known = {item.id for item in pack.policy.emergency} if pack.policy else set()
    for step in located.item.steps:
        for name in step.numbers:
            if name not in known:
                yield located.problem(f"step {step.id!r}: unknown number {name!r}")
        if step.came is not None and step.state != LadderState.HELPER_CALLED:
            yield located.problem(f"step {step.id!r} calls nobody, so nobody comes")
