"""Which column of a CSV file holds what: by its header, or as a person has mapped it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.domain.text import words
from desk.services.dayfile.cells import clean
from desk.services.dayfile.model import Field

_ALIASES = {
    Field.REFERENCE: (
        "reference, ref, id, number, no, nr, booking, booking no, booking number, booking id, "
        "appointment id, uid, atsauce, numurs, pieraksta nr, pieraksta numurs, pieraksts, "
        "pieteikuma nr, номер, № записи, номер записи, запись"
    ),
    Field.START: (
        "start, starts, begin, start time, time, datetime, date time, date and time, sākums, "
        "sākuma laiks, laiks, datums un laiks, datums laiks, pieraksta laiks, plkst, "
        "начало, время, время начала, дата и время, время записи"
    ),
    Field.DATE: "date, day, datums, diena, pieraksta datums, дата, день, дата записи",
    Field.SERVICE: (
        "service, services, summary, subject, pakalpojums, pakalpojumi, pakalpojuma nosaukums, "
        "услуга, услуги"
    ),
    Field.NAME: (
        "name, full name, first name, given name, client, customer, client name, vārds, "
        "vārds uzvārds, vārds un uzvārds, klients, klienta vārds, имя, имя фамилия, "
        "имя и фамилия, фио, клиент"
    ),
    Field.SURNAME: "surname, last name, family name, uzvārds, фамилия",
    Field.PHONE: (
        "phone, telephone, tel, mobile, phone number, tālrunis, telefons, mobilais, "
        "tālruņa numurs, tālruņa nr, телефон, номер телефона, тел"
    ),
    Field.EMAIL: (
        "email, e mail, mail, email address, e pasts, epasts, e pasta adrese, "
        "э почта, электронная почта, почта, эл почта"
    ),
    Field.MINUTES: (
        "minutes, min, duration, length, ilgums, ilgums min, minūtes, длительность, минуты, мин"
    ),
    Field.STATE: "state, status, stāvoklis, statuss, состояние, статус",
}
_BY_ALIAS = {
    " ".join(words(alias)): name
    for name, aliases in _ALIASES.items()
    for alias in aliases.split(",")
}
_MAX_HEADER = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file.

    Args:
        places: the column's place (from 0) by field.
        headers: the understood headers by field; unmapped: the others, as they are shown.
    """

    places: Mapping[Field, int]
    headers: Mapping[Field, str]
    unmapped: tuple[str, ...]

    @property
    def missing(self) -> tuple[Field, ...]:
        """The fields without which no booking can be read."""
        has_start = Field.START in self.places or Field.DATE in self.places
        wanted = ((Field.REFERENCE, Field.REFERENCE in self.places), (Field.START, has_start))
        return tuple(name for name, there in wanted if not there)


def layout(headers: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
    """What each column holds; of two columns for one field the first is read.

    Args:
        headers: the cells of the header row.
        mapping: a person's choice over ours: header -> field, or "" to leave a column unread.
    """
    chosen = mapping or {}
    places: dict[Field, int] = {}
    unmapped = []
    for place, header in enumerate(shown(header) for header in headers):
        name = _field(header, chosen)
        if name is not None and name not in places:
            places[name] = place
        elif header:
            unmapped.append(header)
    known = {name: shown(headers[place]) for name, place in places.items()}
    return Layout(places, known, tuple(unmapped))


def shown(header: str) -> str:
    """A header as it is shown and as a mapping names it."""
    return clean(header)[:_MAX_HEADER]


def _field(header: str, chosen: Mapping[str, str]) -> Field | None:
    if header in chosen:
        return Field(chosen[header]) if chosen[header] in list(Field) else None
    return _BY_ALIAS.get(" ".join(words(header)))
