"""Gathering an incident for paper, as it stands or as it stood at an earlier event.

Everything on the paper follows from the events up to one of them, from texts, names and the
content pack, so that it can be made again and compared (`desk verify --pdf`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.entry_log import Occasion
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentEvent
from desk.domain.incident_states import replay
from desk.domain.paper import IncidentPaper
from desk.domain.paper_proof import IncidentProof, LogStand, PaperMade
from desk.domain.roles import RIGHTS, Actor, Right
from desk.i18n import _, language
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.incident_paper_words import HISTORY, TITLES, Source, fields, said
from desk.services.incident_steps import step_text
from desk.services.kept_text import text_of
from desk.version import VERSION

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


def incident_paper(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> IncidentPaper:
    """An incident on paper, in the language in force; logged as a print.

    The incident log is signed as it stands, and the paper carries that.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown".
    """
    actor.require(Right.PRINT)
    events = readable_events(uow, actor, incident_id)
    looked(uow, env, actor, Look.PRINT, "incident", incident_id, "incident_report")
    signed = uow.entry_log.checkpoint(Occasion.INCIDENT_PAPER)
    made = PaperMade(
        incident=incident_id,
        seq=len(events),
        language=language(),
        at=env.clock(),
        by=actor.name,
        size=signed.size,
        program=VERSION,
        rules=rules_of(env),
    )
    names = uow.accounts.names()
    source = Source(lambda text_id: text_of(uow, text_id), lambda one: names.get(one, ""))
    stand = LogStand(signed.size, signed.root, signed.at)
    return laid_out(uow, env, events, source, made, stand)


def institution_name(env: Env) -> str:
    """The institution's name on paper."""
    name = env.pack.info.institution_name or env.pack.info.title
    return name.get(language())


def readable_events(reader: Reader, actor: Actor, incident_id: UUID) -> tuple[IncidentEvent, ...]:
    """The events of a report that this person may read.

    Raises:
        DeskError: "incident.not_yours", "incident.unknown".
    """
    incident = reader.incidents.get(incident_id)
    own = incident.reporter_id == actor.account_id
    if not own and Right.READ_ALL_INCIDENTS not in RIGHTS[actor.role]:
        raise DeskError("incident.not_yours")
    return reader.incidents.events(incident_id)


def laid_out(
    reader: Reader,
    env: Env,
    events: tuple[IncidentEvent, ...],
    source: Source,
    made: PaperMade,
    stand: LogStand,
) -> IncidentPaper:
    """The paper that some events come to.

    Args:
        source: of words; stand: of the log, as the paper says it.
    """
    incident = replay(events)
    lines = reader.entry_log.of_rows([event.id for event in events])
    entries, leaf = tuple(line.index for line in lines), lines[-1].leaf if lines else b""
    return IncidentPaper(
        institution=institution_name(env),
        branch=env.branch(incident.site).name,
        number=incident.number,
        title=_(TITLES[incident.kind]),
        fields=tuple(fields(env, incident, source)),
        steps=tuple((step.at, step_text(env, step.step)) for step in incident.steps),
        text=source.text(incident.text_id),
        history=tuple(
            (event.at, _happened(event, source), source.name(event.actor_id)) for event in events
        ),
        printed_at=made.at,
        printed_by=made.by,
        proof=IncidentProof(entries, leaf, stand, made),
    )


def rules_of(env: Env) -> str:
    """The content pack in force, as a paper names it."""
    return f"{env.pack.info.id} {env.pack.info.version}"


def _happened(event: IncidentEvent, source: Source) -> str:
    words = said(event, source)
    what = _(HISTORY[event.kind])
    return f"{what}: {words}" if words else what
