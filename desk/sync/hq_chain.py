"""The branch checks headquarters' own chain: what they said once, they cannot unsay unseen.

Headquarters chain their own operations in each stream as every PC does its own.  Whoever holds
their database could change one, leave one out, or write the whole chain anew; a PC that has read it
keeps the last number and hash of it, and takes no page that does not go on from there.

Headquarters that were set back to an earlier state lose what came since and go on with other
operations.  That is known from their streams, which are then read anew from the start: what is
known here must come back as it was, and that the newest of it is gone is told.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from desk.domain.errors import DeskError
from desk.sync.chain import op_hash
from desk.sync.wire import HQ_EPOCH, HQ_STREAM, NOTHING, Change, Op, Page

if TYPE_CHECKING:
    from db.database import Database
    from db.stores.sync import Enrolment
    from db.unit_of_work import Reader, UnitOfWork

log = logging.getLogger(__name__)

_KEY: Final = "hq_chain."
"""Begin of the facts that hold how far headquarters' chain of a stream is known."""


class Break(StrEnum):
    """What is wrong with a page, as the code that both ends have words for."""

    MISSING = "sync.hq_missing"  # an operation was left out
    REORDERED = "sync.hq_reordered"  # it stands before another that it came after, or comes twice
    ALTERED = "sync.hq_altered"  # an operation is not what its hash says, or what it was here
    OTHER_PAST = "sync.hq_other_past"  # it follows something else than what was read before


SET_BACK: Final = "sync.hq_set_back"
"""Told to headquarters when the newest of what is known here is not there any more."""

CODES: Final = (*Break, SET_BACK)
"""As what PCs tell headquarters that their chain is not what it was."""


class Link(Struct, frozen=True):
    """The last operation of headquarters in a stream; number 0 before the first."""

    seq: int = 0
    hash: bytes = NOTHING
    op_id: UUID | None = None


class Doubt(Struct, frozen=True):
    """A page that was not taken.

    Args:
        code: of `Break`; seq: of the operation at which it shows; at: when this PC first saw it.
    """

    code: str
    seq: int
    at: datetime


class Followed(Struct, frozen=True):
    """How far headquarters' chain of a stream is known.

    Args:
        before: while the stream is read anew: the last link of what was known.
        doubt: why the next page is not taken; set_back: when headquarters were found set back.
    """

    hq: UUID
    last: Link = Link()
    before: Link | None = None
    doubt: Doubt | None = None
    set_back: datetime | None = None


class BrokenError(Exception):
    """A page does not continue the chain."""

    def __init__(self, how: Break, change: Change) -> None:
        super().__init__(how)
        self.how, self.change = how, change


def follow(hq: UUID, last: Link, changes: Sequence[Change]) -> Link:
    """The last link after some more operations of headquarters.

    Raises:
        BrokenError: at the first one that does not follow the one before it.
    """
    for n, change in enumerate(changes):
        if change.epoch != HQ_EPOCH:
            raise BrokenError(Break.OTHER_PAST, change)
        if change.seq != last.seq + 1:
            raise BrokenError(_misplaced(last.seq + 1, changes[n:]), change)
        if op_hash(hq, HQ_EPOCH, _op(change), last.hash) != change.hash:
            raise BrokenError(Break.ALTERED if n else Break.OTHER_PAST, change)
        last = Link(change.seq, change.hash, change.op_id)
    return last


def take(uow: UnitOfWork, known: Enrolment, page: Page) -> bool:
    """Look whether a page continues headquarters' chain, before anything of it is kept.

    Args:
        uow: the transaction that keeps the page with its cursor; nothing is written in it yet.

    Returns:
        False when the page is not to be taken: that is noted, committed and told to headquarters.
    """
    stream = page.stream
    kept = _kept(uow, known, stream)
    given = [change for change in page.changes if change.device == known.hq]
    if kept is not None and not given and not _has_more_to_say(kept, page):
        return True
    old = kept or Followed(known.hq, _seen(uow, known, page))
    begun = Followed(known.hq, before=old.before or old.last) if _is_anew(old, page) else old
    try:
        _require_as_known(uow, begun, given)
        last = follow(known.hq, begun.last, given)
    except BrokenError as broken:
        _doubt(uow, stream, old, broken)
        return False
    _keep(uow, stream, _went_on(uow, begun, last, page, old.set_back))
    return True


def doubt(reader: Reader | UnitOfWork, known: Enrolment) -> Doubt | None:
    """Why a stream of headquarters is not read on; None when they all are."""
    found = (_kept(reader, known, stream) for stream in (known.stream, HQ_STREAM))
    return next((one.doubt for one in found if one is not None and one.doubt is not None), None)


