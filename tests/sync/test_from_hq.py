"""What headquarters gave, as the branch's services see it: content, hours, staff, answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from incoming import (
    AT,
    HQ_KEY,
    OFFICE,
    OFFICER,
    OWN,
    Incoming,
    answer,
    enrol,
    hours,
    install_pack,
    packed,
)
from virtual import VirtualClock, VirtualUptime, make_id

import desk.app  # noqa: F401 - it says how released content is read
from db.database import Database
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpKind
from desk.domain.hours import Interval, Origin
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor, Role
from desk.i18n import set_language
from desk.services import content_store, follow_ups, incident_list, incidents, opening, staff
from desk.services.calendar import work_calendar
from desk.services.content import codec
from desk.services.content.bundled import bundled_pack
from desk.services.env import Env
from desk.services.queue_authority import LocalAuthority
from desk.sync.applying import Applied
from desk.sync.down import (
    CONTENT_RELEASE,
    HOURS_EXCEPTION,
    INCIDENT_ANSWER,
    STAFF_LIST,
    ContentRelease,
    SealedFor,
    Staff,
    StaffList,
    StaffMember,
    Wording,
    release_text,
)
from desk.sync.sealed_box import seal_for
from desk.sync.wire import HQ_STREAM

THURSDAY = date(2026, 11, 26)
HEAD = Actor(make_id(), "Ilze", Role.HEAD, OWN, "1")
CLERK = Actor(make_id(), "Anna", Role.CLERK, OWN, "3")
PRIVATE = bytes(range(1, 33))


@pytest.fixture(autouse=True)
def _at_work(clock: VirtualClock) -> Any:
    clock.now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    set_language("en")
    yield
    set_language("lv")


@pytest.fixture
def env(clock: VirtualClock, database: Database) -> Env:
    """What the branch's services work with."""
    pack = bundled_pack("pmlp")
    return Env(
        clock=clock, new_id=make_id, pack=pack, calendar=work_calendar(pack),
        device_id=database.device_id, institution="pmlp", home_branch=OWN,
        authority=LocalAuthority(), uptime=VirtualUptime(),
    )  # fmt: skip


@pytest.fixture
def incoming(database: Database) -> Incoming:
    """A branch that headquarters know, with the shipped content."""
    enrol(database, PRIVATE)
    install_pack(database)
    return Incoming(database)


def _do(incoming: Incoming, env: Env, use_case: Any, *values: Any, by: Actor = HEAD) -> Any:
    with incoming.database.unit_of_work() as uow:
        found = use_case(uow, env, by, *values)
        uow.commit()
    return found


def _release(
    version: int, *, body: bytes | None = None, key: Any = HQ_KEY, at: datetime = AT, **other: Any
) -> ContentRelease:
    body = packed(version) if body is None else body
    number, institution = make_id(), other.pop("institution", "pmlp")
    says = {"pack_id": bundled_pack("pmlp").info.id, "sha256": "0" * 64} | other
    if "sha256" not in other:
        says["sha256"] = codec.sha256(body)
    signature = key.sign(release_text(number, institution, version, body))
    return ContentRelease(
        number, institution, version=version, body=body, signature=signature,
        published_by=OFFICER, released_by=OFFICER, office=OFFICE, at=at, **says,
    )  # fmt: skip


def _receipts(incoming: Incoming) -> list[Any]:
    return incoming.ask("SELECT outcome, reason FROM release_received ORDER BY position")


OWN_VERSION = bundled_pack("pmlp").info.version
LATER = AT + timedelta(days=1)


def test_a_released_pack_is_put_in_force(incoming: Incoming, env: Env) -> None:
    newer = _release(OWN_VERSION + 1)
    assert incoming.come(HQ_STREAM, (CONTENT_RELEASE, newer)) == Applied(1, 0)
    with incoming.database.reader() as reader:
        assert content_store.current(reader).info.version == OWN_VERSION + 1
        assert content_store.is_newer_installed(reader, env, HEAD)
    assert _receipts(incoming) == [("installed", "")]
    again = incoming.rows(HQ_STREAM, (CONTENT_RELEASE, newer))
    incoming.keep(again)
    assert incoming.apply() == Applied(1, 0)
    assert _receipts(incoming) == [("installed", "")]
    assert len(incoming.ask("SELECT id FROM content_pack")) == 2


