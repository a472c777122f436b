"""The real clock and maker of ids, and the demo's clock.  Only the composition root uses them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from desk.domain.clock import Clock


def system_clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def new_uuid7() -> UUID:
    """A new UUIDv7: sorts by the time it was made."""
    from uuid_utils.compat import uuid7

    return uuid7()


class ShiftedClock:
    """A clock a fixed time away from another: the demo's day runs on, at its own hour."""

    def __init__(self, base: Clock, shift: timedelta = timedelta()) -> None:
        self.base = base
        self.shift = shift

    def __call__(self) -> datetime:
        return self.base() + self.shift
