"""Bulletins of headquarters: messages to everybody, and those that each person says they have read.

A bulletin is shown in the person's language where it was written in it, else in Latvian.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.i18n import language
from desk.services.env import Env

if TYPE_CHECKING:
    from db.stores.from_hq import BulletinRow
    from db.unit_of_work import Reader, UnitOfWork

LATVIAN: Final = "lv"


@dataclass(frozen=True, slots=True)
class Shown:
    """A bulletin as one person sees it.

    Args:
        in_latvian: it was not written in the person's language; office: who speaks.
        read: the person said so of this version, or it was shown to them and need not be said.
        until: the last day on which it is news; None = until it is withdrawn.
    """

    id: UUID
    version: int
    text: str
    in_latvian: bool
    office: str
    at: datetime
    until: date | None
    must_read: bool
    read: bool


def shown(reader: Reader, env: Env, actor: Actor) -> tuple[Shown, ...]:
    """All that are in force today: what is to be read first, then by age, the newest first.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_RULES)
    today, said = local_day(env.clock()), reader.from_hq.read_by(actor.account_id)
    looked_at = frozenset(reader.settings.get(_key(actor)) or ())
    found = []
    for row in reader.from_hq.bulletins():
        if row.until is None or today <= row.until:
            seen = not row.must_read and _mark(row.id, row.version) in looked_at
            found.append(_seen(row, seen or (row.id, row.version) in said))
    return tuple(sorted(found, key=lambda one: (one.read, not one.must_read)))


def unread(reader: Reader, env: Env, actor: Actor) -> tuple[Shown, ...]:
    """Those that this person has not said to have read, or been shown, in the same order.

    Raises:
        DeskError: "access.no_right".
    """
    return tuple(one for one in shown(reader, env, actor) if not one.read)


def read(uow: UnitOfWork, env: Env, actor: Actor, bulletin_id: UUID, version: int) -> None:
    """This person says that they have read a bulletin; headquarters are told, with the time.

    Raises:
        DeskError: "access.no_right"; "bulletin.changed" when another version is in force now, or
            it was withdrawn.
    """
    found = {(one.id, one.version) for one in shown(uow, env, actor)}
    if (bulletin_id, version) not in found:
        raise DeskError("bulletin.changed")
    uow.from_hq.note_read(bulletin_id, version, actor.account_id, actor.role.value)


def note_shown(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """All that need no answer were shown to this person; kept on this PC for each account.

    Raises:
        DeskError: "access.no_right".
    """
    marks = [_mark(one.id, one.version) for one in shown(uow, env, actor) if not one.must_read]
    if marks != (uow.settings.get(_key(actor)) or []):
        uow.settings.put(_key(actor), marks)


def _mark(bulletin_id: UUID, version: int) -> str:
    return f"{bulletin_id} {version}"


def _key(actor: Actor) -> str:
    return f"bulletins.{actor.account_id}"


def _seen(row: BulletinRow, was_read: bool) -> Shown:
    spoken = language()
    return Shown(
        id=row.id,
        version=row.version,
        text=row.text.get(spoken) or row.text.get(LATVIAN, ""),
        in_latvian=spoken != LATVIAN and not row.text.get(spoken),
        office=row.office,
        at=row.at,
        until=row.until,
        must_read=row.must_read,
        read=was_read,
    )