@pytest.mark.parametrize(
    ("release", "code"),
    [
        (_release(OWN_VERSION - 1, at=LATER), "content.older"),
        (_release(OWN_VERSION + 1, key=Ed25519PrivateKey.generate()), "content.signature"),
        (_release(OWN_VERSION + 1, body=b"x" * 99, sha256="0" * 64), "content.damaged"),
        (_release(OWN_VERSION + 1, body=packed(9)), "content.release_differs"),
        (_release(OWN_VERSION + 1, sha256="1" * 64), "content.release_differs"),
    ],
)
def test_an_older_or_broken_one_is_refused_and_headquarters_learn_why(
    incoming: Incoming, release: ContentRelease, code: str
) -> None:
    assert incoming.come(HQ_STREAM, (CONTENT_RELEASE, release)) == Applied(0, 1)
    assert _receipts(incoming) == [("refused", code)]
    assert incoming.ask("SELECT code FROM change_refused") == [(code,)]
    with incoming.database.reader() as reader:
        assert content_store.current(reader).info.version == OWN_VERSION


def test_what_was_released_before_the_pack_in_force_is_history(incoming: Incoming) -> None:
    old = _release(OWN_VERSION - 1, at=AT - timedelta(days=9))
    assert incoming.come(HQ_STREAM, (CONTENT_RELEASE, old)) == Applied(1, 0)
    assert _receipts(incoming) == [("known", "")]


def test_a_pack_of_another_institution_is_passed_by(incoming: Incoming) -> None:
    other = _release(99, institution="atd")
    assert incoming.come(HQ_STREAM, (CONTENT_RELEASE, other)) == Applied(1, 0)
    assert _receipts(incoming) == []


def _hours(incoming: Incoming, env: Env, day: date = THURSDAY) -> Any:
    with incoming.database.reader() as reader:
        return opening.hours_of(reader, env, OWN, day)


def test_headquarters_hours_are_in_force_in_the_persons_language(
    incoming: Incoming, env: Env
) -> None:
    words = Wording("Elektrība", en="Power cut")
    incoming.come(HQ_STREAM, (HOURS_EXCEPTION, hours(THURSDAY, (time(10), time(12)), reason=words)))
    found = _hours(incoming, env)
    assert (found.origin, found.confirmed, found.note) == (Origin.HQ_EXCEPTION, True, "Power cut")
    assert found.intervals == (Interval(time(10), time(12)),)
    with incoming.database.reader() as reader:
        assert THURSDAY in {one.day for one in opening.coming(reader, env, HEAD)}


def test_what_was_said_to_the_branch_alone_goes_first_until_it_is_withdrawn(
    incoming: Incoming, env: Env
) -> None:
    own = hours(THURSDAY, (time(9), time(11)))
    incoming.come(OWN, (HOURS_EXCEPTION, own))
    incoming.come(HQ_STREAM, (HOURS_EXCEPTION, hours(THURSDAY, (time(10), time(12)))))
    assert _hours(incoming, env).intervals == (Interval(time(9), time(11)),)
    gone = msgspec.structs.replace(own, withdrawn=True)
    incoming.come(OWN, (HOURS_EXCEPTION, gone))
    assert _hours(incoming, env).intervals == (Interval(time(10), time(12)),)


def test_headquarters_replace_what_the_branch_had_set_and_refuse_others(
    incoming: Incoming, env: Env
) -> None:
    mine = (Interval(time(9), time(10)),)
    _do(incoming, env, opening.set_exception, THURSDAY, mine, "Remonts")
    assert _hours(incoming, env).intervals == mine
    incoming.come(HQ_STREAM, (HOURS_EXCEPTION, hours(THURSDAY, (time(10), time(12)))))
    assert _hours(incoming, env).origin is Origin.HQ_EXCEPTION
    with pytest.raises(DeskError, match=r"opening\.by_hq"):
        _do(incoming, env, opening.set_exception, THURSDAY, mine, "Remonts")
    closed = _do(incoming, env, opening.set_exception, THURSDAY, (), "Plūdi")
    assert (closed.origin, closed.overridden.origin) == (Origin.CLOSURE, Origin.HQ_EXCEPTION)


