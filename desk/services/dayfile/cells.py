"""Cells of text: cleaned on the way in, guarded on the way out."""

from __future__ import annotations

import re
import unicodedata

_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")
_PHONE = re.compile(r"\+[0-9 ]+")
_HIDDEN = ("Cc", "Cf", "Cs", "Co")


def clean(text: str) -> str:
    """One line of visible characters: composed letters, single spaces, nothing that hides."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(char for char in spaced if unicodedata.category(char) not in _HIDDEN).strip()


def guard(text: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula.

    A plain international phone number stays as it is.  `unguard` takes the apostrophe away.
    """
    if _FORMULA.match(text) and not _PHONE.fullmatch(text):
        return f"'{text}"
    return text


def unguard(text: str) -> str:
    """The cell without the apostrophe that `guard` put before it."""
    return text[1:] if _GUARDED.match(text) else text
