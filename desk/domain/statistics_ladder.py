"""What the ladder came to: how far it had to go, and after which step it was calm (B6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desk.domain.incident_words import Step
from desk.domain.ladder import LadderState, Path, called, came
from desk.domain.statistics import Rung
from desk.domain.statistics_facts import Report
from desk.domain.statistics_rates import middle, share

CALL_POLICE: Final = "call_police"
"""The step that calls the police, in every institution's ladder."""

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Climbs:
    """Reports of aggression, level 1 and up, as climbs of the institution's ladder.

    Args:
        path: its steps in order; helpers: those whose coming is stamped too.
    """

    path: Path
    helpers: frozenset[str]
    reports: Sequence[Report]

    def rungs(self) -> tuple[Rung, ...]:
        """Each step, and after a call the coming, in the institution's order."""
        ids = [one.id for one in self.path.rungs]
        steps = [
            part for one in ids for part in (one, came(one)) if part == one or one in self.helpers
        ]
        return tuple(self._rung(step) for step in steps)

    def reaching(self, state: LadderState) -> tuple[Report, ...]:
        """The reports in which a stamp led to a state."""
        states = self.path.states()
        return tuple(
            one for one in self.reports if any(states.get(step.step) is state for step in one.steps)
        )

    def calmed_after_warning(self) -> int:
        """Reports in which nothing more was needed than the warning."""
        return sum(self._calmed(one, self.path.warning()) for one in self.reports)

    def with_police(self) -> int:
        """Reports with the police: called as a step, noted as evidence, or how it ended."""
        ends = {CALL_POLICE, LadderState.POLICE.value}
        return sum(one.police or any(s.step in ends for s in one.steps) for one in self.reports)

    def _rung(self, step: str) -> Rung:
        reached = [one for one in self.reports if any(s.step == step for s in one.steps)]
        minutes = (self._minutes(one, step) for one in reached)
        return Rung(
            step=step,
            share=share(len(reached), len(self.reports)),
            calmed=share(sum(self._calmed(one, step) for one in reached), len(reached)),
            minutes=middle(one for one in minutes if one is not None),
        )

    def _calmed(self, report: Report, step: str) -> bool:
        """Whether the next thing that the client or we did after a step was to be calm."""
        states = self.path.states()
        after = _after(report.steps, step)
        following = (states[one.step] for one in after if one.step in states)
        return next(following, None) is LadderState.CALMED

    def _minutes(self, report: Report, step: str) -> float | None:
        """Since the step before, a coming since its own call; None for the first step."""
        ordered = _ordered(report.steps)
        place = next(place for place, one in enumerate(ordered) if one.step == step)
        known = self.path.states()
        caller = called(step)
        before = [
            one for one in ordered[:place] if (one.step == caller if caller else one.step in known)
        ]
        return (ordered[place].at - before[-1].at) / _MINUTE if before else None


def _ordered(steps: Iterable[Step]) -> Sequence[Step]:
    return sorted(steps, key=lambda step: step.at)


def _after(steps: Iterable[Step], step: str) -> Sequence[Step]:
    ordered = _ordered(steps)
    places = [place for place, one in enumerate(ordered) if one.step == step]
    return ordered[places[-1] + 1 :] if places else ()
