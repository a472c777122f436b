"""What happened to one visit, from the ticket to the end, undos and corrections included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.back_entry import is_from_paper
from desk.domain.errors import DeskError
from desk.domain.phone_call import CallState
from desk.domain.roles import Actor, Right
from desk.domain.visit import Action, Visit, VisitEvent
from desk.domain.visit_story import CallLine, EventLine, VisitStory, period_lines
from desk.i18n import language
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.kept_text import text_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_PLAIN = ("service", "outcome", "state", "kind", "tick")
"""What an event's data tells in ids that the window has words for."""
_WORDED = {"reason_id": "said", "legal_basis_id": "legal_basis", "why_id": "why"}
"""What a clerk worded: it lies with the personal data."""


def history(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID) -> VisitStory:
    """A visit of any day at the actor's site; logged as a look, because reasons are in it.

    Raises:
        DeskError: "access.no_right", "visit.unknown", "visit.other_site" (number).
    """
    actor.require(Right.RUN_QUEUE)
    visit = uow.visits.get(visit_id)
    if visit.site != actor.site:
        raise DeskError("visit.other_site", number=visit.number)
    looked(uow, env, actor, Look.OPEN, "visit", visit_id, "history")
    names = uow.accounts.names()
    return VisitStory(
        number=visit.number,
        site=visit.site,
        day=visit.day,
        state=visit.state,
        outcome=visit.outcome,
        services=tuple(_service(env, item) for item in visit.services),
        slot=visit.slot,
        from_paper=is_from_paper(visit.number),
        after_hours=visit.after_hours,
        periods=period_lines(visit.periods, names, env.clock()),
        events=tuple(_lines(uow, env, uow.visits.events(visit_id), names)),
        calls=tuple(_calls(uow, visit, names)),
    )


def _lines(
    reader: Reader, env: Env, events: Sequence[VisitEvent], names: Mapping[UUID, str]
) -> Iterator[EventLine]:
    undone = {
        str(event.data[key])
        for event in events
        for key in ("undoes", "compensates")
        if key in event.data
    }
    for event in events:
        undo = event.kind is Action.UNDO
        yield EventLine(
            seq=event.seq,
            kind=event.kind,
            at=event.at,
            recorded_at=event.recorded_at,
            counter=event.counter,
            who=names.get(event.actor_id, ""),
            undone=str(event.id) in undone,
            undoes=read.text(event.data, "kind") if undo else "",
            compensates="compensates" in event.data,
            from_paper=read.flag(event.data, "paper"),
            details=() if undo else tuple(_details(reader, env, event)),
        )


def _details(reader: Reader, env: Env, event: VisitEvent) -> Iterator[tuple[str, str]]:
    data = event.data
    for name in _PLAIN:
        if value := read.text(data, name):
            yield name, _service(env, value) if name == "service" else value
    if event.kind is Action.TRANSFER and (counter := read.text(data, "counter")):
        yield "counter", counter
    if reason := read.text(data, "reason"):
        yield "reason", _option(env, event.kind, reason)
    for key, name in _WORDED.items():
        if said := text_of(reader, read.identity(data, key)):
            yield name, said


def _option(env: Env, kind: Action, reason: str) -> str:
    """The pack's words for why somebody was parked or called before others."""
    known = env.policy.park_reasons if kind is Action.PARK else env.policy.call_reasons
    return next((one.text.get(language()) for one in known if one.id == reason), reason)


def _calls(reader: Reader, visit: Visit, names: Mapping[UUID, str]) -> Iterator[CallLine]:
    for call in reader.calls.of_day(visit.site, visit.day):
        if call.visit_id == visit.id and call.state is not CallState.WITHDRAWN:
            who = names.get(call.actor_id, "")
            yield CallLine(call.began_at, call.ended_at, call.counter, who)


def _service(env: Env, service: str) -> str:
    known = env.services.get(service)
    return known.name.get(language()) if known else service
