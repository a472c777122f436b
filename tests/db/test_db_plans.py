"""No question a store asks may read a big table from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from making import SITE, TODAY
from sqlalchemy import event
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.stores import visits
from db.unit_of_work import Reader
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind, IncidentState
from desk.domain.person import Purpose

SMALL = {"account", "account_secret", "content_pack", "outbox"}
"""Tables that are meant to be read whole: some thirty people, the newest pack, what waits."""


def _ask_everything(reader: Reader, clock: VirtualClock) -> None:
    """Every reading method of every store, once."""
    one, bookings = make_id(), reader.appointments
    _ask_about_visits(reader)
    with pytest.raises(DeskError):
        bookings.get(one)
    bookings.events(one)
    bookings.of_day(SITE, TODAY)
    bookings.of_days(SITE, TODAY, TODAY)
    bookings.in_queue(SITE, TODAY, clock())
    bookings.by_reference("file", ["R-1", "R-2"])
    bookings.find(SITE, "R")
    _ask_about_incidents(reader)
    reader.persons.get(one)
    reader.persons.get_many([one, make_id()])
    reader.persons.search("anna b", Purpose.APPOINTMENT)
    with pytest.raises(DeskError):
        reader.accounts.get(one)
    reader.accounts.all()
    reader.accounts.names()
    reader.accounts.by_login("anna")
    reader.accounts.count()
    reader.accounts.events(one)
    reader.sessions.current()
    reader.settings.get("a")
    reader.meta.get("a")
    reader.drafts.get(one, "incident")
    reader.access_log.list(clock(), clock())
    reader.content.current()
    reader.overlays.hours(SITE, TODAY, TODAY)
    reader.imports.last(SITE, TODAY)
    reader.outbox.count()
    reader.outbox.pending(10)


def _ask_about_visits(reader: Reader) -> None:
    one, asked = make_id(), reader.visits
    with pytest.raises(DeskError):
        asked.get(one)
    asked.events(one)
    asked.open_of(SITE, TODAY)
    asked.of_day(SITE, TODAY)
    asked.called_of(SITE, TODAY)
    asked.stale_open(SITE, TODAY)
    asked.at_counter(SITE, TODAY, "3")
    asked.by_appointment(one)
    asked.last_event_at_counter(SITE, TODAY, "3")
    asked.highest_number(SITE, TODAY, "A")


def _ask_about_incidents(reader: Reader) -> None:
    incidents = reader.incidents
    with pytest.raises(DeskError):
        incidents.get(make_id())
    incidents.events(make_id())
    incidents.list(SITE)
    incidents.list(SITE, states=list(IncidentState), kinds=list(IncidentKind), reporter=make_id())
    incidents.list(SITE, first=TODAY, last=TODAY)
    incidents.next_number(SITE, 2026)
    incidents.count_new(SITE)


class _Watched:
    """A store that notes which of its methods are called."""

    def __init__(self, store: object, called: set[tuple[type, str]]) -> None:
        self._store = store
        self._called = called

    def __getattr__(self, name: str) -> Any:
        self._called.add((type(self._store), name))
        return getattr(self._store, name)


@pytest.fixture
def asked(database: Database, clock: VirtualClock) -> list[tuple[str, Any]]:
    """The statements of all reading methods with their parameters.

    Parts of visits are only read when there are visits, so those selects are asked directly.
    """
    statements: list[tuple[str, Any]] = []
    called: set[tuple[type, str]] = set()

    @event.listens_for(database._readers, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, values: Any, *_: object) -> None:
        statements.append((statement, values))

    with database.reader() as reader:
        stores = {name: getattr(reader, name) for name in Reader.__annotations__}
        for name, store in stores.items():
            setattr(reader, name, _Watched(store, called))
        _ask_everything(reader, clock)
        for question in _questions():
            for select in (question.services, question.periods):
                stores["visits"]._all(select, **dict.fromkeys(select.compile().params))
    assert called >= {(type(store), name) for store in stores.values() for name in _methods(store)}
    return [one for one in statements if one[0].startswith("SELECT")]


def _methods(store: object) -> list[str]:
    return [name for name in dir(store) if not name.startswith("_")]


def _questions() -> Iterator[Any]:
    return (one for one in vars(visits).values() if isinstance(one, visits.Question))


def _plans(asked: list[tuple[str, Any]], folder: Path) -> set[str]:
    raw = connect(database_path(folder), KEY)
    rows = [raw.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall() for sql, values in asked]
    raw.close()
    return {detail for plan in rows for *_, detail in plan}


def test_no_scan_of_a_big_table(asked: list[tuple[str, Any]], data_folder: Path) -> None:
    assert len(asked) > 40
    scans = {line for line in _plans(asked, data_folder) if line.startswith("SCAN")}
    big = {line for line in scans if line.split()[1] not in SMALL}
    assert all(line.startswith("SCAN person_search VIRTUAL TABLE INDEX") for line in big), big


@pytest.mark.parametrize(
    "narrow",
    [
        "visit_event USING INDEX ix_visit_event_site_day_counter (site=? AND day=? AND counter=?)",
        "appointment USING INDEX ix_appointment_site_day_start (site=? AND day>? AND day<?)",
        "appointment USING INDEX ix_appointment_site_reference "
        "(site=? AND reference>? AND reference<?)",
        "incident USING INDEX ix_incident_new (site=?)",
        "incident USING INDEX ix_incident_site_day (site=? AND day>? AND day<?)",
    ],
)
def test_questions_about_a_site_are_narrower_than_its_ten_years(
    asked: list[tuple[str, Any]], data_folder: Path, narrow: str
) -> None:
    plans = _plans(asked, data_folder)
    assert any(narrow in line.replace("COVERING INDEX", "INDEX") for line in plans), sorted(plans)


def test_tickets_are_found_by_day_or_among_the_open_ones(
    asked: list[tuple[str, Any]], data_folder: Path
) -> None:
    tickets = {line for line in _plans(asked, data_folder) if line.startswith("SEARCH ticket")}
    found = {line[line.index("(") :] for line in tickets}
    assert found == {
        "(visit_id=?)",
        "(site=? AND day=?)",
        "(site=? AND day=? AND series=?)",
        "(open=? AND site=? AND day=?)",
        "(open=? AND site=? AND day<?)",
    }