def set_back_at(reader: Reader, known: Enrolment) -> datetime | None:
    """When headquarters were last found set back to an earlier state; None when never."""
    found = (_kept(reader, known, stream) for stream in (known.stream, HQ_STREAM))
    return max((one.set_back for one in found if one and one.set_back is not None), default=None)


def is_whole(database: Database) -> bool:
    """Whether everything that headquarters had to say was taken."""
    with database.reader() as reader:
        known = reader.sync.enrolment()
        return known is None or doubt(reader, known) is None


def require_whole(database: Database, heads: Mapping[str, int]) -> None:
    """End a round in which a page was not taken; a doubt of what is there no more is over.

    Args:
        heads: the last numbers of the streams.

    Raises:
        DeskError: a code of `Break`, with `seq`, the number of the operation.
    """
    if is_whole(database):
        return
    with database.unit_of_work() as uow:
        known = uow.sync.enrolment()
        assert known is not None
        for stream, head in heads.items():
            kept, cursor = _kept(uow, known, stream), uow.sync.cursor(stream)
            at_end = (cursor.seq if cursor else 0) >= head
            if kept is not None and kept.doubt is not None and at_end:
                _keep(uow, stream, msgspec.structs.replace(kept, doubt=None))
        left = doubt(uow, known)
        uow.commit()
    if left is not None:
        raise DeskError(left.code, seq=left.seq)


def _kept(reader: Reader | UnitOfWork, known: Enrolment, stream: str) -> Followed | None:
    """What is known of a stream; nothing, when it was said by other headquarters."""
    text = reader.meta.get(_KEY + stream, "")
    found = msgspec.json.decode(text, type=Followed) if text else None
    return found if found is not None and found.hq == known.hq else None


def _keep(uow: UnitOfWork, stream: str, now: Followed) -> None:
    uow.meta.note(_KEY + stream, msgspec.json.encode(now).decode())


def _seen(uow: UnitOfWork, known: Enrolment, page: Page) -> Link:
    """The last link, of a stream that was read before anybody looked at its chain."""
    row = uow.received.last_of(page.stream, known.hq)
    return Link() if row is None else Link(row.op_seq, bytes(row.hash), row.op_id)


def _is_anew(kept: Followed, page: Page) -> bool:
    """Whether a stream that is known is read from its start again."""
    return page.changes[0].feed == 1 and kept.last.seq > 0


def _has_more_to_say(kept: Followed, page: Page) -> bool:
    """Whether a page says something about the chain though it has none of its operations."""
    return kept.doubt is not None or kept.before is not None or _is_anew(kept, page)


def _misplaced(expected: int, rest: Sequence[Change]) -> Break:
    behind = rest[0].seq < expected or any(change.seq == expected for change in rest)
    return Break.REORDERED if behind else Break.MISSING


def _require_as_known(uow: UnitOfWork, begun: Followed, given: Sequence[Change]) -> None:
    """What comes once more must be what it was: an operation's hash covers all before it.

    Raises:
        BrokenError: at the first one that is not.
    """
    if begun.before is None:
        return
    hashes: Mapping[UUID, bytes] = uow.received.hashes_of([change.op_id for change in given])
    for change in given:
        if hashes.get(change.op_id, change.hash) != change.hash:
            raise BrokenError(Break.ALTERED, change)


def _went_on(
    uow: UnitOfWork, begun: Followed, last: Link, page: Page, set_back: datetime | None
) -> Followed:
    """How it stands after a page; tells once when the newest of what was known is gone."""
    before = begun.before
    if before is not None and (last.seq >= before.seq or page.changes[-1].feed >= page.head):
        if before.op_id is not None and not _is_back(before, last, page):
            uow.received.tell(before.op_id, SET_BACK)
            log.warning("headquarters were set back: %s has lost operations", page.stream)
            set_back = uow.now
        before = None
    return Followed(begun.hq, last, before, None, set_back)


def _is_back(before: Link, last: Link, page: Page) -> bool:
    """Whether the last link that was known came again, at the end of a page or within it."""
    return last.hash == before.hash or any(one.hash == before.hash for one in page.changes)


def _doubt(uow: UnitOfWork, stream: str, kept: Followed, broken: BrokenError) -> None:
    """Note what is wrong, and tell headquarters after which operation, once."""
    change, code = broken.change, broken.how.value
    first = kept.doubt is None or (kept.doubt.code, kept.doubt.seq) != (code, change.seq)
    if not first:
        return
    log.error("%s: headquarters' operation %d in %s", code, change.seq, stream)
    uow.received.tell(kept.last.op_id or change.op_id, code)
    _keep(uow, stream, msgspec.structs.replace(kept, doubt=Doubt(code, change.seq, uow.now)))
    uow.commit()


def _op(change: Change) -> Op:
    return Op(
        change.op_id,
        change.txn_id,
        change.seq,
        change.ends,
        change.schema,
        change.kind,
        change.body,
    )
