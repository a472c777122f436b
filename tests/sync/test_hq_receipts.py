"""What branches say of what was sent to them: received, read, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hq_device import Pc
from hq_reports import send_up
from hq_writers import pen, person
from virtual import VirtualClock, make_id

from db.hq import projections
from db.hq.database import transaction
from db.hq.people import Person
from db.hq.publications import Publication
from desk.domain.errors import DeskError
from desk.hq import bulletins, projecting, publishing
from desk.hq.people import HqRole
from desk.hq.projecting import catch_up
from desk.hq.receipts import Sent, receipts, refused
from desk.hq.work import Work
from desk.sync.down import (
    BulletinRead,
    BulletinReceived,
    ChangeRefused,
    ReleaseReceived,
    Wording,
)

TakeIn = Callable[..., Pc]


@pytest.fixture
def liene(work: Work) -> Person:
    """A duty officer who also edits."""
    return person(work, "liene", HqRole.DUTY_OFFICER, HqRole.EDITOR)


def _receipts(work: Work, **asked: Any) -> tuple[Sent, ...]:
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        return receipts(connection, **asked)


def _bulletin(work: Work, by: Person, *branches: str) -> UUID:
    with pen(work, by) as writing:
        return bulletins.send(writing, branches, Wording("Sveiki"), must_read=True).id


def _release(work: Work) -> UUID:
    editor = person(work, "editor", HqRole.EDITOR)
    body = b"pack"
    draft = Publication(make_id(), "pmlp", "pmlp", 7, "0" * 64, editor.id, work.clock(), body=body)
    with pen(work, editor) as writing:
        publishing.publish(writing, draft)
    releaser = person(work, "releaser", HqRole.RELEASER)
    with pen(work, releaser) as writing:
        publishing.release(writing, draft.id, lambda _body: "0" * 64)
    return draft.id


def test_who_received_and_who_read_a_bulletin(
    taken_in: TakeIn, work: Work, liene: Person, clock: VirtualClock
) -> None:
    riga, ogre = taken_in("riga-2"), taken_in("ogre")
    sent, clerk = _bulletin(work, liene), make_id()
    clock.advance(minutes=5)
    send_up(riga, "bulletin_received", BulletinReceived(make_id(), sent, 1, clock()))
    clock.advance(minutes=5)
    send_up(riga, "bulletin_read", BulletinRead(make_id(), sent, 1, clerk, "clerk", clock()))
    (told,) = _receipts(work)
    assert (told.id, told.kind, told.must_read) == (sent, "bulletin", True)
    by_branch = {pc.branch: pc for pc in told.pcs}
    assert by_branch["riga-2"].received_at == clock() - timedelta(minutes=5)
    assert [(one.person, one.role, one.at) for one in by_branch["riga-2"].read] == [
        (clerk, "clerk", clock())
    ]
    assert (by_branch["ogre"].received_at, by_branch["ogre"].device) == (None, ogre.device)
    (narrow,) = _receipts(work, only=sent, branch="ogre")
    assert [pc.branch for pc in narrow.pcs] == ["ogre"]
    with pytest.raises(DeskError, match=r"hq\.nothing_sent"):
        _receipts(work, only=make_id())


def test_a_later_version_is_to_be_received_anew(
    taken_in: TakeIn, work: Work, liene: Person, clock: VirtualClock
) -> None:
    riga = taken_in("riga-2")
    taken_in("ogre")
    sent = _bulletin(work, liene, "riga-2")
    send_up(riga, "bulletin_received", BulletinReceived(make_id(), sent, 1, clock()))
    with pen(work, liene) as by:
        bulletins.withdraw(by, sent)
    (told,) = _receipts(work)
    assert told.withdrawn
    assert [(pc.branch, pc.received_at) for pc in told.pcs] == [("riga-2", None)]


def test_what_became_of_a_release(taken_in: TakeIn, work: Work, clock: VirtualClock) -> None:
    good, bad, other = taken_in("riga-2"), taken_in("ogre"), taken_in("atd-riga")
    row = {"institution": "atd", "version": 1, "sha256": "1" * 64, "at": clock()}
    send_up(other, "content_pack", row)
    sent = _release(work)
    for pc, outcome, why in ((good, "installed", ""), (bad, "refused", "content.home_missing")):
        send_up(pc, "release_received", ReleaseReceived(make_id(), sent, outcome, clock(), why))
    (told,) = _receipts(work)
    assert [(pc.branch, pc.outcome, pc.reason) for pc in told.pcs] == [
        ("ogre", "refused", "content.home_missing"),
        ("riga-2", "installed", ""),
    ]


def test_what_a_pc_could_not_apply_is_listed(
    taken_in: TakeIn, work: Work, clock: VirtualClock
) -> None:
    pc, subject = taken_in("riga-2"), make_id()
    send_up(pc, "change_refused", ChangeRefused(make_id(), subject, "sync.body", clock()))
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        (told,) = refused(connection, 10)
    assert (told.subject, told.branch, told.reason) == (subject, "riga-2", "sync.body")


def test_each_change_is_looked_at_once_however_often_somebody_looks(
    taken_in: TakeIn, work: Work, liene: Person, clock: VirtualClock, monkeypatch: Any
) -> None:
    pc, sent = taken_in("riga-2"), _bulletin(work, liene)
    looked: list[tuple[int, int]] = []
    real = projections.events

    def counted(connection: Any, name: str, after: int, up_to: int, kinds: Any) -> Any:
        looked.append((after, up_to))
        return real(connection, name, after, up_to, kinds)

    monkeypatch.setattr(projections, "events", counted)
    monkeypatch.setattr(projecting, "_AT_ONCE", 2)
    for _ in range(3):
        send_up(pc, "bulletin_received", BulletinReceived(make_id(), sent, 1, clock()))
    (first,) = _receipts(work)
    clock.advance(minutes=1)
    send_up(pc, "bulletin_received", BulletinReceived(make_id(), sent, 1, clock()))
    for _ in range(2):
        assert _receipts(work) == (first,), "the first receipt counts"
    assert looked == [(0, 1), (0, 2), (2, 3), (3, 4)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"id": 1}',
        b'{"institution": "a\\u0000b", "version": 1, "sha256": "", "at": "2026-11-24T07:00:00Z"}',
        b'{"institution": "a", "version": 1, "sha256": "", "at": "2026-11-24T07:00:00"}',
        b'{"institution": "a", "version": 1e400, "sha256": "", "at": "2026-11-24T07:00:00Z"}',
    ],
)
def test_a_body_that_nobody_can_read_stands_in_nobodys_way(
    taken_in: TakeIn, work: Work, liene: Person, clock: VirtualClock, body: bytes
) -> None:
    pc, sent = taken_in("riga-2"), _bulletin(work, liene)
    for kind in ("content_pack", "incident_event", "bulletin_read"):
        send_up(pc, kind, body)
    send_up(pc, "bulletin_received", BulletinReceived(make_id(), sent, 1, clock()))
    (told,) = _receipts(work)
    assert told.pcs[0].received_at == clock()
