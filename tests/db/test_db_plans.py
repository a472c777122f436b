"""No question a store asks may read a big table from end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asked_of_line import ask_about_headquarters
from making import SITE, TODAY
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.stores.access_log import Access
from db.stores.holders import Holder
from db.unit_of_work import Reader
from desk.domain.entry_log import Occasion
from desk.domain.erasure import Why
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpKind
from desk.domain.incident import IncidentAction, IncidentKind, IncidentState
from desk.domain.person import Purpose

SMALL = {"account", "account_event", "account_secret", "content_pack", "outbox"}
"""Tables that are meant to be read whole: some thirty people, the newest pack, what waits."""

SMALL |= {"person_key", "draft"}
"""What is held of persons today, and unfinished entries."""


SMALL |= {"import_log"}
"""A line for each day file: some thousand in ten years."""
SMALL |= {"entry_log", "checkpoint"}
"""A check reads the incident log whole, that is what it is for; a day's lines are found by `at`."""
SMALL |= {"annex_holder", "annex_holder_act", "annex_entry"}
"""Heads and deputies with their keys; some thousand sealed entries in ten years, read whole when
they are counted, handed on to a new holder, or looked through for what is to be erased."""
SMALL |= {"enrolment"}
"""One row."""
SMALL |= {"device_key", "witnessed"}
"""PCs that ever signed; of the roots that headquarters signed the last one is read."""
_PARTS = ("ix_received_op_waiting", "ix_sealed_op_refused")
"""Indexes of what waits to be applied and of what was refused, and of nothing else of the table."""
SMALL |= {"bulletin", "staff_list", "local_hours_exception", "closure"}
"""Some hundred messages of headquarters; a list of people and the next one; some days a year."""
SMALL |= {"hits"}
"""The newest thousand reports with a word, no table at all."""


def _ask_everything(reader: Reader, clock: VirtualClock) -> None:
    """Every reading method of every store, once."""
    one, bookings = make_id(), reader.appointments
    _ask_about_visits(reader)
    with pytest.raises(DeskError):
        bookings.get(one)
    bookings.events(one)
    bookings.of_day(SITE, TODAY)
    bookings.of_days(SITE, TODAY, TODAY)
    bookings.in_queue(SITE, TODAY, clock(), clock())
    bookings.by_reference("file", ["R-1", "R-2"])
    bookings.find(SITE, "R")
    bookings.provisional(SITE, clock())
    _ask_about_incidents(reader)
    _ask_about_log(reader, clock)
    _ask_about_annexes(reader, clock)
    _ask_about_files(reader)
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
    reader.accounts.events_since(clock())
    reader.accounts.lockouts()
    reader.accounts.left_out()
    reader.sessions.current()
    reader.sessions.resumable(TODAY)
    reader.sessions.has_other_days(TODAY)
    reader.settings.get("a")
    reader.meta.get("a")
    reader.drafts.get(one, "incident")
    _ask_about_erasures(reader, clock)
    reader.access_log.list(clock(), clock())
    _ask_about_looks(reader, clock)
    reader.content.current()
    reader.overlays.hours(SITE, TODAY, TODAY)
    reader.overlays.places(SITE, TODAY, TODAY)
    reader.imports.last(SITE, TODAY)
    reader.imports.holds("0" * 64)
    reader.outbox.count()
    reader.outbox.last()
    reader.outbox.pending(10)
    ask_about_headquarters(reader, clock)
    _ask_about_whole_days(reader, clock)
    _ask_the_palette(reader)
    _ask_for_statistics(reader, clock)


def _ask_about_erasures(reader: Reader, clock: VirtualClock) -> None:
    one, erasures = make_id(), reader.erasures
    erasures.due(TODAY, 10)
    erasures.due_of(list(Purpose), TODAY)
    erasures.without_day()
    erasures.kept(TODAY)
    erasures.held([one])
    erasures.why([one])
    erasures.corrections([one])
    list(erasures.texts(list(Purpose)))
    erasures.drafts()
    erasures.staff()
    erasures.lines(10)
    erasures.logged(clock())
    erasures.logged(clock(), Why.REQUESTED)
    erasures.newest_entry()
    erasures.pack_installed_at()
    reader.holders.of([one])
    reader.holders.rows_of(Holder("visit", one))
    reader.holders.assistance_on(SITE, TODAY)
    reader.holders.looks([one])


