"""How this PC stands with headquarters: one answer for the window and for IT's commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain.address import is_safe
from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.sync.hq_chain import Break, set_back_at
from desk.sync.outcome import Outcome, last_outcome

if TYPE_CHECKING:
    from db.stores.sync import Enrolment
    from db.unit_of_work import Reader, UnitOfWork

CLOCK_OFF_BY: Final = timedelta(minutes=2)
"""Clocks that differ by less are not worth a word."""

MADE: Final = "courier_made"
READ: Final = "courier_read"
"""Facts that hold the number of the last courier's file that was made, and of the last one that
was answered: the second since 1970 in which it was made."""

_RESTORED_FOR: Final = timedelta(hours=24)
_QUIET_FOR: Final = timedelta(minutes=15)
_SHOWN: Final = 50


class LineState(StrEnum):
    """How the line to headquarters is; each has words of its own."""

    NOT_ENROLLED = "not_enrolled"
    TRYING = "trying"  # taken in, and nothing heard yet (or for long)
    ONLINE = "online"
    OFFLINE = "offline"  # nobody answers, or somebody else does
    BUSY = "busy"  # headquarters are ill, or want to be left alone
    REFUSED = "refused"  # they answer, and refuse
    CLOCK = "clock"  # it works, but the clock of this PC is off
    REVOKED = "revoked"
    TOO_OLD = "too_old"  # the versions do not match
    RESTORED = "restored"  # it works; a backup was restored here
    COPIED = "copied"  # another copy of this database has taken over
    DOUBTED = "doubted"  # what comes does not continue what headquarters said before
    COURIER = "courier"  # offline, and files are carried
    STOPPED = "stopped"  # a person stopped it in this window


_OF_CODE: Final[dict[str, LineState]] = {
    "sync.offline": LineState.OFFLINE,
    "sync.nonsense": LineState.OFFLINE,
    "hq.interrupted": LineState.OFFLINE,
    "hq.internal": LineState.BUSY,
    "hq.database": LineState.BUSY,
    "hq.not_ready": LineState.BUSY,
    "hq.too_often": LineState.BUSY,
    "sync.unexpected": LineState.BUSY,
    "hq.stale": LineState.CLOCK,
    "hq.revoked": LineState.REVOKED,
    "hq.unknown_device": LineState.REVOKED,
    "hq.path": LineState.TOO_OLD,
    "hq.method": LineState.TOO_OLD,
    "hq.request": LineState.TOO_OLD,
    "sync.unknown_refusal": LineState.TOO_OLD,
    "hq.superseded": LineState.COPIED,
    "hq.forked": LineState.COPIED,
    **dict.fromkeys(Break, LineState.DOUBTED),
}


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Where headquarters are, and how to get there.

    Args:
        proxy: "" = as the system says, "none", or an address; ca_file: "" = the system's.
    """

    url: str = ""
    ca_file: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that one end refused; the row itself stays.

    Args:
        kind: of the change; code: why; came: from headquarters, else it went there.
    """

    kind: str
    code: str
    at: datetime
    came: bool


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The newest state of the incident log that headquarters countersigned."""

    size: int
    root: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class SyncState:
    """How this PC stands with headquarters.

    Args:
        as_of: how fresh headquarters' data is here; since: how long it has been in this state.
        error: why the last try failed.
        waiting: changes that headquarters lack; oldest: when the first of them was made.
        refusals: how many changes were refused; refused: the newest of them, only for whoever
            may see them.
        unknown: so many that came wait for a newer program.
        offset: headquarters' clock minus this PC's.
        log_refused: when headquarters refused the incident log, which contradicts what they had
            witnessed; None while they do not.
        hq_set_back: when headquarters were last found set back to an earlier state.
        branch, device: as which headquarters know this PC.
    """

    state: LineState = LineState.NOT_ENROLLED
    as_of: datetime | None = None
    since: datetime | None = None
    error: DeskError | None = None
    waiting: int = 0
    oldest: datetime | None = None
    refusals: int = 0
    refused: tuple[Refused, ...] = ()
    unknown: int = 0
    offset: timedelta = timedelta()
    witnessed: Witnessed | None = None
    log_refused: datetime | None = None
    hq_set_back: datetime | None = None
    branch: str = ""
    device: UUID | None = None
    settings: LineSettings = LineSettings()


