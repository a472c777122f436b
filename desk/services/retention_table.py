"""The table of purposes and periods, what is held under each now, and what has been erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from db.stores.annex import PURPOSE as ANNEX
from desk.domain.clock import local_day
from desk.domain.erasure import ErasureLine, Kept
from desk.domain.errors import DeskError
from desk.domain.person import Purpose
from desk.domain.roles import RIGHTS, Actor, Right
from desk.i18n import _, language, marked, ngettext
from desk.services import retention_job
from desk.services.content.schema import Retention
from desk.services.env import Env
from desk.services.retention_clock import Judged, judge
from desk.services.retention_clocks import DRAFT

if TYPE_CHECKING:
    from uuid import UUID

    from db.unit_of_work import Reader, UnitOfWork

MAY_SEE: Final = frozenset({Right.ANSWER_PERSON, Right.READ_ACCESS_LOG, Right.KEEP_SAFE})
"""One of these is enough to see what is kept and was erased; it names no client."""

_MOST_LINES: Final = 200
_NAMES: Final = {
    Purpose.APPOINTMENT.value: marked("Bookings: name and contact"),
    Purpose.VISIT_CONTACT.value: marked("Visits: how to reach the client"),
    Purpose.VISIT_NOTE.value: marked("Visits: notes"),
    Purpose.VISIT_REASON.value: marked("Visits: why they ended, legal basis"),
    Purpose.ASSISTANCE.value: marked("Help that a client needs"),
    Purpose.INCIDENT_TEXT.value: marked("Incidents: what happened"),
    Purpose.INCIDENT_TOLD.value: marked("Incidents: who was told"),
    Purpose.INCIDENT_DETAIL.value: marked("Incidents: details and review"),
    Purpose.INCIDENT_FILE.value: marked("Incidents: pictures and scans"),
    Purpose.CALL_NOTE.value: marked("Telephone notes"),
    Purpose.FOLLOW_UP.value: marked("Follow-ups: what is to be done"),
    Purpose.DAY_NOTE.value: marked("Days: why there was overtime"),
    Purpose.STAFF.value: marked("Colleagues: name and login"),
    DRAFT: marked("Unfinished reports"),
    ANNEX: marked("Incidents: who it was, sealed"),
    "incident_record": marked("Incidents without the texts"),
    "access_log": marked("Access log"),
}
_OTHERS: Final = (
    (
        marked("Access log, sessions"),
        marked("stay: they hold ids alone, which name nobody once the data behind is erased"),
    ),
    (
        marked("Events, erasure log, record of erasures"),
        marked("stay: ids, instants and codes, no words about anybody"),
    ),
    (
        marked("Record of imported files"),
        marked("stays: days, counts and a digest; the file itself is never kept"),
    ),
    (
        marked("Backups on this PC"),
        marked("are deleted in rotation, and rid of erased data until then"),
    ),
    (
        marked("Program log and crash reports"),
        marked("hold no personal data; the oldest go when 6 MB are full"),
    ),
)


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """One purpose: its period, and what is held.

    Args:
        days: None when headquarters has set no period.
        default: the period is the program's own, until headquarters says.
        rows: held now; None for records without personal data, which are not counted.
    """

    purpose: str
    name: str
    days: int | None
    counted_from: str
    basis: str
    default: bool
    rows: int | None
    oldest: datetime | None
    next_expiry: date | None
    overdue: int


@dataclass(frozen=True, slots=True)
class RetentionTable:
    """Everything about periods and erasures that needs no names.

    Args:
        others: what else is kept, and for how long, in words.
        last_run: when the erasure job last came to its end.
        date: what is thought of the PC's date; nothing is erased unless it is believed.
    """

    rows: tuple[PurposeRow, ...]
    others: tuple[tuple[str, str], ...]
    last_run: datetime | None
    date: Judged

    @property
    def without_period(self) -> tuple[str, ...]:
        """Purposes for which headquarters has set nothing."""
        return tuple(row.purpose for row in self.rows if row.days is None)

    @property
    def overdue(self) -> int:
        """Rows whose day has closed and that are still there."""
        return sum(row.overdue for row in self.rows)


@dataclass(frozen=True, slots=True)
class RetentionState:
    """The table, and the newest lines of the erasure log with who granted them."""

    table: RetentionTable
    log: tuple[tuple[ErasureLine, str], ...]


def purpose_name(purpose: str) -> str:
    """A purpose in words, in the language in force."""
    return _(_NAMES[purpose]) if purpose in _NAMES else purpose


def table(reader: Reader, env: Env) -> RetentionTable:
    """The table; it holds nothing personal, so nobody has to sign in."""
    return RetentionTable(
        rows=tuple(_rows(reader, env)),
        others=tuple((_(what), _(rule)) for what, rule in _OTHERS),
        last_run=retention_job.last_run(reader),
        date=judge(reader, env),
    )


def state(reader: Reader, env: Env, actor: Actor) -> RetentionState:
    """The table and the erasure log.

    Raises:
        DeskError: "access.no_right".
    """
    _require(actor)
    names = reader.accounts.names()
    lines = reader.erasures.lines(_MOST_LINES)
    return RetentionState(
        table=table(reader, env),
        log=tuple((line, _who(names, line)) for line in lines),
    )


def run_anew(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Let the erasure job begin again at once, though it ran today.

    Raises:
        DeskError: "access.no_right".
    """
    _require(actor)
    retention_job.begin_anew(uow)


