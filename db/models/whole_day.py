"""What belongs to the day as a whole: telephone calls, follow-ups, and the day's own record."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from db.models.base import event_columns, keyed_table, log_table, may, need
from db.types import Day, Id, Instant, Json


def _events(subject: str) -> Table:
    return log_table(
        f"{subject}_event",
        *event_columns(),
        need(f"{subject}_id", Id),
        need("seq", Integer),
        UniqueConstraint(f"{subject}_id", "seq"),
    )


phone_call_event = _events("phone_call")

phone_call = keyed_table(
    "phone_call",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("site", Text),
    need("day", Day),
    need("counter", Text),
    need("actor_id", Id),
    need("state", Text),
    need("began_at", Instant),
    need("step", Text),
    need("step_id", Id),
    need("step_at", Instant),
    may("ended_at", Instant),
    may("visit_id", Id),
    need("topic", Text),
    may("outcome", Text),
    may("until", Instant),
    may("note_id", Id, ForeignKey("person_data.id")),
    Index(None, "site", "day", "counter"),
)
Index(
    "ix_phone_call_back",
    phone_call.c.site,
    phone_call.c.day,
    sqlite_where=text("outcome = 'call_back' AND state = 'ended'"),
)

follow_up_event = _events("follow_up")

follow_up = keyed_table(
    "follow_up",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("site", Text),
    need("kind", Text),
    need("state", Text),
    need("opened_at", Instant),
    need("opened_by", Id),
    may("subject_id", Id),
    may("due_at", Instant),
    may("text_id", Id, ForeignKey("person_data.id")),
    may("assignee_id", Id),
    may("done_at", Instant),
    may("done_by", Id),
    may("last_event_id", Id),
    UniqueConstraint("kind", "subject_id"),
    Index(None, "site", "done_at"),
)
Index("ix_follow_up_open", follow_up.c.site, sqlite_where=text("state = 'open'"))

day_record_event = _events("day_record")

day_record = keyed_table(
    "day_record",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("site", Text),
    need("day", Day),
    need("state", Text),
    need("ticks", Json),
    may("doors_at", Instant),
    may("closed_at", Instant),
    may("closed_by", Id),
    may("last_end", Instant),
    may("overtime_minutes", Integer),
    may("reason_id", Id, ForeignKey("person_data.id")),
    need("reopened", Integer),
    may("reopen_reason_id", Id, ForeignKey("person_data.id")),
    UniqueConstraint("site", "day"),
)
