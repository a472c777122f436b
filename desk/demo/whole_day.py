"""What else a morning brings: the checklist, telephone calls, tasks for later."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.demo.cast import HEAD, INESE, MARTA
from desk.domain.clock import at_local
from desk.domain.deadlines import end_of_day
from desk.domain.follow_up import FollowUpKind
from desk.domain.phone_call import CallNote, CallOutcome
from desk.domain.roles import Actor
from desk.services import day_open, follow_ups, phone_calls
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from desk.demo.day import Stage

_LEFT_OUT = "promises"
"""Nobody has ticked this item of the checklist."""

RINGS = (time(9, 22), time(10, 12))
"""When the telephone rings at counter 4; the second call promises to call back."""


def before_the_doors(
    uow: UnitOfWork, env: Env, stage: Stage, day: date, actors: dict[str, Actor]
) -> None:
    """From ten past eight on: the checklist, a call, the head's tasks, the doors."""

    def at(hour: int, minute: int) -> datetime:
        return at_local(day, time(hour, minute))

    stage.now = at(8, 11)
    call = phone_calls.begin(uow, env, actors[MARTA.login])
    stage.now = at(8, 14)
    booking = CallNote("booking", CallOutcome.ANSWERED, text="Pārcēla pierakstu caur portālu.")
    phone_calls.end(uow, env, actors[MARTA.login], call.id, booking)
    for minute, item in enumerate(env.pack.opening, start=15):
        stage.now = at(8, minute)
        if item.id != _LEFT_OUT:
            day_open.tick(uow, env, actors[MARTA.login], item.id, True)
    stage.now = at(8, 24)
    _tasks(uow, env, day, actors)
    stage.now = at(8, 29)
    day_open.doors(uow, env, actors[INESE.login])


def ring(uow: UnitOfWork, env: Env, actors: dict[str, Actor]) -> UUID:
    """The telephone rings at counter 4."""
    return phone_calls.begin(uow, env, actors[INESE.login]).id


def hang_up(
    uow: UnitOfWork, env: Env, actors: dict[str, Actor], call_id: UUID, *, promised: bool
) -> None:
    """The call is over; the caller is told what there is, or that somebody will call back."""
    now = env.clock()
    note = CallNote("documents", CallOutcome.ANSWERED)
    if promised:
        note = CallNote(
            "progress",
            CallOutcome.CALL_BACK,
            until=now + timedelta(hours=2, minutes=48),
            name="Selga Dzintarvēja",
            phone="+37120000000",
            text="Vai pase, ko pieteica 12. novembrī, jau ir nodaļā.",
        )
    phone_calls.end(uow, env, actors[INESE.login], call_id, note)


def _tasks(uow: UnitOfWork, env: Env, day: date, actors: dict[str, Actor]) -> None:
    head = actors[HEAD.login]
    later = env.calendar.add_working_days(day, 3)
    leaflet = follow_ups.add(
        uow,
        env,
        head,
        FollowUpKind.TASK,
        "Papildināt sūdzību iesniegšanas lapas zālē",
        due_at=end_of_day(day),
    )
    follow_ups.add(
        uow,
        env,
        head,
        FollowUpKind.TASK,
        "Pieteikt printera apkopi 4. lodziņā",
        due_at=end_of_day(later),
        assignee_id=actors[INESE.login].account_id,
    )
    follow_ups.done(uow, env, actors[MARTA.login], leaflet.ref)
