"""Reading on in the streams: what branches received and read, their packs, their reports.

It happens when somebody looks, each stream from where the last look ended, so that taking
operations in costs nothing more.  A newer program's reading (`VERSION`) begins each stream anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, StatementError

from db.hq import authored, projections
from db.hq.database import transaction
from db.hq.projections import Behind
from desk.domain.errors import DeskError
from desk.domain.for_headquarters import goes_up
from desk.domain.incident import Incident, IncidentAction, IncidentEvent
from desk.domain.incident_states import follow
from desk.domain.incident_words import IncidentState
from desk.hq.figures import DAY_AGGREGATE, read_aggregate
from desk.sync.down import (
    BULLETIN_READ,
    BULLETIN_RECEIVED,
    CHANGE_REFUSED,
    INCIDENT_ANSWER,
    RELEASE_RECEIVED,
    BulletinRead,
    BulletinReceived,
    ChangeRefused,
    ReleaseReceived,
)
from desk.sync.wire import Number

VERSION: Final = 2
"""Raised when something else is made of the streams, which are then read from their start."""

NOBODY: Final = UUID(int=0)
"""In a receipt that no person gave."""

_AT_ONCE: Final = 2000
_CONTENT: Final = "content_pack"
_INCIDENT: Final = "incident_event"
_ASKS_AGAIN: Final = frozenset({IncidentAction.HAND_UP, IncidentAction.REOPEN})
_PAST: Final = frozenset({IncidentState.MERGED, IncidentState.VOIDED})


class _Content(msgspec.Struct):
    institution: str
    version: Number
    sha256: str
    at: datetime


class _Event(msgspec.Struct):
    id: UUID
    incident_id: UUID
    seq: Number
    kind: str
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    body: dict[str, Any]


def catch_up(engine: Engine) -> None:
    """Read on in every stream, some changes at a time."""
    with transaction(engine) as connection:
        waiting = projections.behind(connection, VERSION)
    for stream in waiting:
        done = stream.done
        while done < stream.seq:
            with transaction(engine) as connection:
                done = _read_on(connection, replace(stream, done=done))


def _read_on(connection: Connection, stream: Behind) -> int:
    """One part of a stream; its row is locked, so that two who look do not read the same."""
    projections.lock(connection, stream.name)
    done = max(stream.done, projections.done(connection, stream.name))
    up_to = min(stream.seq, done + _AT_ONCE)
    for row in projections.events(connection, stream.name, done, up_to, list(_READERS)):
        _read(connection, stream.name, row)
    projections.reached(connection, stream.name, max(done, up_to), VERSION)
    return max(done, up_to)


def _read(connection: Connection, stream: str, row: Any) -> None:
    """One operation; a body that nobody can read is passed by and stands in nobody's way."""
    try:
        with connection.begin_nested():
            _READERS[row.kind](connection, stream, row)
    except (msgspec.MsgspecError, DataError):
        return
    except DBAPIError:
        raise
    except StatementError:  # a value that no column takes
        return


def _release_received(connection: Connection, stream: str, row: Any) -> None:
    one = msgspec.json.decode(row.body, type=ReleaseReceived)
    projections.put_receipt(
        connection,
        _receipt(stream, row, one.release_id, 0, one.at)
        | {"outcome": one.outcome, "reason": one.reason},
    )


def _bulletin_received(connection: Connection, stream: str, row: Any) -> None:
    one = msgspec.json.decode(row.body, type=BulletinReceived)
    projections.put_receipt(connection, _receipt(stream, row, one.bulletin_id, one.version, one.at))


def _bulletin_read(connection: Connection, stream: str, row: Any) -> None:
    one = msgspec.json.decode(row.body, type=BulletinRead)
    projections.put_receipt(
        connection,
        _receipt(stream, row, one.bulletin_id, one.version, one.at)
        | {"person": one.actor_id, "role": one.role},
    )


def _refused(connection: Connection, stream: str, row: Any) -> None:
    one = msgspec.json.decode(row.body, type=ChangeRefused)
    projections.put_receipt(
        connection,
        _receipt(stream, row, one.op_id, 0, one.at) | {"outcome": "refused", "reason": one.code},
    )


def _receipt(stream: str, row: Any, subject: UUID, version: int, at: datetime) -> dict[str, Any]:
    return {
        "stream": stream,
        "subject": subject,
        "version": version,
        "device": row.device,
        "kind": row.kind,
        "person": NOBODY,
        "role": "",
        "outcome": "",
        "reason": "",
        "at": at,
    }


def _content(connection: Connection, stream: str, row: Any) -> None:
    one = msgspec.json.decode(row.body, type=_Content)
    projections.put_content(
        connection, {"stream": stream, "device": row.device, **msgspec.structs.asdict(one)}
    )


def _incident(connection: Connection, stream: str, row: Any) -> None:
    told = msgspec.json.decode(row.body, type=_Event)
    known = projections.case(connection, stream, told.incident_id)
    before = known and msgspec.json.decode(known.body, type=Incident)
    after = _followed(before, told)
    if after is None:
        if known is not None and told.seq > before.version:
            projections.put_case(connection, {**known._mapping, "clear": False})
        return
    answered = known.answered_at if known else _answered(connection, stream, after.id)
    if answered and told.kind in _ASKS_AGAIN and told.at > answered:
        answered = None
    projections.put_case(connection, _case(stream, after, answered))


def _followed(before: Incident | None, told: _Event) -> Incident | None:
    """The report after an event; None when it does not follow, or is of a newer program."""
    try:
        event = IncidentEvent(
            told.id,
            told.incident_id,
            told.seq,
            IncidentAction(told.kind),
            told.at,
            told.recorded_at,
            told.actor_id,
            told.body,
        )
        return follow(before, event)
    except (DeskError, ValueError, KeyError, TypeError):
        return None


def _answered(connection: Connection, stream: str, incident: UUID) -> datetime | None:
    row = authored.word(connection, stream, INCIDENT_ANSWER, str(incident))
    return row.at if row is not None else None


def _case(stream: str, one: Incident, answered: datetime | None) -> dict[str, Any]:
    serious = goes_up(one.kind, one.level)
    return {
        "stream": stream,
        "incident_id": one.id,
        "number": one.number,
        "kind": one.kind.value,
        "level": one.level,
        "state": one.state.value,
        "occurred_at": one.occurred_at,
        "handed_up": one.handling.superior,
        "serious": serious,
        "waits": serious and answered is None and one.state not in _PAST,
        "clear": True,
        "body": msgspec.json.encode(one),
        "answered_at": answered,
    }


_READERS: Final[dict[str, Callable[[Connection, str, Any], None]]] = {
    RELEASE_RECEIVED: _release_received,
    BULLETIN_RECEIVED: _bulletin_received,
    BULLETIN_READ: _bulletin_read,
    CHANGE_REFUSED: _refused,
    _CONTENT: _content,
    _INCIDENT: _incident,
    DAY_AGGREGATE: read_aggregate,
}
"""What is made of operations, by kind."""
