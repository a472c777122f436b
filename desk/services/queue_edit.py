"""What is noted about a visit without moving it: services, note, contact, assistance, checks.

Saying again what is known already changes nothing and leaves no event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import visit_states
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor
from desk.domain.visit import Action, Visit
from desk.services import contact
from desk.services.env import Env
from desk.services.kept_text import kept
from desk.services.queue_policy import require_known
from desk.services.queue_steps import reachable, record
from desk.services.queue_take_in import put_assistance, require_assistance
from desk.services.retention import expiry

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

MAX_NOTE = 2000


def add_service(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, service: str) -> Visit:
    """One more service in the same visit (AP-07).

    Raises:
        DeskError: those of `reachable`, "visit.ended", "service.unknown".
    """
    visit = _editable(uow, env, actor, visit_id, Action.ADD_SERVICE)
    known = env.service(service).id
    if known in visit.services:
        return visit
    return record(uow, env, actor, visit, Action.ADD_SERVICE, {"service": known})


def remove_service(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, service: str) -> Visit:
    """One service less; the last one stays.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "visit.last_service".
    """
    visit = _editable(uow, env, actor, visit_id, Action.REMOVE_SERVICE)
    if service not in visit.services:
        return visit
    return record(uow, env, actor, visit, Action.REMOVE_SERVICE, {"service": service})


def set_note(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, text: str) -> Visit:
    """The note of this visit, "" to take it away; kept as personal data.

    The earlier wording stays readable for an undo until its own retention ends.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "text.too_long" (maximum).
    """
    visit = _editable(uow, env, actor, visit_id, Action.SET_NOTE)
    if len(text) > MAX_NOTE:
        raise DeskError("text.too_long", maximum=MAX_NOTE)
    note_id = kept(uow, env, Purpose.VISIT_NOTE, text, visit.note_id)
    if note_id == visit.note_id:
        return visit
    return record(uow, env, actor, visit, Action.SET_NOTE, {"note_id": note_id})


def set_contact(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, person: Person) -> Visit:
    """A phone number or e-mail to reach the client by (AP-10), all empty to take it away.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "contact.phone", "contact.email",
            "contact.name_long".
    """
    visit = _editable(uow, env, actor, visit_id, Action.SET_CONTACT)
    tidy = contact.tidy(person)
    if _person(uow, visit.contact_id) == tidy:
        return visit
    contact_id = None
    if tidy != Person():
        expires = expiry(env, Purpose.VISIT_CONTACT, visit.day)
        contact_id = uow.persons.put(Purpose.VISIT_CONTACT, tidy, at=env.clock(), expires=expires)
    return record(uow, env, actor, visit, Action.SET_CONTACT, {"contact_id": contact_id})


def set_assistance(
    uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, assistance: Sequence[str]
) -> Visit:
    """What help is needed, never why (LA-09); ids of the content pack's list.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "visit.assistance_unknown".
    """
    visit = _editable(uow, env, actor, visit_id, Action.SET_ASSISTANCE)
    require_assistance(env, assistance)
    return put_assistance(uow, env, actor, visit, assistance)


def tick(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, tick_id: str, on: bool) -> Visit:
    """A self-check of this visit, e.g. "document presented" (AP-13), made or taken back.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "visit.tick_unknown".
    """
    visit = _editable(uow, env, actor, visit_id, Action.TICK)
    require_known(tick_id, env.policy.ticks, "visit.tick_unknown")
    if (tick_id in visit.ticks) is on:
        return visit
    return record(uow, env, actor, visit, Action.TICK, {"tick": tick_id, "on": on})


def _editable(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, action: Action) -> Visit:
    visit = reachable(uow, env, actor, visit_id)
    visit_states.check(visit, action)
    return visit


def _person(uow: UnitOfWork, person_id: UUID | None) -> Person:
    return (uow.persons.get(person_id) if person_id else None) or Person()
