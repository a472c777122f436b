"""Whether somebody looks at their own record, or at that of somebody with their surname (PD-03).

Only the answer is ever kept, never a name.  It is a reason to ask, not a judgement.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from desk.domain.text import words

_SHORTEST_STEM = 3
_ENDINGS = ("ais", "is", "us", "s", "a", "e")
"""Latvian surnames end by gender: Bērziņš and Bērziņa, Balodis and Balode, Jansons and Jansone."""


class OwnRecord(StrEnum):
    """What the access log keeps of a likeness; stored as text."""

    OWN = "own"
    SURNAME = "surname"


def own_record(looker: str, subject: str) -> OwnRecord | None:
    """How a subject's name is like the looker's.

    Args:
        looker: as in the account: given names first, e.g. "Anna Bērziņa".
        subject: as booked, in either order.
    """
    mine, theirs = words(looker), words(subject)
    if mine and Counter(mine) == Counter(theirs):
        return OwnRecord.OWN
    return _same_surname(mine, theirs)


def own_search(looker: str, typed: str) -> OwnRecord | None:
    """How the words of a search are like the looker's name: all of it among them is a match."""
    mine, theirs = words(looker), words(typed)
    if len(mine) > 1 and set(mine) <= set(theirs):
        return OwnRecord.OWN
    return _same_surname(mine, theirs)


def _same_surname(mine: list[str], theirs: list[str]) -> OwnRecord | None:
    """The surname is the looker's last word; of the subject any word may be it."""
    if not mine or _stem(mine[-1]) not in {_stem(word) for word in theirs}:
        return None
    return OwnRecord.SURNAME


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            return stem
    return word
