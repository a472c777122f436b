"""F7: a telephone call at the counter, alone or over the visit that it interrupts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import phone_call
from desk.domain.board import RunningCall
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.domain.phone_call import CallAction, CallNote, CallState, PhoneCall
from desk.domain.roles import Actor, Right
from desk.domain.typed_text import cleaned, tidied
from desk.domain.visit import Action, TicketState
from desk.domain.waiting import interrupted
from desk.services import contact
from desk.services.env import Env
from desk.services.queue_policy import require_known
from desk.services.queue_steps import at_this_counter, record, today
from desk.services.record import happened
from desk.services.retention import expiry

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

MAX_TEXT = 2000


def begin(uow: UnitOfWork, env: Env, actor: Actor) -> PhoneCall:
    """The phone rings: a call begins; serving, if any, is interrupted.

    Raises:
        DeskError: "access.no_right", "queue.no_counter", "call.running".
    """
    visit = at_this_counter(uow, env, actor)
    if _last(uow, env, actor, CallState.RUNNING) is not None:
        raise DeskError("call.running")
    served = visit if visit is not None and visit.state is TicketState.SERVING else None
    data = {
        "site": actor.site,
        "day": today(env),
        "counter": actor.counter,
        "visit_id": served.id if served else None,
    }
    event = happened(env, actor, env.new_id(), 1, CallAction.BEGIN, data)
    call = phone_call.apply(None, event)
    uow.calls.add(call, event)
    if served is not None:
        record(uow, env, actor, served, Action.INTERRUPT, {"call_id": call.id})
    return call


def note(uow: UnitOfWork, env: Env, actor: Actor, call_id: UUID, noted: CallNote) -> PhoneCall:
    """Keep what is noted of a call, during it or later; nothing of it is demanded.

    A telephone number that cannot be read as one is kept as typed.

    Raises:
        DeskError: "access.no_right", "call.unknown", "call.topic_unknown", "text.too_long"
            (maximum).
    """
    call = _reachable(uow, actor, call_id)
    if noted.topic:
        require_known(noted.topic, env.policy.call_topics, "call.topic_unknown")
    data = {
        "topic": noted.topic,
        "outcome": noted.outcome.value if noted.outcome else "",
        "until": noted.until,
        "note_id": _kept(uow, env, call, noted),
    }
    if _as_known(call, data):
        return call
    return _add(uow, env, actor, call, CallAction.NOTE, data)


def end(
    uow: UnitOfWork, env: Env, actor: Actor, call_id: UUID, noted: CallNote | None = None
) -> PhoneCall:
    """The call is over; serving that it interrupted goes on, unless it has ended meanwhile.

    Args:
        noted: the note as it stands; None leaves it as it is.

    Raises:
        DeskError: those of `note`, "call.ended".
    """
    if noted is not None:
        note(uow, env, actor, call_id, noted)
    call = _add(uow, env, actor, _reachable(uow, actor, call_id), CallAction.END, {})
    visit = uow.visits.get(call.visit_id) if call.visit_id else None
    if visit is not None and visit.counter == call.counter and interrupted(visit):
        record(uow, env, actor, visit, Action.RESUME, {"call_id": call.id})
    return call


def take_back(uow: UnitOfWork, env: Env, actor: Actor, call: PhoneCall) -> PhoneCall:
    """Undo a call's beginning or end; `desk.services.queue_undo` has made sure that it can be."""
    data = {"undoes": call.step_id, "kind": call.step.value}
    return _add(uow, env, actor, call, CallAction.UNDO, data)


def running(reader: Reader, env: Env, actor: Actor) -> RunningCall | None:
    """The call that goes on at this counter."""
    call = _last(reader, env, actor, CallState.RUNNING)
    return None if call is None else RunningCall(call, noted_of(reader, call))


def noted_of(reader: Reader, call: PhoneCall) -> CallNote:
    """What is noted of a call; words that were erased are empty."""
    said = (reader.persons.get(call.note_id) if call.note_id else None) or Person()
    return CallNote(call.topic, call.outcome, call.until, said.name, said.phone, said.text)


def _last(reader: Reader, env: Env, actor: Actor, state: CallState) -> PhoneCall | None:
    if not actor.counter:
        return None
    call = reader.calls.last_at_counter(actor.site, today(env), actor.counter)
    return call if call is not None and call.state is state else None


def _reachable(uow: UnitOfWork, actor: Actor, call_id: UUID) -> PhoneCall:
    actor.require(Right.RUN_QUEUE)
    call = uow.calls.get(call_id)
    if call.site != actor.site:
        raise DeskError("call.unknown")
    return call


def _kept(uow: UnitOfWork, env: Env, call: PhoneCall, noted: CallNote) -> UUID | None:
    if len(noted.text) > MAX_TEXT:
        raise DeskError("text.too_long", maximum=MAX_TEXT)
    name = " ".join(cleaned(noted.name).split())
    said = Person(name, _phone(noted.phone), "", tidied(noted.text))
    if said == Person():
        return None
    if call.note_id is not None and uow.persons.get(call.note_id) == said:
        return call.note_id
    until = local_day(noted.until) if noted.until else call.day
    expires = expiry(env, Purpose.CALL_NOTE, max(until, call.day))
    return uow.persons.put(Purpose.CALL_NOTE, said, at=env.clock(), expires=expires)


def _phone(typed: str) -> str:
    try:
        return contact.phone(typed)
    except DeskError:
        return typed.strip()


def _as_known(call: PhoneCall, data: Mapping[str, object]) -> bool:
    known = (call.topic, call.outcome or "", call.until, call.note_id)
    return known == tuple(data.values())


def _add(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    call: PhoneCall,
    kind: CallAction,
    data: Mapping[str, object],
) -> PhoneCall:
    event = happened(env, actor, call.id, call.version + 1, kind, data)
    after = phone_call.apply(call, event)
    uow.calls.add(after, event)
    return after
