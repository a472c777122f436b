"""Whom to tell: the institution's recipients (D-15), head and deputies in the branch's order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.collation import sort_key
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.domain.incident_clock_rules import GRAVE
from desk.domain.notice import Recipient, Why
from desk.domain.roles import Actor, Right, Role
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_ORDER = "deputy_order"
_SUPERVISOR, _SUPERIOR, _HEADQUARTERS = "supervisor", "superior_official", "headquarters"
_STAND_FOR = (Role.HEAD, Role.DEPUTY)
_BY_PEOPLE = frozenset({_SUPERVISOR, _SUPERIOR})
"""Recipients for whom head and deputies of the branch stand."""
CONTACT = "superior-official"
"""Id of the contact in the pack's directory by which the official at headquarters is reached."""


def deputies(reader: Reader) -> tuple[UUID, ...]:
    """The deputies in the order that the head set at this PC; those without a number by name."""
    set_order = _set_order(reader)
    found = [one for one in reader.accounts.all() if one.role is Role.DEPUTY and not one.disabled]
    return tuple(one.id for one in sorted(found, key=lambda one: _place(one, set_order)))


def deputy_order(reader: Reader, env: Env, actor: Actor) -> tuple[UUID, ...]:
    """As `deputies`, for the page on which the order is set.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    return deputies(reader)


def set_deputy_order(
    uow: UnitOfWork, env: Env, actor: Actor, order: Sequence[UUID]
) -> tuple[UUID, ...]:
    """Say in which order deputies stand in for the head; kept at this PC.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "notice.not_deputy".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    if not set(order) <= set(deputies(uow)):
        raise DeskError("notice.not_deputy")
    uow.settings.put(_ORDER, [str(one) for one in dict.fromkeys(order)])
    return deputies(uow)


def recipients(
    reader: Reader,
    env: Env,
    actor: Actor,
    kind: IncidentKind,
    level: str = "",
    concerned: Collection[UUID] = (),
) -> tuple[Recipient, ...]:
    """Whom to tell of a report, the best choice first, each with the reason why.

    The institution says who is told of which kind.  Where that is a superior, it is the head, or
    the first deputy in the branch's order; who is at work here today comes first.  Where the
    reporter is the head, or the head is concerned, it is the official at headquarters.

    Args:
        concerned: accounts of colleagues whom it concerns besides the reporter.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    policy = env.policy
    asked = policy.tell.get(kind.value) or policy.tell.get("other", _SUPERVISOR)
    found = list(_first(reader, env, actor, asked, concerned))
    if level in GRAVE and _HEADQUARTERS not in {one.whom for one in found}:
        found.append(Recipient(_HEADQUARTERS, Why.LEVEL, phone=_phone(env)))
    known = {one.whom for one in found}
    rest = (item.id for item in policy.recipients if item.id not in known)
    return (*found, *(Recipient(name, Why.OTHER) for name in rest))


def superior_is_known(env: Env) -> bool:
    """Whether the content pack says how the official at headquarters is reached."""
    return bool(_phone(env))


def _first(
    reader: Reader, env: Env, actor: Actor, asked: str, concerned: Collection[UUID]
) -> Iterator[Recipient]:
    if asked not in _BY_PEOPLE:
        yield Recipient(asked, Why.POLICY)
        return
    barred = {actor.account_id, *concerned}
    leads = [one for one in reader.accounts.all() if one.role in _STAND_FOR and not one.disabled]
    heads = [one for one in leads if one.role is Role.HEAD]
    people = list(_people(reader, env, leads, barred, asked))
    above = _above(heads, actor.account_id, barred)
    if above is not None:
        yield Recipient(_SUPERIOR, above, phone=_phone(env))
        yield from people
        return
    yield from people
    if not people:
        yield Recipient(_SUPERIOR, Why.NOBODY_HERE, phone=_phone(env))
    if people or asked != _SUPERIOR:
        yield Recipient(asked, Why.POLICY, phone=_phone(env) if asked == _SUPERIOR else "")


def _above(heads: Iterable[Account], reporter: UUID, barred: Collection[UUID]) -> Why | None:
    """Why the official at headquarters is told: no head is left who is not part of it."""
    known = [one.id for one in heads]
    if not known or not set(known) <= set(barred):
        return None
    return Why.HEAD_REPORTED if reporter in known else Why.HEAD_CONCERNED


def _people(
    reader: Reader, env: Env, leads: Sequence[Account], barred: Collection[UUID], asked: str
) -> Iterator[Recipient]:
    here = {one.account_id for one in reader.sessions.resumable(local_day(env.clock()))}
    order = _set_order(reader)
    free = [one for one in leads if one.id not in barred]
    for one in sorted(free, key=lambda one: (one.id not in here, *_place(one, order))):
        yield Recipient(
            one.name,
            Why.HEAD if one.role is Role.HEAD else Why.DEPUTY,
            account_id=one.id,
            title=asked,
            role=one.role,
            number=order.index(one.id) + 1 if one.id in order else 0,
            here=one.id in here,
        )


def _set_order(reader: Reader) -> list[UUID]:
    return [UUID(one) for one in reader.settings.get(_ORDER, [])]


def _place(one: Account, order: Sequence[UUID]) -> tuple[bool, int, tuple[object, ...]]:
    number = order.index(one.id) if one.id in order else len(order)
    return one.role is not Role.HEAD, number, (sort_key(one.name),)


def _phone(env: Env) -> str:
    """The number of the official at headquarters; "" = to come from headquarters."""
    found = (one for one in env.pack.contacts if one.id == CONTACT and one.active)
    return next((one.value for one in found if one.kind == "phone"), "")