def _list(valid_from: date, *names: str, key: bytes = PRIVATE, device: Any = None) -> Any:
    public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    box = seal_for(public, msgspec.json.encode(Staff(tuple(map(StaffMember, names)))))
    return StaffList(make_id(), valid_from, (SealedFor(device, box),), OFFICER, OFFICE, AT)


def test_the_staff_list_in_force_is_opened_with_the_pcs_own_key(
    incoming: Incoming, env: Env
) -> None:
    device = incoming.database.device_id
    for given in (
        _list(date(2026, 9, 1), "Old Name", device=device),
        _list(date(2026, 11, 1), "Anna Bērziņa", "Zane Jauna", device=device),
        _list(date(2026, 12, 1), "Later Name", device=device),
    ):
        assert incoming.come(OWN, (STAFF_LIST, given)) == Applied(1, 0)
    with incoming.database.reader() as reader:
        names = [one.name for one in staff.without_account(reader, env, HEAD)]
        with pytest.raises(DeskError, match=r"access\.no_right"):
            staff.listed(reader, env, CLERK)
    assert names == ["Anna Bērziņa", "Zane Jauna"]
    assert len(incoming.ask("SELECT * FROM staff_list")) == 2
    assert not any(b"Zane" in bytes(row[0]) for row in incoming.ask("SELECT box FROM staff_list"))


def test_a_list_that_does_not_open_here_marks_nobody(incoming: Incoming, env: Env) -> None:
    device = incoming.database.device_id
    incoming.come(OWN, (STAFF_LIST, _list(date(2026, 11, 1), "Anna", key=bytes(32), device=device)))
    with incoming.database.reader() as reader:
        assert staff.listed(reader, env, HEAD) is None
        assert staff.not_listed(reader, env, HEAD) == frozenset()


def _report(incoming: Incoming, env: Env) -> Any:
    at = env.clock() - timedelta(minutes=10)
    return _do(
        incoming, env, incidents.report, FirstReport(IncidentKind.ERROR, at, level="E1"), by=CLERK
    )


def test_an_answer_stands_in_the_report_and_raises_a_follow_up(
    incoming: Incoming, env: Env
) -> None:
    made = _report(incoming, env)
    said = answer(made.id, "Zvaniet juristam.", made.number)
    for _ in range(2):
        assert incoming.come(OWN, (INCIDENT_ANSWER, said)) == Applied(1, 0)
    opened = _do(incoming, env, incident_list.open, made.id)
    assert [(one.office, one.text) for one in opened.answers] == [(OFFICE, "Zvaniet juristam.")]
    assert _do(incoming, env, incident_list.open, made.id, by=CLERK).answers == ()
    with incoming.database.reader() as reader:
        (line,) = _answers(reader, env, HEAD)
        assert _answers(reader, env, CLERK) == []
    assert line.number == made.number
    assert line.due_at is not None and line.due_at.date() == date(2026, 11, 25)
    _do(incoming, env, follow_ups.done, line.ref)
    with incoming.database.reader() as reader:
        assert _answers(reader, env, HEAD) == []
        (gone,) = follow_ups.lines(reader, env, HEAD).done
    assert gone.number == made.number


def _answers(reader: Any, env: Env, by: Actor) -> list[Any]:
    found = follow_ups.lines(reader, env, by).open
    return [line for line in found if line.ref.kind is FollowUpKind.ANSWER]


def test_the_words_of_an_answer_go_with_the_report(incoming: Incoming, env: Env) -> None:
    from db.stores.holders import Holder

    made = _report(incoming, env)
    incoming.come(OWN, (INCIDENT_ANSWER, answer(made.id, "Zvaniet juristam.")))
    with incoming.database.unit_of_work() as uow:
        (text_id,) = uow.holders.rows_of(Holder("incident", made.id))
        assert uow.holders.of([text_id]) == {text_id: Holder("incident", made.id)}
        uow.persons.erase(text_id)
        uow.commit()
    opened = _do(incoming, env, incident_list.open, made.id)
    assert [one.text for one in opened.answers] == [""]


def test_an_answer_to_a_report_that_is_not_here_waits_for_it(incoming: Incoming, env: Env) -> None:
    assert incoming.come(OWN, (INCIDENT_ANSWER, answer(make_id()))) == Applied(1, 0)
    with incoming.database.reader() as reader:
        assert _answers(reader, env, HEAD) == []
