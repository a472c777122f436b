"""Words as people typed or pasted them, without signs that nobody sees and that change the rest."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_TEXT: Final = 4000
"""Characters of a free text; longer ones are refused, never cut."""

_MOST_MARKS = 4
"""Marks over one letter; more of them only smear the lines around (no language needs so many)."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, NUL first of all
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # turn the direction of what follows
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"  # without width, tags, no characters
)
_JOINED_LETTERS = re.compile(
    "(?<![^\\s\0-\u052f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\s\0-\u052f])"
)
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_MARKS = re.compile(f"({_MARK}{{{_MOST_MARKS}}}){_MARK}+")


def cleaned(text: str) -> str:
    """The text composed (NFC), as one sees it: what is kept, compared and printed.

    Letters, signs, emoji with their joiners and every script stay.  Controls, signs without width
    and those that turn the direction of what follows go; half a surrogate pair becomes "\ufffd".
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    seen = _UNSEEN.sub("", _LINE_ENDS.sub("\n", whole).replace("\t", " "))
    joined = _JOINED_LETTERS.sub("", seen)
    return _MARKS.sub(r"\1", unicodedata.normalize("NFC", joined))


def tidied(text: str) -> str:
    """The same without air around it."""
    return cleaned(text).strip()
