"""The tamper-evident log of incident entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final[tuple[str, ...]] = ()


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
