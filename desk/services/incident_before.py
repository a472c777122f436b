"""What a report copies of the visit it happened in, and how that reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import ladder, visit_before
from desk.domain.incident import Incident
from desk.domain.incident_handling import Before, VisitBefore
from desk.domain.incident_typed import (
    DetailTyped,
    EvidenceTyped,
    detail_typed,
    evidence_typed,
)
from desk.domain.record_data import record_written
from desk.domain.roles import Actor
from desk.domain.waiting import minutes, waited
from desk.i18n import _, ngettext

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def copied(
    uow: UnitOfWork, actor: Actor, visit_id: UUID | None, occurred_at: datetime, at: datetime
) -> dict[str, object]:
    """Copied, not linked: the report must not lead back to the client by itself.

    An incident that began before the ticket was taken had no waiting time yet.

    Raises:
        DeskError: "visit.unknown".
    """
    if visit_id is None:
        return {"counter": actor.counter, "service": "", "waited_minutes": None}
    visit = uow.visits.get(visit_id)
    known = visit_before.before(uow.visits.events(visit_id), visit.issued_at, occurred_at)
    return {
        "counter": visit.counter or actor.counter,
        "service": visit.services[0],
        "waited_minutes": None if known.began_earlier else minutes(waited(visit, at)),
        "visit": record_written(known),
    }


def before_words(known: VisitBefore | None) -> Iterator[tuple[str, str]]:
    """Label and value of what the visit had been through; nothing of what was not."""
    if known is None:
        return
    parts = (
        (known.refusals, ngettext("{n} refusal", "{n} refusals", known.refusals)),
        (known.transfers, ngettext("{n} transfer", "{n} transfers", known.transfers)),
        (
            known.interruptions,
            ngettext("{n} interruption", "{n} interruptions", known.interruptions),
        ),
    )
    said = ", ".join(text.format(n=count) for count, text in parts if count)
    if said:
        yield _("In the same visit"), said
    if known.began_earlier:
        yield _("The visit"), _("it began before the client took a ticket")


def detail_to_type(incident: Incident, texts: Mapping[UUID, str]) -> DetailTyped:
    """What the form of the detail shows at first: a refusal in the same visit is known already."""
    known, visit = incident.handling.detail, incident.handling.visit
    if known is not None or not (visit and visit.refusals):
        return detail_typed(known, texts)
    return DetailTyped(before=(Before.REFUSAL,))


def evidence_to_type(incident: Incident, texts: Mapping[UUID, str]) -> EvidenceTyped:
    """What the form of the evidence shows at first: the ladder has stamped the police already."""
    known = incident.handling.evidence
    if known is not None:
        return evidence_typed(known, texts)
    called, came = ladder.police(incident.steps)
    return EvidenceTyped(police_called_at=called, police_came_at=came)
