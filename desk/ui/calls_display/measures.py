"""How large letters must be for people who wait, and how many lines then fit.

A letter is read with ease from 200 times its height: 25 mm for five metres.
"""

from __future__ import annotations

from dataclasses import dataclass

_MILLIMETRES = 25
_INCH = 25.4
_OF_EMS = 0.727
"""Height of a digit of our typeface, as a part of its size."""
_LINE = 1.45
"""Height of a line, as a part of the size of its letters."""
_USUAL = (60.0, 200.0)
"""Dots per inch beyond which a monitor does not know its own size; 96 is taken then."""
_FEWEST, _MOST = 3, 6


@dataclass(frozen=True, slots=True)
class Lines:
    """How the calls are laid out.

    Args:
        count: lines that fit; size: pixels of their letters.
    """

    count: int
    size: int


def lines_for(height: int, dots_per_inch: float) -> Lines:
    """As many lines as can be read from five metres, in letters that fill the height.

    Args:
        height: free for the lines, in pixels; dots_per_inch: of the monitor, as it says itself.
    """
    dots = dots_per_inch if _USUAL[0] <= dots_per_inch <= _USUAL[1] else 96.0
    least = _MILLIMETRES / _INCH * dots / _OF_EMS
    count = max(_FEWEST, min(_MOST, int(height / (least * _LINE))))
    return Lines(count, max(1, int(height / count / _LINE)))
