"""Keeping the branch's data safe: what is set, when a backup is due, how long copies may stay."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from db.backup_make import BACKUPS
from db.backup_shelf import Keep, Kept, shelf
from db.erasure_record import ELSEWHERE, STILL
from db.mirror_files import mirror_folder
from desk.domain.clock import at_local, local_day
from desk.domain.errors import DeskError
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

T = TypeVar("T")

_SETTINGS: Final = "safety"
_RESULT: Final = "safety.backup"
_DAYS: Final = 7
_WEEKS: Final = 4
_TRY_AGAIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SafetySettings:
    """What this PC does to keep its data safe.

    Args:
        place: the second place, a folder on a share or another disk; "" = none is set.
        daily_at: local time after which the day's backup is made in the first quiet moment.
        earlier: places that were used before: nobody clears the copies in them any more, until a
            person has said that they were deleted.
    """

    place: str = ""
    daily_at: time = time(16)
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A place that is no longer used.

    Args:
        place: as it was set; folder: this PC's own folder in it, which may still hold copies.
    """

    place: str
    folder: str


@dataclass(frozen=True, slots=True)
class BackupResult:
    """How the backups of this PC went.

    Args:
        good_at: when the newest proven one was made; None = none yet.
        file: its name; size: bytes; seconds: how long making and checking took.
        second: code of why it is not in the second place too; "" = it is, None = none is set.
        failed_at, failed, failed_with: the newest failure after that, its code and its params.
    """

    good_at: datetime | None = None
    file: str = ""
    size: int = 0
    seconds: float = 0.0
    second: str | None = None
    failed_at: datetime | None = None
    failed: str = ""
    failed_with: dict[str, str | int] = field(default_factory=dict)

    @property
    def failure(self) -> DeskError | None:
        """What went wrong the last time; None when it went well."""
        return DeskError(self.failed, **self.failed_with) if self.failed else None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page about safety shows.

    Args:
        backups: those of the data folder, newest first; keep: how long they stay.
        free: megabytes left on the data folder's disk.
        earlier: places that may still hold copies, which a person has to delete by hand.
    """

    settings: SafetySettings
    result: BackupResult
    backups: tuple[Kept, ...]
    keep: Keep
    free: int
    earlier: tuple[Earlier, ...] = ()


def settings(reader: Reader) -> SafetySettings:
    """What is set on this PC."""
    return _read(reader, _SETTINGS, SafetySettings)


def result(reader: Reader) -> BackupResult:
    """How the last backups went."""
    return _read(reader, _RESULT, BackupResult)


def set_place(uow: UnitOfWork, env: Env, actor: Actor, place: str) -> SafetySettings:
    """Set the second place, "" for none; it is logged, because copies of everything go there.

    The place before it stays known as an earlier one.  Copies that lie in the new one since it was
    used before are rid of what has been erased since.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.KEEP_SAFE)
    known = settings(uow)
    looked(uow, env, actor, Look.EXPORT, "database", None, "second_place")
    if place and place != known.place:
        uow.meta.note(ELSEWHERE, STILL)
    used = dict.fromkeys((*known.earlier, known.place))
    earlier = tuple(one for one in used if one and one != place)
    return _keep(uow, replace(known, place=place, earlier=earlier))


def forget_place(uow: UnitOfWork, env: Env, actor: Actor, place: str) -> SafetySettings:
    """A person has deleted the copies in an earlier place; it is logged.

    Raises:
        DeskError: "access.no_right", "mirror.not_earlier" (place).
    """
    actor.require(Right.KEEP_SAFE)
    known = settings(uow)
    if place not in known.earlier:
        raise DeskError("mirror.not_earlier", place=place)
    looked(uow, env, actor, Look.CONFIRM, "database", None, "copies_deleted")
    return _keep(uow, replace(known, earlier=tuple(one for one in known.earlier if one != place)))


