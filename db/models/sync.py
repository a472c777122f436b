"""What a branch's PC keeps of its line to headquarters; all of it is local."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text, text

from db.models.base import keyed_table, may, need
from db.types import Blob, Flag, Id, Instant

enrolment = keyed_table(
    "enrolment",
    need("device", Id, primary_key=True),
    need("url", Text),
    need("ca_file", Text),
    need("proxy", Text),
    need("stream", Text),
    need("hq", Id),
    need("hq_key", Blob),
    need("history", Id),
    need("private", Blob),
    need("incarnation", Id),
    need("first_hash", Blob),
    need("enrolled_at", Instant),
    need("epoch", Integer),
    need("seq", Integer),
    need("hash", Blob),
    need("acked", Integer),
    need("sealed", Integer),
)
"""One row, once headquarters have taken this PC in.

`first_hash` stands before the epoch's first operation; `epoch`, `seq`, `hash`: the last operation
that was sealed; `acked`: the last number of this epoch that headquarters have; `sealed`: the last
position of the outbox that is an operation.
"""

sealed_op = keyed_table(
    "sealed_op",
    need("epoch", Integer, primary_key=True),
    need("seq", Integer, primary_key=True),
    need("op_id", Id),
    need("txn_id", Id),
    need("ends", Flag),
    need("schema", Integer),
    need("kind", Text),
    need("row_id", Id),
    may("body", Blob),
    need("hash", Blob),
    need("state", Text),
    need("reason", Text),
)
"""Operations in their chain; the body goes when headquarters have it, number and hash stay."""

Index(
    "ix_sealed_op_refused",
    *sealed_op.c["epoch", "seq"],
    sqlite_where=text("state = 'refused'"),
)

stream_cursor = keyed_table(
    "stream_cursor",
    need("stream", Text, primary_key=True),
    need("seq", Integer),
    need("op_id", Id),
)
"""How far each stream was read."""

received_op = keyed_table(
    "received_op",
    need("op_id", Id, primary_key=True),
    need("stream", Text),
    need("seq", Integer),
    need("device", Id),
    need("epoch", Integer),
    need("op_seq", Integer),
    need("txn_id", Id),
    need("ends", Flag),
    need("schema", Integer),
    need("kind", Text),
    need("body", Blob),
    need("hash", Blob),
    need("at", Instant),
    need("state", Text),
    need("reason", Text),
    Index(None, "stream", "seq"),
)
"""What came.  `state`: "waiting" to be applied; "applied", and the body is gone; "refused", with
the code as `reason`; "unknown", for a newer program; "other", of another PC of the branch.
"""

Index(
    "ix_received_op_waiting",
    *received_op.c["stream", "seq"],
    sqlite_where=text("state = 'waiting'"),
)
Index(
    "ix_received_op_open",
    *received_op.c["state", "kind", "schema"],
    sqlite_where=text("state IN ('refused', 'unknown')"),
)
