"""The words of an import: what a column can hold, what would happen to bookings."""

from __future__ import annotations

from desk.i18n import marked
from desk.services.dayfile.model import Field

FIELD_TEXTS = {
    Field.REFERENCE: marked("number of the booking"),
    Field.START: marked("start"),
    Field.DATE: marked("date"),
    Field.SERVICE: marked("service"),
    Field.NAME: marked("name"),
    Field.SURNAME: marked("surname"),
    Field.PHONE: marked("phone"),
    Field.EMAIL: marked("e-mail"),
    Field.MINUTES: marked("length in minutes"),
    Field.STATE: marked("state"),
}

COUNT_TEXTS = (
    ("added", marked("new")),
    ("changed", marked("changed")),
    ("moved", marked("moved")),
    ("cancelled", marked("cancelled")),
    ("unchanged", marked("unchanged")),
    ("kept", marked("kept as the branch has them")),
)
"""Lists of an ImportPlan and how their length is named."""
