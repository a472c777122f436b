"""How Alembic runs: inside the transaction that `db.hq.upgrade` has begun on its connection."""

from __future__ import annotations

from alembic import context

from db.hq.models import hq_metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=hq_metadata)
context.run_migrations()
