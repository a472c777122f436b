"""What headquarters erase: at once here, and at the branch in its next round."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from db.hq import lane, streams
from desk.domain.errors import DeskError
from desk.hq.people import HqRole, note, require
from desk.hq.writing import Pen

_DEED: Final = "erase"


def erase(pen: Pen, branch: str, row_id: UUID) -> bool:
    """Destroy what is here of a row, and let the branch do the same.

    Returns:
        False when it was erased before.

    Raises:
        DeskError: "hq.no_right", "hq.stream" when there is no such branch.
    """
    require(pen.person, HqRole.REGISTRAR)
    if streams.head(pen.connection, branch) is None:
        raise DeskError("hq.stream")
    new = lane.destroy(pen.connection, branch, [row_id], pen.at) > 0
    note(pen.connection, pen.person, _DEED, branch, str(row_id), pen.at, new_id=pen.new_id)
    return new
