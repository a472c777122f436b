"""A person asks what is held about them: finding it, and gathering every record it lies in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from db.stores.holders import Holder
from desk.domain.appointment import EXPECTED_STATES
from desk.domain.clock import at_local, local_day
from desk.domain.errors import DeskError
from desk.domain.held import Asked, HeldField, HeldRecord, Match, Stays
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Right
from desk.domain.text import fold, words
from desk.domain.visit import OPEN_STATES, Outcome
from desk.services.access import searched
from desk.services.env import Env
from desk.services.retention_clocks import DRAFT, StillOpen, closed_on
from desk.services.session import sites

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork
    from desk.domain.erasure import Due

NAMED: Final = (Purpose.APPOINTMENT, Purpose.VISIT_CONTACT, Purpose.CALL_NOTE)
"""Purposes whose rows say whom they are about."""

WRITTEN: Final = (
    Purpose.VISIT_NOTE,
    Purpose.VISIT_REASON,
    Purpose.INCIDENT_TEXT,
    Purpose.INCIDENT_TOLD,
    Purpose.INCIDENT_DETAIL,
    Purpose.INCIDENT_FILE,
    Purpose.CALL_NOTE,
    Purpose.FOLLOW_UP,
    Purpose.DAY_NOTE,
)
"""Purposes whose rows somebody worded: a name can stand anywhere in them."""

_DIGITS: Final = re.compile(r"\d")
_STEM: Final = 4
_NATIONAL: Final = 8

Found = Mapping[UUID, set[Match]]


def note(uow: UnitOfWork, env: Env, actor: Actor, asked: Asked) -> None:
    """Log that a person was looked for, before `find` is asked; what was typed is kept nowhere.

    Raises:
        DeskError: "access.no_right", "person.nothing_asked".
    """
    actor.require(Right.ANSWER_PERSON)
    if asked.empty:
        raise DeskError("person.nothing_asked")
    searched(uow, env, actor, "person", "person_request", asked.name)


def find(reader: Reader, env: Env, actor: Actor, asked: Asked) -> tuple[HeldRecord, ...]:
    """Every record in which something is held that fits, sure ones first, newest first.

    Names, numbers and addresses are found as they were entered; in what people wrote a name is
    found in every grammatical case, so that too much is found rather than too little.

    Raises:
        DeskError: "access.no_right", "person.nothing_asked".
    """
    actor.require(Right.ANSWER_PERSON)
    if asked.empty:
        raise DeskError("person.nothing_asked")
    rows = _rows(reader, asked)
    matches: defaultdict[Holder, set[Match]] = defaultdict(set)
    for row_id, holder in reader.holders.of(rows.keys()).items():
        matches[holder] |= rows[row_id]
    for holder in _by_reference(reader, env, asked.reference):
        matches[holder].add(Match.REFERENCE)
    exact = _exact(reader, matches, rows, asked)
    for known in tuple(matches):
        for holder in _linked(reader, known):
            matches[holder] = matches[holder] or {Match.LINKED}
            exact |= {holder} if known in exact else set()
    records = [
        replace(gathered(reader, env, one, found, rows), exact=one in exact)
        for one, found in matches.items()
    ]
    records += _drafts(reader, asked)
    return tuple(
        sorted(
            (record for record in records if record.fields),
            key=lambda record: (not record.sure, -record.at.timestamp()),
        )
    )


def gathered(
    reader: Reader, env: Env, holder: Holder, matches: Iterable[Match], rows: Found | None = None
) -> HeldRecord:
    """A record with everything personal that it holds now, earlier wordings included."""
    ids = reader.holders.rows_of(holder)
    held, people = reader.erasures.held(ids), reader.persons.get_many(ids)
    corrected = reader.erasures.corrections(ids)
    number, site, at = _DESCRIBED[holder.kind](reader, holder.id)
    return HeldRecord(
        kind=holder.kind,
        id=holder.id,
        number=number,
        site=site,
        at=at,
        matches=frozenset(matches),
        fields=tuple(
            HeldField(
                row_id=row_id,
                purpose=held[row_id].purpose.value,
                person=people[row_id],
                since=corrected.get(row_id, held[row_id].at),
                until=held[row_id].expires,
                corrected=row_id in corrected,
                stays=_stays(reader, env, holder, held[row_id]),
                named=bool(rows and row_id in rows),
            )
            for row_id in ids
            if row_id in held
        ),
    )


def _rows(reader: Reader, asked: Asked) -> dict[UUID, set[Match]]:
    """The rows that fit, and by what."""
    found: defaultdict[UUID, set[Match]] = defaultdict(set)
    wanted = {Match.NAME: asked.name, Match.PHONE: asked.phone, Match.EMAIL: asked.email}
    for match, typed in wanted.items():
        for purpose in NAMED:
            for row_id in reader.persons.search(typed, purpose):
                found[row_id].add(match)
    fits = _fits(asked)
    for row_id, person in reader.erasures.texts(WRITTEN):
        if fits(person):
            found[row_id].add(Match.TEXT)
    return dict(found)


def _exact(
    reader: Reader, matches: Mapping[Holder, set[Match]], rows: Found, asked: Asked
) -> set[Holder]:
    """The records that are about somebody who is wholly as asked for."""
    named = [row_id for row_id, found in rows.items() if found - {Match.TEXT}]
    same = [one for one, person in reader.persons.get_many(named).items() if _same(asked, person)]
    exact = set(reader.holders.of(same).values())
    return exact | {one for one, found in matches.items() if Match.REFERENCE in found}


def _same(asked: Asked, person: Person) -> bool:
    name = words(asked.name)
    if len(name) > 1 and sorted(name) == sorted(words(person.name)):
        return True
    digits = _national(asked.phone)
    if len(digits) == _NATIONAL and digits == _national(person.phone):
        return True
    email = fold(asked.email.strip())
    return bool(email) and email == fold(person.email)


def _national(phone: str) -> str:
    """The digits of a number without the country's."""
    return "".join(_DIGITS.findall(phone))[-_NATIONAL:]


