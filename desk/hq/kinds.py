"""Whose is what: the kinds of operations that a branch may send (the owners of design.md).

What headquarters own is refused at both ends; a kind that nobody knows yet is kept as it came.
"""

from __future__ import annotations

from typing import Final

from desk.sync.booking_bodies import BOOKINGS_DOWN

HQ_OWNED: Final = BOOKINGS_DOWN | frozenset(
    {"content_release", "hours_exception", "staff_list", "bulletin", "incident_answer"}
)
"""Kinds that headquarters alone write."""


def refusal_of(kind: str) -> str:
    """Why a branch may not send this kind; "" when it may."""
    return "hq.not_yours" if kind in HQ_OWNED else ""
