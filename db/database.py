"""The branch's database on this PC: a folder with an encrypted file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from sqlalchemy import Engine

from db.driver import BUSY_SECONDS
from db.engine import open_engine
from db.lane_cipher import lane_key
from db.layout import database_path
from db.unit_of_work import Reader, UnitOfWork
from db.upgrade import prepare
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError

_DEVICE: Final = "device_id"

__all__ = ["Database", "Reader", "UnitOfWork"]


class Database:
    """One open database: a writer that threads take in turn, and readers of their own.

    Args:
        device_id: this PC; settings and sessions belong to it.
        folder: the data folder.
        lane_key: what goes to headquarters of personal keys is wrapped under it.
    """

    def __init__(
        self,
        writer: Engine,
        readers: Engine,
        new_id: IdMaker,
        clock: Clock,
        device_id: UUID,
        folder: Path,
        lane_key: bytes,
    ) -> None:
        self.lane_key = lane_key
        self.device_id = device_id
        self.folder = folder
        self._writer = writer
        self._readers = readers
        self._new_id = new_id
        self._clock = clock

    @staticmethod
    def path(folder: Path) -> Path:
        """The database file of a data folder."""
        return database_path(folder)

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes,
        new_id: IdMaker,
        clock: Clock,
        device_id: UUID | None = None,
        *,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open the database of a data folder, migrated first when it is older than the program.

        Args:
            folder: the data folder, made by `desk init`.
            key: the raw 32-byte key, as `db.keys.unlock` gives it.
            new_id, clock: makers of ids and instants.
            device_id: this PC; None = the one kept in the database, made when first opened.
            busy_seconds: how long a write waits for another one.

        Raises:
            DeskError: "db.missing", "db.newer" (found, known), "db.wrong_key", "db.damaged",
                "db.read_only", "db.busy", "db.full", "db.disk", "backup.failed".
        """
        path = database_path(folder)
        if not path.is_file():
            raise DeskError("db.missing")
        prepare(folder, key, busy_seconds=busy_seconds)
        writer = open_engine(path, key, busy_seconds=busy_seconds)
        readers = open_engine(path, key, read_only=True, busy_seconds=busy_seconds)
        device = device_id or new_id()
        opened = cls(writer, readers, new_id, clock, device, folder, lane_key(key))
        if device_id is None:
            opened._remember_device()
        return opened

    def unit_of_work(self) -> UnitOfWork:
        """A change; entering it waits for other writers, at most the busy time ("db.busy")."""
        return UnitOfWork(self._writer, self.device_id, self._clock, self._new_id, self.folder)

    def reader(self) -> Reader:
        """A look on a connection of its own, which no writer blocks."""
        return Reader(self._readers, self.device_id)

    def tidy(self) -> None:
        """Move what was committed from the log into the file.

        To be called in idle moments, from any thread: commits wait for nothing meanwhile, and
        those after it stay as fast as the first.
        """
        with closing(self._readers.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def scrub(self) -> bool:
        """Leave nothing in the log of what was destroyed: it is moved into the file and cut off.

        Returns:
            False when a reader or another program still looks at an earlier state; then it is
            to be tried again.  Deleted rows themselves are overwritten with zeros (secure_delete).
        """
        with closing(self._readers.raw_connection()) as connection:
            cursor = connection.cursor()
            patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {patience}")
        return not busy

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writer.dispose()

    def _remember_device(self) -> None:
        with self.reader() as reader:
            known = reader.meta.get(_DEVICE)
        if known:
            self.device_id = UUID(known)
            return
        with self.unit_of_work() as uow:
            uow.meta.put(_DEVICE, str(self.device_id))
            uow.commit()
