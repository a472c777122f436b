"""Reading ahead what the first person at work will ask for, while they still type their password.

Nothing is shown or kept of it: what is gained is that queries are prepared, the calendar is read,
the day's pages of the file are in memory, and what checks a password is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.services.env import Env
from desk.services.opening import hours_of
from desk.services.queue_policy import called_since_walk_in

if TYPE_CHECKING:
    from db.unit_of_work import Reader


def warm_up(reader: Reader, env: Env) -> None:
    """Ask of the home branch's day what its board is made of; no personal data is opened."""
    import_module("argon2")
    site, day = env.home_branch, local_day(env.clock())
    hours_of(reader, env, site, day)
    reader.visits.of_day(site, day)
    reader.appointments.of_day(site, day)
    reader.visits.stale_open(site, day)
    called_since_walk_in(reader, env, site, day)
    reader.imports.last(site, day)
