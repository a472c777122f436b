"""What headquarters say to a branch's reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpKind, Open, Ref
from desk.domain.incident import Incident
from desk.domain.roles import Actor, Right
from desk.services.env import Env
from desk.services.kept_text import text_of

if TYPE_CHECKING:
    from db.stores.from_hq import AnswerRow
    from db.unit_of_work import Reader

_LOOK_BACK: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class HqAnswer:
    """An answer, for those who may read all of the report.

    Args:
        office: who speaks at headquarters; text: "" when it has been erased with the report.
    """

    at: datetime
    office: str
    text: str


def answers(reader: Reader, incident_id: UUID) -> tuple[HqAnswer, ...]:
    """What headquarters said to a report, first to last."""
    return tuple(
        HqAnswer(row.at, row.office, text_of(reader, row.text_id))
        for row in reader.from_hq.answers(incident_id)
    )


def follow_ups(reader: Reader, env: Env, site: str) -> Iterator[Open]:
    """Answers that somebody has to look at, due by the end of the next working day."""
    for row in reader.from_hq.answers_since(env.clock() - _LOOK_BACK):
        incident = _incident(reader, row)
        if incident is None or incident.site != site:
            continue
        due = env.calendar.add_working_days(local_day(row.received_at), 1)
        yield Open(
            Ref(FollowUpKind.ANSWER, row.id),
            row.received_at,
            end_of_day(due),
            number=incident.number,
            incident=(incident.kind.value, incident.level),
        )


def report_of(reader: Reader, env: Env, actor: Actor, answer_id: UUID) -> Incident:
    """The report that an answer is about.

    Raises:
        DeskError: "access.no_right", "incident.unknown".
    """
    actor.require(Right.READ_ALL_INCIDENTS)
    row = reader.from_hq.answer(answer_id)
    found = _incident(reader, row) if row is not None else None
    if found is None:
        raise DeskError("incident.unknown")
    return found


def number_of(reader: Reader, answer_id: UUID) -> str:
    """The number of the report that an answer is about; "" when nothing is known of it."""
    row = reader.from_hq.answer(answer_id)
    return row.number if row is not None else ""


def _incident(reader: Reader, row: AnswerRow) -> Incident | None:
    """None for a report that has not come back yet."""
    try:
        return reader.incidents.get(row.incident_id)
    except DeskError:
        return None
