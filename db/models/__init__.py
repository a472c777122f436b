"""The tables of the branch's database, and the revision of the schema that they are."""

from __future__ import annotations

from typing import Final

from db.models.annex import annex_entry, annex_holder, annex_holder_act, annex_key
from db.models.attachment import attachment_chunk, attachment_key
from db.models.base import metadata
from db.models.bookings import appointment, appointment_event, incident, incident_event
from db.models.entry_log import checkpoint, device_key, entry_log
from db.models.erasures import correction, erasure_log
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
    "checkpoint",
    "closure",
    "content_pack",
    "correction",
    "day_record",
    "day_record_event",
    "device_key",
    "draft",
    "enrolment",
    "entry_log",
    "erasure_log",
    "follow_up",
    "follow_up_event",
    "import_log",
    "incident",
    "incident_event",
    "incident_seen",
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
    "sealed_op",
    "session",
    "setting",
    "stream_cursor",
    "ticket",
    "visit",
    "visit_event",
    "visit_service",
]
