"""Destroying keys whose time has come, and the log of it that stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Table,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    select,
    type_coerce,
    union_all,
    update,
)

from db.models import (
    account,
    appointment_event,
    content_pack,
    correction,
    draft,
    erasure_log,
    incident_event,
    person_data,
    person_key,
    visit_event,
)
from db.stores.base import Journal, Store, StoreReader
from db.stores.entry_log import EntryLogStore
from db.stores.persons import READABLE, PersonStore, person_of
from db.types import Day, Instant
from desk.domain.clock import local_day
from desk.domain.erasure import Due, ErasureLine, Ground, Kept, Why
from desk.domain.person import Person, Purpose
from desk.domain.topics import Topic

_AT_ONCE: Final = 500
_NEWEST: Final = 20_000
_TOPICS: Final = {
    "appointment": Topic.APPOINTMENTS,
    "visit": Topic.QUEUE,
    "assistance": Topic.QUEUE,
    "incident": Topic.INCIDENTS,
    "call": Topic.CALLS,
    "follow": Topic.FOLLOW_UPS,
}

_HELD: Final = select(
    person_key.c.person_id, person_data.c.purpose, person_data.c.at, person_key.c.expires
).join(person_data, person_data.c.id == person_key.c.person_id)
_DUE: Final = (
    _HELD.where(person_key.c.expires < bindparam("today"))
    .order_by(person_key.c.expires, person_key.c.search_id)
    .limit(bindparam("most"))
)
_OWN_CLOCK: Final = _HELD.where(
    person_key.c.expires < bindparam("today"),
    person_data.c.purpose.in_(bindparam("purposes", expanding=True)),
)
_WITHOUT_DAY: Final = _HELD.where(person_key.c.expires.is_(None))
_STAFF: Final = select(account.c.id, account.c.person_id)
_PACK: Final = select(content_pack.c.at).order_by(content_pack.c.position.desc()).limit(1)
_OVERDUE: Final = case((person_key.c.expires < bindparam("today"), 1))
_KEPT: Final = (
    select(
        person_data.c.purpose,
        func.count().label("rows"),
        type_coerce(func.min(person_data.c.at), Instant).label("oldest"),
        type_coerce(func.min(person_key.c.expires), Day).label("next_expiry"),
        func.count(_OVERDUE).label("overdue"),
        func.count(case((person_key.c.expires.is_(None), 1))).label("without_day"),
    )
    .join(person_key, person_key.c.person_id == person_data.c.id)
    .group_by(person_data.c.purpose)
    .order_by(person_data.c.purpose)
)
_OF: Final = _HELD.where(person_key.c.person_id.in_(bindparam("ids", expanding=True)))
_TEXTS: Final = (
    READABLE.where(person_data.c.purpose.in_(bindparam("purposes", expanding=True)))
    .where(person_key.c.search_id > bindparam("after"))
    .order_by(person_key.c.search_id)
    .limit(_AT_ONCE)
)
_LOGGED: Final = select(erasure_log.c.person_id, erasure_log.c.at).where(
    erasure_log.c.at >= bindparam("since")
)
_LOGGED_OF: Final = select(erasure_log).where(
    erasure_log.c.person_id.in_(bindparam("ids", expanding=True))
)
_CORRECTED: Final = (
    select(correction.c.person_id, correction.c.at)
    .where(correction.c.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(correction.c.position)
)
_LAST: Final = select(func.max(erasure_log.c.position)).scalar_subquery()
_LINES: Final = (
    select(
        erasure_log.c.at,
        erasure_log.c.purpose,
        erasure_log.c.why,
        erasure_log.c.ground,
        erasure_log.c.actor_id,
        func.count().label("rows"),
    )
    .where(erasure_log.c.position > _LAST - _NEWEST)
    .group_by(
        erasure_log.c.at,
        erasure_log.c.purpose,
        erasure_log.c.why,
        erasure_log.c.ground,
        erasure_log.c.actor_id,
    )
    .order_by(func.max(erasure_log.c.position).desc())
    .limit(bindparam("most"))
)


def _last(table: Table) -> Any:
    newest = select(func.max(table.c.position)).scalar_subquery()
    return select(table.c.recorded_at).where(table.c.position == newest)


_RECORDED: Final = union_all(*map(_last, (visit_event, appointment_event, incident_event)))
_ADD: Final = insert(erasure_log)
_ADD_CORRECTION: Final = insert(correction)
_SET_DAY: Final = (
    update(person_key)
    .where(person_key.c.person_id == bindparam("person"))
    .values(expires=bindparam("day"))
)
_SHIFT: Final = (
    update(person_key)
    .where(person_key.c.expires.is_not(None))
    .where(
        person_key.c.person_id.in_(
            select(person_data.c.id).where(
                person_data.c.purpose == bindparam("of"), person_data.c.at < bindparam("before")
            )
        )
    )
    .values(expires=func.date(literal_column("expires"), bindparam("by")))
)
_OLD_DRAFTS: Final = delete(draft).where(draft.c.at < bindparam("before"))
_DRAFTS: Final = select(draft.c.account_id, draft.c.kind, draft.c.body, draft.c.at)


class ErasureReader(StoreReader):
    """Questions about what is held, what is due, and what was erased."""

    def due(self, today: date, limit: int) -> tuple[Due, ...]:
        """Rows whose day has closed, the longest overdue first."""
        return tuple(map(_due, self._all(_DUE, today=today, most=limit)))

    def due_of(self, purposes: Collection[Purpose], today: date) -> tuple[Due, ...]:
        """All rows of some purposes whose day has closed."""
        names = [purpose.value for purpose in purposes]
        return tuple(map(_due, self._all(_OWN_CLOCK, today=today, purposes=names)))

    def without_day(self) -> tuple[Due, ...]:
        """Rows that have no day."""
        return tuple(map(_due, self._all(_WITHOUT_DAY)))

    def staff(self) -> dict[UUID, UUID]:
        """The row with each account's name and login."""
        return {row.id: row.person_id for row in self._all(_STAFF)}

    def pack_installed_at(self) -> datetime | None:
        """When the content pack in force was installed."""
        row = self._one(_PACK)
        return None if row is None else row.at

    def kept(self, today: date) -> tuple[Kept, ...]:
        """What is held now, purpose by purpose."""
        return tuple(Kept(**row._asdict()) for row in self._all(_KEPT, today=today))

    def held(self, person_ids: Collection[UUID]) -> dict[UUID, Due]:
        """Those of some rows that are not erased."""
        found: dict[UUID, Due] = {}
        for ids in _portions(person_ids):
            found |= {row.person_id: _due(row) for row in self._all(_OF, ids=ids)}
        return found

    def texts(self, purposes: Collection[Purpose]) -> Iterator[tuple[UUID, Person]]:
        """The fields of every row of some purposes, a portion at a time."""
        names, after = [purpose.value for purpose in purposes], 0
        while rows := self._all(_TEXTS, purposes=names, after=after):
            yield from ((row.person_id, person_of(row)) for row in rows)
            after = rows[-1].search_id

    def drafts(self) -> tuple[Any, ...]:
        """All unfinished entries: account_id, kind, body, at."""
        return tuple(self._all(_DRAFTS))

    def lines(self, limit: int) -> tuple[ErasureLine, ...]:
        """The log's newest lines, equal ones of an instant counted together."""
        return tuple(_line(row) for row in self._all(_LINES, most=limit))

    def logged(self, since: datetime, why: Why | None = None) -> dict[UUID, date]:
        """The erasures of the log from an instant on, and their local days.

        Args:
            why: only these; None = all.
        """
        asked = _LOGGED if why is None else _LOGGED.where(_is(why))
        return {row.person_id: local_day(row.at) for row in self._asked(asked, since=since)}

    def why(self, person_ids: Collection[UUID]) -> dict[UUID, tuple[datetime, Why]]:
        """When and why rows were erased; those that were not, or only replaced, are left out."""
        found: dict[UUID, tuple[datetime, Why]] = {}
        for ids in _portions(person_ids):
            rows = self._all(_LOGGED_OF, ids=ids)
            found |= {row.person_id: (row.at, Why(row.why)) for row in rows}
        return found

    def corrections(self, person_ids: Collection[UUID]) -> dict[UUID, datetime]:
        """When rows were last put right; those that never were are left out."""
        found: dict[UUID, datetime] = {}
        for ids in _portions(person_ids):
            found |= {row.person_id: row.at for row in self._all(_CORRECTED, ids=ids)}
        return found

    def newest_entry(self) -> datetime | None:
        """When the newest event of a visit, booking or incident was recorded."""
        return max((row.recorded_at for row in self._all(_RECORDED)), default=None)


