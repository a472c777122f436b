"""The SQLCipher driver, and how a connection to the database file is set up.

The only module that touches `sqlcipher3`, which ships without type information.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

driver: Final = dbapi2

WRITER_CACHE_MIB: Final = 8  # a write touches so little that 32 would be no faster
READER_CACHE_MIB: Final = 16
BUSY_SECONDS: Final = 5.0

_CHECKPOINT_PAGES: Final = 4000
_WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024


def connect(
    path: Path, key: bytes, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Any:
    """A raw connection to a database file, keyed and set up; made when the file is missing.

    Args:
        path: the database file.
        key: the raw 32-byte key; no passphrase derivation, so opening costs under a millisecond.
        read_only: refuse every write on this connection.
        busy_seconds: how long a statement waits for another process or thread.
    """
    connection = driver.connect(
        str(path), timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _pragmas(key, read_only):
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _pragmas(key: bytes, read_only: bool) -> list[str]:
    """The settings of a connection; the key comes first, before the file is read.

    `recursive_triggers` makes INSERT OR REPLACE fire the triggers that refuse a DELETE.
    Checkpoints happen in idle moments (`Database.tidy`), here only as a safety net.
    """
    cache = READER_CACHE_MIB if read_only else WRITER_CACHE_MIB
    return [
        "PRAGMA cipher_log_level = NONE",
        f"PRAGMA key = \"x'{key.hex()}'\"",
        f"PRAGMA cache_size = -{cache * 1024}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA recursive_triggers = ON",
        "PRAGMA trusted_schema = OFF",
        *(["PRAGMA query_only = ON"] if read_only else _WRITER_PRAGMAS),
    ]


_WRITER_PRAGMAS: Final = [
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}",
    f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}",
]
