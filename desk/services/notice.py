"""Supervisor notice: what head and deputy have not read yet, and that they have (issue 4, point 4).

It reaches the people who work at this PC; other PCs of the branch know of nothing until a hub
carries it, so the report itself asks whom a human told.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.incident import Incident
from desk.domain.incident_moves import barred
from desk.domain.notice import NoticeLine, Seen, breaks_in, stands_first
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services.env import Env
from desk.services.notice_order import recipients

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

__all__ = ["recipients", "seen", "seen_by", "unseen"]

_FIRST_LOOK = timedelta(days=30)
"""So far back goes what somebody meets who has read nothing yet."""


def unseen(reader: Reader, env: Env, actor: Actor) -> tuple[NoticeLine, ...]:
    """What this person has not read: level 2 and up first, then errors; the newest first.

    Nobody meets their own report, nor one that concerns them.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    first = local_day(env.clock()) - _FIRST_LOOK
    found = reader.notices.unseen(actor.site, actor.account_id, first)
    mine = [one for one in found if stands_first(one) and _is_for(one, actor)]
    return tuple(map(_line, sorted(mine, key=lambda one: not breaks_in(one))))


def seen(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> None:
    """This person has read a report; the reporter sees who and when.  Once is enough.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "notice.not_for_you" (number) for one's
            own report and one that concerns oneself.
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    incident = uow.incidents.get(incident_id)
    if not _is_for(incident, actor):
        raise DeskError("notice.not_for_you", number=incident.number)
    known = {row.account_id for row in uow.notices.seen_by(incident_id)}
    if actor.account_id not in known:
        uow.notices.add(incident_id, actor.account_id, env.clock())


def seen_by(reader: Reader, env: Env, actor: Actor, incident_id: UUID) -> tuple[Seen, ...]:
    """Who has read a report, the first one first; for its reporter and for leads.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours".
    """
    actor.require(Right.REPORT_INCIDENT)
    incident = reader.incidents.get(incident_id)
    reads_all = Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]
    if incident.reporter_id != actor.account_id and not reads_all:
        raise DeskError("incident.not_yours")
    people = {account.id: account for account in reader.accounts.all()}
    rows = reader.notices.seen_by(incident_id)
    known = ((people.get(row.account_id), row.at) for row in rows)
    return tuple(Seen(who.name if who else "", who.role if who else None, at) for who, at in known)


def _is_for(incident: Incident, actor: Actor) -> bool:
    return incident.site == actor.site and not barred(incident, actor.account_id)


def _line(incident: Incident) -> NoticeLine:
    return NoticeLine(
        incident_id=incident.id,
        number=incident.number,
        kind=incident.kind,
        level=incident.level,
        state=incident.state,
        occurred_at=incident.occurred_at,
        recorded_at=incident.recorded_at,
        counter=incident.counter,
        told=incident.told is not None,
        breaks_in=breaks_in(incident),
    )
