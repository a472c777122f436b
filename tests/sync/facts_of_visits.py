"""Visits for the tests of the line, made by the domain's own rules."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from virtual import VirtualClock, make_id

from desk.domain import visit_states
from desk.domain.visit import Action, Visit, VisitEvent

SITE = "riga-2"
TODAY = date(2026, 11, 24)
ACTOR = UUID("0199bbbb-0000-7000-8000-000000000002")


def issued(clock: VirtualClock, number: str = "A001") -> tuple[Visit, VisitEvent]:
    """A new visit with its first event."""
    facts = {"site": SITE, "day": TODAY.isoformat(), "number": number, "services": ["passport"]}
    event = VisitEvent(make_id(), make_id(), 1, Action.ISSUE, clock(), clock(), ACTOR, "", facts)
    return visit_states.apply(None, event), event


def after(visit: Visit, kind: Action, clock: VirtualClock) -> tuple[Visit, VisitEvent]:
    """A visit after an action at counter 3, half a minute later."""
    clock.advance(seconds=30)
    seq = visit.version + 1
    event = VisitEvent(make_id(), visit.id, seq, kind, clock(), clock(), ACTOR, "3", {})
    return visit_states.apply(visit, event), event
