"""SQLite's write-ahead log as the mirror reads it: how far it is committed, and which pages.

The layouts are those that SQLite documents for the log and for its index; the pages in the log
are encrypted, and nothing here decrypts them.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from desk.domain.errors import DeskError

PAGE: Final = 4096

_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_FRAME: Final = _FRAME_HEADER + PAGE
_INDEX: Final = struct.Struct("=16xII8x8s8x")
_TRIES: Final = 100
_STEP_NS: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log is committed.

    Args:
        salt: names this round of the log; another one after each restart of it.
        frames: committed frames in it.
        pages: size of the database after the last of them; of the file when there is none.
    """

    salt: bytes
    frames: int
    pages: int


class LogFiles:
    """The database's three files, read beside SQLite.

    On POSIX, closing any descriptor of a file drops this process's locks on it.  So they are
    opened once and stay open; close them after the last connection of the process.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._open: dict[str, FileIO] = {}

    def close(self) -> None:
        """Close the descriptors."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def head(self) -> Head:
        """How far the log is committed now; a connection must have been reading since before."""
        index = self._file("-shm")
        for _ in range(_TRIES):  # its writer fills one copy after the other
            index.seek(0)
            first, second = index.read(_INDEX.size), index.read(_INDEX.size)
            if first == second and len(first) == _INDEX.size:
                frames, pages, salt = _INDEX.unpack(first)
                return Head(salt, frames, pages if frames else self._file_pages())
        raise DeskError("db.busy")

    def mark(self, frame: int) -> bytes:
        """What tells a frame from another one at its place: its running checksum; b"" for none."""
        if frame < 1:
            return b""
        log = self._file("-wal")
        log.seek(_LOG_HEADER + (frame - 1) * _FRAME)
        return log.read(_FRAME_HEADER)[16:]

    def changed(self, head: Head, since: int) -> Mapping[int, int]:
        """The pages that the frames after `since` hold, each with the last of its frames.

        Raises:
            DeskError: "mirror.gap" when the log holds other frames than its index says.
        """
        log, found = self._file("-wal"), {}
        for frame in range(since + 1, head.frames + 1):
            log.seek(_LOG_HEADER + (frame - 1) * _FRAME)
            header = log.read(_FRAME_HEADER)
            if header[8:16] != head.salt:
                raise DeskError("mirror.gap")
            page = int.from_bytes(header[:4], "big")
            found[page] = frame
        return {page: frame for page, frame in sorted(found.items()) if page <= head.pages}

    def page(self, frame: int) -> bytes:
        """The encrypted page that a frame holds."""
        log = self._file("-wal")
        log.seek(_LOG_HEADER + (frame - 1) * _FRAME + _FRAME_HEADER)
        body = log.read(PAGE)
        if len(body) != PAGE:
            raise DeskError("mirror.gap")
        return body

    def database(self, pages: int, at_once: int) -> Iterator[bytes]:
        """The database file from its beginning, in pieces; only while nothing may change it."""
        file, left = self._file(""), pages * PAGE
        place = 0
        while left:
            file.seek(place)
            piece = file.read(min(at_once, left))
            if not piece:
                raise DeskError("mirror.gap")
            place, left = place + len(piece), left - len(piece)
            yield piece

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes whenever the database file is written: its number, size and time.

        None right after it was written: file systems count time in steps, and a second write in
        the same step would not show.
        """
        facts = self._database.stat()
        fresh = time.time_ns() - facts.st_mtime_ns < _STEP_NS
        return None if fresh else (facts.st_ino, facts.st_size, facts.st_mtime_ns)

    def _file_pages(self) -> int:
        return self._database.stat().st_size // PAGE

    def _file(self, suffix: str) -> FileIO:
        known = self._open.get(suffix)
        if known is None:
            path = self._database.with_name(self._database.name + suffix)
            known = self._open[suffix] = FileIO(path, "rb")
        return known
