"""A pack's ladder as the machine runs it."""

from __future__ import annotations

from desk.domain.ladder import LadderState, Path, Rung
from desk.services.content.schema import Ladder


def path_of(ladder: Ladder) -> Path:
    """The machine's path of a ladder whose states are known."""
    return Path(
        rungs=tuple(Rung(step.id, LadderState(step.state)) for step in ladder.steps),
        ends=tuple(LadderState(outcome.id) for outcome in ladder.outcomes),
        reasons=tuple(reason.id for reason in ladder.skip_reasons),
    )
