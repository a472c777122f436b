"""An old backup is put back, and all that the branch had sent since is there again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from branch_pc import Branch, CrashError
from facts_of_visits import SITE, TODAY, after, issued
from sqlalchemy import select
from virtual import VirtualClock, VirtualUptime, make_id

from db.driver import connect
from db.hq.database import transaction
from db.hq.models import op
from db.layout import database_path
from db.rebuild import rebuild_projections
from desk.demo import make as demo
from desk.demo.day import Stage
from desk.domain.clock import at_local
from desk.domain.roles import Actor, Role
from desk.domain.visit import Action
from desk.hq.work import Work
from desk.services import board, follow_ups, incident_list
from desk.services.calendar import work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.env import Env
from desk.services.queue_authority import LocalAuthority
from desk.sync import applying
from desk.sync.rounds import Rounds
from desk.sync.sending import op_of

pytestmark = pytest.mark.parametrize("work", ["sqlite"], indirect=True)

DAY = date(2026, 11, 24)
EVENTS = (
    "visit_event", "appointment_event", "incident_event", "account_event", "phone_call_event",
    "follow_up_event", "day_record_event", "person_data", "import_log", "incident_seen",
    "local_hours_exception", "closure", "local_capacity",
)  # fmt: skip
PROJECTIONS = (
    "visit", "ticket", "visit_service", "period", "appointment", "incident", "account",
    "phone_call", "follow_up", "day_record",
)  # fmt: skip


class Shop(Branch):
    """A PC with a day of work behind it."""

    def env(self) -> Env:
        """What its services work with."""
        pack = bundled_pack("pmlp")
        return Env(
            clock=self.clock, new_id=make_id, pack=pack, calendar=work_calendar(pack),
            device_id=self.known.device, institution="pmlp", home_branch="riga-2",
            authority=LocalAuthority(), uptime=VirtualUptime(),
        )  # fmt: skip

    def play(self) -> None:
        """The demonstration's days, through the real services."""
        stage = Stage(at_local(DAY, time(8)))
        self.database.close()
        self.database = type(self.database).open(self.folder, _key(), make_id, stage)
        with self.database.unit_of_work() as uow:
            app: Any = SimpleNamespace(env=_with_clock(self.env(), stage))
            demo._play(app, uow, stage, DAY, small=False)
            uow.commit()
        self.clock.now = stage()

    def rows(self, *tables: str) -> dict[str, list[Any]]:
        """The rows of tables, without their place in this file."""
        raw = connect(database_path(self.folder), _key())
        found = {}
        for name in tables:
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({name})")]
            kept = ", ".join(column for column in columns if column not in ("position",))
            found[name] = sorted(raw.execute(f"SELECT {kept} FROM {name}").fetchall(), key=repr)
        raw.close()
        return found

    def leaves(self) -> set[Any]:
        """The log's lines of events; those of sealed annexes are with their keys."""
        with self.database.reader() as reader:
            lines = list(reader.entry_log.lines())
        assert [line.index for line in lines] == list(range(len(lines)))
        return {(line.row_id, line.leaf) for line in lines if line.kind == "incident_event"}

    def shown(self) -> list[Any]:
        """What the window's services read, words aside: those come back with their keys."""
        env, lead = self.env(), Actor(make_id(), "", Role.HEAD, "riga-2", "1")
        with self.database.reader() as reader:
            day = board.board(reader, env, lead)
            reports = incident_list.rows(reader, env, lead)
            open_ones = follow_ups.lines(reader, env, lead)
            booked = reader.appointments.of_day("riga-2", DAY)
            visits = reader.visits.of_day("riga-2", DAY)
            counted = reader.statistics.visits("riga-2", DAY, DAY)
        return [
            [
                len(day.rows),
                day.parked == (),
                day.serving is not None,
                len(booked),
                len(visits),
                counted,
            ],
            [(one.number, one.state, one.level, one.kind) for one in reports],
            [(one.ref, one.urgency, one.due_at) for one in open_ones.open],
        ]


def _key() -> bytes:
    from virtual import KEY

    return KEY


def _with_clock(env: Env, clock: Any) -> Env:
    from dataclasses import replace

    return replace(env, clock=clock)


@pytest.fixture
def shop(
    work: Work, clock: VirtualClock, tmp_path: Path, database_template: Path
) -> Iterator[Shop]:
    """A PC that headquarters know, with an empty database of which there is a backup."""
    folder = tmp_path / "pc"
    folder.mkdir()
    shutil.copyfile(database_template, folder / database_template.name)
    made = Shop(folder, work, clock)
    made.copy_to(tmp_path / "backup")
    yield made
    made.database.close()


@pytest.fixture
def pc(shop: Shop) -> Shop:
    """The same, empty."""
    return shop


def _visit(pc: Shop, number: str = "A001", *, called: bool = False) -> UUID:
    with pc.database.unit_of_work() as uow:
        visit, event = issued(pc.clock, number)
        uow.visits.add(visit, event)
        if called:
            visit, event = after(visit, Action.CALL, pc.clock)
            uow.visits.add(visit, event)
        uow.commit()
    return visit.id


def _call(pc: Shop, visit_id: UUID) -> None:
    with pc.database.unit_of_work() as uow:
        uow.visits.add(*after(uow.visits.get(visit_id), Action.CALL, pc.clock))
        uow.commit()


