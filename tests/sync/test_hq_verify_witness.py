"""Somebody changes what headquarters witnessed of an incident log, and is found out."""

from __future__ import annotations

import pytest
from branch_pc import Branch, Make
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select, update
from virtual import VirtualClock, make_id

from db.hq.database import transaction
from db.hq.lane_models import log_witness
from desk.domain.entry_log import Occasion
from desk.domain.witness import cosigned_text
from desk.hq.findings import MOST, TELL_EVERY, Check, Finding, Found
from desk.hq.verify import verify
from desk.hq.work import Work

SIZES = (2, 5, 9)


@pytest.fixture
def pc(make: Make, clock: VirtualClock) -> Branch:
    """A PC whose incident log headquarters have countersigned three times, as another one's."""
    made = [make(), make()]
    for one in made:
        for before, size in zip((0, *SIZES), SIZES, strict=False):
            with one.database.unit_of_work() as uow:
                for _ in range(size - before):
                    uow.entry_log.append("incident_event", row := make_id(), row.bytes * 2)
                uow.entry_log.checkpoint(Occasion.START)
                uow.commit()
            clock.advance(seconds=60)
            one.round()
    return made[0]


def _check(work: Work) -> Check:
    with transaction(work.engine) as connection:
        return verify(connection)


def _told(work: Work) -> list[tuple[Found, int]]:
    return [(one.found, one.seq) for one in _check(work).findings]


def _of(pc: Branch, number: int) -> tuple[object, object]:
    return log_witness.c.device == pc.known.device, log_witness.c.number == number


def test_what_was_signed_is_what_it_was(pc: Branch, work: Work) -> None:
    check = _check(work)
    assert check.fine
    assert check.checkpoints == 2 * len(SIZES)


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("signature", bytes(64), Found.COSIGNATURE),
        ("at", "later", Found.COSIGNATURE),
        ("device_signature", bytes(64), Found.CHECKPOINT),
        ("root", bytes(32), Found.CHECKPOINT),
        ("size", 6, Found.CHECKPOINT),
        ("text", "other", Found.CHECKPOINT),
        ("log_device", make_id(), Found.CHECKPOINT),
        ("public_key", bytes(32), Found.CHECKPOINT),
    ],
)
def test_every_altered_part_of_a_checkpoint_is_named(
    pc: Branch, work: Work, clock: VirtualClock, column: str, value: object, found: Found
) -> None:
    clock.advance(seconds=60)
    given = clock() if value == "later" else value
    with transaction(work.engine) as connection:
        connection.execute(update(log_witness).where(*_of(pc, 2)).values({column: given}))
    check = _check(work)
    assert check.findings == [Finding(found, "riga-2", pc.known.device, 1, 2)]


def test_who_signs_for_headquarters_without_their_key_is_found_out(pc: Branch, work: Work) -> None:
    with transaction(work.engine) as connection:
        row = connection.execute(select(log_witness).where(*_of(pc, 3))).one()
        forged = Ed25519PrivateKey.generate().sign(cosigned_text(row.text, row.at).encode())
        connection.execute(update(log_witness).where(*_of(pc, 3)).values(signature=forged))
    assert _told(work) == [(Found.COSIGNATURE, 3)]


@pytest.mark.parametrize(("gone", "shown"), [(1, 2), (2, 3)])
def test_a_checkpoint_that_vanished_is_missed(
    pc: Branch, work: Work, gone: int, shown: int
) -> None:
    with transaction(work.engine) as connection:
        connection.execute(delete(log_witness).where(*_of(pc, gone)))
    assert _told(work) == [(Found.UNWITNESSED, shown)]


def test_checkpoints_that_changed_places_are_named(pc: Branch, work: Work) -> None:
    with transaction(work.engine) as connection:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            connection.execute(update(log_witness).where(*_of(pc, old)).values(number=new))
    assert _told(work) == [(Found.UNWITNESSED, 3)]


def test_a_check_keeps_some_findings_and_tells_now_and_then() -> None:
    told: list[tuple[int, int]] = []
    check = Check(told=lambda one: told.append((one.ops, one.lines)))
    for _ in range(2 * TELL_EVERY + 5):
        check.count_op()
    for _ in range(TELL_EVERY):
        check.count_line()
    check.keep(Finding(Found.GAP, "riga-2", feed=n) for n in range(3 * MOST))
    assert [one.feed for one in check.findings] == list(range(MOST))
    at = 2 * TELL_EVERY
    assert told == [(TELL_EVERY, 0), (at, 0), (at + 5, TELL_EVERY)]
