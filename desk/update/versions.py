"""The order of versions, as packages have it: 0.9 < 0.10 < 1.0~dev7 < 1.0 < 1.0.1."""

from __future__ import annotations

import re
from typing import Final

from desk.domain.errors import DeskError

_VERSION: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*(~[a-z0-9]+(\.[a-z0-9]+)*)?")
_PARTS: Final = re.compile(r"~|[0-9]+|[a-z]+")
_BEFORE, _END, _NUMBER, _WORD = range(4)

Order = tuple[tuple[int, int, str], ...]


def order(version: str) -> Order:
    """What a version is sorted by.

    Raises:
        DeskError: "update.version" (version) when it is none.
    """
    if not is_version(version):
        raise DeskError("update.version", version=version)
    return (*(_part(one) for one in _PARTS.findall(version)), (_END, 0, ""))


def is_version(version: str) -> bool:
    """Whether it is one, and safe in file names."""
    return _VERSION.fullmatch(version) is not None


def _part(text: str) -> tuple[int, int, str]:
    if text == "~":
        return (_BEFORE, 0, "")
    if text.isdigit():
        return (_NUMBER, int(text), "")
    return (_WORD, 0, text)