def _fits(asked: Asked) -> Callable[[Person], bool]:
    """Whether what somebody wrote names the person: all words of the name, the number or address.

    A word of the name counts without its ending, which changes with the grammatical case.
    """
    stems = [_stem(word) for word in words(asked.name)]
    digits = _national(asked.phone)
    email = fold(asked.email.strip())

    def fits(person: Person) -> bool:
        text = fold(f"{person.name} {person.phone} {person.email} {person.text}")
        if stems:
            known = words(text)
            if all(any(word.startswith(stem) for word in known) for stem in stems):
                return True
        if digits and digits in "".join(_DIGITS.findall(text)):
            return True
        return bool(email) and email in text

    return fits


def _stem(word: str) -> str:
    return word[:-1] if len(word) >= _STEM else word


def _by_reference(reader: Reader, env: Env, reference: str) -> Iterator[Holder]:
    typed = reference.strip()
    for site in sites(env) if typed else ():
        for written in {typed, typed.upper()}:
            for booking in reader.appointments.find(site.id, written):
                if booking.reference == written:
                    yield Holder("appointment", booking.id)


def _linked(reader: Reader, holder: Holder) -> Iterator[Holder]:
    """The visit that a booking became, and the booking of a visit."""
    try:
        if holder.kind == "appointment":
            visit_id = reader.appointments.get(holder.id).visit_id
            if visit_id is not None:
                yield Holder("visit", visit_id)
        elif holder.kind == "visit":
            booking_id = reader.visits.get(holder.id).appointment_id
            if booking_id is not None:
                yield Holder("appointment", booking_id)
    except DeskError:
        return


def _drafts(reader: Reader, asked: Asked) -> Iterator[HeldRecord]:
    """Colleagues' unfinished reports in which the person is named; they are not shown."""
    fits = _fits(asked)
    for row in reader.erasures.drafts():
        if fits(Person(text=" ".join(_texts(_decoded(row.body))))):
            yield HeldRecord(
                kind=DRAFT,
                id=row.account_id,
                number=row.kind,
                site="",
                at=row.at,
                matches=frozenset({Match.TEXT}),
                fields=(
                    HeldField(row.account_id, DRAFT, Person(), row.at, None, False, None, True),
                ),
            )


def _decoded(body: bytes) -> object:
    """A draft without the signs of its notation, which would stick to the words."""
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return body.decode("utf-8", "replace")


def _texts(value: object) -> Iterator[str]:
    """All texts of a decoded draft, whatever form it has."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))


def _stays(reader: Reader, env: Env, holder: Holder, row: Due) -> Stays | None:
    """Why a row has to stay even when the person asks; the reasons are in SECURITY.md."""
    if holder.kind == "appointment":
        return Stays.BOOKING_AHEAD if _is_ahead(reader, env, holder.id) else None
    if holder.kind == "visit":
        visit = reader.visits.get(holder.id)
        if visit.state in OPEN_STATES:
            return Stays.VISIT_OPEN
        refused = visit.outcome is Outcome.REFUSED and row.purpose is Purpose.VISIT_REASON
        return Stays.REFUSAL if refused else None
    try:
        closed_on(reader, row.purpose, holder.id)
    except StillOpen as still:
        return Stays(f"{still.matter}_open")
    return None


def _is_ahead(reader: Reader, env: Env, booking_id: UUID) -> bool:
    """Whether the client of a booking is still expected or here."""
    booking = reader.appointments.get(booking_id)
    if booking.day < local_day(env.clock()):
        return False
    if booking.state in EXPECTED_STATES:
        return True
    visit = reader.visits.get(booking.visit_id) if booking.visit_id else None
    return visit is not None and visit.state in OPEN_STATES


def _booking(reader: Reader, subject: UUID) -> tuple[str, str, datetime]:
    booking = reader.appointments.get(subject)
    return booking.reference, booking.site, booking.start


def _visit(reader: Reader, subject: UUID) -> tuple[str, str, datetime]:
    visit = reader.visits.get(subject)
    return visit.number, visit.site, visit.issued_at


def _incident(reader: Reader, subject: UUID) -> tuple[str, str, datetime]:
    incident = reader.incidents.get(subject)
    return incident.number, incident.site, incident.occurred_at


def _call(reader: Reader, subject: UUID) -> tuple[str, str, datetime]:
    call = reader.calls.get(subject)
    return "", call.site, call.began_at


def _follow_up(reader: Reader, subject: UUID) -> tuple[str, str, datetime]:
    task = reader.follow_ups.get(subject)
    return "", task.site, task.opened_at


def _day(reader: Reader, subject: UUID) -> tuple[str, str, datetime]:
    record = reader.days.get(subject)
    return "", record.site, at_local(record.day, datetime.min.time())


_DESCRIBED: Final[Mapping[str, Callable[[Reader, UUID], tuple[str, str, datetime]]]] = {
    "appointment": _booking,
    "visit": _visit,
    "incident": _incident,
    "phone_call": _call,
    "follow_up": _follow_up,
    "day_record": _day,
}
