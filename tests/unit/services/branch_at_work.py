"""A branch for tests of the services: the real database, the shipped content, three people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from virtual import DEVICE, VirtualClock, VirtualUptime, make_id

from db.database import Database
from desk.domain.clock import RIGA
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.domain.roles import Actor, Role
from desk.services import accounts, incident_review, session
from desk.services.calendar import work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Pack
from desk.services.env import Env
from desk.services.queue_authority import LocalAuthority

DAY = date(2026, 11, 24)
SITE = "riga-2"
PASSWORD = "vidēji gara parole"


@cache
def pack() -> Pack:
    return bundled_pack("pmlp")


def wall(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    """An instant by the clock on the wall."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=RIGA).astimezone(UTC)


def environment(
    clock: VirtualClock,
    home: str = SITE,
    content: Pack | None = None,
    uptime: VirtualUptime | None = None,
) -> Env:
    content = content or pack()
    return Env(
        clock=clock,
        new_id=make_id,
        pack=content,
        calendar=work_calendar(content),
        device_id=DEVICE,
        institution="pmlp",
        home_branch=home,
        authority=LocalAuthority(),
        uptime=uptime or VirtualUptime(),
    )


class Branch:
    """One branch: `do` is a committed change, `read` a look."""

    def __init__(self, database: Database, clock: VirtualClock, home: str = SITE) -> None:
        self.database, self.clock = database, clock
        self.uptime = VirtualUptime()
        self.env = environment(clock, home, uptime=self.uptime)
        self.anna = Actor(make_id(), "Anna", Role.CLERK, home, "3")
        self.inese = Actor(make_id(), "Inese", Role.CLERK, home, "4")
        self.head = Actor(make_id(), "Ilze", Role.HEAD, home, "1")
        self.it = Actor(make_id(), "IT", Role.IT, home)

    def do(self, use_case: Callable[..., Any], *values: Any, by: Actor, **named: Any) -> Any:
        with self.database.unit_of_work() as uow:
            result = use_case(uow, self.env, by, *values, **named)
            uow.commit()
        return result

    def read(self, query: Callable[..., Any], *values: Any, by: Actor, **named: Any) -> Any:
        with self.database.reader() as reader:
            return query(reader, self.env, by, *values, **named)

    def sign_up(self, login: str, name: str, role: Role) -> Actor:
        """Make an account; gives the person at counter 3."""
        with self.database.unit_of_work() as uow:
            by = self.head if uow.accounts.count() else session.nobody(uow, self.env)
            made = accounts.add(
                uow,
                self.env,
                by,
                login=login,
                name=name,
                role=role,
                password=PASSWORD,
                handed_over=False,
            )
            uow.commit()
        return Actor(made.id, name, role, self.env.home_branch, "3")

    def close_report(self, incident_id: UUID) -> None:
        """Review a report as head until it is closed; an error turns out to be none."""
        begun = self.do(incident_review.begin, incident_id, by=self.head)
        level = begun.level if begun.kind is IncidentKind.AGGRESSION else "E0"
        self.do(incident_review.confirm_level, incident_id, level, "pārbaudīts", by=self.head)
        self.do(incident_review.close, incident_id, by=self.head)

    def looks(self) -> list[tuple[str, str, str]]:
        """The access log: what, subject, purpose."""
        first, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
        with self.database.reader() as reader:
            found = reader.access_log.list(first, last)
        return [(look.what, look.subject_kind, look.purpose) for look in found]


@contextmanager
def refuses(code: str) -> Iterator[None]:
    """What is done inside must be refused with this code."""
    with pytest.raises(DeskError) as refusal:
        yield
    assert refusal.value.code == code
