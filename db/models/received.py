"""What headquarters gave, as it is in force here, and what the branch tells them of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, Text, UniqueConstraint

from db.models.base import keyed_table, log_table, may, need
from db.types import Blob, Day, Flag, Id, Instant, Json

hq_hours = keyed_table(
    "hq_hours",
    need("site", Text, primary_key=True),
    need("day", Day, primary_key=True),
    need("own", Flag, primary_key=True),
    need("feed", Integer),
    need("withdrawn", Flag),
    need("intervals", Json),
    need("reason", Json),
    need("office", Text),
    need("at", Instant),
)
"""Other hours that headquarters set, the latest for each day.

`site` is empty for all sites; `own`: said to this branch alone, which goes before what was said to
all; `feed`: its place in the stream, so that an older one that comes late changes nothing.
"""

staff_list = keyed_table(
    "staff_list",
    need("valid_from", Day, primary_key=True),
    need("feed", Integer),
    may("box", Blob),
    need("office", Text),
    need("at", Instant),
)
"""Who works here by headquarters' word, sealed for this PC; earlier lists go with the next one.

`box` is empty when the list was made before headquarters knew this PC.
"""

bulletin = keyed_table(
    "bulletin",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("text", Json),
    need("office", Text),
    need("at", Instant),
    may("until", Day),
    need("must_read", Flag),
    need("withdrawn", Flag),
)
"""Messages of headquarters, the newest version of each."""

incident_answer = keyed_table(
    "incident_answer",
    need("id", Id, primary_key=True),
    need("incident_id", Id),
    need("number", Text),
    may("text_id", Id, ForeignKey("person_data.id")),
    need("office", Text),
    need("at", Instant),
    need("received_at", Instant),
    Index(None, "incident_id"),
    Index(None, "received_at"),
    Index(None, "text_id"),
)
"""What headquarters said to a report."""

release_received = log_table(
    "release_received",
    need("id", Id, unique=True),
    need("release_id", Id),
    need("outcome", Text),
    need("at", Instant),
    need("reason", Text),
    Index(None, "release_id"),
)

bulletin_received = log_table(
    "bulletin_received",
    need("id", Id, unique=True),
    need("bulletin_id", Id),
    need("version", Integer),
    need("at", Instant),
    UniqueConstraint("bulletin_id", "version"),
)

bulletin_read = log_table(
    "bulletin_read",
    need("id", Id, unique=True),
    need("bulletin_id", Id),
    need("version", Integer),
    need("actor_id", Id),
    need("role", Text),
    need("at", Instant),
    UniqueConstraint("actor_id", "bulletin_id", "version"),
)
"""Insert-only; whoever has read a bulletin once has read it."""

change_refused = log_table(
    "change_refused",
    need("id", Id, unique=True),
    need("op_id", Id, unique=True),
    need("code", Text),
    need("at", Instant),
)
"""Operations from headquarters that could not be applied, told to them."""
