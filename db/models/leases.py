"""Places that headquarters leave to the branch, and bookings that want the same place."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text, text

from db.models.base import keyed_table, log_table, may, need
from db.models.bookings import appointment
from db.types import Id, Instant, Json

leased_place = keyed_table(
    "leased_place",
    need("site", Text, primary_key=True),
    need("start", Instant, primary_key=True),
    need("place", Integer, primary_key=True),
    need("minutes", Integer),
    may("appointment_id", Id),
)
"""Places on which a booking is confirmed here; a row goes when the branch gives the place back.

`minutes`: of its cell; `appointment_id`: the booking that has it, as the bookings' events tell.
"""
Index(
    "ix_leased_place_appointment_id",
    leased_place.c.appointment_id,
    sqlite_where=leased_place.c.appointment_id.is_not(None),
)

lease_return = log_table(
    "lease_return",
    need("id", Id, unique=True),
    need("site", Text),
    need("seats", Json),
    need("actor_id", Id),
    need("at", Instant),
)
"""Places that were given back: headquarters may sell them again once they have this."""

booking_rivals = keyed_table(
    "booking_rivals",
    need("id", Id, primary_key=True),
    need("loser_id", Id),
    may("winner_id", Id),
    need("at", Instant),
    Index(None, "loser_id"),
)
"""Two bookings for one place; it is open while the loser stands in conflict."""

booking_decision = log_table(
    "booking_decision",
    need("id", Id, unique=True),
    need("conflict_id", Id),
    need("kind", Text),
    may("moved_id", Id),
    need("actor_id", Id),
    need("at", Instant),
    Index(None, "conflict_id"),
)
"""What was decided about two bookings for one place."""

Index(
    "ix_appointment_conflict",
    appointment.c.site,
    appointment.c.start,
    sqlite_where=text("state = 'conflict'"),
)
