"""A branch at work, for every test of the queue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from queue_desk import Desk, wall
from virtual import VirtualClock

from db.database import Database
from desk.i18n import set_language


@pytest.fixture
def desk(database: Database, clock: VirtualClock) -> Desk:
    """Riga 2 on a Tuesday at nine, its doors open, nobody there."""
    clock.now = wall(9)
    return Desk(database, clock)


@pytest.fixture(autouse=True)
def latvian() -> Iterator[None]:
    """Texts in the language every session begins in."""
    set_language("lv")
    yield
