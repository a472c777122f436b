"""What becomes of played reports: most are closed, some were a mistake, a few stand open today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from db.unit_of_work import UnitOfWork
from desk.domain.clock import local_day
from desk.domain.incident import FirstReport, Incident, IncidentKind, Told
from desk.domain.incident_handling import ApologyForm, Cause, ContactNeed, TaskKind, WaitsFor
from desk.domain.incident_levels import is_error
from desk.domain.incident_typed import ApologyTyped, FindingsTyped
from desk.domain.remedy import APOLOGY_PARTS
from desk.domain.roles import Actor
from desk.services import incident_remedy, incident_review, incidents
from desk.services.env import Env

_MISTAKES = 4
"""Of so many reports of a day the last one was entered by mistake."""
_OPEN_ERROR = 2
"""Which of those that stand open is an error."""


class Review:
    """A head who reviews reports."""

    def __init__(self, uow: UnitOfWork, env: Env, head: Actor) -> None:
        self._uow, self._env, self._head = uow, env, head

    def settle(self, incident_id: UUID, number: int) -> None:
        """To its end: years later few reports are still open."""
        begun: Incident = self._do(incident_review.begin, incident_id)
        if number % _MISTAKES == _MISTAKES - 1:
            self._do(incident_review.void, incident_id, "Ierakstīts divreiz.")
            return
        self._do(incident_review.confirm_level, incident_id, begun.level)
        if is_error(begun):
            self._put_right(begun)
        self._do(incident_review.close, incident_id, "Izrunāts.")

    def leave_open(self, clerks: Sequence[Actor], at: datetime) -> None:
        """One waits for the police, one was sent back, one has a task that is open."""
        told = Told("supervisor", "in_person", at)
        for number, text in enumerate(("Sasita durvis.", "Apvainoja.", "Nepareiza summa.")):
            kind = IncidentKind.ERROR if number == _OPEN_ERROR else IncidentKind.AGGRESSION
            level = "E1" if kind is IncidentKind.ERROR else "1"
            first = FirstReport(kind, at - timedelta(minutes=9), level=level, told=told, text=text)
            reporter = clerks[number % len(clerks)]
            made = incidents.report(self._uow, self._env, reporter, first)
            self._do(incident_review.begin, made.id)
            if number == 0:
                self._do(incident_review.block, made.id, WaitsFor.POLICE, "Policijas atbilde.")
            elif number == 1:
                self._do(incident_review.send_back, made.id, "Kas tika teikts?")
            else:
                self._task(made)

    def _put_right(self, incident: Incident) -> None:
        need, reason = ContactNeed.NOT_NEEDED, "Pamanīts un izlabots uzreiz."
        self._do(incident_remedy.contact, incident.id, need, reason)
        made = ApologyTyped(ApologyForm.IN_PERSON, self._env.clock(), APOLOGY_PARTS)
        self._do(incident_remedy.apology, incident.id, made)
        found = FindingsTyped(causes=(Cause.PROCEDURE,))
        self._do(incident_review.findings, incident.id, found)
        task = self._task(incident).handling.tasks[-1].id
        self._do(incident_remedy.task_done, incident.id, task)

    def _task(self, incident: Incident) -> Incident:
        day, owner = local_day(self._env.clock()), self._head.account_id
        kind, text = TaskKind.CORRECTIVE, "Pārrunāt sapulcē"
        task = incident_remedy.add_task
        after: Incident = self._do(task, incident.id, kind, text, owner, day)
        return after

    def _do(self, use_case: Any, *values: Any) -> Any:
        return use_case(self._uow, self._env, self._head, *values)
