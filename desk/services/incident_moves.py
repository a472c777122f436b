"""The one way in which anything happens to a report: asked, recorded, kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain import incident_states
from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.incident import Incident, IncidentAction, IncidentEvent, IncidentKind, Told
from desk.domain.incident_moves import REVIEWS, barred, close_refusals, may
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Role
from desk.domain.typed_text import MAX_TEXT, tidied
from desk.services.env import Env
from desk.services.kept_text import kept
from desk.services.moments import moment_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

IN_PERSON, PHONE = "in_person", "phone"
HOWS: Final = frozenset({IN_PERSON, PHONE})
"""How somebody is told at once: a message that waits to be read is no notice (invariant 5)."""
CLOCKS_DIFFER: Final = timedelta(minutes=5)
_LIFETIME: Final = timedelta(days=10 * 366)
"""Nothing about a report is older, or planned further ahead: passports are valid for ten years."""


def happened(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    before: Incident,
    action: IncidentAction,
    data: Mapping[str, object] | None = None,
) -> Incident:
    """Record that something happened to a report; gives the report as it stands then.

    Raises:
        DeskError: as `may` and `desk.domain.incident_states.apply` say.
    """
    refusal = refusal_of(uow, actor, before, action)
    if refusal is not None:
        raise refusal
    event = event_of(env, actor, before.id, before.version + 1, action, data or {})
    after = incident_states.apply(before, event)
    uow.incidents.add(after, event)
    return after


def refusal_of(
    reader: Reader,
    actor: Actor,
    incident: Incident,
    action: IncidentAction,
    merged: Sequence[Incident] | None = None,
) -> DeskError | None:
    """Why this person may not do that now, merged reports and other leads considered.

    Args:
        merged: reports that go on in this one; None = look for them.
    """
    refusal = may(incident, action, actor.account_id, actor.role)
    if refusal is not None:
        return refusal
    code = ""
    if action is IncidentAction.HAND_UP:
        code = _a_head_can(reader, actor, incident)
    elif action in REVIEWS:
        known = reader.incidents.merged_into(incident.id) if merged is None else merged
        code = _by_merged(actor, incident, action, known)
    return DeskError(code, number=incident.number) if code else None


def _a_head_can(reader: Reader, actor: Actor, incident: Incident) -> str:
    """Headquarters reviews what every head of the branch is barred from."""
    heads = {one.id for one in reader.accounts.all() if is_head(one)}
    if actor.role is Role.HEAD:
        heads.add(actor.account_id)
    every_one = all(barred(incident, one) for one in heads)
    return "" if every_one else "incident.head_can_review"


def _by_merged(
    actor: Actor, incident: Incident, action: IncidentAction, merged: Sequence[Incident]
) -> str:
    """Whom a merged report bars is barred here too; what it lacks is asked for here."""
    by_person = not incident.handling.superior
    if by_person and any(barred(one, actor.account_id) for one in merged):
        return "incident.own_merged"
    if action is IncidentAction.CLOSE:
        return next(iter(close_refusals(incident, merged)), "")
    return ""


def is_head(account: Account) -> bool:
    """Whether an account is a head's who is at work."""
    return account.role is Role.HEAD and not account.disabled


def event_of(
    env: Env,
    actor: Actor,
    incident_id: UUID,
    seq: int,
    action: IncidentAction,
    data: Mapping[str, object],
) -> IncidentEvent:
    """An event that happens now."""
    at = env.clock()
    plain = {name: written(value) for name, value in data.items()}
    return IncidentEvent(env.new_id(), incident_id, seq, action, at, at, actor.account_id, plain)


def worded(uow: UnitOfWork, env: Env, text: str, before: UUID | None = None) -> UUID | None:
    """The row with words that were typed after the first report; None for none.

    Raises:
        DeskError: "incident.text_long" (maximum).
    """
    require_length(text)
    return kept(uow, env, Purpose.INCIDENT_DETAIL, text, before)


def require_length(text: str) -> None:
    """Refuse a text that is too long; nothing of it is ever cut.

    Raises:
        DeskError: "incident.text_long" (maximum).
    """
    if len(tidied(text)) > MAX_TEXT:
        raise DeskError("incident.text_long", maximum=MAX_TEXT)


def reason(uow: UnitOfWork, env: Env, why: str) -> UUID | None:
    """The row with a reason, which has to be given.

    Raises:
        DeskError: "incident.why_missing", "incident.text_long" (maximum).
    """
    if not tidied(why):
        raise DeskError("incident.why_missing")
    return worded(uow, env, why)


def notice_data(uow: UnitOfWork, env: Env, told: Told) -> dict[str, object]:
    """The human act of telling somebody, as an event's data.

    Raises:
        DeskError: "incident.told_how", "incident.told_whom", "incident.in_future".
    """
    if told.how not in HOWS:
        raise DeskError("incident.told_how")
    if not tidied(told.whom):
        raise DeskError("incident.told_whom")
    require_past(env, told.at)
    whom_id = kept(uow, env, Purpose.INCIDENT_TOLD, told.whom)
    return {"whom_id": written(whom_id), "how": told.how, "at": written(told.at)}


def require_past(env: Env, *instants: datetime | None) -> None:
    """Refuse what is still to come; clocks may differ by a few minutes.

    Raises:
        DeskError: "incident.in_future", "incident.time_absurd".
    """
    latest = env.clock() + CLOCKS_DIFFER
    if any(at > latest for at in instants if at is not None):
        raise DeskError("incident.in_future")
    require_sane(env, *instants)


def require_sane(env: Env, *moments: datetime | date | None) -> None:
    """Refuse what lies so far back or ahead that it can only be a slip.

    Raises:
        DeskError: "incident.time_absurd".
    """
    known = [one.date() if isinstance(one, datetime) else one for one in moments if one is not None]
    today = local_day(env.clock())
    if any(abs(day - today) > _LIFETIME for day in known):
        raise DeskError("incident.time_absurd")


def require_order(*instants: datetime | None) -> None:
    """Refuse a later instant before an earlier one; those not known are left out.

    Raises:
        DeskError: "incident.time_order".
    """
    known = [at for at in instants if at is not None]
    if known != sorted(known):
        raise DeskError("incident.time_order")


def choices(env: Env, kind: IncidentKind) -> tuple[Collection[str], Collection[str]]:
    """Ids of the levels and of the triggers (or error types) that the pack has for a kind."""
    policy = env.policy
    if kind is IncidentKind.AGGRESSION:
        triggers = {item.id for ladder in env.pack.ladders for item in ladder.triggers}
        return {item.id for item in policy.levels}, triggers | {incident_states.THREAT}
    if (moment := moment_of(env, kind)) is not None:
        return (), {item.id for item in moment.what}
    return {item.id for item in policy.grades}, {item.id for item in policy.error_types}


def raises(env: Env) -> Mapping[str, str]:
    """The least level by trigger: those that hold everywhere, unless the content pack says."""
    named = [item for one in env.pack.ladders for item in one.triggers if item.raises_to]
    return {**incident_states.RAISES, **{item.id: item.raises_to for item in named}}
