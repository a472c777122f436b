"""The tables of the branch's database, and the revision of the schema that they are."""

from __future__ import annotations

from typing import Final

from db.models.annex import annex_entry, annex_holder, annex_holder_act, annex_key
from db.models.attachment import attachment_chunk, attachment_key
from db.models.base import metadata
from db.models.bookings import appointment, appointment_event, incident, incident_event
from db.models.challenge import challenge
from db.models.entry_log import checkpoint, device_key, entry_log
from db.models.erasures import correction, erasure_log
from db.models.lane import day_aggregate, lane_row, witnessed
from db.models.leases import booking_decision, booking_rivals, lease_return, leased_place
from db.models.local import (
    access_log,
    closure,
    content_pack,
    draft,
    import_log,
    local_capacity,
    local_hours_exception,
    meta,
    outbox,
    setting,
)
from db.models.notice import incident_seen
from db.models.people import (
    SEARCH_DDL,
    account,
    account_event,
    account_secret,
    person_data,
    person_key,
    session,
)
from db.models.received import (
    bulletin,
    bulletin_read,
    bulletin_received,
    change_refused,
    hq_hours,
    incident_answer,
    release_received,
    staff_list,
)
from db.models.sync import enrolment, received_op, sealed_op, stream_cursor
from db.models.visits import period, ticket, visit, visit_event, visit_service
from db.models.whole_day import (
    day_record,
    day_record_event,
    follow_up,
    follow_up_event,
    phone_call,
    phone_call_event,
)

REVISION: Final = "0015"
"""The revision that the newest migration leads to."""

INSERT_ONLY: Final = (
    visit_event,
    appointment_event,
    incident_event,
    account_event,
    phone_call_event,
    follow_up_event,
    day_record_event,
    person_data,
    local_hours_exception,
    local_capacity,
    closure,
    content_pack,
    import_log,
    access_log,
    erasure_log,
    correction,
    entry_log,
    checkpoint,
    annex_entry,
    annex_holder_act,
    incident_seen,
    day_aggregate,
    lease_return,
    booking_decision,
    release_received,
    bulletin_received,
    bulletin_read,
    change_refused,
)
"""Tables whose rows are never changed or removed."""

__all__ = [
    "INSERT_ONLY",
    "REVISION",
    "SEARCH_DDL",
    "access_log",
    "account",
    "account_event",
    "account_secret",
    "annex_entry",
    "annex_holder",
    "annex_holder_act",
    "annex_key",
    "appointment",
    "appointment_event",
    "attachment_chunk",
    "attachment_key",
    "booking_decision",
    "booking_rivals",
    "bulletin",
    "bulletin_read",
    "bulletin_received",
    "challenge",
    "change_refused",
    "checkpoint",
    "closure",
    "content_pack",
    "correction",
    "day_aggregate",
    "day_record",
    "day_record_event",
    "device_key",
    "draft",
    "enrolment",
    "entry_log",
    "erasure_log",
    "follow_up",
    "follow_up_event",
    "hq_hours",
    "import_log",
    "incident",
    "incident_answer",
    "incident_event",
    "incident_seen",
    "lane_row",
    "lease_return",
    "leased_place",
    "local_capacity",
    "local_hours_exception",
    "meta",
    "metadata",
    "outbox",
    "period",
    "person_data",
    "person_key",
    "phone_call",
    "phone_call_event",
    "received_op",
    "release_received",
    "sealed_op",
    "session",
    "setting",
    "staff_list",
    "stream_cursor",
    "ticket",
    "visit",
    "visit_event",
    "visit_service",
    "witnessed",
]
