"""Questions to headquarters about lost passwords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TABLE: Final = """
    CREATE TABLE challenge (account_id BLOB NOT NULL, nonce BLOB, boot TEXT NOT NULL, since
    INTEGER NOT NULL, failed INTEGER NOT NULL, wait INTEGER NOT NULL, wait_boot TEXT NOT NULL,
    wait_since INTEGER NOT NULL, CONSTRAINT pk_challenge PRIMARY KEY (account_id)) WITHOUT ROWID,
    STRICT
"""


def upgrade() -> None:
    """The statement on one line."""
    op.execute(" ".join(_TABLE.split()))
