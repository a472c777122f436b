"""What headquarters write: chained, gapless, and read by the branches it is for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from typing import Any

import msgspec
import pytest
from hq_device import Pc
from hq_writers import pen, person
from virtual import VirtualClock, make_id

from db.hq.database import transaction
from db.hq.people import Person
from desk.domain.errors import DeskError
from desk.domain.hours import Interval
from desk.hq import bulletins, hours_down, staff_down
from desk.hq.authoring import author, author_all
from desk.hq.people import HqRole
from desk.hq.work import Work
from desk.sync.chain import op_hash
from desk.sync.down import (
    BULLETIN,
    Bulletin,
    HoursException,
    Staff,
    StaffList,
    StaffMember,
    Wording,
)
from desk.sync.sealed_box import open_box
from desk.sync.wire import HQ_EPOCH, HQ_STREAM, NOTHING, Change, Op

TakeIn = Callable[..., Pc]
_DAY = date(2026, 12, 23)
_MORNING = Interval(time(9), time(13))


@pytest.fixture
def juris(work: Work) -> Person:
    """Somebody who may write anything."""
    return person(work, "juris", *HqRole)


def _bulletin(work: Work, text: str = "Labrīt") -> Bulletin:
    return Bulletin(make_id(), Wording(text), make_id(), "Satura daļa", work.clock())


def _bodies(changes: tuple[Change, ...], of: type[Any]) -> list[Any]:
    return [msgspec.json.decode(change.body, type=of) for change in changes]


def _follow(changes: tuple[Change, ...]) -> None:
    """Check headquarters' chain, as a branch can."""
    before = NOTHING
    for n, change in enumerate(changes, start=1):
        op = Op(change.op_id, change.txn_id, change.seq, change.ends, change.schema, change.kind,
                change.body)  # fmt: skip
        assert (change.seq, change.epoch) == (n, HQ_EPOCH)
        assert op_hash(change.device, change.epoch, op, before) == change.hash
        before = change.hash


def test_each_stream_has_a_chain_of_headquarters_own(taken_in: TakeIn, work: Work) -> None:
    pc = taken_in("riga-2")
    with transaction(work.engine) as connection:
        for stream in (HQ_STREAM, "riga-2", "riga-2"):
            author(connection, stream, BULLETIN, _bulletin(work), work.clock(), new_id=make_id)
        both = [(BULLETIN, _bulletin(work, "viens")), (BULLETIN, _bulletin(work, "divi"))]
        author_all(connection, "riga-2", both, work.clock(), new_id=make_id)
    own, everyone = pc.changes("riga-2").changes, pc.changes(HQ_STREAM).changes
    _follow(own)
    _follow(everyone)
    assert [change.feed for change in own] == [1, 2, 3, 4]
    assert [change.ends for change in own] == [True, True, False, True]
    assert own[2].txn_id == own[3].txn_id != own[1].txn_id
    assert {change.device for change in (*own, *everyone)} == {own[0].device}


def test_there_is_no_writing_into_a_stream_that_is_none(work: Work) -> None:
    with transaction(work.engine) as connection, pytest.raises(DeskError, match=r"hq\.stream"):
        author(connection, "nowhere", BULLETIN, _bulletin(work), work.clock(), new_id=make_id)


@pytest.mark.parametrize("work", ["postgresql"], indirect=True)
def test_two_who_write_at_once_and_a_branch_that_sends_make_one_chain(
    taken_in: TakeIn, work: Work
) -> None:
    pc, rounds = taken_in("riga-2"), 10

    def write(_writer: int) -> None:
        for _ in range(rounds):
            with transaction(work.engine) as connection:
                author(
                    connection, "riga-2", BULLETIN, _bulletin(work), work.clock(), new_id=make_id
                )

    def send(_writer: int) -> None:
        for n in range(rounds):
            pc.write(b"one")
            pc.push(n + 1)

    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(write, 1), pool.submit(write, 2), pool.submit(send, 3)]
        for one in done:
            one.result()
    changes = pc.changes("riga-2").changes
    assert [change.feed for change in changes] == list(range(1, 3 * rounds + 1))
    _follow(tuple(change for change in changes if change.kind == BULLETIN))


def test_hours_go_to_the_branches_that_are_named(
    taken_in: TakeIn, work: Work, juris: Person
) -> None:
    riga, ogre = taken_in("riga-2"), taken_in("ogre")
    with pen(work, juris) as by:
        to = hours_down.set_hours(by, ["riga-2"], _DAY, [_MORNING], Wording("Remonts"))
        assert to == ("riga-2",)
    (told,) = _bodies(riga.changes("riga-2").changes, HoursException)
    assert told.intervals == ((time(9), time(13)),)
    assert (told.day, told.reason.lv, told.withdrawn, told.by) == (_DAY, "Remonts", False, juris.id)
    assert not ogre.changes("ogre").changes
    with pen(work, juris) as by:
        assert hours_down.set_hours(by, [], _DAY, [], Wording("Slēgts")) == (HQ_STREAM,)
    (closed,) = _bodies(ogre.changes(HQ_STREAM).changes, HoursException)
    assert closed.intervals == ()


def test_hours_are_taken_back_where_they_were_set(
    taken_in: TakeIn, work: Work, juris: Person
) -> None:
    riga = taken_in("riga-2")
    with pen(work, juris) as by:
        with pytest.raises(DeskError, match=r"hq\.nothing_to_withdraw"):
            hours_down.withdraw(by, ["riga-2"], _DAY)
        hours_down.set_hours(by, ["riga-2"], _DAY, [_MORNING], Wording("Remonts"))
        hours_down.withdraw(by, ["riga-2"], _DAY)
        with pytest.raises(DeskError, match=r"hq\.nothing_to_withdraw"):
            hours_down.withdraw(by, ["riga-2"], _DAY)
        hours_down.set_hours(by, ["riga-2"], _DAY, [], Wording("Slēgts"))
    told = _bodies(riga.changes("riga-2").changes, HoursException)
    assert [one.withdrawn for one in told] == [False, True, False]
    assert len({one.id for one in told}) == 3


