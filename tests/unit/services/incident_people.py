"""A branch whose people have accounts, and reports to review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from branch_at_work import Branch, wall
from virtual import make_id

from desk.domain.account import Account
from desk.domain.incident import FirstReport, Incident, IncidentKind
from desk.domain.incident_handling import ApologyForm, Cause, TaskKind
from desk.domain.incident_typed import ApologyTyped, DetailTyped, FindingsTyped
from desk.domain.roles import Actor, Role
from desk.services import (
    incident_detail,
    incident_remedy,
    incident_review,
    incidents,
)

AT = wall(8, 55)
INSULT = FirstReport(
    IncidentKind.AGGRESSION, AT, triggers=("insulting",), level="1", text="Skaļi apvainoja."
)
ERROR = FirstReport(IncidentKind.ERROR, AT, level="E2", text="Izsniegta cita pase.")
GIFT = FirstReport(IncidentKind.GIFT, AT)


class Reviewing:
    """The branch at work with a head, a deputy and two clerks who all have accounts."""

    def __init__(self, branch: Branch) -> None:
        self.branch, self.clock, self.env = branch, branch.clock, branch.env
        self.head = branch.head = self.colleague("Ilze Head", Role.HEAD)
        self.deputy = self.colleague("Maris Deputy", Role.DEPUTY)
        self.anna = branch.anna = self.colleague("Anna Clerk", Role.CLERK)
        self.inese = branch.inese = self.colleague("Inese Clerk", Role.CLERK)

    def colleague(self, name: str, role: Role) -> Actor:
        """A person with an account that nobody can sign in to."""
        made = Account(make_id(), name.split()[0].lower(), role, name, "", "h")
        with self.branch.database.unit_of_work() as uow:
            uow.accounts.add(made, actor_id=made.id, at=self.clock())
            uow.commit()
        return Actor(made.id, name, role, self.env.home_branch, "3")

    def do(self, use_case: Any, *values: Any, by: Any = None, **named: Any) -> Any:
        """A minute later; by the head unless said otherwise."""
        self.clock.advance(minutes=1)
        return self.branch.do(use_case, *values, by=by or self.head, **named)

    def read(self, query: Any, *values: Any, by: Any = None, **named: Any) -> Any:
        return self.branch.read(query, *values, by=by or self.head, **named)

    def reported(self, first: FirstReport = GIFT, **changed: Any) -> UUID:
        """The clerk's report."""
        made: Incident = self.do(incidents.report, replace(first, **changed), by=self.anna)
        return made.id

    def reviewed(self, first: FirstReport = GIFT, **changed: Any) -> UUID:
        """A report that the head reviews."""
        made = self.reported(first, **changed)
        self.do(incident_review.begin, made)
        return made

    def task(self, incident_id: UUID, kind: TaskKind = TaskKind.REMEDY, owner: Any = None) -> UUID:
        """A task due today."""
        owner = (owner or self.anna).account_id
        due = self.clock().date()
        after = self.do(incident_remedy.add_task, incident_id, kind, "Piezvanīt", owner, due)
        made: UUID = after.handling.tasks[-1].id
        return made

    def settle(self, incident_id: UUID) -> None:
        """Do all that an error asks for before it is closed."""
        made = ApologyTyped(ApologyForm.PHONE, AT, ("regret",))
        self.do(incident_remedy.apology, incident_id, made, by=self.anna)
        self.do(incident_detail.set_detail, incident_id, DetailTyped(text="Garāk"), by=self.anna)
        self.do(incident_review.confirm_level, incident_id, "E2")
        self.do(incident_review.findings, incident_id, FindingsTyped(causes=(Cause.IT,)))
        task = self.task(incident_id, TaskKind.CORRECTIVE)
        self.do(incident_remedy.task_done, incident_id, task, by=self.anna)

    def get(self, incident_id: UUID) -> Incident:
        with self.branch.database.reader() as reader:
            return reader.incidents.get(incident_id)

    def opened(self, incident_id: UUID, by: Any = None) -> Any:
        return self.do(incidents.open, incident_id, by=by)


@pytest.fixture
def desk(branch: Branch) -> Reviewing:
    """Riga 2 with its people."""
    return Reviewing(branch)
