"""Who works at a branch, by headquarters' list: sealed for its PCs, readable nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from db.hq import devices
from desk.domain.errors import DeskError
from desk.hq.people import HqRole, require
from desk.hq.writing import Pen, addressed
from desk.sync.down import STAFF_LIST, SealedFor, Staff, StaffList, StaffMember
from desk.sync.sealed_box import seal_for

MOST: Final = 500
"""People of one branch."""


def send(pen: Pen, branch: str, members: Sequence[StaffMember], valid_from: date) -> StaffList:
    """Send a branch the whole list of its staff; each of its PCs gets a box of its own.

    A PC that is taken in later has none: the list is sent again then.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.staff_empty" (maximum),
            "hq.no_devices" (branch) when the branch has no PC.
    """
    require(pen.person, HqRole.REGISTRAR)
    (name,) = addressed(pen.connection, [branch])
    if not 0 < len(members) <= MOST:
        raise DeskError("hq.staff_empty", maximum=MOST)
    plain = msgspec.json.encode(Staff(tuple(members)))
    boxes = tuple(
        SealedFor(pc.id, seal_for(pc.public_key, plain))
        for pc in devices.every(pen.connection)
        if pc.stream == name and pc.revoked_at is None
    )
    if not boxes:
        raise DeskError("hq.no_devices", branch=name)
    body = StaffList(
        id=pen.new_id(),
        valid_from=valid_from,
        boxes=boxes,
        by=pen.person.id,
        office=pen.person.office,
        at=pen.at,
    )
    pen.write(name, STAFF_LIST, "", body)
    return body
