"""How an arrival stands to its slot (AP-01 as corrected, AP-03)."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.domain.visit import ArrivalClass

EARLY_MINUTES = 30
"""Earlier than this before the slot is "early".  No document says it; half an hour is ours: it is
longer than the expected five minutes by so much that the client should hear that it will take a
while, and short enough that nobody who came by an ordinary bus is called early."""


def classify(slot: datetime | None, arrived: datetime, margin_minutes: int) -> ArrivalClass:
    """The class of an arrival.

    Both instants count as whole minutes of the wall clock, in the client's favour: who comes
    during the minute in which the slot begins is not late.

    Args:
        slot: the booking's start (UTC); None for a walk-in.
        arrived: when the client checked in (UTC).
        margin_minutes: how long before the slot the client is asked to come: 5 for PMLP (AP-01);
            0 = the institution has no such class (ATD).

    Returns:
        WALK_IN without a slot; LATE only after the slot's start; INSIDE_MARGIN from less than the
        margin before it up to its start; IN_TIME before that; EARLY more than EARLY_MINUTES before.
    """
    if slot is None:
        return ArrivalClass.WALK_IN
    before = _minute(slot) - _minute(arrived)
    if before < timedelta(0):
        return ArrivalClass.LATE
    if before < timedelta(minutes=margin_minutes):
        return ArrivalClass.INSIDE_MARGIN
    if before > timedelta(minutes=EARLY_MINUTES):
        return ArrivalClass.EARLY
    return ArrivalClass.IN_TIME


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
