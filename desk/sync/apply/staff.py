"""The list of who works at the branch, by headquarters' word."""

from __future__ import annotations

from desk.domain.clock import local_day
from desk.sync.down import StaffList
from desk.sync.received import Applying, Received


def apply_staff(applying: Applying, received: Received) -> None:
    """Keep the list as it is sealed for this PC; it is opened when somebody looks at it.

    A list that was made before headquarters knew this PC has no box for it: then no list is in
    force, until they send one that has.

    Raises:
        DeskError: "sync.body".
    """
    given, own = received.read(StaffList), applying.enrolment.device
    box = next((one.box for one in given.boxes if one.device == own), None)
    row = {
        "valid_from": given.valid_from,
        "feed": received.feed,
        "box": box,
        "office": given.office,
        "at": given.at,
    }
    applying.uow.from_hq.put_staff(row, local_day(applying.clock()))
