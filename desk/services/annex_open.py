"""Opening a sealed annex: by a head or named deputy, with the full password, for a purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from db.annex_cipher import open_entry, open_key
from db.stores.annex_rows import EntryRow
from desk.domain.annex import (
    EarlierOpening,
    FileKey,
    Identity,
    OpenedEntry,
    OpenedFile,
    Opening,
    OpenPurpose,
    Sealed,
    require_purpose,
    tidy_words,
)
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.domain.roles import Actor, Right
from desk.services import annex, annex_reseal, session
from desk.services.access import Look, looked
from desk.services.annex_body import decoded
from desk.services.annex_reseal import Unlocked
from desk.services.env import Env
from desk.services.session import Verified

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


class Unread(Enum):
    """Why an entry cannot be read."""

    NO_KEY = "no_key"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Proof:
    """A password that was tried, and what it unlocked; right or wrong, `open` decides."""

    verified: Verified
    unlocked: Unlocked | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedAnnex:
    """An annex as it was opened just now.

    Args:
        entries: who it was, first to last; openings: who opened it before, and why.
        names: of colleagues by account.
        files: sealed pictures and scans, first to last, with what opens them.
        locked: entries that could not be opened, as their keys have not been handed on yet.
        lost: entries whose keys are gone: nobody who holds keys now can open them.
        damaged: entries that were altered or damaged; the others are as they were sealed.
    """

    incident_id: UUID
    number: str
    purpose: OpenPurpose
    at: datetime
    entries: tuple[OpenedEntry, ...]
    openings: tuple[EarlierOpening, ...]
    names: dict[UUID, str]
    locked: int
    files: tuple[OpenedFile, ...] = ()
    lost: int = 0
    damaged: int = 0


def prove(reader: Reader, env: Env, actor: Actor, password: str) -> Proof:
    """Try the full password; slow on purpose, so never inside a write transaction.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "session.locked" (minutes),
            "account.unknown".
    """
    actor.require(Right.OPEN_ANNEX)
    verified = session.check_own(reader, env, actor, password)
    unlocked = annex_reseal.unlock(reader, actor.account_id, password) if verified.right else None
    return Proof(verified, unlocked)


def open(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    proof: Proof,
    purpose: OpenPurpose,
    words: str,
) -> OpenedAnnex:
    """Open an annex; the access log keeps the purpose, the annex itself the words.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "session.wrong_password" and the
            others of `session.begin`, "annex.words_missing", "text.too_long" (maximum),
            "text.personal_code", "annex.level_low", "annex.nothing", "annex.erased",
            "annex.no_keys", "annex.waiting", "annex.key_lost", "annex.damaged",
            "incident.unknown".
    """
    actor.require(Right.OPEN_ANNEX)
    session.proved(uow, env, actor, proof.verified)
    clean = tidy_words(words)
    incident = uow.incidents.get(incident_id)
    require_purpose(purpose, incident.level)
    kept = _kept(uow, incident_id)
    if proof.unlocked is None:
        raise DeskError("annex.no_keys")
    read = [(row, _read(uow, row, proof.unlocked)) for row in kept]
    lost, damaged = uow.annex.orphans_of(incident_id), _count(read, Unread.DAMAGED)
    people = tuple(
        OpenedEntry(row.at, row.actor_id, what) for row, what in read if isinstance(what, Identity)
    )
    files = tuple(
        OpenedFile(row.at, row.actor_id, what) for row, what in read if isinstance(what, FileKey)
    )
    if not people and not files:
        why = "annex.key_lost" if lost else "annex.waiting"
        raise DeskError("annex.damaged" if damaged else why)
    annex.put(uow, env, actor, incident_id, Opening(purpose, clean))
    names = [entry.who.name for entry in people]
    looked(uow, env, actor, Look.OPEN, "annex", incident_id, purpose.value, names=names)
    return OpenedAnnex(
        incident_id=incident_id,
        number=incident.number,
        purpose=purpose,
        at=env.clock(),
        entries=people,
        openings=tuple(
            EarlierOpening(row.at, row.actor_id, what)
            for row, what in read
            if isinstance(what, Opening)
        ),
        names=uow.accounts.names(),
        locked=max(_count(read, Unread.NO_KEY) - lost, 0),
        files=files,
        lost=lost,
        damaged=damaged,
    )


@dataclass(frozen=True, slots=True)
class Annexed:
    """An incident that has a sealed annex, as a list shows it."""

    incident_id: UUID
    number: str
    kind: IncidentKind
    occurred_at: datetime


def annexed(reader: Reader, env: Env, actor: Actor) -> tuple[Annexed, ...]:
    """All of them, newest first: no search reaches what is sealed, so a person has to choose.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.ANSWER_PERSON)
    found = map(reader.incidents.get, reader.annex.annexed())
    lines = [Annexed(one.id, one.number, one.kind, one.occurred_at) for one in found]
    return tuple(sorted(lines, key=lambda line: line.occurred_at, reverse=True))


def _kept(reader: Reader, incident_id: UUID) -> tuple[EntryRow, ...]:
    rows = reader.annex.entries(incident_id)
    kept = tuple(row for row in rows if not row.erased)
    if not kept:
        raise DeskError("annex.erased" if rows else "annex.nothing")
    return kept


def _count(read: Sequence[tuple[EntryRow, Sealed | Unread]], why: Unread) -> int:
    return sum(what is why for _row, what in read)


def _read(reader: Reader, row: EntryRow, unlocked: Unlocked) -> Sealed | Unread:
    """What an entry holds, as far as it can be read: one that is damaged hides no other."""
    sealed = reader.annex.key(row.id, unlocked.holder_id)
    if sealed is None:
        return Unread.NO_KEY
    try:
        key = open_key(row.id, sealed, unlocked.private)
        return decoded(open_entry(row.incident_id, row.id, replace(row.body, key=key)))
    except DeskError:
        return Unread.DAMAGED
