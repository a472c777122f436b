"""Visits: their events, and what the events come to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, Text, UniqueConstraint, text

from db.models.base import event_columns, keyed_table, log_table, may, need
from db.types import Day, Flag, Id, Instant, Json

visit_event = log_table(
    "visit_event",
    *event_columns(),
    need("visit_id", Id),
    need("seq", Integer),
    need("site", Text),
    need("day", Day),
    need("counter", Text),
    UniqueConstraint("visit_id", "seq"),
    Index(None, "site", "day", "counter"),
)

visit = keyed_table(
    "visit",
    need("id", Id, primary_key=True),
    need("site", Text),
    need("day", Day),
    need("issued_at", Instant),
    need("arrival", Text),
    may("slot", Instant),
    may("appointment_id", Id),
    need("ticks", Json),
    may("assistance_id", Id, ForeignKey("person_data.id")),
    may("contact_id", Id, ForeignKey("person_data.id")),
    may("note_id", Id, ForeignKey("person_data.id")),
    may("outcome", Text),
    may("reason_id", Id, ForeignKey("person_data.id")),
    need("by_mistake", Flag),
    need("after_hours", Flag),
    may("legal_basis_id", Id),
    may("completed_at", Instant),
)
"""What a visit is about; most steps leave it alone."""

Index(
    "ix_visit_appointment_id",
    visit.c.appointment_id,
    sqlite_where=visit.c.appointment_id.is_not(None),
)

Index(
    "ix_visit_incomplete",
    visit.c.site,
    visit.c.day,
    sqlite_where=text("outcome = 'refused' AND completed_at IS NULL"),
)

ticket = keyed_table(
    "ticket",
    need("visit_id", Id, ForeignKey("visit.id"), primary_key=True),
    need("version", Integer),
    may("last_event_id", Id),
    may("last_event_at", Instant),
    need("site", Text),
    need("day", Day),
    need("series", Text),
    need("serial", Integer),
    need("number", Text),
    need("state", Text),
    need("open", Flag),
    need("place_at", Instant),
    may("priority", Text),
    need("counter", Text),
    may("actor_id", Id),
    need("target_counter", Text),
    need("calls", Integer),
    need("parked_for", Text),
    UniqueConstraint("site", "day", "series", "serial"),
    Index(None, "open", "site", "day"),
)
"""What every step changes: where the ticket stands and by which event."""

visit_service = keyed_table(
    "visit_service",
    need("visit_id", Id, ForeignKey("visit.id"), primary_key=True),
    need("place", Integer, primary_key=True),
    need("service", Text),
)

period = keyed_table(
    "period",
    need("visit_id", Id, ForeignKey("visit.id"), primary_key=True),
    need("place", Integer, primary_key=True),
    need("kind", Text),
    need("start", Instant),
    may("end", Instant),
    need("counter", Text),
    may("actor_id", Id),
    need("gap_seconds", Integer),
)
