"""A person's request granted: what is held is put right or erased, by a head or the officer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from db.erasure_record import ELSEWHERE, STILL, UNSETTLED
from db.stores.holders import Holder
from desk.domain.erasure import Ground, Why
from desk.domain.errors import DeskError
from desk.domain.held import HeldRecord
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Right
from desk.domain.typed_text import MAX_TEXT, tidied
from desk.i18n import _
from desk.services import contact
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.person_request import NAMED, gathered
from desk.services.retention_clocks import DRAFT, DRAFT_DROPPED

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

PURPOSE: Final = "person_request"
"""What the access log and the corrections say it was for."""


def confirm_words(records: Sequence[HeldRecord]) -> tuple[str, ...]:
    """What a person may type to confirm an erasure: a record's number, or a word."""
    numbers = tuple(record.number for record in records if record.number and record.kind != DRAFT)
    return (*numbers[:1], _("erase"))


def correct(uow: UnitOfWork, env: Env, actor: Actor, row_id: UUID, right: Person) -> None:
    """Put a row of personal data right; its earlier fields can be read no more.

    Every record that shows it shows the new fields from now on.  A booking that came in a day
    file has to be put right in the booking system too, else the next file brings the old ones.

    Raises:
        DeskError: "access.no_right", "person.erased", "person.empty", "text.too_long" (maximum),
            "person.not_here" for a colleague's name, and those of `contact.tidy`.
    """
    actor.require(Right.ANSWER_PERSON)
    row = uow.erasures.held([row_id]).get(row_id)
    if row is None:
        raise DeskError("person.erased")
    if row.purpose is Purpose.STAFF or row.purpose is Purpose.ASSISTANCE:
        raise DeskError("person.not_here")
    person = _tidy(row.purpose, right)
    if person == Person():
        raise DeskError("person.empty")
    if person == uow.persons.get(row_id):
        return
    at = env.clock()
    uow.erasures.correct(row_id, person, PURPOSE, at=at, actor_id=actor.account_id)
    holder = uow.holders.of([row_id]).get(row_id)
    if holder is not None:
        looked(uow, env, actor, Look.CORRECT, holder.kind, holder.id, PURPOSE)


def erase(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    records: Sequence[HeldRecord],
    ground: Ground,
    typed: str,
    rows: Collection[UUID] | None = None,
) -> int:
    """Erase what may go of the records that a person has looked at; the rest stays.

    What has to stay is judged anew.  Afterwards the database's log and the copies on this PC have
    to be rid of it too: `desk.erasing.settle`.

    Args:
        records: as `find` gave them.
        typed: one of `confirm_words`, typed by the person who grants it.
        rows: only these of their rows; None = all that may go.

    Returns:
        how many rows and drafts were erased.

    Raises:
        DeskError: "access.no_right", "erasure.not_confirmed" (word), "erasure.nothing".
    """
    actor.require(Right.ANSWER_PERSON)
    allowed = confirm_words(records)
    if typed.strip().casefold() not in {word.casefold() for word in allowed}:
        raise DeskError("erasure.not_confirmed", word=allowed[0])
    count = 0
    for record in records:
        erased = _erase(uow, env, actor, record, ground, rows)
        if erased:
            looked(uow, env, actor, Look.ERASE, record.kind, record.id, PURPOSE)
        count += erased
    if not count:
        raise DeskError("erasure.nothing")
    return count


def _erase(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    record: HeldRecord,
    ground: Ground,
    rows: Collection[UUID] | None,
) -> int:
    if record.kind == DRAFT:
        return _drop_draft(uow, env, record)
    now = gathered(uow, env, Holder(record.kind, record.id), record.matches)
    seen = {field.row_id for field in record.fields}
    wanted = [
        field.row_id
        for field in now.erasable
        if field.row_id in seen and (rows is None or field.row_id in rows)
    ]
    return uow.erasures.erase(
        wanted, Why.REQUESTED, at=env.clock(), actor_id=actor.account_id, ground=ground
    )


def _drop_draft(uow: UnitOfWork, env: Env, record: HeldRecord) -> int:
    if uow.drafts.get(record.id, record.number) is None:
        return 0
    uow.drafts.drop(record.id, record.number)
    uow.meta.note(DRAFT_DROPPED, env.clock().isoformat())
    for copies in (UNSETTLED, ELSEWHERE):
        uow.meta.note(copies, STILL)
    return 1


def _tidy(purpose: Purpose, person: Person) -> Person:
    if len(tidied(person.text)) > MAX_TEXT:
        raise DeskError("text.too_long", maximum=MAX_TEXT)
    if purpose in NAMED:
        return contact.tidy(person)
    return Person(text=tidied(person.text))


def again(reader: Reader, env: Env, actor: Actor, record: HeldRecord) -> HeldRecord:
    """A record as it stands now, after something of it was put right or erased.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.ANSWER_PERSON)
    return gathered(reader, env, Holder(record.kind, record.id), record.matches)
