"""Visits: what is stored comes back as it was, and every question finds what it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from making import ACTOR, SITE, TODAY, act, after, issue, issued
from virtual import VirtualClock, make_id

from db.database import Database
from desk.domain import visit_undo
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.domain.topics import Topic
from desk.domain.visit import Action, Visit, VisitEvent


def test_a_visit_with_every_field_comes_back(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        note = uow.persons.put(Purpose.VISIT_NOTE, Person(text="x"), at=clock(), expires=None)
        appointment = make_id()
        visit = issue(
            uow,
            clock,
            services=["passport", "photo"],
            slot=(clock() + timedelta(minutes=10)).isoformat(),
            place_at=(clock() + timedelta(minutes=10)).isoformat(),
            appointment_id=str(appointment),
            priority="accessibility",
            assistance_id=str(note),
            note_id=str(note),
            arrival="in_time",
            after_hours=True,
        )
        visit = act(uow, clock, visit, Action.CALL)
        visit = act(uow, clock, visit, Action.START)
        visit = act(uow, clock, visit, Action.TICK, tick="document", on=True)
        visit = act(uow, clock, visit, Action.SET_CONTACT, contact_id=str(note))
        visit = act(uow, clock, visit, Action.FINISH, outcome="refused", reason_id=str(note))
        uow.commit()
    with database.reader() as reader:
        assert reader.visits.get(visit.id) == visit
        assert reader.visits.by_appointment(appointment) == visit
        kinds = [event.kind for event in reader.visits.events(visit.id)]
    assert kinds == ["issue", "call", "start", "tick", "set_contact", "finish"]


def test_events_come_back_as_written(database: Database, clock: VirtualClock) -> None:
    visit, event = issued(clock, note_id=None, services=["a", "b"], present=True)
    event = replace(event, recorded_at=clock() + timedelta(microseconds=1))
    with database.unit_of_work() as uow:
        uow.visits.add(visit, event)
        uow.commit()
    with database.reader() as reader:
        assert reader.visits.events(visit.id) == (event,)


def test_an_undo_takes_periods_and_services_away(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        before = act(uow, clock, issue(uow, clock), Action.CALL)
        started = act(uow, clock, before, Action.START)
        visit = act(uow, clock, started, Action.UNDO, **visit_undo.snapshot(before))
        visit = act(uow, clock, visit, Action.ADD_SERVICE, service="photo")
        visit = act(uow, clock, visit, Action.REMOVE_SERVICE, service="passport")
        uow.commit()
    with database.reader() as reader:
        found = reader.visits.get(visit.id)
    assert found == visit
    assert found.services == ("photo",)
    assert len(found.periods) == len(before.periods)


def test_the_same_seq_twice_is_refused_and_the_first_stays(
    database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        visit = issue(uow, clock)
        called = act(uow, clock, visit, Action.CALL)
        with pytest.raises(DeskError, match=r"visit\.changed_meanwhile"):
            uow.visits.add(*after(visit, Action.LEAVE, clock))
        assert uow.visits.get(visit.id) == called


def test_a_ticket_number_is_given_once_a_day_at_a_site(
    database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        issue(uow, clock, "A001")
        issue(uow, clock, "A001", site="riga-3")
        issue(uow, clock, "A001", day="2026-11-25")
        issue(uow, clock, "B001")
        with pytest.raises(DeskError, match=r"visit\.number_taken"):
            issue(uow, clock, "A001")


def test_an_event_must_lead_to_the_visit_given(database: Database, clock: VirtualClock) -> None:
    visit, event = issued(clock)
    with database.unit_of_work() as uow, pytest.raises(ValueError, match="after this event"):
        uow.visits.add(replace(visit, version=2), event)


def test_an_unknown_visit(database: Database) -> None:
    with database.reader() as reader:
        assert reader.visits.by_appointment(make_id()) is None
        assert reader.visits.events(make_id()) == ()
        with pytest.raises(DeskError, match=r"visit\.unknown"):
            reader.visits.get(make_id())


def test_questions_about_a_day(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        ten = issue(uow, clock, "A010")
        nine = issue(uow, clock, "A009")
        gone = act(uow, clock, issue(uow, clock, "B002"), Action.LEAVE)
        elsewhere = issue(uow, clock, "A099", site="riga-3")
        stale = issue(uow, clock, "A001", day="2026-11-20")
        act(uow, clock, issue(uow, clock, "A002", day="2026-11-20"), Action.LEAVE)
        uow.commit()
    with database.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == (nine, ten, gone)
        assert reader.visits.open_of(SITE, TODAY) == (nine, ten)
        assert reader.visits.open_of("riga-3", TODAY) == (elsewhere,)
        assert reader.visits.stale_open(SITE, TODAY) == (stale,)
        assert reader.visits.stale_open(SITE, date(2026, 11, 20)) == ()
        assert reader.visits.highest_number(SITE, TODAY, "A") == 10
        assert reader.visits.highest_number(SITE, TODAY, "C") == 0


def test_questions_about_a_counter(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        first = act(uow, clock, issue(uow, clock, "A001"), Action.CALL, "3")
        other = act(uow, clock, issue(uow, clock, "A002"), Action.CALL, "4")
        assert uow.visits.at_counter(SITE, TODAY, "3") == first
        assert uow.visits.at_counter(SITE, TODAY, "4") == other
        first = act(uow, clock, first, Action.START, "3")
        assert uow.visits.at_counter(SITE, TODAY, "3") == first
        parked = act(uow, clock, first, Action.PARK, "3", reason="copy")
        assert uow.visits.at_counter(SITE, TODAY, "3") is None
        last = uow.visits.last_event_at_counter(SITE, TODAY, "3")
        assert last is not None
        assert (last.visit_id, last.kind) == (parked.id, Action.PARK)
        assert uow.visits.last_event_at_counter(SITE, date(2026, 11, 23), "3") is None


def test_the_last_event_at_a_counter_is_the_one_recorded_last(
    database: Database, clock: VirtualClock
) -> None:
    """Back-entry from paper and equal instants must not confuse an undo."""
    with database.unit_of_work() as uow:
        one, two = issue(uow, clock, "A001"), issue(uow, clock, "A002")
        uow.visits.add(*after(two, Action.CALL, clock))
        earlier = VirtualClock(clock() - timedelta(hours=1))
        uow.visits.add(*after(one, Action.PARK, earlier, reason="paper"))
        last = uow.visits.last_event_at_counter(SITE, TODAY, "3")
    assert last is not None
    assert last.visit_id == one.id


def test_nothing_is_kept_without_commit(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        visit = issue(uow, clock)
        assert uow.topics == {Topic.QUEUE}
    with pytest.raises(RuntimeError), database.unit_of_work() as uow:
        issue(uow, clock)
        raise RuntimeError
    with database.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == ()
        assert reader.visits.events(visit.id) == ()
        assert reader.outbox.count() == 0


def test_every_write_points_to_its_event(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        visit = act(uow, clock, issue(uow, clock), Action.CALL)
        uow.commit()
    with database.reader() as reader:
        events: tuple[VisitEvent, ...] = reader.visits.events(visit.id)
        pending = [(one.kind, one.row_id, one.version) for one in reader.outbox.pending(10)]
    assert pending == [("visit_event", event.id, event.seq) for event in events]


def test_a_visit_may_be_changed_without_having_been_read(
    database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        visit = issue(uow, clock)
        uow.commit()
    with database.unit_of_work() as uow:
        called = act(uow, clock, visit, Action.CALL)
        uow.commit()
    with database.reader() as reader:
        found: Visit = reader.visits.get(visit.id)
    assert found == called
    assert found.actor_id == ACTOR
