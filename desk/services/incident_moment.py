"""An incident while it happens: the ladder's stamps bring ticket and counter along.

Stamping that serving was ended stops the ticket at once; from then on, and from the moment that
help was called, the counter rests until its clerk is ready.  What was typed is kept in the same
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import ladder
from desk.domain.annex import Identity
from desk.domain.clock import local_day
from desk.domain.incident import FirstReport, Incident, IncidentKind, Step
from desk.domain.ladder import LadderState, Path
from desk.domain.roles import Actor, Right
from desk.domain.visit import Action, TicketState, Visit
from desk.services import annex, come_near, counter_hold, incidents, queue_finish, queue_undo
from desk.services.content.ladders import path_of
from desk.services.env import Env
from desk.services.incident_drafts import draft_kind, drop_draft, load_draft, save_draft
from desk.services.incident_error import report_error
from desk.services.queue_steps import AT_A_COUNTER, today

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_CALM, _VERBAL = "0", "1"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a form of a kind begins with.

    Args:
        draft: the person's own unfinished report, None when there is none.
        visit_id: the visit that it is about.
        asked: the step of having asked a colleague near lately.
        ticket_at: when the ticket of that visit was taken.
    """

    draft: FirstReport | None
    visit_id: UUID | None
    asked: tuple[Step, ...]
    ticket_at: datetime | None = None


def begin(
    uow: UnitOfWork, env: Env, actor: Actor, kind: IncidentKind, serving: Visit | None
) -> Beginning:
    """What was typed before, and whom it is about.

    Args:
        serving: the visit at this counter; an older draft was about somebody else.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    draft = load_draft(uow, env, actor, kind)
    known = uow.drafts.get(actor.account_id, _visit_kind(kind)) if draft is not None else None
    theirs = serving is not None and (draft is None or draft.occurred_at >= serving.issued_at)
    visit_id = UUID(bytes=known) if known else serving.id if serving and theirs else None
    asked = come_near.asked_steps(uow, env, actor) if kind is IncidentKind.AGGRESSION else ()
    ticket_at = uow.visits.get(visit_id).issued_at if visit_id else None
    return Beginning(draft, visit_id, asked, ticket_at)


def keep(
    uow: UnitOfWork, env: Env, actor: Actor, draft: FirstReport, visit_id: UUID | None
) -> None:
    """Keep what has been typed so far, and whom it is about.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    save_draft(uow, env, actor, draft.kind, draft)
    if visit_id is not None:
        uow.drafts.put(actor.account_id, _visit_kind(draft.kind), visit_id.bytes, env.clock())


def begin_anew(uow: UnitOfWork, env: Env, actor: Actor, kind: IncidentKind) -> None:
    """Throw away what was typed; a ticket that was stopped stays so."""
    drop_draft(uow, env, actor, kind)
    uow.drafts.drop(actor.account_id, _visit_kind(kind))


def stamped(
    uow: UnitOfWork, env: Env, actor: Actor, draft: FirstReport, visit_id: UUID | None
) -> Visit | None:
    """Keep the stamps and let ticket and counter follow them.

    Returns:
        the visit when its ticket was stopped now.

    Raises:
        DeskError: "access.no_right", and those of `queue_finish.stop`.
    """
    actor.require(Right.REPORT_INCIDENT)
    keep(uow, env, actor, draft, visit_id)
    path = path_in_force(env)
    if path is None:
        return None
    visit = _stopped(uow, env, actor, visit_id) if ladder.stops(path, draft.steps) else None
    if ladder.holds(path, draft.steps):
        counter_hold.rest(uow, env, actor)
    return visit


