"""What an import would do, worked out before anything is done.

The branch's facts go before the file: who has arrived, was served, did not come or told us that
they will not come stays so, whatever the file says; such differences are listed as kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from desk.domain.appointment import EXPECTED_STATES, Appointment, AppointmentState
from desk.domain.person import Person
from desk.services.dayfile.model import DayFile, Field, Problem, Row

FILE_SOURCE = "file"
_OPEN = EXPECTED_STATES | {AppointmentState.CONFLICT}
_GONE = frozenset({AppointmentState.CANCELLED, AppointmentState.CANCELLED_NOTIFIED})


@dataclass(frozen=True, slots=True)
class Change:
    """A booking that the file has otherwise than we do.

    Args:
        fields: what differs; STATE means that a cancelled booking stands again.
    """

    appointment: Appointment
    row: Row
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A booking that stays as the branch has it although the file differs.

    Args:
        row: None when the file, which lists the whole day, does not have it.
        fields: what differs.
    """

    appointment: Appointment
    row: Row | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do; every booking of the file is in one of the lists.

    Args:
        moved: changes of the start (and perhaps more); they are not in `changed`.
        cancelled: by the file's word, or by absence from a full list.
        unchanged: references, those of cancelled bookings that we never had included.
        needs_confirmation: more would be cancelled than the policy lets through unasked.
    """

    added: tuple[Row, ...]
    changed: tuple[Change, ...]
    moved: tuple[Change, ...]
    cancelled: tuple[Appointment, ...]
    unchanged: tuple[str, ...]
    kept: tuple[Kept, ...]
    problems: tuple[Problem, ...]
    needs_confirmation: bool


@dataclass(slots=True)
class _Draft:
    added: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    cancelled: list[Appointment] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def plan(
    existing: Sequence[Appointment],
    file: DayFile,
    persons: Mapping[UUID, Person],
    *,
    guard_percent: int,
) -> ImportPlan:
    """Compare a file with the bookings we have; the same file a second time changes nothing.

    Args:
        existing: all bookings with the file's references, and all of the day that it covers.
        file: its `covers` may have been set by the person who imports it.
        persons: particulars by `person_id`; those of an erased person are missing, and stay so.
        guard_percent: the policy's share of cancellations from which on a person must confirm.
    """
    ours = {item.reference: item for item in existing if item.source == FILE_SOURCE}
    draft = _Draft()
    for row in file.rows:
        _place(draft, row, ours.get(row.reference), persons)
    absent = tuple(_absent(ours, file))
    problems = file.problems
    if absent and not file.complete:
        problems += (Problem(0, "covers", "dayfile.cover_not_used", warning=True),)
    else:
        draft.cancelled += [item for item in absent if item.state in _OPEN]
        kept = (item for item in absent if item.state not in _OPEN)
        draft.kept += [Kept(item, None, (Field.STATE,)) for item in kept]
    return ImportPlan(
        added=tuple(draft.added),
        changed=tuple(draft.changed),
        moved=tuple(draft.moved),
        cancelled=tuple(draft.cancelled),
        unchanged=tuple(draft.unchanged),
        kept=tuple(draft.kept),
        problems=problems,
        needs_confirmation=_is_many(draft.cancelled, ours, guard_percent),
    )


def _place(
    draft: _Draft, row: Row, ours: Appointment | None, persons: Mapping[UUID, Person]
) -> None:
    """Put a row into the list that it belongs to."""
    if ours is None:
        if row.cancelled:
            draft.unchanged.append(row.reference)
        else:
            draft.added.append(row)
        return
    fields = _differences(row, ours, persons)
    if not fields:
        draft.unchanged.append(row.reference)
    elif ours.state not in _OPEN and ours.state is not AppointmentState.CANCELLED:
        draft.kept.append(Kept(ours, row, fields))
    elif row.cancelled:
        draft.cancelled.append(ours)
    elif Field.START in fields:
        draft.moved.append(Change(ours, row, fields))
    else:
        draft.changed.append(Change(ours, row, fields))


def _differences(row: Row, ours: Appointment, persons: Mapping[UUID, Person]) -> tuple[Field, ...]:
    """What the file has otherwise; a cell that is empty says nothing."""
    is_gone = ours.state in _GONE
    if row.cancelled:
        return () if is_gone else (Field.STATE,)
    pairs = [
        (Field.START, row.start, ours.start),
        (Field.MINUTES, row.minutes, ours.minutes),
        (Field.SERVICE, row.service_text or None, ours.service_text),
        *_contact_pairs(row, ours, persons),
    ]
    differing = [name for name, theirs, mine in pairs if theirs is not None and theirs != mine]
    return (*((Field.STATE,) if is_gone else ()), *differing)


def _contact_pairs(
    row: Row, ours: Appointment, persons: Mapping[UUID, Person]
) -> Iterator[tuple[Field, str | None, str]]:
    if ours.person_id is not None and ours.person_id not in persons:
        return  # erased: an import does not bring personal data back
    person = persons[ours.person_id] if ours.person_id is not None else Person()
    yield Field.NAME, row.name or None, person.name
    yield Field.PHONE, row.phone or None, person.phone
    yield Field.EMAIL, row.email or None, person.email


def _absent(ours: Mapping[str, Appointment], file: DayFile) -> Iterator[Appointment]:
    """Bookings of the covered day that the file does not mention, cancelled ones aside."""
    for reference, item in ours.items():
        covered = file.covers is not None and (item.site, item.day) == tuple(file.covers)
        if covered and reference not in file.seen and item.state not in _GONE:
            yield item


def _is_many(
    cancelled: Sequence[Appointment], ours: Mapping[str, Appointment], percent: int
) -> bool:
    """Whether more than so many per cent of the days' open bookings would be cancelled."""
    days = {(item.site, item.day) for item in cancelled}
    base = sum(item.state in _OPEN and (item.site, item.day) in days for item in ours.values())
    return len(cancelled) * 100 > percent * base
