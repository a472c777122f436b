"""Follow-ups: what is open and what was done today; done, put off, given to somebody, typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import follow_up
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.follow_up import (
    BY_HAND,
    TYPED,
    FollowUp,
    FollowUpAction,
    FollowUpKind,
    Open,
    Ref,
    undo_refusal,
)
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right
from desk.domain.typed_text import tidied
from desk.services.env import Env
from desk.services.follow_up_list import detail, due_count, lines, open_ones
from desk.services.kept_text import kept, reason_text, text_of
from desk.services.record import happened

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

__all__ = [
    "add",
    "assign",
    "detail",
    "done",
    "due_count",
    "lines",
    "postpone",
    "undo_done",
]

MAX_TEXT = 500


def add(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    kind: FollowUpKind,
    text: str,
    *,
    due_at: datetime | None = None,
    assignee_id: UUID | None = None,
) -> FollowUp:
    """A task that a person types.

    Args:
        kind: one of `TYPED`.
        text: what is to be done; kept as personal data, 30 days beyond the term by default.
        due_at: the last instant that is in time; None = no term.
        assignee_id: who is to do it; None = anybody.

    Raises:
        DeskError: "access.no_right", "followup.not_typed", "followup.text_missing" (maximum),
            "followup.in_past", "account.unknown".
    """
    actor.require(Right.FOLLOW_UP)
    if kind not in TYPED:
        raise DeskError("followup.not_typed")
    tidy = tidied(text)
    if not tidy or len(tidy) > MAX_TEXT:
        raise DeskError("followup.text_missing", maximum=MAX_TEXT)
    _require_future(env, due_at)
    _require_account(uow, assignee_id)
    from_day = local_day(max(due_at or env.clock(), env.clock()))
    text_id = kept(uow, env, Purpose.FOLLOW_UP, tidy, from_day=from_day)
    data = {"kind": kind.value, "due_at": due_at, "text_id": text_id, "assignee_id": assignee_id}
    return _opened(uow, env, actor, data)


def done(uow: UnitOfWork, env: Env, actor: Actor, ref: Ref) -> FollowUp:
    """It has been done; can be taken back for five minutes.

    Raises:
        DeskError: "access.no_right", "followup.not_by_hand" for one that ends with its cause
            alone, "followup.unknown", "followup.done_already".
    """
    row = _decided(uow, env, actor, ref)
    return _add(uow, env, actor, row, FollowUpAction.DONE, {})


def postpone(
    uow: UnitOfWork, env: Env, actor: Actor, ref: Ref, due_at: datetime, reason: str
) -> FollowUp:
    """Put it off to another term, with a reason; what was typed is kept as much longer.

    Raises:
        DeskError: those of `done`, "followup.in_past", "followup.why_missing",
            "text.too_long", "text.personal_code".
    """
    actor.require(Right.FOLLOW_UP)
    why = reason_text(reason)
    if not why:
        raise DeskError("followup.why_missing")
    _require_future(env, due_at)
    row = _decided(uow, env, actor, ref)
    why_id = kept(uow, env, Purpose.FOLLOW_UP, why, from_day=local_day(due_at))
    text = text_of(uow, row.text_id)
    text_id = kept(uow, env, Purpose.FOLLOW_UP, text, from_day=local_day(due_at))
    data = {"due_at": due_at, "why_id": why_id, "text_id": text_id}
    return _add(uow, env, actor, row, FollowUpAction.POSTPONE, data)


def assign(uow: UnitOfWork, env: Env, actor: Actor, ref: Ref, account_id: UUID | None) -> FollowUp:
    """Give it to somebody; None = to anybody.

    Raises:
        DeskError: those of `done`, "account.unknown".
    """
    actor.require(Right.FOLLOW_UP)
    _require_account(uow, account_id)
    row = _decided(uow, env, actor, ref)
    data = {"assignee_id": account_id}
    return _add(uow, env, actor, row, FollowUpAction.ASSIGN, data)


def undo_done(uow: UnitOfWork, env: Env, actor: Actor, ref: Ref) -> FollowUp:
    """It was not done after all: open again, within five minutes.

    Raises:
        DeskError: "access.no_right", "followup.unknown", "followup.not_done",
            "followup.too_late".
    """
    actor.require(Right.FOLLOW_UP)
    row = _stored(uow, actor, ref)
    if row is None:
        raise DeskError("followup.unknown")
    why = undo_refusal(row, env.clock())
    if why:
        raise DeskError(why)
    return _add(uow, env, actor, row, FollowUpAction.UNDO, {"undoes": row.last_event_id})


def _stored(uow: UnitOfWork, actor: Actor, ref: Ref) -> FollowUp | None:
    if ref.kind not in TYPED:
        return uow.follow_ups.of_subject(ref.kind, ref.id)
    row = uow.follow_ups.get(ref.id)
    if row.site != actor.site:
        raise DeskError("followup.unknown")
    return row


def _decided(uow: UnitOfWork, env: Env, actor: Actor, ref: Ref) -> FollowUp:
    """The row that a decision is kept in, made for a derived follow-up with its first one."""
    actor.require(Right.FOLLOW_UP)
    if ref.kind not in BY_HAND:
        raise DeskError("followup.not_by_hand")
    row = _stored(uow, actor, ref)
    if row is not None:
        return row
    found = _derived(uow, env, actor, ref)
    data = {"kind": ref.kind.value, "subject_id": ref.id, "due_at": found.due_at}
    return _opened(uow, env, actor, data)


def _derived(uow: UnitOfWork, env: Env, actor: Actor, ref: Ref) -> Open:
    found = next((one for one in open_ones(uow, env, actor) if one.ref == ref), None)
    if found is None:
        raise DeskError("followup.unknown")
    return found


def _opened(uow: UnitOfWork, env: Env, actor: Actor, data: Mapping[str, object]) -> FollowUp:
    whole = {"site": actor.site, **data}
    event = happened(env, actor, env.new_id(), 1, FollowUpAction.OPEN, whole)
    row = follow_up.apply(None, event)
    uow.follow_ups.add(row, event)
    return row


def _add(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    row: FollowUp,
    kind: FollowUpAction,
    data: Mapping[str, object],
) -> FollowUp:
    event = happened(env, actor, row.id, row.version + 1, kind, data)
    after = follow_up.apply(row, event)
    uow.follow_ups.add(after, event)
    return after


def _require_future(env: Env, due_at: datetime | None) -> None:
    if due_at is not None and due_at < env.clock():
        raise DeskError("followup.in_past")


def _require_account(uow: UnitOfWork, account_id: UUID | None) -> None:
    if account_id is not None:
        uow.accounts.get(account_id)
