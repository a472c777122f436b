"""What headquarters write arrives at the branch, and they learn what became of it."""

from __future__ import annotations

from branch_pc import Branch
from incoming import AT, bulletin
from sqlalchemy import select
from virtual import make_id

from db.hq.database import transaction
from db.hq.models import op
from desk.domain.roles import Role
from desk.hq.authoring import author_all
from desk.hq.work import Work
from desk.sync.down import BULLETIN, HOURS_EXCEPTION, Bulletin
from desk.sync.wire import HQ_STREAM


def _write(work: Work, stream: str, *ops: tuple[str, Bulletin]) -> None:
    with transaction(work.engine) as connection:
        author_all(connection, stream, ops, AT, new_id=make_id)


def _from_pc(work: Work) -> list[str]:
    with transaction(work.engine) as connection:
        asked = select(op.c.kind).where(op.c.state == "accepted", op.c.stream != HQ_STREAM)
        return list(connection.execute(asked.order_by(op.c.seq)).scalars())


def test_a_message_arrives_and_headquarters_learn_who_read_it(pc: Branch, work: Work) -> None:
    message = bulletin("Slēgts 24. decembrī.", must_read=True)
    _write(work, HQ_STREAM, (BULLETIN, message))
    done = pc.round()
    assert done is not None
    assert (done.read, done.applied, done.not_applied) == (1, 1, 0)
    with pc.database.unit_of_work() as uow:
        (kept,) = uow.from_hq.bulletins()
        uow.from_hq.note_read(kept.id, kept.version, make_id(), Role.CLERK.value)
        uow.commit()
    pc.round()
    assert _from_pc(work) == ["bulletin_received", "bulletin_read"]


def test_a_transaction_that_is_refused_is_told_and_blocks_nothing(pc: Branch, work: Work) -> None:
    wrong = bulletin("Tas nav darba laiks.")
    _write(work, "riga-2", (BULLETIN, bulletin("A")), (HOURS_EXCEPTION, wrong))
    _write(work, "riga-2", (BULLETIN, bulletin("B")))
    done = pc.round()
    assert done is not None
    assert (done.applied, done.not_applied) == (1, 2)
    with pc.database.reader() as reader:
        assert [one.text["lv"] for one in reader.from_hq.bulletins()] == ["B"]
    pc.round()
    pc.round()
    assert sorted(set(_from_pc(work)) - {BULLETIN, HOURS_EXCEPTION}) == [
        "bulletin_received",
        "change_refused",
    ]
