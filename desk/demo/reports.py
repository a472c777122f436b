"""The demo's two new incidents: an insult at counter 4, and an error of one's own at counter 3."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from desk.demo.day import Stage
from desk.domain.clock import at_local
from desk.domain.incident import FirstReport, IncidentKind, Step, Told
from desk.domain.roles import Actor
from desk.services import incidents
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def file_reports(
    uow: UnitOfWork, env: Env, stage: Stage, day: date, *, anna: Actor, inese: Actor
) -> None:
    """File both as the clerks would have; nobody has acknowledged them yet."""

    def at(hour: int, minute: int, second: int = 0) -> datetime:
        return at_local(day, time(hour, minute, second))

    stage.now = at(9, 27)
    error = FirstReport(
        kind=IncidentKind.ERROR,
        occurred_at=at(9, 12),
        triggers=("wrong_data",),
        level="E1",
        told=Told("superior_official", "in_person", at(9, 22)),
        text="Uzvārdā ievadīts nepareizs burts; pamanīts pirms izsniegšanas, izlabots uzreiz.",
    )
    incidents.report(uow, env, anna, error)
    stage.now = at(9, 58)
    insult = FirstReport(
        kind=IncidentKind.AGGRESSION,
        occurred_at=at(9, 46),
        triggers=("insulting",),
        level="1",
        steps=(Step("warn", at(9, 47, 10)),),
        told=Told("supervisor", "in_person", at(9, 55)),
        text="Skaļi apvainoja, jo nevarēja samaksāt skaidrā naudā. Pēc brīdinājuma nomierinājās.",
    )
    incidents.report(uow, env, inese, insult)