def _require(actor: Actor) -> None:
    if not MAY_SEE & RIGHTS[actor.role]:
        right = Right.READ_ACCESS_LOG.value
        raise DeskError("access.no_right", right=right, role=actor.role.value)


def _rows(reader: Reader, env: Env) -> Iterator[PurposeRow]:
    periods = {one.purpose: one for one in env.policy.retention}
    kept = {one.purpose: one for one in reader.erasures.kept(local_day(env.clock()))}
    for purpose in (*map(str, Purpose), DRAFT):
        drafts = _drafts(reader) if purpose == DRAFT else None
        yield _row(purpose, periods.pop(purpose, None), kept.get(purpose), drafts)
    for purpose, period in periods.items():
        yield _row(purpose, period, None, _sealed(reader) if purpose == ANNEX else None)


def _row(
    purpose: str,
    period: Retention | None,
    kept: Kept | None,
    others: tuple[datetime, ...] | None,
) -> PurposeRow:
    counted = purpose in set(Purpose) or others is not None
    rows = kept.rows if kept else len(others or ())
    basis = period.basis if period else None
    return PurposeRow(
        purpose=purpose,
        name=purpose_name(purpose),
        days=period.days if period else None,
        counted_from=period.counted_from.get(language()) if period else "",
        basis=basis.get(language()) if basis else "",
        default=period.default if period else False,
        rows=rows if counted else None,
        oldest=kept.oldest if kept else min(others or (), default=None),
        next_expiry=kept.next_expiry if kept else None,
        overdue=kept.overdue if kept else 0,
    )


def _drafts(reader: Reader) -> tuple[datetime, ...]:
    return tuple(draft.at for draft in reader.erasures.drafts())


def _sealed(reader: Reader) -> tuple[datetime, ...]:
    """Since when each incident has something sealed; when it goes, its end decides."""
    return tuple(oldest for _entries, oldest in reader.annex.annexed().values())


def _who(names: dict[UUID, str], line: ErasureLine) -> str:
    return names.get(line.actor_id, "") if line.actor_id else ""


def period_text(days: int | None, counted_from: str) -> str:
    """A period in words, e.g. "30 days from the day of the visit".

    Args:
        days: 0 = the moment itself that is counted from; None = none is set.
        counted_from: the pack's words in the language in force.
    """
    if days is None:
        return _("Headquarters has set no period: it stays until it does")
    if days == 0:
        return counted_from
    length = ngettext("{n} day", "{n} days", days).format(n=days)
    return f"{length} {counted_from}"