def _ask_about_looks(reader: Reader, clock: VirtualClock) -> None:
    last, asked = Access(clock(), make_id(), "open", "visit", None, ""), reader.access_log
    asked.page(clock(), clock(), 10)
    asked.page(clock(), clock(), 10, after=last)
    asked.page(clock(), clock(), 10, account_id=make_id(), after=last)
    asked.page(clock(), clock(), 10, what="open", after=last)
    asked.page(clock(), clock(), 10, own=True, after=last)
    asked.page(clock(), clock(), 10, account_id=make_id(), what="open", own=True)


def _ask_about_visits(reader: Reader) -> None:
    one, asked = make_id(), reader.visits
    with pytest.raises(DeskError):
        asked.get(one)
    asked.events(one)
    asked.open_of(SITE, TODAY)
    asked.of_day(SITE, TODAY)
    asked.called_of(SITE, TODAY, 2)
    asked.stale_open(SITE, TODAY)
    asked.at_counter(SITE, TODAY, "3")
    asked.by_appointment(one)
    asked.last_event_at_counter(SITE, TODAY, "3")
    asked.highest_number(SITE, TODAY, "A")
    asked.incomplete_refusals(SITE, TODAY)
    asked.last_day(SITE, TODAY)


def _ask_about_log(reader: Reader, clock: VirtualClock) -> None:
    log = reader.entry_log
    assert log.size() == 0
    assert list(log.lines()) == []
    log.of_rows([make_id()])
    log.between(clock(), clock())
    log.root_at(0)
    log.checkpoints()
    log.last_checkpoint()
    log.last_checkpoint(Occasion.CLOSING_SHEET)
    log.evidence()


def _ask_about_annexes(reader: Reader, clock: VirtualClock) -> None:
    one, annex = make_id(), reader.annex
    annex.holders()
    annex.standing()
    annex.waiting()
    annex.given()
    annex.holder_of(one)
    annex.recovery()
    annex.retired(one)
    annex.entries(one)
    annex.key(one, one)
    annex.missing(one, [one], one, 10)
    annex.annexed()
    annex.readable_of([one])
    annex.orphans()
    annex.orphans_of(one)
    annex.ended_before(clock(), 10)
    annex.end_of(one)


def _ask_about_files(reader: Reader) -> None:
    assert not reader.attachments.is_kept(make_id())
    assert list(reader.attachments._portions(make_id())) == []
    with pytest.raises(DeskError, match=r"attachment\.erased"):
        reader.attachments.read(make_id())


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
    incidents.new(SITE)
    reader.notices.unseen(SITE, make_id(), TODAY)
    reader.notices.cared_for(SITE, TODAY)
    reader.notices.open_versions(SITE, TODAY)
    reader.notices.of([make_id(), make_id()])
    reader.notices.own(make_id(), TODAY)
    reader.notices.seen_by(make_id())
    reader.notices.done_since(make_id(), list(IncidentAction), 0)
    reader.notices.seen_since(make_id(), 0)
    reader.notices.last()
    reader.drafts.begun(make_id())
    incidents.open(SITE)
    incidents.merged_into(make_id())


def _ask_about_whole_days(reader: Reader, clock: VirtualClock) -> None:
    one = make_id()
    for subjects in (reader.calls, reader.follow_ups, reader.days):
        with pytest.raises(DeskError):
            subjects.get(one)
        subjects.events(one)
        assert subjects.kind is not None and subjects.statements is not None
    reader.calls.last_at_counter(SITE, TODAY, "3")
    reader.calls.to_call_back(SITE, TODAY)
    reader.calls.of_day(SITE, TODAY)
    reader.follow_ups.open(SITE)
    reader.follow_ups.done_since(SITE, clock())
    reader.follow_ups.of_subject(FollowUpKind.CALL_BACK, one)
    reader.follow_ups.of_subjects(FollowUpKind.CALL_BACK, [one, make_id()])
    reader.days.of(SITE, TODAY)


def _ask_for_statistics(reader: Reader, clock: VirtualClock) -> None:
    asked = reader.statistics
    asked.visits(SITE, TODAY, TODAY)
    asked.read_ahead(SITE, TODAY, TODAY)
    asked.incidents(SITE, TODAY, clock(), clock())
    asked.kinds(SITE, TODAY, clock(), clock())
    asked.lessons(SITE, 50)
    asked.next_day(SITE, TODAY)


