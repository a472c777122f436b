"""To which record a row of personal data belongs: the event that was written together with it.

A row of personal data is never written without an event that names it, in the same transaction
and so within moments of it.  Ids are ordered by time; that finds the event without a search
through years of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Table, bindparam, func, literal, select, union_all

from db.models import access_log, incident_answer, metadata, visit_event
from db.stores.base import StoreReader

_EVENT: Final = "_event"
_INCIDENT: Final = "incident"
_AROUND_MS: Final = 120_000
_TIME_BITS: Final = 80
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Holder:
    """A record: "visit", "appointment", "incident", "phone_call" ..., and its id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Look:
    """A line of the access log about one record."""

    at: datetime
    account_id: UUID
    what: str


def event_tables() -> Mapping[str, Table]:
    """Every table of events by the kind of record that they happen to."""
    return {
        name.removesuffix(_EVENT): table
        for name, table in metadata.tables.items()
        if name.endswith(_EVENT)
    }


class HolderReader(StoreReader):
    """Questions about whose data lies where."""

    def of(self, person_ids: Collection[UUID]) -> dict[UUID, Holder]:
        """The record of each row; a row without one is left out."""
        found: dict[UUID, Holder] = {}
        for person_id in person_ids:
            low, high = _around(person_id)
            row = self._one(_NAMING, low=low, high=high, name=str(person_id))
            row = row or self._one(_ANSWERING, text=person_id)
            if row is not None:
                found[person_id] = Holder(row.kind, row.subject)
        return found

    def rows_of(self, holder: Holder) -> tuple[UUID, ...]:
        """All rows of personal data that a record's events name, first to last, erased ones too."""
        table = event_tables()[holder.kind]
        asked = select(table.c.body).where(table.c[f"{holder.kind}_id"] == bindparam("subject"))
        bodies = self._asked(asked.order_by(table.c.seq), subject=holder.id)
        ids = dict.fromkeys(one for row in bodies for one in _ids(row.body.values()))
        answers = self._all(_ANSWERS, incident=holder.id) if holder.kind == _INCIDENT else ()
        return self._known((*ids, *(row.text_id for row in answers if row.text_id)))

    def looks(self, subject_ids: Collection[UUID]) -> tuple[Look, ...]:
        """Who looked at records, first to last."""
        found: list[Look] = []
        for one in subject_ids:
            rows = self._all(_LOOKS, subject=one)
            found += [Look(row.at, row.account_id, row.what) for row in rows]
        return tuple(sorted(found, key=lambda look: look.at))

    def assistance_on(self, site: str, day: date) -> tuple[UUID, ...]:
        """The rows with what help the clients of a site's day needed, earlier wordings included."""
        rows = self._all(_ASSISTANCE, site=site, day=day)
        return tuple({UUID(row.person_id) for row in rows if row.person_id})

    def _known(self, ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
        data = metadata.tables["person_data"]
        known: set[UUID] = set()
        for start in range(0, len(ids), _AT_ONCE):
            asked = select(data.c.id).where(data.c.id.in_(ids[start : start + _AT_ONCE]))
            known |= {row.id for row in self._asked(asked)}
        return tuple(one for one in ids if one in known)


def _around(row_id: UUID) -> tuple[UUID, UUID]:
    """The ids of two minutes before and after."""
    at = row_id.int >> _TIME_BITS
    low, high = max(at - _AROUND_MS, 0), at + _AROUND_MS
    return UUID(int=low << _TIME_BITS), UUID(int=(high << _TIME_BITS) | (1 << _TIME_BITS) - 1)


def _ids(values: Iterable[object]) -> Iterable[UUID]:
    for value in values:
        if isinstance(value, str):
            try:
                yield UUID(value)
            except ValueError:
                continue
        elif isinstance(value, list):
            yield from _ids(value)
        elif isinstance(value, dict):
            yield from _ids(value.values())


_ANSWERING: Final = select(
    literal(_INCIDENT).label("kind"), incident_answer.c.incident_id.label("subject")
).where(incident_answer.c.text_id == bindparam("text"))
_ANSWERS: Final = (
    select(incident_answer.c.text_id)
    .where(incident_answer.c.incident_id == bindparam("incident"))
    .order_by(incident_answer.c.at)
)
_LOOKS: Final = select(access_log).where(access_log.c.subject_id == bindparam("subject"))
_ASSISTANCE: Final = select(
    func.json_extract(visit_event.c.body, "$.assistance_id").label("person_id")
).where(visit_event.c.site == bindparam("site"), visit_event.c.day == bindparam("day"))
_NAMING: Final = union_all(
    *(
        select(literal(kind).label("kind"), table.c[f"{kind}_id"].label("subject"))
        .where(table.c.id.between(bindparam("low"), bindparam("high")))
        .where(func.instr(table.c.body, bindparam("name")) > 0)
        for kind, table in event_tables().items()
    )
).limit(1)
