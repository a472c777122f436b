"""Warnings about identifiers that do not belong into free text (IP-09, invariant 4).

The patterns are deliberately simple: they warn a clerk who types, and never judge.  A check digit
proves nothing (the law calls the digits of new codes random), so it only makes a warning stronger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Identifier(StrEnum):
    """What a stretch of text looks like."""

    PERSONAL_CODE = "personal_code"
    DOCUMENT_NUMBER = "document_number"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that looks like an identifier; the text itself is not repeated here.

    Args:
        start, end: its place in the text.
        likely: a personal code whose check digit fits too.
    """

    kind: Identifier
    start: int
    end: int
    likely: bool = False


_WITH_DASH = re.compile(r"(?<![\d+])(\d{6})\s?[-\u2010-\u2015]\s?(\d{5})(?!\d)")
_ELEVEN = re.compile(r"(?<![\d+])(\d{6}) ?(\d{5})(?!\d)")
_DOCUMENT = re.compile(r"(?<!\w)(?:[A-Z]{2} ?|[A-Za-z]{2})\d{6,7}(?!\w)")
_PHONE = re.compile(r"371[26]\d{7}")
_NEW_CODE = re.compile(r"3[2-9]\d{9}")
_CENTURIES = {"0": 1800, "1": 1900, "2": 2000}
_WEIGHTS = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def findings(text: str) -> tuple[Finding, ...]:
    """What in a text looks like a Latvian personal code or an identity document's number.

    A code written with a dash is always reported.  Eleven digits without one are reported when
    they can be a code: an old one that begins with a date, or a new one (3, then 2 to 9) that is
    not a Latvian telephone number with 371 before it.
    """
    found = {finding.start: finding for finding in (*_documents(text), *_plain(text))}
    found.update({finding.start: finding for finding in _dashed(text)})
    return tuple(found[start] for start in sorted(found))


def _dashed(text: str) -> Iterator[Finding]:
    for match in _WITH_DASH.finditer(text):
        yield _code(match)


def _plain(text: str) -> Iterator[Finding]:
    for match in _ELEVEN.finditer(text):
        digits = match[1] + match[2]
        new = _NEW_CODE.fullmatch(digits) and not _PHONE.fullmatch(digits)
        if new or begins_with_date(digits):
            yield _code(match)


def _code(match: re.Match[str]) -> Finding:
    likely = check_digit_fits(match[1] + match[2])
    return Finding(Identifier.PERSONAL_CODE, match.start(), match.end(), likely)


def _documents(text: str) -> Iterator[Finding]:
    for match in _DOCUMENT.finditer(text):
        yield Finding(Identifier.DOCUMENT_NUMBER, match.start(), match.end())


def begins_with_date(digits: str) -> bool:
    """Whether eleven digits begin as a code of before July 2017 does: DDMMYY and a century."""
    century = _CENTURIES.get(digits[6])
    if century is None:
        return False
    try:
        date(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True


def check_digit_fits(digits: str) -> bool:
    """Whether the last of eleven digits fits the formula in general use (nowhere published)."""
    weighed = sum(w * int(d) for w, d in zip(_WEIGHTS, digits[:10], strict=True))
    return (1101 - weighed) % 11 % 10 == int(digits[10])
