"""Which incidents are for headquarters: every kind with every level, by one table."""

from __future__ import annotations

import pytest

from desk.domain.for_headquarters import goes_up
from desk.domain.incident import IncidentKind as K

LEVELS = ("", "0", "1", "2", "3", "E0", "E1", "E2", "E3", "E4")

_LEVEL = {"2", "3"}
_HEAVY = {"E2", "E3", "E4"}
_REACHED = {"E1", *_HEAVY}
_ALWAYS = _LEVEL | _HEAVY

GOES = {
    K.AGGRESSION: _ALWAYS,
    K.ERROR: _LEVEL | _REACHED | {"", "0", "1"},
    K.NEAR_MISS: _LEVEL | _REACHED,
    K.DATA: _LEVEL | _REACHED | {""},
}
"""What each kind needs; the kinds that have no grade of their own need level 2 at the least.

A level of aggression on an error cannot be typed; an error with one is no near miss all the same.
"""


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("level", LEVELS)
def test_every_kind_and_level(kind: K, level: str) -> None:
    assert goes_up(kind, level) is (level in GOES.get(kind, _ALWAYS))


def test_what_was_caught_in_time_stays_in_the_branch() -> None:
    assert not any(goes_up(kind, "E0") for kind in K)


def test_what_nobody_has_graded_yet_counts_as_one_that_reached_somebody() -> None:
    assert {kind for kind in K if goes_up(kind, "")} == {K.ERROR, K.DATA}
