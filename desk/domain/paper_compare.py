"""Comparing a paper, as a file has it, with the same paper made again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Pages = Sequence[Sequence[str]]
"""The lines of each page; a page's last line is its foot."""

_PAGE_NUMBER = re.compile(r"\d+\D+\d+\D*$")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a file is not as it was made.

    Args:
        page: 1, 2 ...; 0 where it is not about a page.
        right, found: the lines as they must be and as they are; "" for none.
    """

    page: int
    right: str
    found: str


def differences(
    right: Pages, found: Pages, doubts: Collection[str] = ()
) -> tuple[tuple[Difference, ...], frozenset[str]]:
    """What differs, first to last, and which doubts explain a difference.

    Args:
        doubts: marks in `right` that stand for words nobody can tell any more.  Pages may break
            elsewhere then, so all lines are compared as one text.
    """
    if not doubts:
        pages = range(max(len(right), len(found)))
        return tuple(one for page in pages for one in _page(right, found, page)), frozenset()
    lines = [(line, place + 1) for place, page in enumerate(found) for line in page[:-1]]
    whole = [line for page in right for line in page[:-1]]
    different, used = [*_feet(right, found)], set[str]()
    for wanted, there, place in _blocks(whole, [line for line, _page in lines]):
        marks = {mark for mark in doubts if mark in wanted}
        if marks and _fits(wanted, there, marks):
            used |= marks
            continue
        page = lines[min(place, len(lines) - 1)][1] if lines else 0
        different.append(Difference(page, wanted, there))
    return tuple(different), frozenset(used)


def facts_differ(right: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Difference]:
    """What differs of a file's own title, author, keywords."""
    for name, value in right.items():
        if found.get(name, "") != value:
            yield Difference(0, f"{name}: {value}", f"{name}: {found.get(name, '')}")


def _page(right: Pages, found: Pages, page: int) -> Iterator[Difference]:
    if page >= len(right):
        yield Difference(page + 1, "", "a page more")
        return
    wanted, there = right[page], found[page] if page < len(found) else ()
    for before, after, _place in _blocks(wanted, there):
        yield Difference(page + 1, before, after)


def _blocks(right: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Lines that differ, as they must be and as they are, and where the latter begin."""
    matcher = SequenceMatcher(None, right, found, autojunk=False)
    for what, first, end, start, stop in matcher.get_opcodes():
        if what != "equal":
            yield " ".join(right[first:end]), " ".join(found[start:stop]), start


def _fits(wanted: str, there: str, marks: Collection[str]) -> bool:
    parts = re.split("|".join(map(re.escape, marks)), wanted)
    return re.fullmatch(".*".join(map(re.escape, parts)), there, re.DOTALL) is not None


def _feet(right: Pages, found: Pages) -> Iterator[Difference]:
    """The pages' feet without their page numbers."""
    wanted, there = _foot(right), _foot(found)
    if wanted != there:
        yield Difference(1, " / ".join(sorted(wanted)), " / ".join(sorted(there)))


def _foot(pages: Pages) -> set[str]:
    return {_PAGE_NUMBER.sub("", page[-1]).rstrip() for page in pages if page}
