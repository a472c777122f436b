"""The words of conflicts between bookings."""

from __future__ import annotations

from desk.domain.booking import Decision
from desk.domain.clock import local_day
from desk.formats import short_day_text, time_text
from desk.i18n import _, ngettext
from desk.services.conflicts import DECISION_TEXTS, Conflict, Side


def when_text(side: Side) -> str:
    """Day and time of a booking."""
    start = side.appointment.start
    return f"{short_day_text(local_day(start))} {time_text(start)}"


def decided_text(conflict: Conflict) -> str:
    """What was decided and by whom; "" while nothing is."""
    decided = conflict.decided
    if decided is None:
        return ""
    text = _(DECISION_TEXTS[decided.kind])
    said = f"{text} ({conflict.by})" if conflict.by else text
    if decided.kind is Decision.CALL:
        return said
    return _("{decision}: headquarters have not answered yet.").format(decision=said)


def count_text(count: int) -> str:
    """How many wait for a decision."""
    text = ngettext(
        "{n} booking has no place: another one was there first",
        "{n} bookings have no place: others were there first",
        count,
    )
    return text.format(n=count)
