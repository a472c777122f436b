"""The client of a calendar event: own properties first, then ATTENDEE, then CONTACT."""

from __future__ import annotations

import re

from desk.services.dayfile.cells import clean
from desk.services.dayfile.ics_lines import Block
from desk.services.dayfile.model import Field

_PHONE = re.compile(r"\+?[\d ()/-]{6,}")
_OWN = {
    Field.NAME: ("X-BRANCHDESK-NAME", "X-CLIENT-NAME", "X-NAME"),
    Field.PHONE: ("X-BRANCHDESK-PHONE", "X-CLIENT-PHONE", "X-PHONE"),
    Field.EMAIL: ("X-BRANCHDESK-EMAIL", "X-CLIENT-EMAIL", "X-EMAIL"),
}


def read_person(event: Block) -> dict[Field, str]:
    """Name, phone and e-mail, as far as the event gives them.

    Raises:
        DeskError: "dayfile.bad_line" when one of the lines is malformed.
    """
    found = {**_contact(event.text("CONTACT")), **_attendee(event)}
    for name, properties in _OWN.items():
        own = next((text for text in map(event.text, properties) if text), "")
        if own:
            found[name] = own
    return found


def _attendee(event: Block) -> dict[Field, str]:
    attendee = event.first("ATTENDEE")
    if attendee is None:
        return {}
    scheme, _colon, address = clean(attendee.value).partition(":")
    fields = {"mailto": Field.EMAIL, "tel": Field.PHONE}
    found = {Field.NAME: clean(attendee.param("CN"))}
    if scheme.lower() in fields:
        found[fields[scheme.lower()]] = address
    return {name: text for name, text in found.items() if text}


def _contact(text: str) -> dict[Field, str]:
    """CONTACT is free text: "Anna Ozola, +371 20000000, anna@example.lv" in any order."""
    found: dict[Field, str] = {}
    for part in (part.strip() for part in text.split(",")):
        kind = Field.NAME
        if "@" in part:
            kind = Field.EMAIL
        elif _PHONE.fullmatch(part):
            kind = Field.PHONE
        if part:
            found.setdefault(kind, part)
    return found
