"""What services found, as lines of the palette in the language in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from desk.domain.appointment import EXPECTED_STATES
from desk.formats import date_text, short_day_text, time_text
from desk.i18n import _
from desk.services.find import Asked, FoundBooking, FoundIncident, FoundTicket
from desk.ui.duties.catalogue import STRUCK, Catalogue
from desk.ui.incidents.texts import KIND_TEXTS, PLACE_TEXTS
from desk.ui.palette.finds import BOOKINGS, DIRECTORY, INCIDENTS, PEOPLE, RULES, TICKETS, Find
from desk.ui.palette.opening import Opening
from desk.ui.schedule.texts import state_text as booking_state
from desk.ui.today.words import state_text as ticket_state
from desk.ui.widgets.row_model import Row

_DIRECTORY_KINDS = ("branch", "contact")
_LAST = 8


def client(found: FoundBooking, opening: Opening) -> Find:
    """A client of today."""
    item, person = found.booking, found.person
    row = Row(
        f"client:{item.id}",
        person.name if person else _("Client without a name"),
        _joined([found.service, person.phone if person else "", item.reference]),
        number=found.ticket or time_text(item.start),
        right=booking_state(item),
        tone="" if found.ticket or item.state in EXPECTED_STATES else "dim",
    )
    return Find(PEOPLE, 85, row, partial(opening.booking, found), "appointment")


def ticket(found: FoundTicket, opening: Opening, today: date) -> Find:
    """A ticket of today or of a day that was typed."""
    line = found.ticket
    day = "" if line.day == today else date_text(line.day)
    counter = _("counter {counter}").format(counter=line.counter) if line.counter else ""
    row = Row(
        f"ticket:{line.visit_id}",
        found.service or _("Service not named"),
        _joined([found.name, counter, day]),
        number=line.number,
        right=ticket_state(line.state),
    )
    score = 98 if found.exact else 90
    return Find(TICKETS, score, row, partial(opening.ticket, found), "visit")


def booking(found: FoundBooking, opening: Opening, today: date) -> Find:
    """A booking of another day."""
    item, person = found.booking, found.person
    near = item.day.year == today.year
    row = Row(
        f"booking:{item.id}",
        person.name if person else _("Client without a name"),
        _joined([found.service, person.phone if person else "", item.reference]),
        number=time_text(item.start),
        right=short_day_text(item.day) if near else date_text(item.day),
        tone="" if item.day >= today else "dim",
    )
    score = 97 if found.exact else 70
    return Find(BOOKINGS, score, row, partial(opening.booking, found), "appointment")


def incident(found: FoundIncident, opening: Opening) -> Find:
    """A report; its text is read in its screen, not here."""
    one = found.incident
    how = _("in the text") if found.by_text else ""
    row = Row(
        f"incident:{one.id}",
        _(KIND_TEXTS[one.kind]),
        _joined([_(PLACE_TEXTS[one.place]), _("reported by you") if found.own else "", how]),
        number=one.level or "–",
        right=_joined([one.number, short_day_text(one.day)]),
    )
    score = 95 if found.exact else 45 if found.by_text else 50
    return Find(INCIDENTS, score, row, partial(opening.incident, found), "incident")


def duties(catalogue: Catalogue, asked: Asked, opening: Opening) -> list[Find]:
    """Rules, services, branches and contacts, the best first."""
    rows = catalogue.search(asked.text) if asked.wants() else []
    return [_duty(row, place, asked, opening) for place, row in enumerate(rows)]


def _duty(row: Row, place: int, asked: Asked, opening: Opening) -> Find:
    kind, _colon, item_id = row.key.partition(":")
    group = DIRECTORY if kind in _DIRECTORY_KINDS else RULES
    phone = bool(asked.digits) and group is DIRECTORY
    number = phone or item_id.casefold() == asked.plain
    score = (94 if number else 58) - min(place, _LAST)
    subtitle = _joined([row.number, row.subtitle])
    shown = replace(
        row, number="", subtitle=subtitle, mark="", tone="dim" if row.mark == STRUCK else ""
    )
    return Find(group, score, shown, partial(opening.duty, row.key))


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
