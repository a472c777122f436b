"""A lesson made as in the program: found in a review that was closed then."""

from __future__ import annotations

from uuid import UUID

from incident_people import GIFT, Reviewing

from desk.domain.incident_handling import Cause
from desk.domain.incident_typed import FindingsTyped
from desk.services import incident_review


def learnt(desk: Reviewing, lesson: str, *, share: bool = True) -> UUID:
    """A closed report with a lesson."""
    made = desk.reviewed(GIFT)
    found = FindingsTyped(causes=(Cause.PROCEDURE,), share=share, lesson=lesson)
    desk.do(incident_review.findings, made, found)
    desk.do(incident_review.close, made)
    return made
