"""Files that came on a stick: which ones were taken in already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from db.hq.models import courier_file

_ADD: Final = insert(courier_file)
_LAST: Final = (
    select(courier_file.c.number, courier_file.c.digest)
    .where(courier_file.c.device == bindparam("key"))
    .order_by(courier_file.c.number.desc())
    .limit(1)
)


def last(connection: Connection, device: UUID) -> tuple[int, bytes]:
    """Number and digest of a device's last file; 0 before the first."""
    row = connection.execute(_LAST, {"key": device}).first()
    return (0, b"") if row is None else (int(row.number), bytes(row.digest))


def keep(connection: Connection, values: Mapping[str, Any]) -> None:
    """A file was taken in, and answered."""
    connection.execute(_ADD, dict(values))