def read(reader: Reader, now: datetime, *, details: bool = False) -> SyncState:
    """How this PC stands.

    Args:
        details: with the refusals themselves and the addresses.
    """
    known = reader.sync.enrolment()
    if known is None:
        return SyncState()
    outcome = last_outcome(reader)
    made, answered = _carried(reader, MADE), _carried(reader, READ)
    waiting, oldest = reader.sync.unsent(known.epoch, known.seq, known.acked, known.sealed)
    root, alarm = reader.sync.last_witnessed(), reader.witness.alarm()
    return SyncState(
        state=state_of(outcome, made, now),
        as_of=_latest(outcome.good_at if outcome is not None else None, answered),
        since=outcome.since if outcome is not None else known.enrolled_at,
        error=outcome.error if outcome is not None else None,
        waiting=waiting,
        oldest=oldest,
        refusals=reader.sync.sent_refused_count() + reader.sync.came_count("refused"),
        refused=_refused(reader) if details else (),
        unknown=reader.sync.came_count("unknown"),
        offset=timedelta(seconds=outcome.offset) if outcome is not None else timedelta(),
        witnessed=Witnessed(root.size, root.root, root.at) if root is not None else None,
        log_refused=alarm.at if alarm is not None else None,
        hq_set_back=set_back_at(reader, known),
        branch=known.stream,
        device=known.device,
        settings=_settings(known) if details else LineSettings(),
    )


def of_actor(reader: Reader, env: Env, actor: Actor) -> SyncState:
    """The same as a person may see it: everybody the state, who keeps the data safe all of it."""
    return read(reader, env.clock(), details=Right.KEEP_SAFE in RIGHTS[actor.role])


def state_of(outcome: Outcome | None, courier: datetime | None, now: datetime) -> LineState:
    """What the last try says of the line, and a courier's file that was made since it was well."""
    if outcome is None:
        return LineState.TRYING
    if outcome.code:
        local = outcome.code.startswith("db.")  # this PC's own trouble: it waits, and tries again
        state = _OF_CODE.get(outcome.code, LineState.BUSY if local else LineState.REFUSED)
        newer = courier is not None and (outcome.good_at is None or courier > outcome.good_at)
        return LineState.COURIER if newer and state is LineState.OFFLINE else state
    if abs(now - outcome.at) > _QUIET_FOR:
        return LineState.TRYING
    if outcome.restored_at is not None and now - outcome.restored_at < _RESTORED_FOR:
        return LineState.RESTORED
    off = abs(outcome.offset) > CLOCK_OFF_BY.total_seconds()
    return LineState.CLOCK if off else LineState.ONLINE


def may_set(_reader: Reader, _env: Env, actor: Actor) -> None:
    """Refuse whoever may not set the line; DeskError "access.no_right"."""
    actor.require(Right.KEEP_SAFE)


def may_enrol(_reader: Reader, _env: Env, actor: Actor) -> None:
    """Refuse whoever may not have this PC taken in: it is for head and IT.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.KEEP_SAFE)
    actor.require(Right.MANAGE_ACCOUNTS)


def set_line(uow: UnitOfWork, env: Env, actor: Actor, wanted: LineSettings) -> LineSettings:
    """Use another way to headquarters from the next try on; it is logged.

    Raises:
        DeskError: "access.no_right", "sync.address", "sync.not_enrolled".
    """
    actor.require(Right.KEEP_SAFE)
    if not is_safe(wanted.url):
        raise DeskError("sync.address")
    if uow.sync.enrolment() is None:
        raise DeskError("sync.not_enrolled")
    looked(uow, env, actor, Look.CONFIRM, "database", None, "sync_line")
    uow.sync.change(url=wanted.url, ca_file=wanted.ca_file, proxy=wanted.proxy)
    return wanted


def _settings(known: Enrolment) -> LineSettings:
    return LineSettings(known.url, known.ca_file, known.proxy)


def _refused(reader: Reader) -> tuple[Refused, ...]:
    from db.stores.sync_facts import made_at

    sent = [
        Refused(row.kind, row.reason, made_at(row.op_id), came=False)
        for row in reader.sync.sent_refused(_SHOWN)
    ]
    came = [
        Refused(row.kind, row.reason, row.at, came=True) for row in reader.sync.came_refused(_SHOWN)
    ]
    return tuple(sorted(sent + came, key=lambda one: one.at, reverse=True)[:_SHOWN])


def _carried(reader: Reader, fact: str) -> datetime | None:
    """When a courier's file was made; as of when headquarters' answer to it is, at the least."""
    number = reader.meta.get(fact, "")
    return datetime.fromtimestamp(int(number), UTC) if number else None


def _latest(*moments: datetime | None) -> datetime | None:
    return max((one for one in moments if one is not None), default=None)
