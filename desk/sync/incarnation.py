"""Which copy of a database this is: a number beside the file, not in it.

A restored backup, or a file that was copied to another PC, comes without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from db.layout import settle

_NAME: Final = "incarnation"


def read_incarnation(folder: Path) -> UUID | None:
    """The number beside the database; None when there is none, or nothing sensible."""
    try:
        return UUID((folder / _NAME).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def write_incarnation(folder: Path, number: UUID) -> None:
    """Keep a number beside the database, on the disk before this returns."""
    draft = folder / f"{_NAME}.new"
    draft.write_text(f"{number}\n", encoding="ascii")
    settle(draft, folder / _NAME)
