"""Every question of what lies between a branch and headquarters, asked once: see test_db_plans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from making import SITE, TODAY
from virtual import VirtualClock, make_id

from db.stores.holders import Holder
from db.unit_of_work import Reader


def ask_about_headquarters(reader: Reader, clock: VirtualClock) -> None:
    """The line, what came over it, what goes up, leased slots."""
    _the_line(reader, clock)
    _what_came(reader, clock)
    _what_goes_up(reader)
    _leases(reader, clock)


def _leases(reader: Reader, clock: VirtualClock) -> None:
    one, leases = make_id(), reader.leases
    leases.between(SITE, clock(), clock() + timedelta(days=1))
    leases.minutes(SITE, clock())
    leases.rivals(one)
    leases.of_losers([one])
    leases.decided([one])
    reader.appointments.in_conflict(SITE)


def _what_came(reader: Reader, clock: VirtualClock) -> None:
    """Changes of headquarters, and what they gave."""
    came, given, one = reader.received, reader.from_hq, make_id()
    came.own_back("hq", one)
    reader.outbox.newest()
    came.streams()
    came.waiting("hq", 5, 10)
    came.count_waiting()
    came.unknown()
    came.refused()
    came.hashes_of([one])
    came.last_of("hq", one)
    given.hours(SITE, TODAY, TODAY)
    given.staff(TODAY)
    given.bulletins()
    given.read_by(one)
    given.answers(one)
    given.answers_since(clock())
    given.answer(one)
    given.release_known(one)
    reader.content.version()
    reader.overlays.hours_everywhere(TODAY)
    reader.holders.rows_of(Holder("incident", one))


def _the_line(reader: Reader, clock: VirtualClock) -> None:
    asked = reader.sync
    asked.unsent(1, 5, 3, 7)
    asked.sent_refused(10)
    asked.sent_refused_count()
    asked.came_refused(10)
    asked.came_count("waiting")
    asked.last_witnessed()
    asked.read_ahead(["visit_event"], 0, 0)
    reader.challenges.of(make_id())
    asked.enrolment()
    asked.after(1, 5, 10)
    asked.since(1, 5)
    asked.hash_of(1, 5)
    asked.unsealed(5, 10)
    asked.cursor("hq")
    with pytest.raises(ValueError, match="unpack"):
        asked.row("visit_event", make_id())


def _what_goes_up(reader: Reader) -> None:
    """The lane of personal keys, sealed parts, the witness."""
    one = make_id()
    reader.lane.waiting("person", 10)
    reader.lane.person_keys([one])
    reader.lane.held([one])
    reader.lane.unknown([one])
    reader.lane.incidents_changed(5, 10)
    reader.sealed_parts.entry(one)
    reader.sealed_parts.file(one)
    reader.sealed_parts.portion(one, 0)
    reader.witness.last()
    reader.witness.alarm()
    reader.witness.leaves(5)
    reader.witness.public_key(one)
