"""How sure a figure is: rates and shares with their 95 % interval, and medians."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt
from statistics import median
from typing import Final

from desk.domain.statistics import Rate, Share

_Z: Final = 1.959964
"""The normal quantile of a two-sided 95 % interval."""

PER: Final = 1000
"""Rates are told for so many visits, services or open hours (B6)."""


def rate(count: int, base: int) -> Rate:
    """A rate per 1,000 with Byar's interval.

    Args:
        count: incidents; base: what they are counted against; 0 gives a rate without a value.
    """
    if not base:
        return Rate(count, 0, PER, 0.0, 0.0)
    low, high = byar(count)
    return Rate(count, base, PER, low * PER / base, high * PER / base)


def share(part: int, whole: int) -> Share:
    """A share with Wilson's interval; 0 to 1 (all that can be) of nothing."""
    return Share(part, whole, *wilson(part, whole))


def byar(count: int) -> tuple[float, float]:
    """The 95 % interval of a Poisson count, by Byar's approximation.

    Source: Breslow and Day, Statistical Methods in Cancer Research II (IARC 1987), page 69.
    """
    above = count + 1
    high = above * (1 - 1 / (9 * above) + _Z / (3 * sqrt(above))) ** 3
    if not count:
        return 0.0, high
    return max(count * (1 - 1 / (9 * count) - _Z / (3 * sqrt(count))) ** 3, 0.0), high


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score method.

    Source: Newcombe, Statistics in Medicine 17 (1998), pages 857-872, method 3.
    """
    if not whole:
        return 0.0, 1.0
    square, found = _Z * _Z, part / whole
    middle = (found + square / (2 * whole)) / (1 + square / whole)
    spread = sqrt(found * (1 - found) / whole + square / (4 * whole * whole))
    half = _Z * spread / (1 + square / whole)
    low = 0.0 if part == 0 else max(middle - half, 0.0)
    return low, 1.0 if part == whole else min(middle + half, 1.0)


def middle(values: Iterable[float]) -> float | None:
    """The median; None of nothing."""
    found = sorted(values)
    return float(median(found)) if found else None


def middle_of(counted: Mapping[int, int]) -> float | None:
    """The median of values that were counted: value -> how often it was there."""
    ordered, number = sorted(counted), sum(counted.values())
    if not number:
        return None
    return (_nth(counted, ordered, (number - 1) // 2) + _nth(counted, ordered, number // 2)) / 2


def _nth(counted: Mapping[int, int], ordered: Iterable[int], place: int) -> int:
    for value in ordered:
        place -= counted[value]
        if place < 0:
            return value
    raise ValueError("there are fewer values than that")
