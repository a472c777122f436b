"""Bookings and incidents: their events, and what the events come to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, Text, UniqueConstraint, text

from db.models.base import event_columns, keyed_table, log_table, may, need
from db.types import Day, Flag, Id, Instant, Json

appointment_event = log_table(
    "appointment_event",
    *event_columns(),
    need("appointment_id", Id),
    need("seq", Integer),
    UniqueConstraint("appointment_id", "seq"),
)

appointment = keyed_table(
    "appointment",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("site", Text),
    need("day", Day),
    need("start", Instant),
    need("minutes", Integer),
    need("service", Text),
    need("service_text", Text),
    need("state", Text),
    need("source", Text),
    may("reference", Text),
    may("person_id", Id, ForeignKey("person_data.id")),
    may("expected_at", Instant),
    may("visit_id", Id),
    need("confirmed_outside_hours", Flag),
    UniqueConstraint("source", "reference"),
    Index(None, "site", "day", "start"),
    Index(None, "site", "reference"),
)
Index(
    "ix_appointment_person_id",
    appointment.c.person_id,
    sqlite_where=appointment.c.person_id.is_not(None),
)

Index(
    "ix_appointment_provisional",
    appointment.c.site,
    appointment.c.start,
    sqlite_where=text("state = 'provisional'"),
)

incident_event = log_table(
    "incident_event",
    *event_columns(),
    need("incident_id", Id),
    need("seq", Integer),
    UniqueConstraint("incident_id", "seq"),
)

incident = keyed_table(
    "incident",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("site", Text),
    need("day", Day),
    need("year", Integer),
    need("serial", Integer),
    need("number", Text),
    need("state", Text),
    need("kind", Text),
    need("occurred_at", Instant),
    need("recorded_at", Instant),
    need("time_unknown", Flag),
    need("reporter_id", Id),
    need("place", Text),
    need("channel", Text),
    need("triggers", Json),
    need("level", Text),
    need("hurt", Text),
    need("weapon", Text),
    need("steps", Json),
    may("told_whom_id", Id, ForeignKey("person_data.id")),
    may("told_how", Text),
    may("told_at", Instant),
    may("text_id", Id, ForeignKey("person_data.id")),
    need("counter", Text),
    need("service", Text),
    may("waited_minutes", Integer),
    may("acknowledged_by", Id),
    may("acknowledged_at", Instant),
    need("handling", Json),
    UniqueConstraint("site", "year", "serial"),
    Index(None, "site", "day"),
)
Index("ix_incident_find", *incident.c["site", "day", "kind", "place", "reporter_id"])
Index("ix_incident_text_id", incident.c.text_id, sqlite_where=incident.c.text_id.is_not(None))
Index("ix_incident_reporter", incident.c.reporter_id, incident.c.day)
Index(
    "ix_incident_care",
    incident.c.site,
    incident.c.day,
    sqlite_where=text(
        "state = 'closed' AND (level IN ('2', '3')"
        " OR json_array_length(handling, '$.care.next') > 0)"
    ),
)
Index("ix_incident_new", incident.c.site, sqlite_where=text("state = 'reported'"))
Index(
    "ix_incident_open",
    incident.c.site,
    sqlite_where=text("state NOT IN ('closed', 'voided')"),
)
Index(
    "ix_incident_merged",
    text("json_extract(handling, '$.halt.into')"),
    sqlite_where=text("state = 'merged'"),
    _table=incident,
)
