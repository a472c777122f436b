"""A closing sheet read back: the incident log's root on it, and the hash of each entry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desk.domain.entry_log import Root, read_root
from desk.domain.paper_proof import SHEET

_HEX = "[0-9a-f]{4}"
_ROOT = re.compile(rf"\b(\d+) : ({_HEX}(?:\s{_HEX}){{15}})\b")
_KEYS = r"keys\s(?:of\s+sealed\s+parts|[a-z]+):\s+(?:recovery\s+code|\S+)"
_ENTRY = re.compile(rf"#(\d+) · ({_HEX}(?:\s{_HEX}){{3}}) · (\S+/\d+ [a-z_]+|{_KEYS}|[a-z_]+)")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A line of a sheet: place in the log, the beginning of its hash, what it was."""

    index: int
    short: str
    label: str


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """What a closing sheet says of the log; `edited`: page and file do not say the same."""

    root: Root
    entries: tuple[SheetEntry, ...]
    edited: bool


def read_sheet(text: str, keywords: str) -> ClosingSheet | None:
    """A sheet's figures out of its words; None when it is no closing sheet of ours.

    Args:
        text: of all its pages; keywords: of the file.
    """
    form, _space, code = keywords.partition(" ")
    said = _ROOT.search(text)
    if form != SHEET or said is None:
        return None
    root = read_root(f"{said[1]}:{said[2]}")
    entries = (
        SheetEntry(int(index), " ".join(short.split()), " ".join(label.split()))
        for index, short, label in _ENTRY.findall(text)
    )
    edited = code != f"{root.size}:{root.root.hex()}"
    return ClosingSheet(root, tuple(entries), edited)


def names_a_root(text: str) -> bool:
    """Whether a paper says how the log stood, as ours do."""
    return _ROOT.search(text) is not None
