"""Personal data: the only shape in which a client's or a colleague's particulars are kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """Why a personal field is kept (PD-09); the pack's retention table has a period for each."""

    APPOINTMENT = "appointment"
    VISIT_CONTACT = "visit_contact"
    VISIT_NOTE = "visit_note"
    VISIT_REASON = "visit_reason"  # why it ended, legal basis, why corrected: worded by a clerk
    ASSISTANCE = "assistance"  # what help is needed; erased when the day is closed
    INCIDENT_TEXT = "incident_text"
    INCIDENT_TOLD = "incident_told"
    INCIDENT_DETAIL = "incident_detail"  # whatever is worded after the first report
    INCIDENT_FILE = "incident_file"  # what a picture or scan shows; its key goes with the row
    CALL_NOTE = "call_note"  # who telephoned, and what was said
    FOLLOW_UP = "follow_up"  # what a person typed to be done, and why it was put off
    DAY_NOTE = "day_note"  # why there was overtime, why a day was opened again
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Person:
    """What may be kept about a person; no personal code, no document number, no grounds (IP-09)."""

    name: str = ""
    phone: str = ""
    email: str = ""
    text: str = ""
