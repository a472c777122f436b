"""Taking out of a text whatever could tell of a person, a PC or a secret.

Logs and reports hold nothing of the kind by design; this is the second line, for what somebody
sends away.  Words that are removed leave a sign of their kind behind, so that a reader sees it.
"""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PATTERNS: Final = (
    (re.compile(r"(?i)\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+"), "<address>"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"\b\d{6}-?\d{5}\b"), "<personal code>"),
    (re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ -]?\d){7,14}(?![\w:.-])"), "<number>"),
    (re.compile(r"\b[0-9A-Z]{4,6}(?:-[0-9A-Z]{4,6}){3,}\b"), "<code>"),
    (re.compile(r"\b(?:[0-9a-fA-F]{2}){16,}\b"), "<hex>"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), "<address>"),
    (re.compile(r"(?i)\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}\b"), "<address>"),
    (re.compile(r"(?i)([\\/](?:home|users)[\\/])[^\\/\s\"']+"), r"\1<person>"),
    (re.compile(r"[\\/]{2}[\w.-]+[\\/][^\s\"']+"), "<share>"),
)
_SHORTEST, _SHORTEST_HERE = 3, 2
_WORD: Final = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*|\w+")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Removes known words, and whatever looks like a person's or a secret.

    Args:
        words: in small letters, each with the sign that stands for it.
        folders: places whose path may bear names, each with its sign.
    """

    words: dict[str, str]
    folders: tuple[tuple[str, str], ...]

    def __call__(self, text: str) -> str:
        """The text without them."""
        for folder, sign in self.folders:
            text = text.replace(folder, sign)
        for pattern, sign in _PATTERNS:
            text = pattern.sub(sign, text)
        return _WORD.sub(lambda found: self._one(found[0]), text)

    def _one(self, word: str) -> str:
        known = self.words.get(word.casefold())
        if known is not None:
            return known
        parts = re.split(r"([.'’-])", word)
        if len(parts) == 1:
            return word
        return "".join(self.words.get(part.casefold(), part) for part in parts)


def redactor(names: Iterable[str], places: dict[Path, str]) -> Redactor:
    """A redactor for this PC.

    Args:
        names: of persons, with their logins: each word of them is removed.
        places: folders that are told by a sign instead.
    """
    words = {
        word.casefold(): "<name>"
        for name in names
        for word in (name, *re.split(r"[\s.,'’-]+", name))
        if len(word) >= _SHORTEST
    }
    words |= dict.fromkeys(_of_this_pc(), "<PC>") | dict.fromkeys(_of_this_person(), "<person>")
    known = {str(path): sign for path, sign in places.items() if len(str(path)) > 1}
    longest_first = sorted(known.items(), key=lambda item: -len(item[0]))
    return Redactor(words, tuple(longest_first))


def _of_this_pc() -> set[str]:
    host = socket.gethostname().casefold()
    return {name for name in (host, host.partition(".")[0]) if len(name) >= _SHORTEST_HERE}


def _of_this_person() -> set[str]:
    with suppress(OSError, KeyError):  # a service has no name
        name = getpass.getuser().casefold()
        return {name} if len(name) >= _SHORTEST_HERE else set()
    return set()
