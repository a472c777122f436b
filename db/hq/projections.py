"""What is made of the streams for people to look at: receipts, packs in force, reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, or_, select, update

from db.hq.models import branch_content, feed, incident_case, op, projected, receipt, stream

_BEHIND: Final = (
    select(stream.c.name, stream.c.seq, projected.c.seq.label("done"), projected.c.version)
    .outerjoin(projected, projected.c.stream == stream.c.name)
    .where(
        or_(
            projected.c.seq.is_(None),
            projected.c.seq < stream.c.seq,
            projected.c.version != bindparam("now"),
        )
    )
    .order_by(stream.c.name)
)
_LOCK: Final = select(stream.c.name).where(stream.c.name == bindparam("called")).with_for_update()
_DONE: Final = select(projected.c.seq).where(projected.c.stream == bindparam("called"))
_SET: Final = update(projected).where(projected.c.stream == bindparam("called"))
_ADD: Final = insert(projected)
_EVENTS: Final = (
    select(feed.c.seq.label("feed"), op.c.device, op.c.kind, op.c.body, op.c.received_at)
    .join(
        op,
        (op.c.stream == feed.c.stream)
        & (op.c.device == feed.c.device)
        & (op.c.epoch == feed.c.epoch)
        & (op.c.seq == feed.c.op_seq),
    )
    .where(
        feed.c.stream == bindparam("called"),
        feed.c.seq > bindparam("after"),
        feed.c.seq <= bindparam("up_to"),
        op.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(feed.c.seq)
)
_CASE: Final = select(incident_case).where(
    incident_case.c.stream == bindparam("called"), incident_case.c.incident_id == bindparam("key")
)
_BY_NUMBER: Final = select(incident_case).where(incident_case.c.number == bindparam("typed"))
_BY_ID: Final = select(incident_case).where(incident_case.c.incident_id == bindparam("key"))
_WAITING: Final = (
    select(incident_case)
    .where(literal_column("waits"))
    .order_by(incident_case.c.occurred_at, incident_case.c.stream, incident_case.c.incident_id)
    .limit(bindparam("most"))
)
_OF_BRANCH: Final = (
    select(incident_case)
    .where(incident_case.c.stream == bindparam("called"), incident_case.c.serious)
    .order_by(incident_case.c.occurred_at.desc())
    .limit(bindparam("most"))
)
_RECEIPTS: Final = (
    select(receipt)
    .where(receipt.c.subject == bindparam("about"))
    .order_by(receipt.c.stream, receipt.c.at)
)
_REFUSED: Final = (
    select(receipt)
    .where(literal_column("outcome = 'refused'"))
    .order_by(receipt.c.at.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Behind:
    """A stream of which something is not looked at yet: numbers from `done` on up to `seq`."""

    name: str
    seq: int
    done: int


def behind(connection: Connection, version: int) -> tuple[Behind, ...]:
    """Streams that have more than was looked at; what an older program made of one is dropped."""
    found = []
    for row in connection.execute(_BEHIND, {"now": version}).all():
        if row.done is not None and row.version != version:
            _drop(connection, row.name)
        anew = row.done is None or row.version != version
        found.append(Behind(row.name, row.seq, 0 if anew else row.done))
    return tuple(found)


def _drop(connection: Connection, name: str) -> None:
    for table in (receipt, branch_content, incident_case, projected):
        connection.execute(delete(table).where(table.c.stream == name))


def lock(connection: Connection, name: str) -> None:
    """Nobody else looks at a stream until this transaction ends."""
    connection.execute(_LOCK, {"called": name})


def done(connection: Connection, name: str) -> int:
    """How far a stream was looked at."""
    return int(connection.execute(_DONE, {"called": name}).scalar() or 0)


def reached(connection: Connection, name: str, seq: int, version: int) -> None:
    """A stream was looked at so far."""
    values = {"seq": seq, "version": version}
    if not connection.execute(_SET.values(**values), {"called": name}).rowcount:
        connection.execute(_ADD, {"stream": name, **values})


def events(
    connection: Connection, name: str, after: int, up_to: int, kinds: Sequence[str]
) -> Sequence[Any]:
    """Operations of some kinds in a part of a stream, in order."""
    values = {"called": name, "after": after, "up_to": up_to, "kinds": list(kinds)}
    return connection.execute(_EVENTS, values).all()


def put_receipt(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a receipt; of several of the same the first one counts."""
    keys = receipt.primary_key.c.keys()
    known = select(receipt.c.at).where(*(receipt.c[key] == row[key] for key in keys))
    if connection.execute(known).first() is None:
        connection.execute(insert(receipt), row)


def put_content(connection: Connection, row: dict[str, Any]) -> None:
    """The pack in force on a PC is another one now."""
    where = (branch_content.c.stream == row["stream"], branch_content.c.device == row["device"])
    if not connection.execute(update(branch_content).where(*where).values(**row)).rowcount:
        connection.execute(insert(branch_content), row)


def case(connection: Connection, name: str, incident: UUID) -> Any:
    """A report as it stands; None when it is not here."""
    return connection.execute(_CASE, {"called": name, "key": incident}).first()


def put_case(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a report as it stands now."""
    where = (
        incident_case.c.stream == row["stream"],
        incident_case.c.incident_id == row["incident_id"],
    )
    if not connection.execute(update(incident_case).where(*where).values(**row)).rowcount:
        connection.execute(insert(incident_case), row)


def cases_called(connection: Connection, number: str) -> Sequence[Any]:
    """Reports by their number, or by their id."""
    try:
        return connection.execute(_BY_ID, {"key": UUID(number)}).all()
    except ValueError:
        return connection.execute(_BY_NUMBER, {"typed": number}).all()


def answered(connection: Connection, name: str, incident: UUID, at: datetime) -> None:
    """A report was answered: it waits no more."""
    where = (incident_case.c.stream == name, incident_case.c.incident_id == incident)
    connection.execute(update(incident_case).where(*where).values(answered_at=at, waits=False))


def waiting(connection: Connection, most: int) -> Sequence[Any]:
    """Serious reports that wait for an answer, the oldest first."""
    return connection.execute(_WAITING, {"most": most}).all()


def cases_of(connection: Connection, name: str, most: int) -> Sequence[Any]:
    """A branch's serious reports, the newest first."""
    return connection.execute(_OF_BRANCH, {"called": name, "most": most}).all()


def receipts(connection: Connection, subject: UUID) -> Sequence[Any]:
    """The receipts of a release or bulletin, by branch."""
    return connection.execute(_RECEIPTS, {"about": subject}).all()


def refused(connection: Connection, most: int) -> Sequence[Any]:
    """What PCs refused of headquarters' words, the newest first."""
    return connection.execute(_REFUSED, {"most": most}).all()
