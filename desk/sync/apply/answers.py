"""What headquarters say to a report."""

from __future__ import annotations

from db.stores.from_hq import AnswerRow
from desk.domain.person import Person, Purpose
from desk.sync.down import IncidentAnswer
from desk.sync.received import Applying, Received


def apply_answer(applying: Applying, received: Received) -> None:
    """Keep an answer; its words are personal data of the report and go with it.

    Of a report that is not here the answer is kept all the same: after a restore the report may
    come later than the answer to it.

    Raises:
        DeskError: "sync.body".
    """
    given, uow, at = received.read(IncidentAnswer), applying.uow, applying.clock()
    if uow.from_hq.answer(given.id) is not None:
        return
    person = Person(text=given.text)
    text_id = uow.persons.put(Purpose.INCIDENT_DETAIL, person, at=at, expires=None)
    uow.from_hq.add_answer(
        AnswerRow(
            id=given.id,
            incident_id=given.incident_id,
            number=given.number,
            text_id=text_id,
            office=given.office,
            at=given.at,
            received_at=at,
        )
    )
