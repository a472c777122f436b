"""Reading a file that somebody chose: looked at before it is read, never more of it than allowed.

A file may be anything: a folder, a pipe that never ends, gone with its USB stick.  Each has an
answer of its own, and none keeps the program waiting for good.
"""

from __future__ import annotations

import os
import stat
from io import FileIO
from pathlib import Path
from typing import Final

from desk.domain.errors import DeskError

MEGABYTE: Final = 1024 * 1024
_AT_ONCE: Final = MEGABYTE
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def require_suitable(path: Path, most_mb: int) -> None:
    """Refuse what cannot be added, without opening it.

    Raises:
        DeskError: "attachment.not_there", "attachment.no_permission", "attachment.unreadable",
            "attachment.not_a_file", "attachment.empty", "attachment.too_large" (size, maximum in
            megabytes).
    """
    try:
        _require_fit(path.stat(), most_mb)
    except OSError as error:
        raise _refusal(error) from error


def read_source(path: Path, most_mb: int) -> bytes:
    """The bytes of a chosen file; one that grows meanwhile is not read further than allowed.

    Raises:
        DeskError: as `require_suitable`.
    """
    require_suitable(path, most_mb)
    try:
        handle = os.open(path, _FLAGS)  # a pipe put in its place meanwhile does not block
        with os.fdopen(handle, "rb", buffering=0) as file:
            _require_fit(os.fstat(file.fileno()), most_mb)
            return _read(file, most_mb)
    except OSError as error:
        raise _refusal(error) from error


def _read(file: FileIO, most_mb: int) -> bytes:
    whole = bytearray()
    while part := file.read(_AT_ONCE):
        whole += part
        if len(whole) > most_mb * MEGABYTE:
            raise _too_large(len(whole), most_mb)
    if not whole:
        raise DeskError("attachment.empty")
    return bytes(whole)


def _require_fit(facts: os.stat_result, most_mb: int) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise DeskError("attachment.not_a_file")
    if facts.st_size == 0:
        raise DeskError("attachment.empty")
    if facts.st_size > most_mb * MEGABYTE:
        raise _too_large(facts.st_size, most_mb)


def _too_large(size: int, most_mb: int) -> DeskError:
    return DeskError("attachment.too_large", size=-(-size // MEGABYTE), maximum=most_mb)


def _refusal(error: OSError) -> DeskError:
    if isinstance(error, FileNotFoundError):
        return DeskError("attachment.not_there")
    if isinstance(error, PermissionError):
        return DeskError("attachment.no_permission")
    return DeskError("attachment.unreadable")
