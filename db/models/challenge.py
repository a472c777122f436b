"""What a lost password leaves behind until headquarters have answered; local to this PC."""

from __future__ import annotations

from sqlalchemy import Integer, Text

from db.models.base import keyed_table, may, need
from db.types import Blob, Id

challenge = keyed_table(
    "challenge",
    need("account_id", Id, primary_key=True),
    may("nonce", Blob),
    need("boot", Text),
    need("since", Integer),
    need("failed", Integer),
    need("wait", Integer),
    need("wait_boot", Text),
    need("wait_since", Integer),
)
"""The question that an account has open, by the PC's own counter; none once it was answered.

`failed`: wrong answers in a row; `wait`: seconds that have to pass after them, 0 = none.
"""
