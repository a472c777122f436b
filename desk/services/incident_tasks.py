"""A person's own tasks out of incidents, also of reports that are not theirs to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.incident_handling import TaskKind
from desk.domain.roles import Actor, Right
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task to be done; of its report nothing but the number is told.

    Args:
        text: what is to be done; "" once erased.
    """

    incident_id: UUID
    number: str
    task_id: UUID
    kind: TaskKind
    text: str
    due: date
    overdue: bool


def my_tasks(reader: Reader, env: Env, actor: Actor) -> tuple[MyTask, ...]:
    """What the person is to do at the site, the earliest due first.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    found = [
        (incident, task)
        for incident in reader.incidents.open(actor.site)
        for task in incident.handling.open_tasks
        if task.owner_id == actor.account_id
    ]
    words = reader.persons.get_many([task.text_id for _, task in found if task.text_id])
    texts = {one: person.text for one, person in words.items()}
    today = local_day(env.clock())
    lines = (
        MyTask(
            incident_id=incident.id,
            number=incident.number,
            task_id=task.id,
            kind=task.kind,
            text=texts.get(task.text_id, "") if task.text_id else "",
            due=task.due,
            overdue=task.due < today,
        )
        for incident, task in found
    )
    return tuple(sorted(lines, key=lambda line: (line.due, line.number)))
