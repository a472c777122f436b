"""Every chain at headquarters, followed from its first operation to its last."""

from __future__ import annotations

from sqlalchemy import Engine, select

from db.hq import devices
from db.hq.database import transaction
from db.hq.models import op
from desk.sync.chain import op_hash
from desk.sync.wire import Op


def broken_chains(engine: Engine) -> list[str]:
    """Where an operation does not follow the one before it; each epoch begins after another."""
    found = []
    with transaction(engine) as connection:
        for device in devices.every(connection):
            for life in devices.epochs(connection, device.id):
                last = life.first_hash
                rows = connection.execute(
                    select(op)
                    .where(op.c.device == life.device, op.c.epoch == life.epoch)
                    .order_by(op.c.seq)
                ).all()
                for number, row in enumerate(rows, 1):
                    made = Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind,
                              bytes(row.body))  # fmt: skip
                    last = op_hash(life.device, life.epoch, made, last)
                    if row.seq != number or last != bytes(row.hash):
                        found.append(f"{device.id} {life.epoch} {row.seq}")
    return found
