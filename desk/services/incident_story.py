"""The words and names behind a report's ids, and its history with what each event changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from db.stores.holders import Holder
from desk.domain.incident import Incident, IncidentAction, IncidentEvent
from desk.domain.incident_handling import Findings, Handling, Support
from desk.domain.incident_story import Change, Moment, moments

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_A = IncidentAction
_INTERNAL: Final = frozenset({_A.CONCERNS, _A.MISSED})
"""What a reporter is not shown: it can be about other colleagues."""
_UNWORDED: Final = frozenset({_A.BLOCK, _A.MERGE, _A.HAND_UP})
"""What a reporter is shown without the reason."""
_REVIEWERS_OWN: Final = frozenset(
    {"findings.causes", "findings.lesson", "findings.note", "findings.repeated"}
)
"""What is told when the report is closed, or not at all."""


@dataclass(frozen=True, slots=True)
class IncidentStep:
    """A line of a report's history: what was done to it, when, by whom.

    Args:
        changes: what it changed or said, with words and names in place of ids.
        by_hq: headquarters decided it, and the person wrote that down.
    """

    at: datetime
    what: IncidentAction
    who: str
    changes: tuple[Change, ...] = ()
    by_hq: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reporter is told: what was done, also when the report went on in another.

    Args:
        number, state: of the report in which it was dealt with.
        note, lesson: as worded; "" when none, before closing, or when the lesson is not shared.
        done, open: what the tasks are; support: what was given to the colleague concerned.
        updates: what the reporter was told meanwhile, first to last.
    """

    number: str
    state: str
    note: str
    lesson: str
    done: tuple[str, ...]
    open: tuple[str, ...]
    support: tuple[Support, ...]
    closed_at: datetime | None
    updates: tuple[tuple[datetime, str], ...]


def texts_of(reader: Reader, incident_ids: Iterable[UUID]) -> dict[UUID, str]:
    """All that was worded in some reports and is not erased, earlier wordings included."""
    ids = [row for one in incident_ids for row in reader.holders.rows_of(Holder("incident", one))]
    return {one: person.text for one, person in reader.persons.get_many(ids).items()}


def history(
    events: Iterable[IncidentEvent],
    texts: Mapping[UUID, str],
    names: Mapping[UUID, str],
    *,
    whole: bool,
) -> tuple[IncidentStep, ...]:
    """The lines of a report's history, first to last.

    Args:
        texts, names: what ids stand for; one that is not there has been erased.
        whole: for head or deputy; without it a reporter's view.
    """
    shown = moments(events)
    if not whole:
        shown = [for_reporter(one) for one in shown if one.event.kind not in _INTERNAL]
    known = {**names, **texts}
    return tuple(
        IncidentStep(
            at=one.event.at,
            what=one.event.kind,
            who=names.get(one.event.actor_id, ""),
            changes=tuple(_worded(change, known) for change in one.changes),
            by_hq=one.by_superior,
        )
        for one in shown
    )


def for_reporter(moment: Moment) -> Moment:
    """A moment without what is between the reviewers."""
    hidden = _REVIEWERS_OWN | ({"why"} if moment.event.kind in _UNWORDED else set())
    changes = tuple(change for change in moment.changes if change.what not in hidden)
    return replace(moment, changes=changes)


def reporters_view(handling: Handling) -> Handling:
    """What was done with a report, without the review's words about other colleagues."""
    findings = handling.findings
    if findings is not None:
        lesson = findings.lesson_id if findings.share else None
        note = findings.note_id if handling.closed_at else None
        findings = Findings((), findings.legal, lesson, findings.share, note)
    halt = handling.halt
    if halt is not None and (halt.waits_for or halt.into):
        halt = replace(halt, why_id=None)
    return replace(handling, concerned=(), missed=(), findings=findings, halt=halt)


def _worded(change: Change, known: Mapping[UUID, str]) -> Change:
    return Change(change.what, _word(change.before, known), _word(change.after, known))


def _word(value: object, known: Mapping[UUID, str]) -> object:
    if isinstance(value, UUID):
        return known.get(value, "")
    if isinstance(value, tuple):
        return tuple(_word(one, known) for one in value)
    return value


def outcome(reader: Reader, incident: Incident, texts: Mapping[UUID, str]) -> Outcome:
    """What was done about a report, read where it went on."""
    final, words = incident, dict(texts)
    while (into := _goes_on_in(final)) is not None:
        final = reader.incidents.get(into)
        words |= texts_of(reader, [final.id])
    handling = final.handling
    findings, care = handling.findings or Findings(), handling.care
    tasks = [*incident.handling.tasks, *(handling.tasks if final is not incident else ())]
    return Outcome(
        number=final.number,
        state=final.state.value,
        note=_text(words, findings.note_id) if handling.closed_at else "",
        lesson=_text(words, findings.lesson_id) if findings.share else "",
        done=tuple(_text(words, task.text_id) for task in tasks if not task.open),
        open=tuple(_text(words, task.text_id) for task in tasks if task.open),
        support=care.given if care else (),
        closed_at=handling.closed_at,
        updates=tuple(_updates(reader, incident, words)),
    )


def _goes_on_in(incident: Incident) -> UUID | None:
    return incident.handling.halt.into if incident.handling.halt else None


def _text(texts: Mapping[UUID, str], text_id: UUID | None) -> str:
    return texts.get(text_id, "") if text_id else ""


def _updates(
    reader: Reader, incident: Incident, texts: Mapping[UUID, str]
) -> Iterator[tuple[datetime, str]]:
    for event in reader.incidents.events(incident.id):
        if event.kind is _A.UPDATE:
            yield event.at, _text(texts, UUID(str(event.data["text_id"])))
