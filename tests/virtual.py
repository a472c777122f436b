"""What stands in for the outside world in tests: time, ids, keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import uuid_utils

from desk.domain.uptime import Uptime

KEY = bytes(range(32))
"""The database key of every test database."""

DEVICE = UUID("0199aaaa-0000-7000-8000-000000000001")
"""The PC that tests run on."""


class VirtualClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **steps: float) -> None:
        """Go on by a timedelta's arguments, e.g. `advance(minutes=5)`."""
        self.now += timedelta(**steps)


class VirtualUptime:
    """A PC's counter that stands still until it is told to go on."""

    def __init__(self, boot: str = "boot-1", seconds: float = 1000) -> None:
        self.now = Uptime(boot, seconds)

    def __call__(self) -> Uptime:
        return self.now

    def advance(self, seconds: float) -> None:
        """Go on by so many seconds."""
        self.now = Uptime(self.now.boot, self.now.seconds + seconds)

    def restart(self, boot: str = "boot-2", seconds: float = 20) -> None:
        """The PC was switched off and on."""
        self.now = Uptime(boot, seconds)


def make_id() -> UUID:
    """A new UUIDv7 as the standard library's type."""
    return UUID(int=uuid_utils.uuid7().int)
