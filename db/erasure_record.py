"""The record of erasures outside the database, so that an old copy brings nobody back.

A text file of the data folder: a line for each destroyed key, its day and the row's id, nothing
else.  It only grows; a line is on the disk before its erasure is committed.  Whoever restores or
moves a database carries the record of the place over (`read` there, `union` here).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from db.layout import settle
from db.sharing import file_mode
from desk.domain.errors import DeskError

RECORD_NAME: Final = "erasures.txt"
MARK: Final = "erasures.mark"
"""Fact about a database: the state of the record that its own erasures belong to."""
UNSETTLED: Final = "erasures.unsettled"
"""Fact about a database: its log or its copies on this PC may still hold what was erased; "" when
not."""
ELSEWHERE: Final = "erasures.elsewhere"
"""The same of its backup files in the second place, which cannot be reached at all times."""
STILL: Final = "still"
"""What both facts say until it is certain that nothing is left."""

_TITLE: Final = "branch-desk-erasures 1"
_LASTING: Final = "!"
_DAY_AND_ID: Final = 2

Erased = Mapping[UUID, date]
"""Rows whose keys were destroyed, and the day of it."""

_Entries = dict[UUID, tuple[date, bool]]
"""The same with whether the line lasts."""


def record_path(folder: Path) -> Path:
    """The record of a data folder."""
    return folder / RECORD_NAME


def read(folder: Path) -> dict[UUID, date]:
    """All recorded erasures; none when there is no record.  Lines cut short are left out."""
    return {row_id: day for row_id, (day, _lasting) in _entries(folder).items()}


def append(folder: Path, erased: Erased, *, lasting: Iterable[UUID] = ()) -> None:
    """Put erasures on the disk.

    Args:
        lasting: those of them that no period would end, so that their lines are never dropped.

    Raises:
        DeskError: "erasure.record" when it cannot be written; then nothing may be erased.
    """
    stay = frozenset(lasting)
    lines = [_line(row_id, day, row_id in stay) for row_id, day in erased.items()]
    try:
        path = record_path(folder)
        if not _is_ours(path):  # an editor or a power cut spoilt its title, or there is none
            _write_anew(folder, [*_lines(_entries(folder)), *lines])
            return
        with path.open("rb+") as file:
            file.seek(0, os.SEEK_END)
            file.write(b"" if _ends_whole(path) else b"\n")
            file.write("".join(lines).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DeskError("erasure.record") from error


def union(folder: Path, *others: Erased, lasting: Iterable[UUID] = ()) -> int:
    """Add what other records have and this one lacks; gives how many lines that was.

    Raises:
        DeskError: "erasure.record".
    """
    known, stay = _entries(folder), frozenset(lasting)
    missing = {
        row_id: day for other in others for row_id, day in other.items() if row_id not in known
    }
    if missing:
        append(folder, missing, lasting=stay)
    return len(missing)


def carry_over(source: Path, folder: Path) -> int:
    """Add the record of another data folder, e.g. of the one that a restored copy replaces."""
    entries = _entries(source)
    return union(
        folder,
        {row_id: day for row_id, (day, _lasting) in entries.items()},
        lasting=[row_id for row_id, (_day, lasting) in entries.items() if lasting],
    )


def drop_before(folder: Path, day: date) -> None:
    """Leave out lines of before a day, but those that last: their periods have ended everywhere.

    Raises:
        DeskError: "erasure.record".
    """
    entries = _entries(folder)
    kept = {row_id: entry for row_id, entry in entries.items() if entry[1] or entry[0] >= day}
    try:
        if len(kept) < len(entries):
            _write_anew(folder, _lines(kept))
    except OSError as error:
        raise DeskError("erasure.record") from error


def mark(folder: Path) -> str:
    """What tells this state of the record from any other: its title and its length; "" for none."""
    path = record_path(folder)
    try:
        with path.open("rb") as file:
            title = file.readline(100).decode("ascii", "replace").strip()
            return f"{title} {os.fstat(file.fileno()).st_size}"
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise DeskError("erasure.record") from error


def _entries(folder: Path) -> _Entries:
    try:
        lines = record_path(folder).read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DeskError("erasure.record") from error
    return dict(entry for line in lines if (entry := _parsed(line)) is not None)


def _lines(entries: _Entries) -> list[str]:
    return [_line(row_id, day, lasting) for row_id, (day, lasting) in entries.items()]


def _line(row_id: UUID, day: date, lasting: bool) -> str:
    return f"{day.isoformat()} {row_id}{' ' + _LASTING if lasting else ''}\n"


def _parsed(line: str) -> tuple[UUID, tuple[date, bool]] | None:
    parts = line.split()
    if len(parts) < _DAY_AND_ID:
        return None
    try:
        return UUID(parts[1]), (date.fromisoformat(parts[0]), parts[2:] == [_LASTING])
    except ValueError:
        return None


def _is_ours(path: Path) -> bool:
    """Whether lines can be added: a record begins with its title."""
    try:
        with path.open("rb") as file:
            return file.readline().startswith(_TITLE.encode())
    except FileNotFoundError:
        return False


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _write_anew(folder: Path, lines: Iterable[str]) -> None:
    """A whole new file with a title of its own."""
    path = record_path(folder)
    draft = path.with_name(path.name + ".new")
    title = f"{_TITLE} {secrets.token_hex(8)}\n"
    draft.write_text(title + "".join(lines), encoding="ascii")
    draft.chmod(file_mode(folder))
    settle(draft, path)
