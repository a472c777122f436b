"""A branch at work, for every test of the services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from branch_at_work import Branch, wall
from virtual import VirtualClock

from db.database import Database
from desk.i18n import set_language


@pytest.fixture
def branch(database: Database, clock: VirtualClock) -> Branch:
    """Riga 2 on a Tuesday at nine."""
    clock.now = wall(9)
    return Branch(database, clock)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Texts as they are written in the code."""
    set_language("en")
    yield
    set_language("lv")
