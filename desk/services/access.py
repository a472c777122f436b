"""The access log: who looked at what and why (PD-01, PD-03).  A look is a record opened, exported,
printed, or a settled search; lists without names are none."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.own_record import OwnRecord, own_record, own_search
from desk.domain.roles import Actor
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


class Look(StrEnum):
    """What was done; stored as text."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    LOCK = "lock"
    RESUME = "resume"
    PIN_FAILED = "pin_failed"
    OPEN = "open"
    SEARCH = "search"
    EXPORT = "export"
    IMPORT = "import"
    PRINT = "print"
    ACCOUNT = "account"
    CONFIRM = "confirm"
    CORRECT = "correct"
    ERASE = "erase"


def looked(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    what: Look,
    subject_kind: str,
    subject_id: UUID | None,
    purpose: str,
    *,
    names: Iterable[str] = (),
) -> None:
    """Write a line of the access log, in the transaction of the look itself.

    A look at one's own record, or at a namesake's, is marked (PD-03); no name is kept.

    Args:
        subject_kind: "account", "appointment", "visit", "incident", "day" ...
        subject_id: the record; None when a whole day or list was meant.
        purpose: a short code of the work it was for, e.g. "day_sheet"; no personal data.
        names: of whom it is about, where the record itself does not say; only compared.
    """
    about = [*names, *_names(uow, subject_kind, subject_id)]
    _keep(uow, env, actor, (what, subject_kind, subject_id, purpose), _likest(actor, about))


def searched(
    uow: UnitOfWork, env: Env, actor: Actor, subject_kind: str, purpose: str, typed: str
) -> None:
    """Write the line of a settled search (arguments as in `looked`).

    Args:
        typed: the words; compared with the searcher's own name, and kept nowhere.
    """
    found = own_search(actor.name, typed)
    _keep(uow, env, actor, (Look.SEARCH, subject_kind, None, purpose), found)


def _keep(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    look: tuple[Look, str, UUID | None, str],
    own: OwnRecord | None,
) -> None:
    what, kind, subject, purpose = look
    mark = own.value if own else ""
    uow.access_log.add(env.clock(), actor.account_id, what.value, kind, subject, purpose, mark)


def _likest(actor: Actor, names: list[str]) -> OwnRecord | None:
    found = {own_record(actor.name, name) for name in names if name}
    return next((degree for degree in OwnRecord if degree in found), None)


def _names(uow: UnitOfWork, kind: str, subject_id: UUID | None) -> list[str]:
    """The client's name of a booking, or of a visit's booking and contact."""
    if subject_id is None or kind not in ("appointment", "visit"):
        return []
    booking: UUID | None = subject_id if kind == "appointment" else None
    rows: list[UUID | None] = []
    try:
        if kind == "visit":
            visit = uow.visits.get(subject_id)
            booking, rows = visit.appointment_id, [visit.contact_id]
        if booking is not None:
            rows.append(uow.appointments.get(booking).person_id)
    except DeskError:  # a record that is gone has no name to compare
        return []
    people = uow.persons.get_many([row for row in rows if row is not None])
    return [person.name for person in people.values()]
