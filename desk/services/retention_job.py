"""The erasure job: destroys the keys of personal data whose day has closed, unattended.

It runs in small steps, each a unit of work of its own, so that nobody's key press waits for it.
What it does stays in the erasure log, and outside the database in the record of erasures: when an
old copy of the database is put back, `replay` erases again before anybody can read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.erasure import Why
from desk.domain.event_data import moment
from desk.services.annex_retention import due as annex_due
from desk.services.env import Env
from desk.services.retention_clock import believe, judge
from desk.services.retention_clocks import abandoned_before, set_days

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

AT_ONCE: Final = 5
"""Keys that one step destroys."""

PORTIONS: Final = 4
"""Portions of erased pictures and scans that one step removes, 1 MB at most."""

KEEP_LINES_FOR: Final = timedelta(days=400)
"""How long the record keeps what a period ended: longer than any period but a colleague's name;
in an older copy the days themselves have closed, but for those."""

_RUN: Final = "retention.run"
_BEGUN: Final = "retention.begun"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did.

    Args:
        erased: rows; more: another step is needed.
        waits: the PC's date is not believed; nothing is erased until a person confirms it.
    """

    erased: int = 0
    more: bool = False
    waits: bool = False


def step(uow: UnitOfWork, env: Env) -> Step:
    """Do the next bit: first the days are put right, then what is due goes, then old drafts."""
    judged = judge(uow, env)
    if not judged.believed:
        return Step(waits=True)
    today = judged.today
    if uow.meta.get(_BEGUN) != _state(env, today):
        believe(uow, judged)
        set_days(uow, env, today)
        uow.meta.note(_BEGUN, _state(env, today))
        return Step(more=True)
    due = [row.person_id for row in uow.erasures.due(today, AT_ONCE)]
    erased = uow.erasures.erase(due, Why.EXPIRED, at=env.clock())
    sealed = annex_due(uow, env, today, AT_ONCE)
    erased += uow.annex.erase(sealed, Why.EXPIRED, at=env.clock())
    full = AT_ONCE in (len(due), len(sealed))
    if full or uow.attachments.sweep(PORTIONS) == PORTIONS:
        return Step(erased, more=True)
    _finish(uow, env)
    return Step(erased)


def last_run(reader: Reader) -> datetime | None:
    """When the job last came to its end."""
    known = reader.meta.get(_RUN)
    return moment(known) if known else None


def is_due(reader: Reader, env: Env) -> bool:
    """Whether the job has not come to its end today."""
    last = last_run(reader)
    return last is None or local_day(last) != local_day(env.clock())


def day_closed(uow: UnitOfWork, env: Env, site: str, day: date) -> int:
    """A site's day was closed: what help its clients needed is erased at once.

    To be called in the transaction that closes the day.

    Returns:
        how many rows were erased.
    """
    rows = uow.holders.assistance_on(site, day)
    return uow.erasures.erase(rows, Why.DAY_CLOSED, at=env.clock())


def replay(uow: UnitOfWork, env: Env, erased: Collection[UUID]) -> int:
    """Erase again whatever of these rows a restored database still holds; gives how many."""
    at = env.clock()
    rows = uow.erasures.erase(erased, Why.REPLAYED, at=at)
    return rows + uow.annex.erase(erased, Why.REPLAYED, at=at)


def begin_anew(uow: UnitOfWork) -> None:
    """Let the next step begin with the days again: a person wants to see it done now."""
    uow.meta.note(_BEGUN, "")


def _finish(uow: UnitOfWork, env: Env) -> None:
    before = abandoned_before(env)
    if before is not None:
        uow.erasures.drop_drafts(before)
    uow.meta.note(_RUN, env.clock().isoformat())


def _state(env: Env, today: date) -> str:
    """What the days were last put right for: the day and the content pack."""
    return f"{today.isoformat()} {env.pack.info.id} {env.pack.info.version}"