@pytest.mark.parametrize(
    ("days", "intervals", "reason", "branch", "code"),
    [
        (-1, [], "Remonts", "riga-2", "opening.past_day"),
        (1, [Interval(time(13), time(9))], "Remonts", "riga-2", "opening.intervals"),
        (1, [], "  ", "riga-2", "opening.reason_missing"),
        (1, [], "Remonts", "atlantis", "hq.branch_unknown"),
        (1, [], "Remonts", HQ_STREAM, "hq.branch_unknown"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(
    taken_in: TakeIn,
    work: Work,
    juris: Person,
    days: int,
    intervals: list[Interval],
    reason: str,
    branch: str,
    code: str,
) -> None:
    taken_in("riga-2")
    day = work.clock().date() + timedelta(days=days)
    with pen(work, juris) as by, pytest.raises(DeskError) as refused:
        hours_down.set_hours(by, [branch], day, intervals, Wording(reason))
    assert refused.value.code == code


def test_a_bulletin_is_sent_and_taken_back_wherever_it_went(
    taken_in: TakeIn, work: Work, juris: Person
) -> None:
    riga, ogre = taken_in("riga-2"), taken_in("ogre")
    with pen(work, juris) as by:
        sent = bulletins.send(by, ["riga-2", "ogre", "ogre"], Wording("Sveiki"), must_read=True)
    with pen(work, juris) as by:
        bulletins.withdraw(by, sent.id)
        with pytest.raises(DeskError, match=r"hq\.nothing_to_withdraw"):
            bulletins.withdraw(by, sent.id)
        with pytest.raises(DeskError, match=r"hq\.nothing_to_withdraw"):
            bulletins.withdraw(by, make_id())
    for pc, name in ((riga, "riga-2"), (ogre, "ogre")):
        told = _bodies(pc.changes(name).changes, Bulletin)
        assert [(one.id, one.version, one.withdrawn) for one in told] == [
            (sent.id, 1, False),
            (sent.id, 2, True),
        ]


def test_a_bulletin_needs_a_text_and_a_day_to_come(
    work: Work, juris: Person, clock: VirtualClock
) -> None:
    with pen(work, juris) as by:
        for text in ("", "x" * (bulletins.MOST + 1)):
            with pytest.raises(DeskError, match=r"hq\.text_missing"):
                bulletins.send(by, [], Wording(text))
        with pytest.raises(DeskError, match=r"hq\.until_past"):
            bulletins.send(by, [], Wording("Sveiki"), until=clock().date() - timedelta(days=1))
        bulletins.send(by, [], Wording("Sveiki"), until=clock().date())


def test_only_a_branchs_own_pcs_read_its_staff_list(
    taken_in: TakeIn, work: Work, juris: Person
) -> None:
    first, second, other = taken_in("riga-2"), taken_in("riga-2"), taken_in("ogre")
    people = [StaffMember("Ilze Rozīte", "vadītāja"), StaffMember("Anna Bērziņa")]
    with pen(work, juris) as by:
        staff_down.send(by, "riga-2", people, _DAY)
    (change,) = first.changes("riga-2").changes
    assert "Rozīte".encode() not in change.body
    (told,) = _bodies((change,), StaffList)
    boxes = {one.device: one.box for one in told.boxes}
    assert boxes.keys() == {first.device, second.device}
    for pc in (first, second):
        plain = open_box(pc.key.private_bytes_raw(), boxes[pc.device])
        assert msgspec.json.decode(plain, type=Staff).members == tuple(people)
    with pytest.raises(DeskError, match=r"sync\.box"):
        open_box(other.key.private_bytes_raw(), boxes[first.device])


def test_a_staff_list_has_people_and_somebody_to_read_it(
    taken_in: TakeIn, work: Work, juris: Person
) -> None:
    from desk.hq.status import revoke

    pc = taken_in("riga-2")
    with pen(work, juris) as by:
        for people in ([], [StaffMember("A")] * (staff_down.MOST + 1)):
            with pytest.raises(DeskError, match=r"hq\.staff_empty"):
                staff_down.send(by, "riga-2", people, _DAY)
        revoke(by.connection, pc.device, by.at)
        with pytest.raises(DeskError, match=r"hq\.no_devices"):
            staff_down.send(by, "riga-2", [StaffMember("A")], _DAY)


@pytest.mark.parametrize("role", list(HqRole))
def test_everybody_does_what_their_roles_allow(taken_in: TakeIn, work: Work, role: HqRole) -> None:
    taken_in("riga-2")
    one = person(work, "one", role)
    allowed = {
        HqRole.EDITOR: {"hours", "bulletin"},
        HqRole.RELEASER: set[str](),
        HqRole.DUTY_OFFICER: {"bulletin"},
        HqRole.REGISTRAR: {"hours", "staff"},
    }
    deeds: dict[str, Callable[[Any], object]] = {
        "hours": lambda by: hours_down.set_hours(by, ["riga-2"], _DAY, [], Wording("Remonts")),
        "bulletin": lambda by: bulletins.send(by, [], Wording("Sveiki")),
        "staff": lambda by: staff_down.send(by, "riga-2", [StaffMember("A")], _DAY),
    }
    for name, deed in deeds.items():
        with pen(work, one) as by:
            if name in allowed[role]:
                deed(by)
            else:
                with pytest.raises(DeskError, match=r"hq\.no_right"):
                    deed(by)
