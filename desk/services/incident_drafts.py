"""Unfinished reports: kept as typed, there again even when the program died half-way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor, Right
from desk.domain.typed_text import cleaned
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


DRAFTS = "incident."
"""So begin the names of all unfinished reports."""


def draft_kind(kind: IncidentKind) -> str:
    """The name under which a person's unfinished report of a kind is kept."""
    return f"{DRAFTS}{kind.value}"


def save_draft(
    uow: UnitOfWork, env: Env, actor: Actor, kind: IncidentKind, first: FirstReport
) -> None:
    """Keep what has been typed so far; one per person and kind."""
    actor.require(Right.REPORT_INCIDENT)
    body = msgspec.json.encode(_readable(first))
    uow.drafts.put(actor.account_id, draft_kind(kind), body, env.clock())


def load_draft(reader: Reader, env: Env, actor: Actor, kind: IncidentKind) -> FirstReport | None:
    """The person's own unfinished report of a kind; None when there is none that can be read."""
    body = reader.drafts.get(actor.account_id, draft_kind(kind))
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=FirstReport)
    except msgspec.MsgspecError:
        return None


def drop_draft(uow: UnitOfWork, env: Env, actor: Actor, kind: IncidentKind) -> None:
    """Throw away the person's own unfinished report of a kind."""
    uow.drafts.drop(actor.account_id, draft_kind(kind))


def _readable(first: FirstReport) -> FirstReport:
    """The same, with every text one that can be written down: half a pair of surrogates cannot."""
    told, remedy = first.told, first.remedy
    return replace(
        first,
        text=cleaned(first.text),
        told=replace(told, whom=cleaned(told.whom)) if told else None,
        remedy=replace(
            remedy,
            why=cleaned(remedy.why),
            tasks=tuple(replace(task, text=cleaned(task.text)) for task in remedy.tasks),
        ),
    )
