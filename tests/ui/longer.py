"""A language that does not exist: the program's own texts in words a third longer.

It shows what will be cut once a text is translated.
"""

from __future__ import annotations

import gettext
import re

_WORD = re.compile(r"\{[^}]*\}|[^\W\d_]{3,}|&.")
_MORE = "āžīšņum"
"""Letters as wide as those of Latvian; cut to a third of each word."""


def longer(text: str) -> str:
    """The text with every word of three letters or more grown by a third."""
    return _WORD.sub(_grow, text)


def _grow(found: re.Match[str]) -> str:
    word = found[0]
    if word.startswith(("{", "&")):
        return word
    return word + _MORE[: max(1, len(word) * 3 // 10)]


class Longer(gettext.NullTranslations):
    """A catalogue that translates nothing and lengthens everything."""

    def gettext(self, message: str) -> str:
        """One text."""
        return longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text for a number."""
        return longer(msgid1 if n == 1 else msgid2)
