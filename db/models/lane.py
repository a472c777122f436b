"""What a branch's PC keeps for headquarters: the lane's rows, witnessed roots, figures of days."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text, text

from db.models.base import keyed_table, log_table, need
from db.types import Blob, Day, Flag, Id, Instant, Json

lane_row = keyed_table(
    "lane_row",
    need("row_id", Id, primary_key=True),
    need("kind", Text),
    need("waiting", Flag),
)
Index("ix_lane_row_waiting", lane_row.c.kind, sqlite_where=text("waiting = 1"))
"""What headquarters lack (`waiting`), and which sealed parts they have.

`kind`: "person", a key of personal data, noted by triggers and gone once it was sent; "annex", an
entry of the sealed annex; "file", a picture or scan.  The latter two are noted once their incident
is one that goes up, and stay.
"""

witnessed = keyed_table(
    "witnessed",
    need("size", Integer, primary_key=True),
    need("root", Blob),
    need("text", Text),
    need("at", Instant),
    need("signature", Blob),
)
"""Checkpoints of the incident log that headquarters countersigned: their text, and when."""

day_aggregate = log_table(
    "day_aggregate",
    need("id", Id, unique=True),
    need("site", Text),
    need("day", Day),
    need("version", Integer),
    need("at", Instant),
    need("figures", Json),
)
"""Insert-only: what a site's day came to in numbers, each time it was closed; of nobody."""
