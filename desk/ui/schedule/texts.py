"""The words of the Schedule screen: states of a booking, classes of arrival."""

from __future__ import annotations

from collections.abc import Iterator

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.board import ScheduleEntry
from desk.domain.booking import HQ_SOURCE
from desk.domain.visit import ArrivalClass
from desk.formats import time_text
from desk.i18n import _, marked

_S = AppointmentState

STATE_TEXTS = {
    _S.BOOKED: marked("expected"),
    _S.LATE_NOTIFIED: marked("will be late"),
    _S.ARRIVED: marked("here"),
    _S.SERVING: marked("at the counter"),
    _S.SERVED: marked("served"),
    _S.CANCELLED: marked("cancelled"),
    _S.CANCELLED_NOTIFIED: marked("cancelled by the client"),
    _S.NO_SHOW: marked("did not come"),
    _S.PROVISIONAL: marked("expected, booked here"),
    _S.CONFLICT: marked("has no place"),
}
_PROVISIONAL = marked("provisional")

STATE_KINDS = {
    _S.LATE_NOTIFIED: "warn",
    _S.ARRIVED: "accent",
    _S.SERVING: "accent",
    _S.SERVED: "ok",
    _S.CONFLICT: "danger",
}
"""Kind of a state's pill; all others are neutral."""

ARRIVAL_TEXTS = {
    ArrivalClass.WALK_IN: marked("walk-in"),
    ArrivalClass.EARLY: marked("early"),
    ArrivalClass.IN_TIME: marked("in time"),
    ArrivalClass.INSIDE_MARGIN: marked("just before the time"),
    ArrivalClass.LATE: marked("late"),
}


def state_text(appointment: Appointment, *, provisional: bool = False) -> str:
    """Where a booking stands, in words: "will be late, 10.55".

    Args:
        provisional: headquarters have not confirmed it.
    """
    text = _(_PROVISIONAL if provisional else STATE_TEXTS[appointment.state])
    if appointment.state is _S.LATE_NOTIFIED and appointment.expected_at is not None:
        return f"{text}, {time_text(appointment.expected_at)}"
    return text


def state_kind(entry: ScheduleEntry) -> str:
    """The kind of a state's pill."""
    return "warn" if entry.provisional else STATE_KINDS.get(entry.appointment.state, "neutral")


def standing_texts(entry: ScheduleEntry) -> Iterator[str]:
    """What the client has to be told of a booking that is not certain."""
    if entry.provisional:
        yield _("Headquarters have not confirmed it yet: tell the client so.")
    if entry.appointment.state is _S.CONFLICT:
        yield _("Headquarters gave its place to another booking. It stays until you decide.")


def source_text(source: str) -> str:
    """Where a booking was made."""
    texts = {"phone": _("here, by phone"), HQ_SOURCE: _("at headquarters")}
    return texts.get(source, _("in the booking system"))


def arrival_text(arrival: ArrivalClass | None) -> str:
    """How an arrival stands to its slot; "" before it."""
    return _(ARRIVAL_TEXTS[arrival]) if arrival is not None else ""
