"""The declaration that a file lists all bookings of a site on a day."""

from __future__ import annotations

import re

from desk.domain.errors import DeskError
from desk.services.dayfile.model import Covers
from desk.services.dayfile.starts import read_day

_DECLARED = re.compile(r"\s*(?P<site>[a-z0-9-]{1,64})\s+(?P<day>[0-9./-]{8,11})\s*")


def read_covers(text: str) -> Covers:
    """The site and day of a declaration such as "riga-2 2026-11-24".

    Raises:
        DeskError: "dayfile.bad_covers".
    """
    found = _DECLARED.fullmatch(text)
    if found is None:
        raise DeskError("dayfile.bad_covers")
    try:
        return Covers(found["site"], read_day(found["day"]))
    except DeskError:
        raise DeskError("dayfile.bad_covers") from None
