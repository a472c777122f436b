"""What of a table leaves the branch: small counts are hidden so that nobody can work them out (B6).

Primary: every count from one to four; in a sparse table, with less than two for each cell, the
empty cells too, else it would be plain that every hidden one is a single case.  Secondary: of the
others the smallest, all that are alike at once and empty ones last, until two are hidden that
differ.  All look the same.  As values alone decide, the hidden counts of a table could be shuffled
and the same would be shown: whoever knows the total and this very rule is left with at least two
values for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.domain.statistics import ENOUGH

_SPARSE: Final = 2
_TWO: Final = 2


def hidden(counts: Sequence[int]) -> frozenset[int]:
    """The places of a table's cells that are hidden when the table's total is shown.

    Args:
        counts: the cells that add up to the total; all that there can be, empty ones too.
    """
    total = sum(counts)
    empty_too = 0 < total < _SPARSE * len(counts)
    places = {
        place for place, count in enumerate(counts) if small(count) or (empty_too and not count)
    }
    while places and len(places) < len(counts) and not _two_differ(counts, places):
        left = {count for place, count in enumerate(counts) if place not in places}
        next_one = min(left, key=lambda count: (count == 0, count))
        places |= {place for place, count in enumerate(counts) if count == next_one}
    return frozenset(places)


def small(count: int) -> bool:
    """Whether a count is hidden wherever it stands: some, but fewer than ENOUGH."""
    return 0 < count < ENOUGH


def _two_differ(counts: Sequence[int], places: set[int]) -> bool:
    return len({counts[place] for place in places}) >= _TWO