def taken_back(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    draft: FirstReport,
    visit_id: UUID | None,
    step: str,
) -> Visit | None:
    """A stamp was taken back: the ticket goes back to the counter, or to its place in the queue.

    Args:
        draft: without the stamp; step: the stamp's id.

    Returns:
        the visit when its ticket is open again.

    Raises:
        DeskError: "access.no_right", and those of `queue_finish.requeue`.
    """
    actor.require(Right.REPORT_INCIDENT)
    keep(uow, env, actor, draft, visit_id)
    path = path_in_force(env)
    if path is None:
        return None
    if not ladder.holds(path, draft.steps):
        counter_hold.end(uow, actor)
    if visit_id is None or path.states().get(step) is not LadderState.STOPPED:
        return None
    return _open_again(uow, env, actor, visit_id)


def file(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    first: FirstReport,
    visit_id: UUID | None,
    identity: Identity | None = None,
) -> Incident:
    """File the report; what was kept for it meanwhile is forgotten.

    Args:
        identity: who it was, sealed along with it.

    Raises:
        DeskError: "access.no_right", and those of `incidents.report`,
            `incident_error.report_error`, `annex.seal`.
    """
    actor.require(Right.REPORT_INCIDENT)
    report = report_error if first.kind is IncidentKind.ERROR else incidents.report
    incident = report(uow, env, actor, first, visit_id)
    if identity is not None:
        annex.seal(uow, env, actor, incident.id, identity)
    uow.drafts.drop(actor.account_id, _visit_kind(first.kind))
    if first.kind is IncidentKind.AGGRESSION:
        come_near.forget(uow, actor)
    return incident


def as_aggression(
    uow: UnitOfWork, env: Env, actor: Actor, first: FirstReport, visit_id: UUID | None
) -> None:
    """Turn an unfinished short report into one of an aggression, by the clerk's own choice.

    What the person had typed of an aggression before stays; the words are put under it.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    aggression = IncidentKind.AGGRESSION
    before = load_draft(uow, env, actor, aggression)
    blank = replace(first, kind=aggression, triggers=(), level=_VERBAL)
    text = "\n".join(part for part in (before.text if before else "", first.text) if part)
    keep(uow, env, actor, replace(before or blank, text=text), visit_id)
    begin_anew(uow, env, actor, first.kind)


def tally(uow: UnitOfWork, env: Env, actor: Actor) -> int:
    """Count a heated talk (level 0): a report without a word about anybody.

    Returns:
        how many there were at this site today.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    unfinished = uow.drafts.get(actor.account_id, draft_kind(IncidentKind.AGGRESSION))
    at = env.clock()
    first = FirstReport(kind=IncidentKind.AGGRESSION, occurred_at=at, level=_CALM)
    incidents.report(uow, env, actor, first)
    if unfinished is not None:
        kind = draft_kind(IncidentKind.AGGRESSION)
        uow.drafts.put(actor.account_id, kind, unfinished, at)
    day, kinds = local_day(at), (IncidentKind.AGGRESSION,)
    known = uow.incidents.list(actor.site, kinds=kinds, first=day, last=day)
    return sum(1 for one in known if one.level == _CALM)


def path_in_force(env: Env) -> Path | None:
    """The institution's ladder as the machine runs it; None when its pack has none."""
    return path_of(env.pack.ladders[0]) if env.pack.ladders else None


def _stopped(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID | None) -> Visit | None:
    """Stop the ticket while its client is at this counter; no words are asked for."""
    if visit_id is None:
        return None
    visit = uow.visits.get(visit_id)
    here = visit.counter == actor.counter and visit.day == today(env)
    if visit.site != actor.site or visit.state not in AT_A_COUNTER or not here:
        return None
    return queue_finish.stop(uow, env, actor, visit_id)


def _open_again(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID) -> Visit | None:
    visit = uow.visits.get(visit_id)
    if visit.state is not TicketState.STOPPED:
        return None
    offer = queue_undo.undo_offer(uow, env, actor)
    if (offer.visit_id, offer.action, offer.refusal) == (visit_id, Action.STOP.value, ""):
        back = queue_undo.undo(uow, env, actor)
        return back if isinstance(back, Visit) else None
    return queue_finish.requeue(uow, env, actor, visit_id)


def _visit_kind(kind: IncidentKind) -> str:
    return f"{draft_kind(kind)}.visit"
