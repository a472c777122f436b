"""How long this PC has been on: time that a changed wall clock cannot touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Uptime:
    """An instant by the PC's own counter.

    Args:
        boot: names one start of the PC; after a restart it is another name.
        seconds: since that start, time asleep included.
    """

    boot: str
    seconds: float


UptimeClock = Callable[[], Uptime]
"""Gives the present instant by the PC's counter.  Injected, so that tests choose it."""
