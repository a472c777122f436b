"""Reading the access log: for the data-protection officer and the head; reading it is a look too.

No client's name is in it, nor shown beside it: bookings are told by their slot, visits by their
ticket, incidents by their number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import at_local, local
from desk.domain.collation import sort_key
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env

if TYPE_CHECKING:
    from db.stores.access_log import Access
    from db.unit_of_work import Reader, UnitOfWork

PAGE = 200
"""Lines that are read at once."""

_AT_ONCE = 2000
_COLUMNS = ("time", "person", "login", "what", "record", "purpose", "own_record")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines are wanted.

    Args:
        first, last: local days, both included.
        account_id, what: None and "" for all.
        own: only looks at one's own record or a namesake's.
    """

    first: date
    last: date
    account_id: UUID | None = None
    what: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class LogLine:
    """One look, readable.

    Args:
        who: the colleague; "" for this PC (nobody was signed in).
        subject: which record, without anybody's name; "" where many were meant.
    """

    access: Access
    who: str
    login: str
    subject: str

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.access.at


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines, the newest first; `more`: there are older ones."""

    lines: tuple[LogLine, ...]
    more: bool


def open_log(uow: UnitOfWork, env: Env, actor: Actor, wanted: LogFilter) -> LogPage:
    """The first lines of a filter; logged as a look at the log.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_ACCESS_LOG)
    looked(uow, env, actor, Look.OPEN, "access_log", wanted.account_id, "access_log")
    return _page(uow, wanted, None)


def more_log(reader: Reader, env: Env, actor: Actor, wanted: LogFilter, after: LogLine) -> LogPage:
    """The lines after the last one shown; part of the look that `open_log` wrote down.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_ACCESS_LOG)
    return _page(reader, wanted, after.access)


def export_log(uow: UnitOfWork, env: Env, actor: Actor, wanted: LogFilter) -> bytes:
    """All lines of a filter as CSV (UTF-8 with mark, semicolons), newest first; logged.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_ACCESS_LOG)
    looked(uow, env, actor, Look.EXPORT, "access_log", wanted.account_id, "csv")
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=";")
    out.writerow(_COLUMNS)
    for lines in _all(uow, wanted):
        out.writerows(map(_csv_row, lines))
    return text.getvalue().encode("utf-8-sig")


def people_of_log(reader: Reader, env: Env, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Everybody who may stand in the log, by name, closed accounts included.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_ACCESS_LOG)
    names = reader.accounts.names().items()
    return tuple(sorted(names, key=lambda item: sort_key(item[1])))


def _page(reader: Reader, wanted: LogFilter, after: Access | None, most: int = PAGE) -> LogPage:
    first, last = _instants(wanted)
    found = reader.access_log.page(
        first,
        last,
        most + 1,
        account_id=wanted.account_id,
        what=wanted.what,
        own=wanted.own,
        after=after,
    )
    return LogPage(_lines(reader, found[:most]), len(found) > most)


def _all(reader: Reader, wanted: LogFilter) -> Iterator[tuple[LogLine, ...]]:
    after: Access | None = None
    while True:
        page = _page(reader, wanted, after, _AT_ONCE)
        yield page.lines
        if not page.more:
            return
        after = page.lines[-1].access


def _instants(wanted: LogFilter) -> tuple[datetime, datetime]:
    first, last = sorted((wanted.first, wanted.last))
    return at_local(first, time()), at_local(last + timedelta(days=1), time())


def _lines(reader: Reader, found: tuple[Access, ...]) -> tuple[LogLine, ...]:
    people = {one.id: (one.name, one.login) for one in reader.accounts.all()}
    known: dict[UUID, str] = {}
    for access in found:
        subject = access.subject_id
        if subject is not None and subject not in known:
            known[subject] = _subject(reader, people, access.subject_kind, subject)
    return tuple(
        LogLine(
            access,
            *people.get(access.account_id, ("", "")),
            known.get(access.subject_id, "") if access.subject_id else "",
        )
        for access in found
    )


def _subject(
    reader: Reader, people: dict[UUID, tuple[str, str]], kind: str, subject_id: UUID
) -> str:
    """Which record it was, in words that name no client; "" when it is gone."""
    try:
        if kind == "appointment":
            return f"{local(reader.appointments.get(subject_id).start):%d.%m.%Y %H.%M}"
        if kind == "visit":
            visit = reader.visits.get(subject_id)
            return f"{visit.number} {visit.day:%d.%m.%Y}"
        if kind == "incident":
            return reader.incidents.get(subject_id).number
    except DeskError:
        return ""
    return people.get(subject_id, ("", ""))[0]


def _csv_row(line: LogLine) -> tuple[str, ...]:
    access = line.access
    at = f"{local(access.at):%Y-%m-%d %H:%M:%S}"
    record = f"{access.subject_kind} {line.subject}".strip()
    cells = (at, line.who, line.login, access.what, record, access.purpose, access.own)
    return tuple(_plain(cell) for cell in cells)


def _plain(cell: str) -> str:
    """Nothing that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
