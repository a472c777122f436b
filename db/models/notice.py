"""Who has taken note of which report, and when: shown to the reporter."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from db.models.base import log_table, need
from db.types import Id, Instant

incident_seen = log_table(
    "incident_seen",
    need("id", Id, unique=True),
    need("incident_id", Id),
    need("account_id", Id),
    need("at", Instant),
    UniqueConstraint("incident_id", "account_id"),
)
"""Insert-only; whoever has read a report once has read it."""
