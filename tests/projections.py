"""Every projection as it lies in the file, to be compared with a replay of the events."""

from __future__ import annotations

from pathlib import Path

from virtual import KEY

from db.driver import connect
from db.layout import database_path

PROJECTIONS = (
    "visit",
    "ticket",
    "visit_service",
    "period",
    "appointment",
    "incident",
    "account",
    "phone_call",
    "follow_up",
    "day_record",
)


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each projection in their order."""
    raw = connect(database_path(folder), KEY)
    tables = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in PROJECTIONS}
    raw.close()
    return tables
