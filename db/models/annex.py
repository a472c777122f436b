"""The sealed identity annex: holders of keys, entries, and the entries' keys sealed to holders."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, Text

from db.models.base import keyed_table, log_table, may, need
from db.types import Blob, Flag, Id, Instant

annex_holder = keyed_table(
    "annex_holder",
    need("id", Id, primary_key=True),
    need("kind", Text),
    may("account_id", Id),
    need("public_key", Blob),
    need("salt", Blob),
    need("time_cost", Integer),
    need("memory_kib", Integer),
    need("nonce", Blob),
    need("wrapped", Blob),
    need("waiting", Flag),
    need("created_at", Instant),
    may("revoked_at", Instant),
)
"""Never leaves this file.  `waiting`: there are entries that this holder has no key of yet; the
private key of a revoked holder is emptied, unless an entry would be lost with it."""

annex_holder_act = log_table(
    "annex_holder_act",
    need("id", Id, unique=True),
    need("holder_id", Id),
    need("kind", Text),
    need("at", Instant),
    need("actor_id", Id),
    may("account_id", Id),
    need("public_key", Blob),
    need("proof", Blob),
    Index(None, "holder_id"),
)
"""Insert-only: a holder was made, confirmed by another, refused, or ended; each has a line in the
incident log, so that a holder whom nobody made is known by having none.  `proof`: what only
whoever confirmed could compute, else empty."""

annex_entry = log_table(
    "annex_entry",
    need("id", Id, unique=True),
    need("incident_id", Id),
    need("at", Instant),
    need("actor_id", Id),
    need("nonce", Blob),
    need("ciphertext", Blob),
    Index(None, "incident_id"),
)
"""Insert-only: unreadable for ever once its keys are destroyed."""

annex_key = keyed_table(
    "annex_key",
    need("entry_id", Id, ForeignKey("annex_entry.id"), primary_key=True),
    need("holder_id", Id, ForeignKey("annex_holder.id"), primary_key=True),
    need("sealed", Blob),
    Index(None, "holder_id"),
)
"""The deletable half: an entry without a row here is erased."""