class ErasureStore(ErasureReader, Store):
    """Writes: every erasure leaves a line here, and one outside when the unit is committed."""

    def __init__(self, journal: Journal, persons: PersonStore) -> None:
        Store.__init__(self, journal)
        self._people = persons

    def erase(
        self,
        person_ids: Collection[UUID],
        why: Why,
        *,
        at: datetime,
        actor_id: UUID | None = None,
        ground: Ground | None = None,
    ) -> int:
        """Destroy the keys of rows; gives how many of them were not erased before.

        Replayed ones are in the record outside already.
        """
        held = self.held(person_ids)
        for row in held.values():
            self._people.erase(row.person_id)
            self._write(
                _ADD,
                id=self._journal.new_id(),
                person_id=row.person_id,
                purpose=row.purpose.value,
                why=why.value,
                ground=ground.value if ground else None,
                at=at,
                actor_id=actor_id,
            )
            if why is not Why.REPLAYED:
                self._journal.erased[row.person_id] = (local_day(at), why is Why.REQUESTED)
            self._note(row.purpose)
        return len(held)

    def correct(
        self, person_id: UUID, person: Person, why: str, *, at: datetime, actor_id: UUID
    ) -> None:
        """Put a row's fields right and note who did it; DeskError "person.erased"."""
        row = self.held([person_id]).get(person_id)
        line = {
            "id": self._journal.new_id(),
            "person_id": person_id,
            "data_id": self._people.correct(person_id, person, at=at),
            "why": why,
            "at": at,
            "actor_id": actor_id,
        }
        self._write(_ADD_CORRECTION, **line)
        if row is not None:
            if row.purpose.value.startswith("incident_"):
                EntryLogStore(self._journal).append_correction(line)
            self._note(row.purpose)

    def set_day(self, person_id: UUID, day: date | None) -> None:
        """Set the day at whose close a row is erased."""
        self._write(_SET_DAY, person=person_id, day=day)

    def shift(self, purpose: Purpose, days: int, before: datetime) -> None:
        """Move the days of a purpose's rows that were recorded before an instant."""
        self._write(_SHIFT, of=purpose.value, before=before, by=f"{days:+d} days")

    def drop_drafts(self, before: datetime) -> int:
        """Remove unfinished entries that were last typed at before an instant; gives how many."""
        return self._connection.execute(_OLD_DRAFTS, {"before": before}).rowcount

    def _note(self, purpose: Purpose) -> None:
        kind = purpose.value.partition("_")[0]
        self._journal.topics |= {Topic.PERSONAL, _TOPICS.get(kind, Topic.ACCOUNTS)}


def _due(row: Row[Any]) -> Due:
    return Due(row.person_id, Purpose(row.purpose), row.at, row.expires)


def _line(row: Row[Any]) -> ErasureLine:
    return ErasureLine(
        at=row.at,
        purpose=row.purpose,
        why=Why(row.why),
        ground=Ground(row.ground) if row.ground else None,
        actor_id=row.actor_id,
        rows=row.rows,
    )


def _is(why: Why) -> ColumnElement[bool]:
    """Written out, so that an index over one of them alone can be used."""
    return erasure_log.c.why == literal_column(f"'{why.value}'")


def _portions(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    whole = list(ids)
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
