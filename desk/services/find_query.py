"""What was typed into the palette: where to look, and which number, day or words are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.search_words import is_phone, phone_words
from desk.domain.text import fold, words
from desk.domain.typed import parse_day

_TICKET = re.compile(r"([A-Za-z]{1,2})\s?0*(\d{1,4})")
_INCIDENT = re.compile(r"(?:(?:[A-Za-z].*-)?(20\d\d)-)?0*(\d{1,4})")
_LAST_WORD = re.compile(r"(.*\S)\s+(\S*\d[\d./-]*\S*)")


class Scope(StrEnum):
    """Where to look; the first letter of what was typed chooses it."""

    ALL = ""
    COMMANDS = ">"
    TICKETS = "#"
    PEOPLE = "@"


@dataclass(frozen=True, slots=True)
class Asked:
    """A typed text, taken apart.

    Args:
        text: without the scope's sign and without the day.
        plain: folded, without spaces, as numbers are compared; words: folded.
        digits: those of a phone number without the country's, "" when it is none.
        day: a day that was typed, alone or after a number.
        ticket: series and count of a ticket's number, "A12" -> ("A", 12).
        count: of a ticket or an incident, typed as digits alone.
        year: of an incident's number "2026-0042".
    """

    text: str
    scope: Scope
    plain: str
    words: tuple[str, ...]
    digits: str = ""
    day: date | None = None
    ticket: tuple[str, int] | None = None
    count: int | None = None
    year: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was typed that can be looked for."""
        return not self.words and self.day is None

    def wants(self, *scopes: Scope) -> bool:
        """Whether finds of these scopes are asked for."""
        return self.scope is Scope.ALL or self.scope in scopes


def asked(typed: str, today: date) -> Asked:
    """Take apart what was typed.

    Args:
        typed: "bērz", "A12", "A12 24.11.", "> drukāt", "#12", "@ anna", "2026-0042", "29 123 456".
        today: to which a day without a year is nearest.
    """
    text = typed.strip()
    scope = next((one for one in Scope if one and text.startswith(one)), Scope.ALL)
    text, day = _without_day(text.removeprefix(scope).strip(), today)
    ticket, incident = _TICKET.fullmatch(text), _INCIDENT.fullmatch(text)
    return Asked(
        text=text,
        scope=scope,
        plain=folded_number(text),
        words=tuple(words(text)),
        digits="".join(phone_words(text)) if is_phone(text) else "",
        day=day,
        ticket=(ticket[1].upper(), int(ticket[2])) if ticket else None,
        count=int(incident[2]) if incident else None,
        year=int(incident[1]) if incident and incident[1] else None,
    )


def _without_day(text: str, today: date) -> tuple[str, date | None]:
    """The text before a day, and the day: "A12 24.11." -> ("A12", 24 November)."""
    alone = parse_day(text, today) if not text.isdigit() else None
    if alone is not None and not re.fullmatch(r"[\d ]+", text):
        return "", alone
    parts = _LAST_WORD.fullmatch(text)
    day = parse_day(parts[2], today) if parts and not parts[2].isdigit() else None
    return (parts[1], day) if parts and day else (text, None)


def begins_words(asked_words: Iterable[str], known: Iterable[str]) -> bool:
    """Whether every word begins one of the known ones; both folded."""
    beginnings = tuple(known)
    return all(any(word.startswith(ask) for word in beginnings) for ask in asked_words)


def folded_number(text: str) -> str:
    """A number or reference as it is compared: without spaces and in small letters."""
    return fold(text).replace(" ", "")
