"""A believable day at a branch, played through the real services on a clock that the play moves."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID

from db.unit_of_work import UnitOfWork
from desk.domain.appointment import Appointment
from desk.domain.clock import at_local, local
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind, Step, Told
from desk.domain.opening import spans
from desk.domain.person import Person
from desk.domain.roles import Actor
from desk.domain.visit import Outcome, TicketState, Visit
from desk.services import appointments, import_day, incidents, queue
from desk.services.env import Env
from desk.services.opening import hours_of
from tests.bench.reviewing import Review

_FIRST = ("Zelma", "Gaitis", "Aurora", "Oļegs", "Vizma", "Tālis", "Larisa", "Viktors", "Rasma")
_LAST = (
    "Rasaspura",
    "Vētrasputns",
    "Mežvizule",
    "Ozolrags",
    "Krastzvane",
    "Ļesovodnijs",
    "Bišzieda",
)
_OUTCOMES = (Outcome.SOLVED,) * 17 + (Outcome.CONSULTED,) * 3


class Stage:
    """The play's clock, and a maker of ids that are born on it: the same ones in every run."""

    def __init__(self, now: datetime, seed: int = 1) -> None:
        self.now = now
        self._random = Random(seed)
        self._count = count()

    def __call__(self) -> datetime:
        return self.now

    def new_id(self) -> UUID:
        """A UUIDv7 of the play's present."""
        born = int(self.now.timestamp() * 1000) << 80
        order = 7 << 76 | (next(self._count) & 0xFFF) << 64
        return UUID(int=born | order | 2 << 62 | self._random.getrandbits(62))


@dataclass(frozen=True)
class Plan:
    """How busy a day is.

    Args:
        booked, walk_ins: clients; counters: how many call; reports: incidents written that day.
    """

    booked: int
    walk_ins: int
    counters: int
    reports: int


