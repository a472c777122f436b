"""The wait after too many wrong passwords, kept against the PC's own counter.

Neither another wall clock nor a restart shortens it: after a restart the wait begins anew.  It is
bounded, and the head or IT can end it, so that nobody is kept out by somebody else's mischief.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk.domain.uptime import Uptime

TRIES = 5
"""So many wrong passwords in a row lock an account ..."""
FIRST_SECONDS = 300
"""... for so long; every further wrong one doubles it ..."""
LONGEST_SECONDS = 3600
"""... up to this."""


@dataclass(frozen=True, slots=True)
class Lockout:
    """A wait in force.

    Args:
        boot, since: when it began, by the PC's counter (whole seconds).
        seconds: how long it lasts from there.
    """

    boot: str
    since: int
    seconds: int

    def left(self, now: Uptime) -> int:
        """Seconds still to wait; all of them when the PC was restarted, 0 when it is over."""
        if self._elsewhen(now):
            return self.seconds
        return max(0, self.since + self.seconds - int(now.seconds))

    def carried_over(self, now: Uptime) -> Lockout:
        """The same wait by the counter of this start of the PC: begun anew when it is another."""
        if not self._elsewhen(now):
            return self
        return replace(self, boot=now.boot, since=int(now.seconds))

    def _elsewhen(self, now: Uptime) -> bool:
        """A counter that went back is another start too, where starts have no names."""
        return self.boot != now.boot or int(now.seconds) < self.since


def lockout_after(failed: int, now: Uptime) -> Lockout | None:
    """The wait that follows a wrong password.

    Args:
        failed: wrong passwords in a row, this one included.
    """
    if failed < TRIES:
        return None
    seconds = min(FIRST_SECONDS << min(failed - TRIES, 10), LONGEST_SECONDS)
    return Lockout(now.boot, int(now.seconds), seconds)