def _ask_the_palette(reader: Reader) -> None:
    find = reader.find
    find.bookings_of(SITE, "anna b")
    find.tickets_of_day(SITE, TODAY)
    find.ticket(SITE, TODAY, "A", 12)
    find.incidents_numbered(SITE, [2025, 2026], 42)
    find.incidents_like(SITE)
    find.incidents_like(SITE, kinds=list(IncidentKind), places=["hall"], reporter=make_id())
    find.incidents_like(SITE, day=TODAY)
    find.incidents_with(SITE, "pases", lambda word, _language: [word])
    find.incidents_with(SITE, "pases", lambda word, _language: [word], make_id())


class _Watched:
    """A store that notes which of its methods are called."""

    def __init__(self, store: object, called: set[tuple[type, str]]) -> None:
        self._store = store
        self._called = called

    def __getattr__(self, name: str) -> Any:
        self._called.add((type(self._store), name))
        return getattr(self._store, name)


@pytest.fixture
def asked(database: Database, clock: VirtualClock) -> list[str]:
    """The statements of all reading methods, their parameters filled in."""
    statements: list[str] = []
    called: set[tuple[type, str]] = set()
    with database.reader() as reader:
        reader._connection.connection.dbapi_connection.set_trace_callback(statements.append)
        stores = {name: getattr(reader, name) for name in Reader.__annotations__}
        for name, store in stores.items():
            setattr(reader, name, _Watched(store, called))
        _ask_everything(reader, clock)
    assert called >= {(type(store), name) for store in stores.values() for name in _methods(store)}
    inner = "'main'."  # what a search table asks of its own parts
    return [one for one in statements if one.startswith("SELECT") and inner not in one]


def _methods(store: object) -> list[str]:
    return [name for name in dir(store) if not name.startswith("_")]


def _plans(asked: list[str], folder: Path) -> set[str]:
    raw = connect(database_path(folder), KEY)
    rows = [raw.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    raw.close()
    return {detail for plan in rows for *_, detail in plan}


def test_no_scan_of_a_big_table(asked: list[str], data_folder: Path) -> None:
    assert len(asked) > 40
    scans = {line for line in _plans(asked, data_folder) if line.startswith("SCAN")}
    big = {line for line in scans if line.split()[1] not in SMALL and not line.endswith(_PARTS)}
    assert all(line.startswith("SCAN person_search VIRTUAL TABLE INDEX") for line in big), big


@pytest.mark.parametrize(
    "narrow",
    [
        "visit_event USING INDEX ix_visit_event_site_day_counter (site=? AND day=? AND counter=?)",
        "appointment USING INDEX ix_appointment_site_day_start (site=? AND day>? AND day<?)",
        "appointment USING INDEX ix_appointment_site_reference "
        "(site=? AND reference>? AND reference<?)",
        "appointment USING INDEX ix_appointment_person_id (person_id=?)",
        "(site=? AND year=? AND serial=?)",
        "incident USING INDEX ix_incident_find (site=?)",
        "incident USING INDEX ix_incident_text_id (text_id=?)",
        "incident USING INDEX ix_incident_new (site=?)",
        "incident USING INDEX ix_incident_site_day (site=? AND day>? AND day<?)",
        "incident USING INDEX ix_incident_open (site=?)",
        "incident USING INDEX ix_incident_merged (<expr>=?)",
        "entry_log USING INDEX ix_entry_log_at (at>? AND at<?)",
        "attachment_key USING PRIMARY KEY (attachment_id=?)",
        "attachment_chunk USING INDEX sqlite_autoindex_attachment_chunk_1 (attachment_id=?)",
    ],
)
def test_questions_about_a_site_are_narrower_than_its_ten_years(
    asked: list[str], data_folder: Path, narrow: str
) -> None:
    plans = _plans(asked, data_folder)
    assert any(narrow in line.replace("COVERING INDEX", "INDEX") for line in plans), sorted(plans)


def test_tickets_are_found_by_day_or_among_the_open_ones(
    asked: list[str], data_folder: Path
) -> None:
    tickets = {line for line in _plans(asked, data_folder) if line.startswith("SEARCH ticket")}
    found = {line[line.index("(") :] for line in tickets}
    assert found == {
        "(visit_id=?)",
        "(site=? AND day=?)",
        "(site=? AND day=? AND series=?)",
        "(site=? AND day=? AND series=? AND serial=?)",
        "(open=? AND site=? AND day=?)",
        "(open=? AND site=? AND day<?)",
        "(site=? AND day<?)",
        "(site=? AND day>?)",
        "(site=? AND day>? AND day<?)",
    }
