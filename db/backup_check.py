"""Checking a backup by restoring it: the copy is opened as the program would open it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from db.backup import Progress, database_facts, verify
from db.driver import connect
from db.engine import open_engine
from db.failures import as_desk_errors
from db.keys import has_recovery
from db.layout import database_path
from db.models import REVISION
from db.unit_of_work import Reader
from desk.domain import appointment_states, incident_states, visit_states
from desk.domain.errors import DeskError

_SAMPLE: Final = 200
_PAGES_SHARE: Final = 80
_NOBODY: Final = UUID(int=0)


def check(
    folder: Path,
    key: bytes,
    rows: Mapping[str, int] | None,
    progress: Progress = lambda percent: None,
) -> None:
    """Open a restored data folder and look whether everything is there and makes sense.

    Every page and index; the keys' slots; as many rows as the original had; and of a sample of
    visits, bookings and incidents, that they are what their events come to, and that what is
    kept of persons can be read.

    Args:
        rows: how many rows each table has to have; None when nobody counted.

    Raises:
        DeskError: "db.damaged", "db.wrong_key" and the other codes of `db.failures`;
            "backup.differs" (what) when rows are missing or do not fit together;
            "keys.no_recovery".
    """
    path = database_path(folder)
    progress(0)
    verify(path, key)
    progress(_PAGES_SHARE)
    if not has_recovery(folder):
        raise DeskError("keys.no_recovery")
    with as_desk_errors(path), closing(connect(path, key, read_only=True)) as raw:
        if raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DeskError("db.damaged")
        revision, _outbox, found = database_facts(raw)
        if not revision:
            raise DeskError("db.damaged")
        if rows is not None and found != rows:
            raise DeskError("backup.differs", what=_first_difference(rows, found))
        samples = _samples(raw) if revision == REVISION else {}
    if samples:
        _check_sense(path, key, samples)
    progress(100)


def _first_difference(rows: Mapping[str, int], found: Mapping[str, int]) -> str:
    return min(name for name in {*rows, *found} if rows.get(name) != found.get(name))


_SUBJECTS: Final = {
    "visit": "visit_event",
    "appointment": "appointment_event",
    "incident": "incident_event",
}


def _samples(raw: Any) -> dict[str, set[UUID]]:
    """Some subjects of each kind, from the first to the last, and some persons."""
    return {name: _sample(raw, table, f"{name}_id") for name, table in _SUBJECTS.items()} | {
        "person": _sample(raw, "person_key", "person_id", place="search_id")
    }


def _sample(raw: Any, table: str, subject: str, place: str = "position") -> set[UUID]:
    last = raw.execute(f"SELECT coalesce(max({place}), 0) FROM {table}").fetchone()[0]  # noqa: S608
    places = {last * step // _SAMPLE for step in range(1, _SAMPLE + 1)}
    query = f"SELECT {subject} FROM {table} WHERE {place} = ?"  # noqa: S608 - names from above
    found = (raw.execute(query, (one,)).fetchone() for one in places)
    return {UUID(bytes=row[0]) for row in found if row is not None}


def _check_sense(path: Path, key: bytes, samples: Mapping[str, set[UUID]]) -> None:
    engine = open_engine(path, key, read_only=True)
    try:
        with Reader(engine, _NOBODY) as reader:
            kinds: dict[str, tuple[Any, Callable[[Any], Any]]] = {
                "visit": (reader.visits, visit_states.replay),
                "appointment": (reader.appointments, appointment_states.replay),
                "incident": (reader.incidents, incident_states.replay),
            }
            for name, (store, replay) in kinds.items():
                for one in samples[name]:
                    if store.get(one) != replay(store.events(one)):
                        raise DeskError("backup.differs", what=name)
            reader.persons.get_many(samples["person"])
    finally:
        engine.dispose()
