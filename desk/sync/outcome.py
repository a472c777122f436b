"""How the last try went, as it is remembered on this PC: for the window, and for IT's commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_KEY: Final = "last_sync"
_KEPT_FOR: Final = timedelta(minutes=5)


class Outcome(Struct, frozen=True):
    """How the last try went.

    Args:
        at: when it was; good_at: when one last went well, which is what data of headquarters is
            as of; since: from when on it has been as it is.
        code, params: of the refusal; "" when it went well.
        offset: headquarters' clock minus this PC's, in seconds, as last heard.
        restored_at: when this database was last found to have been restored.
    """

    at: datetime
    since: datetime
    good_at: datetime | None = None
    code: str = ""
    params: dict[str, str] = {}
    offset: float = 0.0
    restored_at: datetime | None = None

    @property
    def error(self) -> DeskError | None:
        """Why the last try failed; None when it went well."""
        return DeskError(self.code, **self.params) if self.code else None


def well(
    before: Outcome | None,
    at: datetime,
    offset: timedelta,
    *,
    restored: bool,
    whole: bool = True,
) -> Outcome:
    """The outcome of a try that went well.

    Args:
        whole: everything was read; else data is as fresh as it was before.
    """
    lasts = before is not None and not before.code
    earlier = before.good_at if before is not None else None
    return Outcome(
        at=at,
        since=before.since if before is not None and lasts else at,
        good_at=at if whole else earlier,
        offset=offset.total_seconds(),
        restored_at=at if restored else (before.restored_at if before is not None else None),
    )


def failed(
    before: Outcome | None, at: datetime, code: str, params: Mapping[str, object]
) -> Outcome:
    """The outcome of a try that did not."""
    told = {name: str(value) for name, value in params.items()}
    if before is None:
        return Outcome(at, at, code=code, params=told)
    since = before.since if before.code == code else at
    return msgspec.structs.replace(before, at=at, since=since, code=code, params=told)


def last_outcome(reader: Reader) -> Outcome | None:
    """How the last try went; None when there was none."""
    kept = reader.meta.get(_KEY, "")
    try:
        return msgspec.json.decode(kept, type=Outcome) if kept else None
    except msgspec.MsgspecError:
        return None


def keep_outcome(uow: UnitOfWork, outcome: Outcome) -> None:
    """Remember it; it belongs to this PC alone."""
    uow.meta.note(_KEY, msgspec.json.encode(outcome).decode())


def worth_keeping(before: Outcome | None, now: Outcome) -> bool:
    """Whether it tells something new: a line that is quietly well writes nothing for a while."""
    if before is None or before.code != now.code or before.restored_at != now.restored_at:
        return True
    return now.at - before.at >= _KEPT_FOR
