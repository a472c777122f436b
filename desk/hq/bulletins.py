"""Messages to the branches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import authored
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.hq.people import HqRole, require
from desk.hq.writing import Pen, addressed
from desk.sync.down import BULLETIN, Bulletin, Wording

MOST: Final = 4000
"""The longest text of a bulletin, in signs."""


def send(
    pen: Pen,
    branches: Collection[str],
    text: Wording,
    *,
    until: date | None = None,
    must_read: bool = False,
) -> Bulletin:
    """Send a bulletin.

    Args:
        branches: none = all; until: the last day on which it is shown.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.text_missing" (maximum),
            "hq.until_past".
    """
    require(pen.person, HqRole.EDITOR, HqRole.DUTY_OFFICER)
    require_text(text.lv)
    if until is not None and until < local_day(pen.at):
        raise DeskError("hq.until_past")
    body = Bulletin(
        id=pen.new_id(),
        text=text,
        by=pen.person.id,
        office=pen.person.office,
        at=pen.at,
        until=until,
        must_read=must_read,
    )
    for name in addressed(pen.connection, branches):
        pen.write(name, BULLETIN, str(body.id), body)
    return body


def withdraw(pen: Pen, number: UUID) -> Bulletin:
    """Take a bulletin back wherever it went.

    Raises:
        DeskError: "hq.no_right", "hq.nothing_to_withdraw".
    """
    require(pen.person, HqRole.EDITOR, HqRole.DUTY_OFFICER)
    sent = sent_to(pen.connection, number)
    body = next(iter(sent.values()), None)
    if body is None or body.withdrawn:
        raise DeskError("hq.nothing_to_withdraw")
    body = msgspec.structs.replace(
        body,
        version=body.version + 1,
        withdrawn=True,
        by=pen.person.id,
        office=pen.person.office,
        at=pen.at,
    )
    for name in sorted(sent):
        pen.write(name, BULLETIN, str(number), body)
    return body


def sent_to(connection: Connection, number: UUID) -> dict[str, Bulletin]:
    """The streams that a bulletin went into, each with its last version there."""
    rows = authored.everywhere(connection, BULLETIN, str(number))
    return {row.stream: msgspec.json.decode(row.body, type=Bulletin) for row in rows}


def require_text(text: str) -> None:
    """DeskError "hq.text_missing" (maximum) for an empty text, or one that is too long."""
    if not text.strip() or len(text) > MOST:
        raise DeskError("hq.text_missing", maximum=MOST)
