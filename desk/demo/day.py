"""The demo's morning, played through the real services on a clock that the play moves on."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from desk.demo.cast import ANNA, INESE, MARTA, Colleague
from desk.demo.script import BOOKED, NOW, PARKED, REFUSED_AT, TO_STAY, WALK_INS, Booked
from desk.demo.whole_day import RINGS, hang_up, ring
from desk.domain.appointment import Appointment
from desk.domain.clock import at_local
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.domain.visit import Outcome, TicketState, Visit
from desk.services import appointments, queue
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_SEED = 20261124
_ON_TIME = Booked()
_ADVANCE = (4.0, 13.0)
_WAY = (15.0, 40.0)
_BREATH = (10.0, 30.0)
_CALL = (60.0, 150.0)
_LOOK_AGAIN = timedelta(seconds=40)
_HASTE = (0.75, 1.3)
_LONGEST_LATE = timedelta(minutes=7)


class Stage:
    """A clock that the play moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Morning:
    """Plays the day up to the present moment of the demo.

    Args:
        stage: the clock that `env` tells the time by.
        actors: of the colleagues at counters, by login.
    """

    def __init__(
        self, uow: UnitOfWork, env: Env, stage: Stage, actors: dict[str, Actor], day: date
    ) -> None:
        self._uow, self._env, self._stage, self._day = uow, env, stage, day
        self._actors = actors
        self._random = Random(_SEED)  # noqa: S311 - a play, not a secret
        self._acts: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._absent: set[UUID] = set()
        self._parked = self._refused = False

    def play(self) -> None:
        """Everything that has happened by now."""
        booked = self._uow.appointments.of_day(self._env.home_branch, self._day)
        special = {self._time(slot): how for slot, how in BOOKED.items()}
        for appointment in booked:
            self._expect(appointment, special.pop(appointment.start, _ON_TIME))
        for when, services, assistance in WALK_INS:
            self._at(self._time(when), partial(self._walk_in, services, assistance))
        for colleague in (ANNA, INESE, MARTA):
            opening = self._time(time(8, 30)) + timedelta(seconds=self._random.uniform(20, 90))
            self._at(opening, partial(self._next, colleague))
        for when in RINGS:
            self._at(self._time(when), partial(self._ring, promised=when == RINGS[-1]))
        for stay in TO_STAY:
            self._at(
                self._time(stay.call), partial(self._stay, stay.who, stay.start, stay.services)
            )
        self._run(self._time(NOW))

    def _run(self, until: datetime) -> None:
        while self._acts and self._acts[0][0] <= until:
            self._stage.now, _number, act = heapq.heappop(self._acts)
            act()
        self._stage.now = until

    def _at(self, when: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._acts, (when, next(self._order), act))

    def _after(self, seconds: tuple[float, float], act: Callable[[], None]) -> None:
        self._at(self._stage.now + timedelta(seconds=self._random.uniform(*seconds)), act)

    def _time(self, wall: time) -> datetime:
        return at_local(self._day, wall)

    def _expect(self, appointment: Appointment, booked: Booked) -> None:
        if booked.calls_at is not None:
            self._at(self._time(booked.calls_at), partial(self._phoned, appointment, booked))
        if not booked.comes:
            self._absent.add(appointment.id)
            return
        advance = timedelta(minutes=self._random.uniform(*_ADVANCE))
        arrival = appointment.start - advance
        self._at(arrival, partial(self._arrive, appointment, booked.assistance))

    def _phoned(self, appointment: Appointment, booked: Booked) -> None:
        actor = self._actors[INESE.login]
        if booked.expected_at is None:
            appointments.notify_cancel(self._uow, self._env, actor, appointment.id)
            return
        expected = self._time(booked.expected_at)
        appointments.notify_late(self._uow, self._env, actor, appointment.id, expected)

    def _arrive(self, appointment: Appointment, assistance: tuple[str, ...]) -> None:
        actor = self._actors[ANNA.login]
        queue.take_in_booking(self._uow, self._env, actor, appointment.id, assistance=assistance)

    def _walk_in(self, services: tuple[str, ...], assistance: tuple[str, ...]) -> None:
        actor = self._actors[MARTA.login]
        queue.take_in_walk_in(self._uow, self._env, actor, services, assistance=assistance)

    def _ring(self, *, promised: bool) -> None:
        call = ring(self._uow, self._env, self._actors)
        end = partial(hang_up, self._uow, self._env, self._actors, call, promised=promised)
        self._after(_CALL, end)

    def _next(self, who: Colleague) -> None:
        if self._last_call(who) <= self._stage.now:
            return
        try:
            visit = queue.call_next(self._uow, self._env, self._actors[who.login])
        except DeskError as error:
            if error.code != "queue.empty":
                raise
            self._at(self._stage.now + _LOOK_AGAIN, partial(self._next, who))
            return
        if visit.appointment_id in self._absent:
            self._nobody_came(who, visit)
        else:
            self._after(_WAY, partial(self._start, who))

    def _last_call(self, who: Colleague) -> datetime:
        """From when on a counter calls nobody: the last client must be done before the next act."""
        stays = [stay.call for stay in TO_STAY if stay.who == who]
        return self._time(stays[0]) - _LONGEST_LATE if stays else self._time(NOW)

    def _nobody_came(self, who: Colleague, visit: Visit) -> None:
        actor = self._actors[who.login]
        limit = self._env.policy.call_order.call_limit
        if visit.calls < limit:
            self._after((50, 70), partial(self._call_again, who))
            return
        queue.no_show(self._uow, self._env, actor)
        self._after(_BREATH, partial(self._next, who))

    def _call_again(self, who: Colleague) -> None:
        self._nobody_came(who, queue.recall(self._uow, self._env, self._actors[who.login]))

    def _start(self, who: Colleague) -> None:
        actor = self._actors[who.login]
        visit = queue.start(self._uow, self._env, actor)
        queue.tick(self._uow, self._env, actor, visit.id, "document_presented", True)
        usual = sum(self._env.service(service).minutes for service in visit.services)
        minutes = usual * self._random.uniform(*_HASTE)
        end = self._stage.now + timedelta(minutes=minutes)
        if stays := [self._time(stay.call) for stay in TO_STAY if stay.who == who]:
            end = min(end, stays[0] - timedelta(seconds=45))
        self._at(end, partial(self._end, who, visit.id))

    def _end(self, who: Colleague, visit_id: UUID) -> None:
        actor = self._actors[who.login]
        visit = self._uow.visits.get(visit_id)
        if not self._parked and who == PARKED.who and self._stage.now >= self._time(PARKED.at):
            self._parked = True
            queue.park(self._uow, self._env, actor, visit_id, PARKED.reason)
        elif not self._refused and who == MARTA and self._stage.now >= self._time(REFUSED_AT):
            self._refused = True
            reason = "Nav iesniegta vecāku piekrišana."
            queue.finish(self._uow, self._env, actor, visit_id, Outcome.REFUSED, reason)
        elif visit.state is TicketState.SERVING:
            outcome = self._random.choice((Outcome.SOLVED,) * 9 + (Outcome.CONSULTED,))
            queue.finish(self._uow, self._env, actor, visit_id, outcome)
        self._after(_BREATH, partial(self._next, who))

    def _stay(self, who: Colleague, start: time, services: tuple[str, ...]) -> None:
        """The client who is at a counter when the demo opens."""
        actor = self._actors[who.login]
        visit = queue.call_next(self._uow, self._env, actor)
        self._at(self._time(start), partial(self._begin_stay, actor, visit.id, services))

    def _begin_stay(self, actor: Actor, visit_id: UUID, services: tuple[str, ...]) -> None:
        visit = queue.start(self._uow, self._env, actor)
        for service in services:
            visit = queue.add_service(self._uow, self._env, actor, visit_id, service)
        queue.tick(self._uow, self._env, actor, visit.id, "document_presented", True)


def at_counter(account_id: UUID, colleague: Colleague, site: str) -> Actor:
    """A colleague at work."""
    plain = Actor(account_id, colleague.name, colleague.role, site)
    return replace(plain, counter=colleague.counter)
