"""How a PC stands with headquarters: every reason, and what is read of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from branch_at_work import Branch
from virtual import VirtualClock, make_id

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.domain.roles import Role
from desk.error_texts import TEXTS
from desk.services import sync_state
from desk.services.sync_state import MADE, READ, LineSettings, LineState, SyncState, state_of
from desk.sync.line import is_passing
from desk.sync.outcome import Outcome, failed, keep_outcome, last_outcome, well, worth_keeping
from desk.sync.refusals import STATUS
from desk.sync.sealing import seal
from desk.sync.wire import NOTHING

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=3)

STATES = {
    "": LineState.ONLINE,
    "sync.offline": LineState.OFFLINE,
    "sync.nonsense": LineState.OFFLINE,
    "hq.internal": LineState.BUSY,
    "hq.database": LineState.BUSY,
    "hq.not_ready": LineState.BUSY,
    "hq.too_often": LineState.BUSY,
    "sync.unexpected": LineState.BUSY,
    "db.busy": LineState.BUSY,
    "sync.not_trusted": LineState.REFUSED,
    "sync.ca_file": LineState.REFUSED,
    "sync.proxy": LineState.REFUSED,
    "sync.skipped": LineState.REFUSED,
    "hq.signature": LineState.REFUSED,
    "hq.too_large": LineState.REFUSED,
    "hq.stale": LineState.CLOCK,
    "hq.revoked": LineState.REVOKED,
    "hq.unknown_device": LineState.REVOKED,
    "hq.path": LineState.TOO_OLD,
    "hq.request": LineState.TOO_OLD,
    "sync.unknown_refusal": LineState.TOO_OLD,
    "hq.superseded": LineState.COPIED,
    "hq.forked": LineState.COPIED,
}


@pytest.mark.parametrize(("code", "state"), STATES.items())
def test_each_reason_has_its_state(code: str, state: LineState) -> None:
    assert state_of(Outcome(NOW, NOW, code=code), None, NOW) is state


@pytest.mark.parametrize("code", STATUS)
def test_every_refusal_of_the_server_is_some_state_with_words(code: str) -> None:
    state = state_of(Outcome(NOW, NOW, code=code), None, NOW)
    assert state not in (LineState.ONLINE, LineState.NOT_ENROLLED, LineState.TRYING)
    assert code in TEXTS
    if state is LineState.BUSY:
        assert is_passing(DeskError(code))


def test_before_the_first_try_nothing_is_claimed() -> None:
    assert state_of(None, None, NOW) is LineState.TRYING


def test_what_was_well_long_ago_is_no_news() -> None:
    outcome = Outcome(NOW - timedelta(minutes=16), BEFORE)
    assert state_of(outcome, None, NOW) is LineState.TRYING


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(0, "online"), (119, "online"), (-120, "online"), (121, "clock"), (-3600, "clock")],
)
def test_a_clock_that_is_off_is_said(seconds: float, state: str) -> None:
    assert state_of(Outcome(NOW, NOW, offset=seconds), None, NOW) == state


def test_a_restore_is_said_for_a_day() -> None:
    outcome = Outcome(NOW, NOW, restored_at=BEFORE)
    assert state_of(outcome, None, NOW) is LineState.RESTORED
    old = Outcome(NOW, NOW, restored_at=NOW - timedelta(hours=25))
    assert state_of(old, None, NOW) is LineState.ONLINE


def test_a_courier_counts_while_headquarters_are_away() -> None:
    away = Outcome(NOW, BEFORE, good_at=BEFORE, code="sync.offline")
    later, earlier = BEFORE + timedelta(hours=1), BEFORE - timedelta(hours=1)
    assert state_of(away, later, NOW) is LineState.COURIER
    assert state_of(away, earlier, NOW) is LineState.OFFLINE
    assert state_of(Outcome(NOW, NOW, good_at=NOW), later, NOW) is LineState.ONLINE


def test_since_is_when_it_began() -> None:
    first = failed(None, BEFORE, "sync.offline", {})
    second = failed(first, NOW, "sync.offline", {})
    assert (second.since, second.at) == (BEFORE, NOW)
    assert failed(second, NOW, "hq.revoked", {}).since == NOW
    good = well(second, NOW, timedelta(seconds=5), restored=False)
    assert (good.since, good.good_at, good.offset) == (NOW, NOW, 5)
    later = well(good, NOW + timedelta(minutes=1), timedelta(), restored=True)
    assert (later.since, later.restored_at) == (NOW, NOW + timedelta(minutes=1))
    part = well(later, NOW + timedelta(minutes=1), timedelta(), restored=False, whole=False)
    assert (part.at, part.good_at) == (NOW + timedelta(minutes=1), later.good_at)
    gone = failed(later, NOW + timedelta(minutes=2), "sync.offline", {"why": 3})
    assert (gone.good_at, gone.params) == (later.good_at, {"why": "3"})


def test_a_quiet_line_writes_nothing_for_a_while() -> None:
    good = well(None, NOW, timedelta(), restored=False)
    soon = well(good, NOW + timedelta(minutes=4), timedelta(), restored=False)
    assert not worth_keeping(good, soon)
    assert worth_keeping(None, good)
    assert worth_keeping(good, well(good, NOW + timedelta(minutes=5), timedelta(), restored=False))
    assert worth_keeping(good, failed(good, NOW, "sync.offline", {}))


def _enrolled(clock: VirtualClock) -> Enrolment:
    return Enrolment(
        make_id(), "https://hq", "", "", "riga-2", uuid4(), bytes(32), uuid4(), bytes(32), uuid4(),
        NOTHING, clock(), 1, 0, NOTHING, 0, 0,
    )  # fmt: skip


def _enrol(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        uow.sync.enrol(_enrolled(clock))
        uow.commit()


def _write(database: Database, clock: VirtualClock, rows: int) -> None:
    with database.unit_of_work() as uow:
        for _ in range(rows):
            uow.persons.put(Purpose.APPOINTMENT, Person(name="X"), at=clock(), expires=None)
        uow.commit()


def _state(database: Database, clock: VirtualClock, *, details: bool = True) -> SyncState:
    with database.reader() as reader:
        return sync_state.read(reader, clock(), details=details)


def test_a_pc_of_its_own(database: Database, clock: VirtualClock) -> None:
    assert _state(database, clock) == SyncState()


def test_what_waits_is_counted_and_dated(database: Database, clock: VirtualClock) -> None:
    _enrol(database, clock)
    assert (_state(database, clock).waiting, _state(database, clock).oldest) == (0, None)
    before = datetime.now(UTC) - timedelta(seconds=1)
    _write(database, clock, 3)
    state = _state(database, clock)
    assert state.waiting == 3
    assert state.oldest is not None
    assert before < state.oldest < datetime.now(UTC) + timedelta(seconds=1)
    assert (state.branch, state.state) == ("riga-2", LineState.TRYING)


def test_refusals_come_with_kind_and_reason(database: Database, clock: VirtualClock) -> None:
    _enrol(database, clock)
    _write(database, clock, 2)
    with database.unit_of_work() as uow:
        known = uow.sync.enrolment()
        assert known is not None
        seal(uow, known)
        uow.sync.refuse(1, 2, "hq.not_yours")
        uow.sync.acknowledge(1, 2)
        uow.commit()
    state = _state(database, clock)
    (one,) = state.refused
    assert (one.kind, one.code, one.came) == ("person_data", "hq.not_yours", False)
    assert (state.refusals, state.waiting) == (1, 0)
    shown = _state(database, clock, details=False)
    assert (shown.refusals, shown.refused, shown.settings) == (1, (), LineSettings())


def test_data_is_as_of_the_courier_when_that_is_newer(
    database: Database, clock: VirtualClock
) -> None:
    _enrol(database, clock)
    later = clock() - timedelta(hours=1)
    with database.unit_of_work() as uow:
        keep_outcome(uow, Outcome(clock(), clock(), later - timedelta(hours=9), "sync.offline"))
        uow.meta.note(MADE, str(int(clock().timestamp())))
        uow.meta.note(READ, str(int(later.timestamp())))
        uow.commit()
    state = _state(database, clock)
    assert (state.state, state.as_of) == (LineState.COURIER, later)


def test_what_was_kept_and_cannot_be_read_is_nothing(
    database: Database, clock: VirtualClock
) -> None:
    _enrol(database, clock)
    with database.unit_of_work() as uow:
        uow.meta.note("last_sync", "{nonsense")
        uow.commit()
    with database.reader() as reader:
        assert last_outcome(reader) is None
    assert _state(database, clock).state is LineState.TRYING


def test_who_may_set_and_who_may_enrol(branch: Branch) -> None:
    wanted = LineSettings("https://elsewhere", "/ca.pem", "none")
    _enrol(branch.database, branch.clock)
    deputy = replace(branch.head, role=Role.DEPUTY)
    rights = ((branch.head, True, True), (branch.it, True, True), (deputy, True, False))
    for actor, sets, enrols in (*rights, (branch.anna, False, False)):
        assert _allowed(partial(branch.do, sync_state.set_line, wanted, by=actor)) is sets
        assert _allowed(partial(branch.read, sync_state.may_enrol, by=actor)) is enrols
    by_pin = replace(branch.head, by_pin=True)
    with pytest.raises(DeskError, match=r"access\.password_needed"):
        branch.read(sync_state.may_enrol, by=by_pin)
    assert branch.read(sync_state.of_actor, by=branch.head).settings == wanted
    assert branch.read(sync_state.of_actor, by=branch.anna).settings == LineSettings()
    with pytest.raises(DeskError, match=r"sync\.address"):
        branch.do(sync_state.set_line, replace(wanted, url="hq.example"), by=branch.head)


def test_nothing_is_set_before_this_pc_is_taken_in(branch: Branch) -> None:
    with pytest.raises(DeskError, match=r"sync\.not_enrolled"):
        branch.do(sync_state.set_line, LineSettings("https://hq"), by=branch.head)


def _allowed(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except DeskError as error:
        assert error.code == "access.no_right"
        return False
    return True
