"""When to try headquarters next: rules without a clock of their own, a network or a window.

All instants are seconds of the PC's own counter, which no changed wall clock touches.  Whoever asks
brings the chance too: `draw`, from 0 to 1, spreads the PCs of all branches over time, so that they
do not come back at headquarters in one instant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Final

START: Final = 10.0
"""After the database was opened: the window comes first."""

QUIET: Final = 3.0
"""Without another change; then what was saved goes up."""

LONGEST_QUIET: Final = 20.0
"""After the first of many changes, however quickly the next ones follow."""

EVERY: Final = 60.0
"""About so often, when nothing happens here."""

FIRST: Final = 5.0
"""About so long after the first failure; twice as long after each further one."""

MOST: Final = 900.0
"""The longest time between two tries, also after a refusal that somebody has to settle."""

MOST_ASKED: Final = 3600.0
"""The longest time that headquarters may ask to be left alone."""

_BACK: Final = 2.0


@dataclass(frozen=True, slots=True)
class Keeping:
    """When the next try is due; each event gives another one.

    Args:
        regular: when it is by itself, or after a failure.
        calm: when what was saved here goes up, `inf` when nothing was; since: when the first of it
            was saved.
        not_before: headquarters asked to be left alone until then.
        failures: so many in a row.
    """

    regular: float
    calm: float = inf
    since: float = inf
    not_before: float = -inf
    failures: int = 0

    @classmethod
    def opened(cls, now: float, draw: float) -> Keeping:
        """The database was opened."""
        return cls(now + START * (1 + draw))

    @property
    def due(self) -> float:
        """When to try."""
        return max(self.not_before, min(self.regular, self.calm))

    def wait(self, now: float) -> float:
        """Seconds until then; 0 when it is due."""
        return max(0.0, self.due - now)

    def changed(self, now: float) -> Keeping:
        """Something was saved; after a failure that hastens nothing."""
        since = min(self.since, now)
        calm = inf if self.failures else min(now + QUIET, since + LONGEST_QUIET)
        return replace(self, calm=calm, since=since)

    def began(self) -> Keeping:
        """A try begins; what is saved from now on is not certain to be in it."""
        return replace(self, regular=inf, calm=inf, since=inf, not_before=-inf)

    def succeeded(self, now: float, draw: float, *, more: bool = False) -> Keeping:
        """It went well.

        Args:
            more: something was left over, or came of what was read.
        """
        pause = QUIET if more else EVERY * (0.75 + draw / 2)
        return replace(self, regular=now + pause, failures=0)

    def failed(
        self, now: float, draw: float, *, asked: float = 0.0, final: bool = False
    ) -> Keeping:
        """It did not.

        Args:
            asked: seconds that headquarters want to be left alone.
            final: trying again changes nothing by itself; it is tried nevertheless, seldom, in
                case that somebody has settled it.
        """
        failures = self.failures + 1
        doubled = FIRST * 2 ** min(failures - 1, 10)
        pause = (MOST if final else min(doubled, MOST)) * (0.5 + draw / 2)
        alone = min(max(asked, 0.0), MOST_ASKED)
        until = now + alone * (1 + draw / 10) if alone else -inf
        return replace(self, regular=now + pause, calm=inf, not_before=until, failures=failures)

    def network_back(self, now: float, draw: float) -> Keeping:
        """The network is there again: at once, but for a moment that spreads a branch's PCs."""
        if not self.failures:
            return self
        return replace(self, regular=min(self.regular, now + _BACK * draw))

    def pressed(self, now: float) -> Keeping:
        """A person wants it now."""
        return replace(self, regular=now, not_before=-inf)
