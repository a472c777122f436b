"""A word of headquarters: an operation, what it is the last word on, and who said it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import authored, streams
from db.hq.people import Person
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.hq.authoring import author
from desk.hq.people import note
from desk.sync.wire import HQ_STREAM


@dataclass(frozen=True, slots=True)
class Pen:
    """Somebody who writes, within one transaction.

    Args:
        at: headquarters' clock.
    """

    connection: Connection
    person: Person
    at: datetime
    new_id: IdMaker

    def write(self, stream: str, kind: str, subject: str, body: msgspec.Struct) -> UUID:
        """Write an operation into a stream, and that it is the last word on its subject.

        Raises:
            DeskError: as `desk.hq.authoring.author_all`.
        """
        made = author(self.connection, stream, kind, body, self.at, new_id=self.new_id)
        authored.put(self.connection, stream, kind, subject, made, self.at)
        note(self.connection, self.person, kind, stream, subject, self.at, new_id=self.new_id)
        return made


def addressed(connection: Connection, branches: Collection[str]) -> tuple[str, ...]:
    """The streams that a word goes into, in the order in which they are locked.

    Args:
        branches: none = all of them, by the stream that every branch reads.

    Raises:
        DeskError: "hq.branch_unknown" (branch).
    """
    for name in branches:
        if name == HQ_STREAM or streams.head(connection, name) is None:
            raise DeskError("hq.branch_unknown", branch=name)
    return tuple(sorted(set(branches))) or (HQ_STREAM,)
