"""What went wrong in the database, as the program's own error: the one place that translates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db.driver import driver
from desk.domain.errors import DeskError

_PAGE: Final = 4096
_RANDOM_LOOKING: Final = 200
_NOT_A_DATABASE: Final = 26
_CODES: Final = {
    5: "db.busy",
    6: "db.busy",
    8: "db.read_only",
    10: "db.disk",
    11: "db.damaged",
    13: "db.full",
    14: "db.missing",
}


def translated(error: BaseException | None, path: Path) -> DeskError | None:
    """The DeskError that an error of the driver stands for; None when it is none of a person's.

    Codes: db.busy, db.read_only, db.disk, db.damaged, db.full, db.missing, db.wrong_key.
    """
    if not isinstance(error, driver.Error):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _NOT_A_DATABASE:
        return DeskError("db.wrong_key" if _looks_encrypted(path) else "db.damaged")
    return DeskError(_CODES[code]) if code in _CODES else None


@contextmanager
def as_desk_errors(path: Path) -> Iterator[None]:
    """Turn errors of a raw connection to the file at `path` into DeskErrors."""
    try:
        yield
    except driver.Error as error:
        known = translated(error, path)
        if known is None:
            raise
        raise known from error


def _looks_encrypted(path: Path) -> bool:
    """Whether a file could be an encrypted database: whole pages, the first of them noise."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(_PAGE)
    except OSError:
        return False
    return size > 0 and size % _PAGE == 0 and len(set(first)) >= _RANDOM_LOOKING