def earlier_places(env: Env, known: SafetySettings) -> tuple[Earlier, ...]:
    """The earlier places and this PC's folders in them; nobody looks whether they are there."""
    site, device = env.home_branch, str(env.device_id)
    return tuple(
        Earlier(place, str(mirror_folder(Path(place), site, device))) for place in known.earlier
    )


def set_daily_at(uow: UnitOfWork, env: Env, actor: Actor, daily_at: time) -> SafetySettings:
    """Set the time after which the day's backup is made.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.KEEP_SAFE)
    return _keep(uow, replace(settings(uow), daily_at=daily_at))


def may_back_up(actor: Actor) -> None:
    """Refuse whoever has no business with backups; DeskError "access.no_right"."""
    actor.require(Right.KEEP_SAFE)


def note_backup(uow: UnitOfWork, done: BackupResult) -> None:
    """Remember a proven backup."""
    uow.settings.put(_RESULT, msgspec.to_builtins(done))


def timed(done: BackupResult, seconds: float) -> BackupResult:
    """The same, with how long it took."""
    return replace(done, seconds=round(seconds, 1))


def note_failure(uow: UnitOfWork, at: datetime, error: DeskError) -> None:
    """Remember that a backup failed; the newest good one stays known."""
    params = {name: v if isinstance(v, int) else str(v) for name, v in error.params.items()}
    told = replace(result(uow), failed_at=at, failed=error.code, failed_with=params)
    uow.settings.put(_RESULT, msgspec.to_builtins(told))


def overview(reader: Reader, env: Env, actor: Actor, folder: Path) -> Overview:
    """How safe the data of a folder is.  The second place is not looked at: it may hang.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.KEEP_SAFE)
    free = shutil.disk_usage(folder).free >> 20
    known, backups = settings(reader), shelf(folder / BACKUPS)
    earlier = earlier_places(env, known)
    return Overview(known, result(reader), backups, keep(env), free, earlier)


def due(reader: Reader, env: Env) -> bool:
    """Whether the day's backup should be made in this quiet moment.

    It is due from the set time on, also the next morning when it was missed; and once more when
    a day was closed after it.  After a failure the next try is an hour later.
    """
    if env.demo:
        return False
    now, known = env.clock(), result(reader)
    if known.failed_at is not None and now - _TRY_AGAIN < known.failed_at <= now:
        return False
    since = max(_last_time(now, settings(reader).daily_at), _closed(reader, env, now))
    return known.good_at is None or not since <= known.good_at <= now


def keep(env: Env) -> Keep:
    """How long backups may stay: never longer than what they hold of persons (design).

    A pack without any period keeps what is usual.
    """
    personal = set(Purpose)  # drafts and records without names have periods of their own
    periods = [one.days for one in env.policy.retention if one.days > 0 and one.purpose in personal]
    most = min([*periods, _WEEKS * 7])
    return Keep(min(_DAYS, most), _WEEKS, most)


def latest_change(reader: Reader) -> int:
    """The number of the newest change, to be compared with the one that is safe."""
    return reader.outbox.last()


def _read(reader: Reader, key: str, kind: type[T]) -> T:
    """A value of this PC's settings; the default when it was never set or is odd."""
    try:
        return msgspec.convert(reader.settings.get(key, {}), kind)
    except msgspec.ValidationError:
        return kind()


def _keep(uow: UnitOfWork, wanted: SafetySettings) -> SafetySettings:
    uow.settings.put(_SETTINGS, msgspec.to_builtins(wanted))
    return wanted


def _last_time(now: datetime, wall: time) -> datetime:
    today = at_local(local_day(now), wall)
    if today <= now:
        return today
    return at_local(local_day(now) - timedelta(days=1), wall)


def _closed(reader: Reader, env: Env, now: datetime) -> datetime:
    """When the home branch's day was closed, long ago when it was not."""
    record = reader.days.of(env.home_branch, local_day(now))
    known = record.closed_at if record is not None else None
    return known or datetime.min.replace(tzinfo=now.tzinfo)
