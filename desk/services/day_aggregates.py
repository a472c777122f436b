"""A closed day in numbers, for headquarters: clients, waits, services; of nobody in particular."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec

from desk.domain.day_figures import day_figures
from desk.domain.day_record import DayRecord
from desk.domain.visit import Visit
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def note_figures(uow: UnitOfWork, env: Env, record: DayRecord, visits: Collection[Visit]) -> None:
    """Keep the figures of a day, in the transaction that closes it."""
    site, day = record.site, record.day
    booked = uow.appointments.of_day(site, day)
    figures = day_figures(visits, booked, uow.calls.of_day(site, day), env.clock())
    uow.aggregates.add(site, day, record.version, msgspec.to_builtins(figures))
