"""Reading a day file, whatever its form: nothing but rows and problems comes out."""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.errors import DeskError
from desk.services.dayfile.csv_file import read_csv
from desk.services.dayfile.decoding import decode
from desk.services.dayfile.ics_file import read_ics
from desk.services.dayfile.model import MAX_BYTES, DayFile, refused

_CALENDAR = "BEGIN:VCALENDAR"


def read_day_file(data: bytes, mapping: Mapping[str, str] | None = None) -> DayFile:
    """The bookings of an iCalendar or CSV file; which of them it is, its content tells.

    Args:
        mapping: for CSV, a person's choice over our reading of the headers: header -> `Field`,
            or "" to leave a column unread.
    """
    if len(data) > MAX_BYTES:
        return refused("dayfile.too_big", {"megabytes": MAX_BYTES // (1024 * 1024)})
    try:
        text = decode(data)
        if text.lstrip("\ufeff \t\r\n")[: len(_CALENDAR)].upper() == _CALENDAR:
            return read_ics(text)
        return read_csv(text, mapping)
    except DeskError as error:
        return refused(error.code, error.params)
