"""Subjects whose rows are their domain fields: an event table, and what its events come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, bindparam, delete, insert, select, update

from db.stores.base import Store, StoreReader, insert_unique, require_whole
from desk.domain.errors import DeskError
from desk.domain.event import Event, K
from desk.domain.topics import Topic


class _Subject(Protocol):
    @property
    def id(self) -> UUID: ...

    @property
    def version(self) -> int: ...


S = TypeVar("S", bound=_Subject)


@dataclass(frozen=True)
class Kind(Generic[S, K]):
    """How one kind of subject is kept.

    Args:
        table, events: columns of the table are named as the subject's fields.
        actions: the kinds of its events; made: a subject from its row.
        area: of the refusals "<area>.unknown" and "<area>.changed_meanwhile".
    """

    table: Table
    events: Table
    actions: type[K]
    made: Callable[[Row[Any]], S]
    replay: Callable[[Iterable[Event[K]]], S]
    topic: Topic
    area: str

    @property
    def subject(self) -> ColumnElement[UUID]:
        """The column of the event table that names the subject."""
        return self.events.c[f"{self.table.name}_id"]

    def row(self, subject: S) -> dict[str, Any]:
        """A subject as a row."""
        return {column.name: _plain(getattr(subject, column.name)) for column in self.table.c}

    def event_row(self, event: Event[K]) -> dict[str, Any]:
        """An event as a row."""
        return {
            "id": event.id,
            "kind": event.kind.value,
            "at": event.at,
            "recorded_at": event.recorded_at,
            "actor_id": event.actor_id,
            "body": event.data,
            f"{self.table.name}_id": event.subject_id,
            "seq": event.seq,
        }

    def event(self, row: Row[Any]) -> Event[K]:
        """An event from its row."""
        return Event(
            id=row.id,
            subject_id=getattr(row, f"{self.table.name}_id"),
            seq=row.seq,
            kind=self.actions(row.kind),
            at=row.at,
            recorded_at=row.recorded_at,
            actor_id=row.actor_id,
            data=row.body,
        )


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


class Statements:
    """The prepared statements of a kind, made once."""

    def __init__(self, kind: Kind[Any, Any]) -> None:
        table, events = kind.table, kind.events
        self.by_id: Final = select(table).where(table.c.id == bindparam("subject"))
        self.history: Final = (
            select(events).where(kind.subject == bindparam("subject")).order_by(events.c.seq)
        )
        self.all_events: Final = select(events).order_by(kind.subject, events.c.seq)
        self.add_event: Final = insert(events)
        self.add: Final = insert(table)
        self.set: Final = update(table).where(table.c.id == bindparam("key"))
        self.clear: Final = delete(table)
        self.drop: Final = delete(table).where(table.c.id == bindparam("subject"))


class SubjectReader(StoreReader, Generic[S, K]):
    """Questions about subjects of one kind; a reader of its own names `kind` and `statements`."""

    kind: Kind[S, K]
    statements: Statements

    def get(self, subject_id: UUID) -> S:
        """A subject as it stands; DeskError "<area>.unknown" when there is none."""
        row = self._one(self.statements.by_id, subject=subject_id)
        if row is None:
            raise DeskError(f"{self.kind.area}.unknown")
        return self.kind.made(row)

    def events(self, subject_id: UUID) -> tuple[Event[K], ...]:
        """What happened to a subject, first to last."""
        return tuple(map(self.kind.event, self._all(self.statements.history, subject=subject_id)))

    def _ask(self, statement: Any, **values: object) -> tuple[S, ...]:
        return tuple(map(self.kind.made, self._all(statement, **values)))


class SubjectStore(SubjectReader[S, K], Store):
    """Writes of subjects of one kind: always an event together with what it comes to."""

    def add(self, subject: S, event: Event[K]) -> None:
        """Append an event and store the subject as it stands after it.

        Raises:
            DeskError: "<area>.changed_meanwhile" when it has an event with this seq, or another
                subject stands where this one would.
        """
        if (subject.id, subject.version) != (event.subject_id, event.seq):
            raise ValueError("the subject must stand as after this event")
        taken, row = f"{self.kind.area}.changed_meanwhile", self.kind.event_row(event)
        self._append(self.statements.add_event, row, self.kind.events.name, taken)
        now = self.kind.row(subject)
        if event.seq > 1:
            now["key"] = now.pop("id")
        statement = self.statements.add if event.seq == 1 else self.statements.set
        insert_unique(self._connection, statement, now, taken)
        self._journal.topics.add(self.kind.topic)

    def restore(self, subject_id: UUID) -> None:
        """Make one subject anew from its events, some of which are back.

        Raises:
            DeskError: "sync.incomplete"; "<area>.changed_meanwhile" when another subject stands
                where this one would; and what its events' domain refuses.
        """
        history = self._all(self.statements.history, subject=subject_id)
        require_whole(history)
        replayed = self.kind.replay(map(self.kind.event, history))
        self._write(self.statements.drop, subject=subject_id)
        taken = f"{self.kind.area}.changed_meanwhile"
        insert_unique(self._connection, self.statements.add, self.kind.row(replayed), taken)
        self._journal.topics.add(self.kind.topic)

    def rebuild(self) -> None:
        """Make all subjects of the kind anew from their events."""
        self._connection.execute(self.statements.clear)
        for history in self._histories(self.statements.all_events, f"{self.kind.table.name}_id"):
            replayed = self.kind.replay(map(self.kind.event, history))
            self._write(self.statements.add, **self.kind.row(replayed))
        self._journal.topics.add(self.kind.topic)