def test_a_number_that_was_given_out_again_stands_behind_a_letter(pc: Shop, tmp_path: Path) -> None:
    lost = _visit(pc)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    new = _visit(pc)
    pc.round()
    with pc.database.unit_of_work() as uow:
        assert (uow.visits.get(new).number, uow.visits.get(lost).number) == ("A001", "RA001")
        assert uow.visits.highest_number(SITE, TODAY, "A") == 1
        uow.visits.add(*after(uow.visits.get(lost), Action.CALL, pc.clock))
        rebuild_projections(uow)
        assert {uow.visits.get(one).number for one in (new, lost)} == {"A001", "RA001"}
        uow.commit()


def test_what_was_done_meanwhile_stands_and_the_other_is_told(pc: Shop, tmp_path: Path) -> None:
    one = _visit(pc)
    pc.round()
    pc.copy_to(tmp_path / "later")
    _call(pc, one)
    pc.round()
    pc.restore_from(tmp_path / "later")
    _call(pc, one)
    other = _visit(pc, "A002", called=True)
    done = pc.round()
    assert done is not None
    assert (done.restored, done.not_applied) == (True, 1)
    with pc.database.reader() as reader:
        assert [event.seq for event in reader.visits.events(one)] == [1, 2]
        assert reader.visits.get(other).number == "A002"
        (refused,) = reader.received.refused()
    assert (refused.kind, refused.code) == ("visit_event", "sync.changed_since")
    again = pc.round()
    assert again is not None
    assert (again.sent, again.applied, again.not_applied) == (1, 0, 0)


def test_killed_after_a_page_was_kept_it_is_applied_next_time(
    pc: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = [_visit(pc, f"A00{n}", called=True) for n in range(1, 6)]
    pc.round()
    pc.restore_from(tmp_path / "backup")

    def off(*_: Any, **__: Any) -> None:
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(applying._Work, "_apply", off)
        assert pc.round() is None
    with pc.database.reader() as reader:
        assert reader.received.count_waiting() == 10
    done = pc.round()
    assert done is not None
    assert (done.read, done.applied) == (0, 10)
    with pc.database.reader() as reader:
        assert [reader.visits.get(one).version for one in lost] == [2] * 5


def test_killed_while_it_is_applied_nothing_is_applied_twice(
    pc: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = [_visit(pc, f"A0{n:02}", called=True) for n in range(1, 31)]
    pc.round()
    pc.restore_from(tmp_path / "backup")
    apply, left = applying._Work._apply, iter([True, False])

    def once(work: Any, few: Any) -> None:
        if not next(left):
            raise CrashError
        apply(work, few)

    with monkeypatch.context() as patch:
        patch.setattr(applying._Work, "_apply", once)
        assert pc.round() is None
    with pc.database.reader() as reader:
        assert 0 < reader.received.count_waiting() < 60
    pc.round()
    with pc.database.reader() as reader:
        assert [reader.visits.get(one).version for one in lost] == [2] * 30
        assert reader.received.count_waiting() == 0


def test_it_leaves_off_between_pages_and_says_how_far_it_is(pc: Shop, tmp_path: Path) -> None:
    for _ in range(6):
        pc.write(200)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    told: list[tuple[str, int, int]] = []
    rounds = Rounds(pc.database, pc.line, make_id, "1.0")  # type: ignore[arg-type]
    rounds.progress = lambda name, read, whole: told.append((name, read, whole))
    rounds.stop = lambda: any(name == SITE for name, _read, _whole in told)
    done = rounds.once()
    assert done.stopped
    (page,) = [one for one in told if one[0] == SITE]
    assert page[1] < page[2] == 1200
    rest = pc.round()
    assert rest is not None
    assert done.read + rest.read == 1200
    with pc.database.reader() as reader:
        assert reader.received.count_waiting() == 0
    assert len(pc.held()) == 1200


def test_what_came_back_is_sent_again_when_headquarters_were_set_back(
    pc: Shop, tmp_path: Path, work: Work
) -> None:
    _visit(pc)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.round()
    with pc.database.reader() as reader:
        (row,) = [row for row in reader.sync.since(0, 0) if row.kind == "visit_event"]
        assert (row.epoch, row.seq, row.state, row.body) == (1, 1, "sent", None)
        made = op_of(reader.sync, row)
    with transaction(work.engine) as connection:
        there = connection.execute(select(op.c.body).where(op.c.op_id == row.op_id)).scalar_one()
    assert made.body == bytes(there)


def test_everything_is_back(shop: Shop, tmp_path: Path) -> None:
    shop.play()
    shop.round()
    before, stood, seen = shop.rows(*EVENTS), shop.rows(*PROJECTIONS), shop.shown()
    lines = shop.leaves()
    shop.restore_from(tmp_path / "backup")
    assert shop.rows("visit")["visit"] == []
    done = shop.round()
    assert done is not None
    assert (done.restored, done.not_applied) == (True, 0)
    assert done.applied > 1000
    assert shop.rows(*EVENTS) == before
    assert shop.rows(*PROJECTIONS) == stood
    assert shop.shown() == seen
    assert shop.leaves() == lines
    with shop.database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    assert shop.rows(*PROJECTIONS) == stood


def test_what_a_restored_pc_sends_does_not_come_back_to_it(pc: Shop, tmp_path: Path) -> None:
    """On another PC the file has another device id beside it than headquarters know it by."""
    _visit(pc)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.database.close()
    pc.database = type(pc.database).open(pc.folder, _key(), make_id, pc.clock, make_id())
    pc.round()
    with pc.database.reader() as reader:
        (back, until) = reader.received.own_back(pc.known.stream, pc.known.device)
    assert back == 1
    assert until is not None
    _visit(pc, "C001")
    pc.round()
    pc.round()
    with pc.database.reader() as reader:
        assert reader.received.own_back(pc.known.stream, pc.known.device) == (back, until)
        assert reader.received.count_waiting() == 0
