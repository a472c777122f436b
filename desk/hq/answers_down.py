"""What headquarters say to a report of an incident."""

from __future__ import annotations

from db.hq import projections
from desk.hq.bulletins import require_text
from desk.hq.incidents import find
from desk.hq.people import HqRole, require
from desk.hq.writing import Pen
from desk.sync.down import INCIDENT_ANSWER, IncidentAnswer


def answer(pen: Pen, number: str, text: str, *, branch: str = "") -> IncidentAnswer:
    """Answer a report of level 2 and up, or of an error; again is allowed and adds to it.

    Args:
        number: of the report, or its id; text: without anybody's name.

    Raises:
        DeskError: "hq.no_right", "hq.text_missing" (maximum), and as `desk.hq.incidents.find`.
    """
    require(pen.person, HqRole.DUTY_OFFICER)
    require_text(text)
    case = find(pen.connection, number, branch)
    body = IncidentAnswer(
        id=pen.new_id(),
        incident_id=case.incident_id,
        number=case.number,
        text=text.strip(),
        by=pen.person.id,
        office=pen.person.office,
        at=pen.at,
    )
    projections.answered(pen.connection, case.stream, case.incident_id, pen.at)
    pen.write(case.stream, INCIDENT_ANSWER, str(case.incident_id), body)
    return body
