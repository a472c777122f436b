"""What headquarters gave this branch: hours, who works here, bulletins, answers to reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import (
    bulletin,
    bulletin_read,
    bulletin_received,
    hq_hours,
    incident_answer,
    release_received,
    staff_list,
)
from db.stores.base import Store, StoreReader
from desk.domain.hours import Interval
from desk.domain.topics import Topic

Texts = Mapping[str, str]
"""One text by language; Latvian is always among them."""


@dataclass(frozen=True, slots=True)
class HqHours:
    """Other hours of a day by headquarters' word.

    Args:
        site: "" = all sites; own: said to this branch alone; feed: a later one is higher.
    """

    site: str
    day: date
    own: bool
    feed: int
    intervals: tuple[Interval, ...]
    reason: Texts
    office: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A bulletin as headquarters wrote it last."""

    id: UUID
    version: int
    text: Texts
    office: str
    at: datetime
    until: date | None
    must_read: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What headquarters said to a report; `text_id`: the row of personal data with the words."""

    id: UUID
    incident_id: UUID
    number: str
    text_id: UUID | None
    office: str
    at: datetime
    received_at: datetime


_HOURS: Final = (
    select(hq_hours)
    .where(hq_hours.c.site.in_([bindparam("site"), literal_column("''")]))
    .where(hq_hours.c.day.between(bindparam("first"), bindparam("last")))
    .order_by(hq_hours.c.day, hq_hours.c.own, hq_hours.c.site)
)
_FEED: Final = select(hq_hours.c.feed).where(
    hq_hours.c.site == bindparam("site"),
    hq_hours.c.day == bindparam("day"),
    hq_hours.c.own == bindparam("own"),
)
_STAFF: Final = (
    select(staff_list)
    .where(staff_list.c.valid_from <= bindparam("today"))
    .order_by(staff_list.c.valid_from.desc())
    .limit(1)
)
_STAFF_FEED: Final = select(staff_list.c.feed).where(staff_list.c.valid_from == bindparam("day"))
_DROP_STAFF: Final = delete(staff_list).where(staff_list.c.valid_from < bindparam("before"))
_CURRENT: Final = (
    select(bulletin)
    .where(bulletin.c.withdrawn == literal_column("0"))
    .order_by(bulletin.c.at.desc(), bulletin.c.id.desc())
)
_VERSION: Final = select(bulletin.c.version).where(bulletin.c.id == bindparam("key"))
_READ: Final = select(bulletin_read.c.bulletin_id, bulletin_read.c.version).where(
    bulletin_read.c.actor_id == bindparam("actor")
)
_RECEIVED: Final = select(bulletin_received.c.id).where(
    bulletin_received.c.bulletin_id == bindparam("bulletin"),
    bulletin_received.c.version == bindparam("of_version"),
)
_ANSWERS: Final = (
    select(incident_answer)
    .where(incident_answer.c.incident_id == bindparam("incident"))
    .order_by(incident_answer.c.at, incident_answer.c.id)
)
_RECENT_ANSWERS: Final = (
    select(incident_answer)
    .where(incident_answer.c.received_at >= bindparam("since"))
    .order_by(incident_answer.c.received_at)
)
_ANSWER: Final = select(incident_answer).where(incident_answer.c.id == bindparam("key"))
_RELEASE: Final = select(release_received.c.outcome).where(
    release_received.c.release_id == bindparam("release")
)


def _put(table: Any) -> Any:
    new = upsert(table)
    keys = [c.name for c in table.primary_key]
    values = {c.name: new.excluded[c.name] for c in table.c if not c.primary_key}
    return new.on_conflict_do_update(index_elements=keys, set_=values)


_PUT_HOURS: Final = _put(hq_hours)
_PUT_STAFF: Final = _put(staff_list)
_PUT_BULLETIN: Final = _put(bulletin)
_ADD_ANSWER: Final = upsert(incident_answer).on_conflict_do_nothing()
_ADD_RECEIPT: Final = {
    table.name: insert(table) for table in (release_received, bulletin_received, bulletin_read)
}


class FromHqReader(StoreReader):
    """Questions about what headquarters gave."""

    def hours(self, site: str, first: date, last: date) -> tuple[HqHours, ...]:
        """Headquarters' hours for a site's days; of one day the last one given is in force.

        What was said to this branch alone comes after what was said to all, a site's own after
        that of all sites; of what was withdrawn nothing is given.
        """
        rows = self._all(_HOURS, site=site, first=first, last=last)
        return tuple(_hours_of(row) for row in rows if not row.withdrawn)

    def staff(self, today: date) -> Any:
        """The list in force (`valid_from`, `box`, `office`, `at`); None before the first."""
        return self._one(_STAFF, today=today)

    def bulletins(self) -> tuple[BulletinRow, ...]:
        """All that were not withdrawn, the newest first."""
        return tuple(BulletinRow(**row._asdict()) for row in self._all(_CURRENT))

    def read_by(self, account_id: UUID) -> frozenset[tuple[UUID, int]]:
        """Bulletins that somebody said they have read, with the version they read."""
        rows = self._all(_READ, actor=account_id)
        return frozenset((row.bulletin_id, row.version) for row in rows)

    def answers(self, incident_id: UUID) -> tuple[AnswerRow, ...]:
        """What headquarters said to a report, first to last."""
        return tuple(_answer_of(row) for row in self._all(_ANSWERS, incident=incident_id))

    def answers_since(self, at: datetime) -> tuple[AnswerRow, ...]:
        """What headquarters said to any report, that came from an instant on, in its order."""
        return tuple(_answer_of(row) for row in self._all(_RECENT_ANSWERS, since=at))

    def answer(self, answer_id: UUID) -> AnswerRow | None:
        """One answer."""
        row = self._one(_ANSWER, key=answer_id)
        return None if row is None else _answer_of(row)

    def release_known(self, release_id: UUID) -> bool:
        """Whether a release was taken in, or refused, before."""
        return self._one(_RELEASE, release=release_id) is not None


class FromHqStore(FromHqReader, Store):
    """Writes of what headquarters gave; receipts go up to them."""

    def put_hours(self, one: HqHours) -> bool:
        """Keep hours; False when this word for the day and site, or a later one, is here."""
        known = self._number(_FEED, site=one.site, day=one.day, own=one.own)
        if one.feed <= known:
            return False
        self._write(
            _PUT_HOURS,
            site=one.site,
            day=one.day,
            own=one.own,
            feed=one.feed,
            withdrawn=one.withdrawn,
            intervals=[[f"{i.start:%H:%M}", f"{i.end:%H:%M}"] for i in one.intervals],
            reason=dict(one.reason),
            office=one.office,
            at=one.at,
        )
        self._journal.topics.add(Topic.HOURS)
        return True

    def put_staff(self, row: Mapping[str, Any], today: date) -> None:
        """Keep a list; those that it takes the place of today are removed."""
        if row["feed"] > self._number(_STAFF_FEED, day=row["valid_from"]):
            self._write(_PUT_STAFF, **row)
        current = self.staff(today)
        if current is not None:
            self._write(_DROP_STAFF, before=current.valid_from)
        self._journal.topics.add(Topic.ACCOUNTS)

    def put_bulletin(self, one: BulletinRow) -> bool:
        """Keep a bulletin; False when this version, or a later one, is here."""
        if one.version <= self._number(_VERSION, key=one.id):
            return False
        self._write(_PUT_BULLETIN, **{c.name: getattr(one, c.name) for c in bulletin.c})
        self._journal.topics.add(Topic.BULLETINS)
        return True

    def note_bulletin(self, bulletin_id: UUID, version: int) -> None:
        """It reached this PC; once more is no error."""
        if self._one(_RECEIVED, bulletin=bulletin_id, of_version=version) is not None:
            return
        self._receipt(bulletin_received.name, bulletin_id=bulletin_id, version=version)

    def note_read(self, bulletin_id: UUID, version: int, actor_id: UUID, role: str) -> None:
        """Somebody says that they have read it; said once more, it stays with the first time."""
        if (bulletin_id, version) in self.read_by(actor_id):
            return
        self._receipt(
            bulletin_read.name,
            bulletin_id=bulletin_id,
            version=version,
            actor_id=actor_id,
            role=role,
        )
        self._journal.topics.add(Topic.BULLETINS)

    def note_release(self, release_id: UUID, outcome: str, reason: str = "") -> None:
        """What became of a release here."""
        self._receipt(release_received.name, release_id=release_id, outcome=outcome, reason=reason)

    def add_answer(self, one: AnswerRow) -> None:
        """Keep an answer; once more is no error."""
        self._write(_ADD_ANSWER, **{c.name: getattr(one, c.name) for c in incident_answer.c})
        self._journal.topics |= {Topic.INCIDENTS, Topic.FOLLOW_UPS}

    def _receipt(self, kind: str, **values: object) -> None:
        row_id = self._journal.new_id()
        self._write(_ADD_RECEIPT[kind], id=row_id, at=self._journal.clock(), **values)
        self._journal.point(kind, row_id)


def _hours_of(row: Row[Any]) -> HqHours:
    values = row._asdict()
    values["intervals"] = tuple(
        Interval(time.fromisoformat(start), time.fromisoformat(end)) for start, end in row.intervals
    )
    return HqHours(**values)


def _answer_of(row: Row[Any]) -> AnswerRow:
    return AnswerRow(**row._asdict())
