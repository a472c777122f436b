"""Overlays, content, imports, looks - and which writes go to the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from making import ACTOR, SITE, TODAY, booked, reported
from virtual import VirtualClock, make_id

from db.database import Database
from db.stores.access_log import Access
from db.stores.imports import ImportRecord
from desk.domain.account import Account
from desk.domain.hours import DayException, Interval, Origin
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Person, Purpose
from desk.domain.roles import Role
from desk.domain.topics import Topic

SPLIT = DayException(
    TODAY,
    (Interval(time(8, 30), time(12)), Interval(time(13), time(16, 30))),
    "heating",
    Origin.BRANCH_EXCEPTION,
    confirmed=False,
)
SHUT = DayException(date(2026, 11, 25), (), "water", Origin.CLOSURE)


def test_the_newest_overlay_of_a_day_counts(database: Database, clock: VirtualClock) -> None:
    shorter = replace(SPLIT, intervals=SPLIT.intervals[:1], confirmed=True)
    with database.unit_of_work() as uow:
        uow.overlays.put_hours(SPLIT, SITE, ACTOR, clock())
        assert uow.overlays.hours(SITE, TODAY, TODAY) == (SPLIT,)
        uow.overlays.put_hours(shorter, SITE, ACTOR, clock())
        uow.overlays.put_hours(SHUT, SITE, ACTOR, clock())
        assert uow.topics == {Topic.HOURS}
        uow.commit()
    with database.reader() as reader:
        ask = reader.overlays.hours
        assert ask(SITE, TODAY, SHUT.day) == (shorter, SHUT)
        assert ask(SITE, TODAY, TODAY) == (shorter,)
        assert ask("riga-3", TODAY, SHUT.day) == ()
        assert ask(SITE, date(2026, 11, 26), date(2026, 12, 1)) == ()


def test_an_overlay_is_withdrawn_and_set_again(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        uow.overlays.put_hours(SHUT, SITE, ACTOR, clock())
        uow.overlays.withdraw_hours(SHUT, SITE, ACTOR, clock())
        assert uow.overlays.hours(SITE, SHUT.day, SHUT.day) == ()
        uow.overlays.put_hours(SHUT, SITE, ACTOR, clock())
        assert uow.overlays.hours(SITE, SHUT.day, SHUT.day) == (SHUT,)
        assert [one.version for one in uow.outbox.pending(9)] == [1, 2, 3]


def test_exceptions_of_hq_are_no_overlay(database: Database, clock: VirtualClock) -> None:
    hq = replace(SPLIT, origin=Origin.HQ_EXCEPTION)
    with database.unit_of_work() as uow, pytest.raises(KeyError):
        uow.overlays.put_hours(hq, SITE, ACTOR, clock())


def test_the_newest_content_is_in_force(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        assert uow.content.current() is None
        for version in (1, 2):
            body = b"pack %d" % version
            uow.content.install("pmlp", "pmlp", version, "00", body, clock(), ACTOR)
        assert uow.content.current() == b"pack 2"
        assert uow.topics == {Topic.CONTENT}


def test_the_last_import_that_covers_a_day(database: Database, clock: VirtualClock) -> None:
    week = ImportRecord(SITE, TODAY, date(2026, 11, 30), "aa", clock(), ACTOR, 90, 0, 0)
    day = replace(week, day_last=TODAY, sha256="bb", added=1, changed=2, cancelled=3)
    with database.unit_of_work() as uow:
        for record in (week, day, replace(week, site="riga-3", sha256="cc")):
            uow.imports.add(
                record.site,
                record.day_first,
                record.day_last,
                record.sha256,
                record.at,
                record.account_id,
                record.added,
                record.changed,
                record.cancelled,
            )
        assert uow.topics == {Topic.DAY}
        uow.commit()
    with database.reader() as reader:
        assert reader.imports.last(SITE, TODAY) == day
        assert reader.imports.last(SITE, date(2026, 11, 30)) == week
        assert reader.imports.last(SITE, date(2026, 12, 1)) is None
        assert reader.imports.last(SITE, date(2026, 11, 23)) is None


def test_looks_are_listed_by_time(database: Database, clock: VirtualClock) -> None:
    begin, subject = clock(), make_id()
    with database.unit_of_work() as uow:
        uow.access_log.add(clock(), ACTOR, "open", "incident", subject, "review")
        clock.advance(hours=1)
        uow.access_log.add(clock(), ACTOR, "export", "day", None, "paper")
        assert uow.topics == frozenset()
        uow.commit()
    opened = Access(begin, ACTOR, "open", "incident", subject, "review")
    exported = Access(clock(), ACTOR, "export", "day", None, "paper")
    with database.reader() as reader:
        assert reader.access_log.list(begin, clock()) == (opened,)
        assert reader.access_log.list(begin, clock() + timedelta(seconds=1)) == (opened, exported)


def test_what_goes_to_the_outbox_and_what_stays(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        booked(uow, clock)
        reported(uow, clock, FirstReport(IncidentKind.ERROR, clock()))
        uow.persons.put(Purpose.APPOINTMENT, Person("x"), at=clock(), expires=None)
        anna = Account(make_id(), "anna", Role.CLERK, "Anna", "", "h")
        uow.accounts.add(anna, actor_id=ACTOR, at=clock())
        uow.overlays.put_hours(SPLIT, SITE, ACTOR, clock())
        uow.overlays.put_hours(SHUT, SITE, ACTOR, clock())
        uow.content.install("pmlp", "pmlp", 1, "00", b"", clock(), ACTOR)
        uow.imports.add(SITE, TODAY, TODAY, "aa", clock(), ACTOR, 1, 0, 0)
        kinds = [one.kind for one in uow.outbox.pending(100)]
        assert kinds == [
            "appointment_event",
            "incident_event",
            "person_data",
            "person_data",
            "account_event",
            "local_hours_exception",
            "closure",
            "content_pack",
            "import_log",
        ]
        uow.drafts.put(ACTOR, "incident", b"", clock())
        uow.sessions.start(ACTOR, SITE, "3", clock())
        uow.settings.put("a", 1)
        uow.meta.put("a", "1")
        uow.access_log.add(clock(), ACTOR, "open", "incident", None, "")
        assert uow.outbox.count() == len(kinds)
        assert [one.kind for one in uow.outbox.pending(2)] == kinds[:2]
