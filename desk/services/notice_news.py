"""News about one's own reports: what others did with them, so that silence is not the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.incident import IncidentAction, IncidentEvent
from desk.domain.notice import READ, TOLD_TO_REPORTER, ReportNews
from desk.domain.roles import Actor, Right
from desk.services.env import Env
from desk.services.kept_text import text_of

if TYPE_CHECKING:
    from db.stores.notice import SeenRow
    from db.unit_of_work import Reader, UnitOfWork

_RECENT = timedelta(days=30)
_WORDS: Mapping[IncidentAction, str] = {
    IncidentAction.UPDATE: "text_id",
    IncidentAction.CLOSE: "note_id",
    IncidentAction.RETURN: "why_id",
    IncidentAction.BLOCK: "why_id",
    IncidentAction.REOPEN: "why_id",
    IncidentAction.VOID: "why_id",
    IncidentAction.MERGE: "why_id",
    IncidentAction.TASK: "text_id",
}
"""Where an event has the words that its reporter reads."""


def report_news(reader: Reader, env: Env, actor: Actor) -> tuple[ReportNews, ...]:
    """What was done with this person's reports since they looked last, oldest first.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    known = reader.settings.get(_key(actor))
    event, seen = known or (0, 0)
    events = reader.notices.done_since(actor.account_id, TOLD_TO_REPORTER, event)
    rows = reader.notices.seen_since(actor.account_id, seen)
    found = _told(reader, events, rows)
    since = env.clock() - _RECENT
    return tuple(one for one in found if known or one.at >= since)


def note_news_read(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Everything until now has been read by this person; it is not told at sign-in again.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    uow.settings.put(_key(actor), list(uow.notices.last()))


def recent_news(reader: Reader, env: Env, actor: Actor) -> tuple[ReportNews, ...]:
    """What was done in the last thirty days with this person's reports, newest first.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    since = env.clock() - _RECENT
    own = reader.notices.own(actor.account_id, local_day(since) - _RECENT)
    events = [
        event
        for incident in own
        if incident.version > 1
        for event in reader.incidents.events(incident.id)
        if event.kind in TOLD_TO_REPORTER and event.actor_id != actor.account_id
    ]
    rows = [row for incident in own for row in reader.notices.seen_by(incident.id)]
    found = _told(reader, events, rows)
    return tuple(one for one in reversed(found) if one.at >= since)


def _told(
    reader: Reader, events: Iterable[IncidentEvent], rows: Iterable[SeenRow]
) -> tuple[ReportNews, ...]:
    makes = _News(reader)
    found = [*map(makes.of_event, events), *map(makes.of_row, rows)]
    return tuple(sorted(found, key=lambda one: (one.at, one.number)))


class _News:
    """Makes lines for one look."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._people: Mapping[UUID, Account] = {one.id: one for one in reader.accounts.all()}
        self._numbers: dict[UUID, str] = {}

    def of_event(self, event: IncidentEvent) -> ReportNews:
        who = self._people.get(event.actor_id)
        words = _WORDS.get(event.kind, "")
        into = read.identity(event.data, "into")
        return ReportNews(
            event.incident_id,
            self._number(event.incident_id),
            event.at,
            event.kind.value,
            who.name if who else "",
            who.role if who else None,
            text_of(self._reader, read.identity(event.data, words)) if words else "",
            read.text(event.data, "level") if event.kind is IncidentAction.LEVEL else "",
            self._number(into) if into else "",
        )

    def of_row(self, row: SeenRow) -> ReportNews:
        who = self._people.get(row.account_id)
        number = self._number(row.incident_id)
        name, role = (who.name, who.role) if who else ("", None)
        return ReportNews(row.incident_id, number, row.at, READ, name, role)

    def _number(self, incident_id: UUID) -> str:
        if incident_id not in self._numbers:
            self._numbers[incident_id] = self._reader.incidents.get(incident_id).number
        return self._numbers[incident_id]


def _key(actor: Actor) -> str:
    return f"report_news.{actor.account_id}"
