"""The queue in words: why someone is next, how they came, how a ticket ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desk.domain.back_entry import is_from_paper
from desk.domain.board import QueueRow, Serving, Why
from desk.domain.clock import local_day
from desk.domain.visit import ArrivalClass, Outcome, TicketState
from desk.formats import duration_text, minutes_text, short_day_text, time_text
from desk.i18n import _, language, marked
from desk.services.content.schema import Option
from desk.services.env import Env
from desk.ui.widgets.row_model import Row

_WHY = {
    "priority": marked("Next, because: {reason}"),
    "walk_in_overdue": marked("Next, because {minutes} min is longer than anyone should wait"),
    "booking_due": marked("Next, because the booked time has come"),
    "booking_due_unchecked": marked("Next, because the booked time has come; not taken in yet"),
    "walk_in_turn": marked("Next, because no booking is due and this client waits longest"),
    "early_and_free": marked("Next, because the client came early and nobody is due before"),
    "only_one": marked("Next, because nobody else is waiting"),
    "announced_late": marked("Called: will come later"),
    "other_counter": marked("{number} waits for counter {reason}"),
}

_ARRIVAL = {
    ArrivalClass.EARLY: marked("came early"),
    ArrivalClass.IN_TIME: marked("came in time"),
    ArrivalClass.INSIDE_MARGIN: marked("came just in time"),
    ArrivalClass.LATE: marked("came late"),
}

_STATE = {
    TicketState.WAITING: marked("Waiting"),
    TicketState.CALLED: marked("Called"),
    TicketState.SERVING: marked("Being served"),
    TicketState.PARKED: marked("Parked"),
    TicketState.TRANSFERRED: marked("Transferred"),
    TicketState.SERVED: marked("Served"),
    TicketState.NO_SHOW: marked("Did not come"),
    TicketState.STOPPED: marked("Stopped"),
    TicketState.LEFT: marked("Left"),
}

_OUTCOME = {
    Outcome.SOLVED: (marked("Solved"), ""),
    Outcome.INCOMPLETE: (marked("Something is missing"), marked("the client comes again")),
    Outcome.REFUSED: (marked("Refused"), marked("reason and legal basis by day close")),
    Outcome.REFERRED: (marked("Sent elsewhere"), marked("another institution or unit")),
    Outcome.CONSULTED: (marked("Advice only"), ""),
}


def why_text(why: Why, reasons: Iterable[Option], number: str = "") -> str:
    """Why someone is next, or is not, as a sentence; `number` is their ticket's."""
    template = _WHY.get(why.code)
    if template is None:
        return ""
    reason = option_text(reasons, why.reason)
    return _(template).format(minutes=why.minutes, reason=reason, number=number)


def state_text(state: TicketState) -> str:
    """A ticket's state in a word or two."""
    return _(_STATE[state])


def outcome_text(outcome: Outcome) -> tuple[str, str]:
    """How serving ended, and a remark on it."""
    text, remark = _OUTCOME[outcome]
    return _(text), _(remark) if remark else ""


def option_text(options: Iterable[Option], wanted: str) -> str:
    """A choice's text in the language in force; the id itself when the pack has no such choice."""
    found = next((option for option in options if option.id == wanted), None)
    return found.text.get(language()) if found is not None else wanted


def service_text(env: Env, service: str) -> str:
    """A service's name in the language in force; the text itself when it is none of ours."""
    known = env.services.get(service)
    return known.name.get(language()) if known is not None else service


def served_text(env: Env, serving: Serving, service: str) -> str:
    """A service of the visit at the counter; the booking's words when it is none of ours."""
    booked = serving.appointment.service_text if serving.appointment else ""
    return service_text(env, service) or booked or _("Service not named")


def services_text(env: Env, row: QueueRow) -> str:
    """The first service and how many more."""
    name = service_text(env, row.service) or _("Service not named")
    return f"{name} +{row.more_services}" if row.more_services else name


def arrival_text(arrival: ArrivalClass | None) -> str:
    """How the arrival stood to the slot, "" for a walk-in."""
    return _(_ARRIVAL[arrival]) if arrival in _ARRIVAL else ""


def row_key(row: QueueRow) -> str:
    """The identity of a line: its visit, or its booking."""
    return f"visit:{row.visit_id}" if row.visit_id else f"booking:{row.appointment_id}"


def queue_row(env: Env, row: QueueRow) -> Row:
    """A line of the queue as a list shows it."""
    return Row(
        key=row_key(row),
        number=row.number or (time_text(row.slot) if row.slot else "·"),
        title=services_text(env, row),
        subtitle=" · ".join(part for part in _details(env, row) if part),
        right=_right(row),
        tone=_tone(row),
    )


def earlier_row(env: Env, row: QueueRow) -> Row:
    """A ticket left open on an earlier day: its day instead of a wait that means nothing."""
    when = row.arrived_at or row.slot
    day = short_day_text(local_day(when)) if when is not None else ""
    return replace(queue_row(env, row), right=day, tone="dim")


def _details(env: Env, row: QueueRow) -> list[str]:
    policy = env.policy
    booked = _("booking {time}").format(time=time_text(row.slot)) if row.slot else ""
    parts = [booked or _("walk-in")]
    if is_from_paper(row.number):
        parts.append(_("from paper"))
    if row.state is TicketState.PARKED:
        parts = [option_text(policy.park_reasons, row.parked_for)]
        parts.append(_("by {name}").format(name=row.by_name) if row.by_name else "")
        return parts
    if row.state is not None and row.state not in _QUEUED:
        parts.insert(0, state_text(row.state))
    if row.visit_id is None:
        parts.append(_expected(row))
    elif row.slot:
        parts.append(arrival_text(row.arrival))
    elif row.arrived_at:
        parts.append(_("came {time}").format(time=time_text(row.arrived_at)))
    if row.priority:
        parts.append(option_text(policy.priority_reasons, row.priority))
    if row.state is TicketState.TRANSFERRED and row.counter:
        parts.append(_("for counter {counter}").format(counter=row.counter))
    parts.extend(option_text(policy.assistance, item) for item in row.assistance)
    return parts


def _expected(row: QueueRow) -> str:
    if row.expected_at is not None:
        return _("called: late, until {time}").format(time=time_text(row.expected_at))
    return _("not taken in yet")


def _right(row: QueueRow) -> str:
    if row.visit_id is None and row.late:
        return _("late {minutes}").format(minutes=row.minutes)
    if row.visit_id is None and row.slot:
        return ""
    return duration_text(row.minutes) if row.minutes >= _LONG else minutes_text(row.minutes)


def _tone(row: QueueRow) -> str:
    if row.state is TicketState.PARKED or row.state not in (None, *_QUEUED):
        return "dim"
    if row.late or row.overdue:
        return "warn"
    return "" if row.visit_id else "dim"


_QUEUED = (TicketState.WAITING, TicketState.TRANSFERRED)
_LONG = 100
"""From so many minutes on a wait is told in hours."""


def row_name(row: QueueRow) -> str:
    """What to call a line: its number, or the booked time while it has none."""
    return row.number or (time_text(row.slot) if row.slot else "")
