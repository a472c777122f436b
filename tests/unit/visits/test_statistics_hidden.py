"""What is hidden stays hidden, also from whoever knows the rule and every total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.statistics import ENOUGH
from desk.domain.statistics_hidden import hidden, small

Shown = tuple[int | None, ...]


def shown(counts: Sequence[int]) -> Shown:
    """A table as it leaves the branch."""
    closed = hidden(counts)
    return tuple(None if place in closed else count for place, count in enumerate(counts))


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ((42, 0, 0, 0), (42, 0, 0, 0)),
        ((10, 12, 9), (10, 12, 9)),
        ((10, 12, 3), (None, 12, None)),
        ((10, 10, 3), (None, None, None)),
        ((3, 2, 20), (None, None, 20)),
        ((3, 3, 20, 30), (None, None, None, 30)),
        ((12, 3, 0, 0), (None, None, 0, 0)),
        ((4, 0, 0), (None, None, None)),
        ((1, 1, 1, 1, 1), (None,) * 5),
        ((0, 0, 1, 0, 6, 0, 0, 0), (None, None, None, None, 6, None, None, None)),
        ((0, 0, 0), (0, 0, 0)),
        ((7,), (7,)),
        ((3,), (None,)),
        ((), ()),
    ],
)
def test_what_a_table_shows(counts: tuple[int, ...], left: Shown) -> None:
    assert shown(counts) == left


@pytest.mark.parametrize(("cells", "most"), [(1, 20), (2, 26), (3, 22), (4, 18), (5, 13), (6, 10)])
def test_every_hidden_count_could_be_another(cells: int, most: int) -> None:
    """All small tables with a total that is shown: no picture of one fits a single value."""
    for total in range(ENOUGH, most):
        pictures: defaultdict[Shown, list[tuple[int, ...]]] = defaultdict(list)
        for counts in _tables(total, cells):
            pictures[shown(counts)].append(counts)
        for picture, fitting in pictures.items():
            for place, value in enumerate(picture):
                assert value is not None or len({one[place] for one in fitting}) > 1, fitting


@pytest.mark.parametrize("cells", [1, 2, 3, 4, 5])
def test_where_the_total_is_hidden_every_count_is(cells: int) -> None:
    for total in range(1, ENOUGH):
        for counts in _tables(total, cells):
            assert not any(shown(counts)[place] for place in range(cells))


def _tables(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in _tables(total - first, cells - 1))


TABLES = st.lists(st.integers(0, 40), max_size=30)


@given(TABLES)
def test_no_small_count_is_shown(counts: list[int]) -> None:
    assert not any(small(count) for count in shown(counts) if count is not None)


@given(TABLES)
def test_large_tables_hide_two_that_differ_or_everything(counts: list[int]) -> None:
    """Two hidden counts could be exchanged, and the same would be shown."""
    closed = [counts[place] for place in hidden(counts)]
    assert not closed or len(closed) == len(counts) or len(set(closed)) > 1


@given(TABLES, st.randoms())
def test_the_order_of_a_table_changes_nothing(counts: list[int], random: object) -> None:
    mixed = list(range(len(counts)))
    random.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis gives a Random
    before, after = shown(counts), shown([counts[place] for place in mixed])
    assert [before[place] for place in mixed] == list(after)
