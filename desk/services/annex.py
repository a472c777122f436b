"""The sealed identity annex: who it was, sealed apart from the incident's record.

Whoever reports may seal an entry and reads none.  The link to visit and client lies here alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from db.annex_cipher import seal_entry, seal_key
from db.stores.annex_rows import EntryRow
from desk.domain.annex import Identity, Sealed, tidy
from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentAction
from desk.domain.incident_moves import may
from desk.domain.person import Person
from desk.domain.roles import RIGHTS, Actor, Right
from desk.domain.visit import Visit
from desk.services import annex_retention
from desk.services.annex_body import encoded
from desk.services.env import Env
from desk.services.incident_moves import happened

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be known of an incident's annex without opening it.

    Args:
        since: when somebody first sealed who it was, None when nobody did or it is erased; by:
            who that was.
        erased: there was something, whose time has come.
        until: the day at whose close it is erased; None while the incident is open.
        holders: whether anybody holds keys, so that something can be sealed at all.
        may_seal, may_open: of the reader; opening asks for the password and a purpose.
    """

    since: datetime | None
    by: str
    erased: bool
    until: date | None
    holders: bool
    may_seal: bool
    may_open: bool


def is_possible(reader: Reader, env: Env, actor: Actor) -> bool:
    """Whether anybody holds keys, so that something can be sealed at all.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    return bool(reader.annex.holders())


def standing(reader: Reader, env: Env, actor: Actor, incident_id: UUID) -> Standing:
    """How an incident's annex stands.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown".
    """
    actor.require(Right.REPORT_INCIDENT)
    incident = _own(reader, actor, incident_id)
    entries, names = reader.annex.entries(incident_id), reader.accounts.names()
    first = next((entry for entry in entries if not entry.erased), None)
    holders = bool(reader.annex.holders())
    return Standing(
        since=first.at if first else None,
        by=names.get(first.actor_id, "") if first else "",
        erased=any(entry.erased for entry in entries),
        until=annex_retention.until(reader, env, incident_id) if first else None,
        holders=holders,
        may_seal=may(incident, IncidentAction.ANNEX, actor.account_id, actor.role) is None,
        may_open=first is not None and Right.OPEN_ANNEX in RIGHTS[actor.role],
    )


def seal(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    identity: Identity,
    visit_id: UUID | None = None,
) -> UUID:
    """Seal who it was; nobody but a head or named deputy reads it, for a purpose.

    Args:
        visit_id: the visit it happened in, when it is known.

    Returns:
        the entry's id.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown",
            "incident.merged", "incident.voided", "annex.nobody" while nobody holds keys,
            "annex.empty", "text.too_long" (maximum), "text.personal_code", "visit.unknown".
    """
    actor.require(Right.REPORT_INCIDENT)
    incident = uow.incidents.get(incident_id)
    if visit_id is not None:
        visit = uow.visits.get(visit_id)
        identity = replace(identity, visit_id=visit.id, ticket=visit.number)
    entry_id = put(uow, env, actor, incident_id, tidy(identity))
    happened(uow, env, actor, incident, IncidentAction.ANNEX)
    return entry_id


def seal_link(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, visit_id: UUID
) -> UUID | None:
    """Seal to which visit and client a report belongs, as part of filing it.

    Returns:
        None while nobody holds keys: the report is filed, and leads to nobody.

    Raises:
        DeskError: "visit.unknown".
    """
    if not uow.annex.holders():
        return None
    return put(uow, env, actor, incident_id, _known(uow, uow.visits.get(visit_id)))


def put(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, what: Sealed) -> UUID:
    """Seal a body to everybody who holds keys now; whoever calls it has asked for the right.

    Raises:
        DeskError: "annex.nobody".
    """
    holders = uow.annex.holders()
    if not holders:
        raise DeskError("annex.nobody")
    entry_id = env.new_id()
    body = seal_entry(incident_id, entry_id, encoded(what))
    row = EntryRow(entry_id, incident_id, env.clock(), actor.account_id, replace(body, key=b""))
    keys = [(one.id, seal_key(entry_id, body.key, one.public)) for one in holders]
    uow.annex.add_entry(row, keys)
    return entry_id


def _own(reader: Reader, actor: Actor, incident_id: UUID) -> Incident:
    """An incident that this person may add to: reported by them, or read by them anyhow."""
    incident = reader.incidents.get(incident_id)
    reads_all = Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]
    if incident.reporter_id != actor.account_id and not reads_all:
        raise DeskError("incident.not_yours")
    return incident


def _known(reader: Reader, visit: Visit) -> Identity:
    """What the booking and the visit's own contact say of the client."""
    people = [_booked(reader, visit), _person(reader, visit.contact_id)]
    name = next((one.name for one in people if one.name), "")
    contact = dict.fromkeys(part for one in people for part in (one.phone, one.email) if part)
    return Identity(name=name, contact=", ".join(contact), visit_id=visit.id, ticket=visit.number)


def _booked(reader: Reader, visit: Visit) -> Person:
    if visit.appointment_id is None:
        return Person()
    return _person(reader, reader.appointments.get(visit.appointment_id).person_id)


def _person(reader: Reader, person_id: UUID | None) -> Person:
    return (reader.persons.get(person_id) if person_id else None) or Person()
