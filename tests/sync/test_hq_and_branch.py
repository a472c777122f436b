"""From headquarters to a branch and back: what was sent is received, and its receipt comes up."""

from __future__ import annotations

from pathlib import Path

from branch_pc import Branch
from hq_writers import pen, person
from virtual import VirtualClock

from db.hq.database import transaction
from desk.hq import bulletins
from desk.hq.people import HqRole
from desk.hq.projecting import catch_up
from desk.hq.receipts import receipts
from desk.hq.verify import verify
from desk.hq.work import Work
from desk.sync.down import Wording


def test_a_bulletins_receipt_comes_up_with_the_next_round(
    work: Work, data_folder: Path, clock: VirtualClock
) -> None:
    branch = Branch(data_folder, work, clock)
    juris = person(work, "juris", HqRole.EDITOR)
    with pen(work, juris) as by:
        bulletins.send(by, [], Wording("Sveiki"), must_read=True)
    branch.round()
    clock.advance(minutes=1)
    branch.round()
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        (told,) = receipts(connection)
        assert [(pc.branch, pc.received_at is not None) for pc in told.pcs] == [(branch.name, True)]
        assert verify(connection).fine
    branch.database.close()