def person(number: int) -> Person:
    """An invented client; the numbers lead nowhere."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    mail = f"klients{number}@example.com" if number % 3 else ""
    return Person(name=f"{first} {last}", phone=f"2{number % 10_000_000:07}", email=mail)


class Day:
    """One day from the import of its file to the last client, at one site.

    Args:
        actors: people at work; the first writes the reports' notes as head, the others call.
    """

    def __init__(
        self,
        uow: UnitOfWork,
        env: Env,
        stage: Stage,
        head: Actor,
        clerks: Sequence[Actor],
        day: date,
    ) -> None:
        self._uow, self._env, self._stage, self._day = uow, env, stage, day
        self._head, self._clerks = head, clerks
        self._random = Random(day.toordinal())
        self._acts: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._absent: set[UUID] = set()
        hours = spans(hours_of(uow, env, head.site, day))
        self._opens, self._closes = hours[0][0], hours[-1][1]
        self._services = [item.id for item in env.pack.services if item.bookable]

    def play(self, plan: Plan, until: datetime | None = None) -> None:
        """Everything, till nobody is left or an instant is reached."""
        self._stage.now = at_local(self._day, time(7, 52))
        import_bookings(self._uow, self._env, self._head, self._slots(plan.booked))
        for booked in self._uow.appointments.of_day(self._head.site, self._day):
            self._expect(booked)
        for _ in range(plan.walk_ins):
            self._at(self._moment(), self._walk_in)
        for clerk in self._clerks[: plan.counters]:
            self._at(
                self._opens + timedelta(seconds=self._random.uniform(5, 90)),
                partial(self._next, clerk),
            )
        for number in range(plan.reports):
            self._at(self._moment(), partial(self._report, number))
        while self._acts and (until is None or self._acts[0][0] <= until):
            self._stage.now, _number, act = heapq.heappop(self._acts)
            act()

    def _slots(self, booked: int) -> list[tuple[str, datetime, str]]:
        step = (self._closes - self._opens - timedelta(minutes=40)) / max(booked, 1)
        return [
            (
                f"{self._head.site}-{self._day}-{number:03}",
                self._opens + timedelta(minutes=5 * (step * number // timedelta(minutes=5))),
                self._services[number % len(self._services)],
            )
            for number in range(booked)
        ]

    def _moment(self) -> datetime:
        """A time of day, the morning busier than the afternoon."""
        share = self._random.betavariate(1.3, 2.0)
        return self._opens + (self._closes - self._opens - timedelta(minutes=25)) * share

    def _at(self, when: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._acts, (max(when, self._stage.now), next(self._order), act))

    def _after(self, least: float, most: float, act: Callable[[], None]) -> None:
        self._at(self._stage.now + timedelta(seconds=self._random.uniform(least, most)), act)

    def _expect(self, booked: Appointment) -> None:
        chance = self._random.random()
        if chance < 0.03:
            when = max(booked.start - timedelta(hours=1), self._stage.now)
            self._at(when, partial(self._phoned, booked))
            return
        if chance < 0.10:
            self._absent.add(booked.id)
            return
        early = timedelta(minutes=self._random.uniform(2, 14))
        self._at(booked.start - early, partial(self._arrive, booked))

    def _phoned(self, booked: Appointment) -> None:
        appointments.notify_cancel(self._uow, self._env, self._clerks[0], booked.id)

    def _arrive(self, booked: Appointment) -> None:
        helps = ("interpreter",) if self._random.random() < 0.02 else ()
        try:
            queue.take_in_booking(
                self._uow, self._env, self._clerks[0], booked.id, assistance=helps
            )
        except DeskError as error:
            if error.code not in ("visit.already_called", "appointment.arrived_already"):
                raise

    def _walk_in(self) -> None:
        service = self._random.choice(self._services)
        note = "Lūdz atzvanīt" if self._random.random() < 0.03 else ""
        queue.take_in_walk_in(
            self._uow, self._env, self._clerks[0], (service,), note=note, override_closing=False
        )

    def _next(self, who: Actor) -> None:
        try:
            visit = queue.call_next(self._uow, self._env, who)
        except DeskError as error:
            if error.code != "queue.empty":
                raise
            if self._acts and self._stage.now < self._closes + timedelta(hours=2):
                self._after(60, 240, partial(self._next, who))
            return
        if visit.appointment_id in self._absent:
            self._missing(who, visit)
        else:
            self._after(10, 30, partial(self._start, who))

    def _missing(self, who: Actor, visit: Visit) -> None:
        if visit.calls < self._env.policy.call_order.call_limit:
            self._after(40, 60, lambda: self._missing(who, queue.recall(self._uow, self._env, who)))
            return
        queue.no_show(self._uow, self._env, who)
        self._after(5, 15, partial(self._next, who))

    def _start(self, who: Actor) -> None:
        visit = queue.start(self._uow, self._env, who)
        queue.tick(self._uow, self._env, who, visit.id, "document_presented", True)
        self._after(90, 540, partial(self._end, who, visit.id))

    def _end(self, who: Actor, visit_id: UUID) -> None:
        uow, env, chance = self._uow, self._env, self._random.random()
        if uow.visits.get(visit_id).state is not TicketState.SERVING:
            return
        if chance < 0.02:
            queue.add_service(uow, env, who, visit_id, self._random.choice(self._services))
        elif chance < 0.04:
            queue.set_contact(uow, env, who, visit_id, person(self._random.randrange(9_999_999)))
        if chance > 0.99:
            queue.stop(uow, env, who, visit_id, "Aizgāja pats")
        elif chance > 0.985 and self._stage.now < self._closes:
            queue.transfer(uow, env, who, visit_id, service=self._services[0])
        else:
            queue.finish(uow, env, who, visit_id, self._random.choice(_OUTCOMES))
        self._after(5, 20, partial(self._next, who))

    def _report(self, number: int) -> None:
        author, at = self._clerks[number % len(self._clerks)], self._stage.now
        policy = self._env.policy
        if number % 3 == 2:
            first = FirstReport(
                kind=IncidentKind.ERROR,
                occurred_at=at - timedelta(minutes=9),
                triggers=(policy.error_types[0].id,),
                level=policy.grades[number % 2].id,
                told=Told("superior_official", "in_person", at),
                text="Uzvārdā ievadīts nepareizs burts; izlabots uzreiz.",
            )
        else:
            first = FirstReport(
                kind=IncidentKind.AGGRESSION,
                occurred_at=at - timedelta(minutes=5),
                level=policy.levels[number % 2].id,
                steps=(Step("warn", at),),
                told=Told("supervisor", "in_person", at),
                text="Skaļi apvainoja; pēc brīdinājuma nomierinājās.",
            )
        made = incidents.report(self._uow, self._env, author, first)
        review = Review(self._uow, self._env, self._head)
        self._after(600, 3000, lambda: review.settle(made.id, number))


def import_bookings(
    uow: UnitOfWork, env: Env, actor: Actor, slots: Sequence[tuple[str, datetime, str]]
) -> None:
    """Import a day file of (reference, start, service), as the clerk does in the morning."""
    names = {item.id: item.name.lv for item in env.pack.services}
    lines = ["reference;start;service;name;phone;email"]
    for number, (reference, start, service) in enumerate(slots):
        who = person(number * 7919 + start.toordinal())
        when = local(start).strftime("%d.%m.%Y %H:%M")
        lines.append(f"{reference};{when};{names[service]};{who.name};{who.phone};{who.email}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "diena.csv"
        path.write_text("\r\n".join(lines), encoding="utf-8")
        import_day.apply(uow, env, actor, import_day.preview(uow, env, actor, path))
