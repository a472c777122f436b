"""Lessons for everybody: while the review is closed, shared, and its words are kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from branch_at_work import DAY
from incident_people import GIFT, Reviewing, desk
from lessons_making import learnt

from desk.domain.incident_handling import Cause
from desk.domain.incident_typed import FindingsTyped
from desk.domain.roles import Actor, Role
from desk.domain.statistics import Lesson
from desk.services import incident_review, lessons

__all__ = ["desk"]


def texts(desk: Reviewing, by: Actor | None = None, **named: Any) -> list[str]:
    return [one.text for one in desk.read(lessons.shared, by=by or desk.anna, **named)]


def unread(desk: Reviewing, by: Actor) -> list[str]:
    return [one.text for one in desk.read(lessons.unread, by=by)]


def test_a_lesson_names_the_report_and_nobody(desk: Reviewing) -> None:
    made = learnt(desk, "Dāvanas noraidām laipni.")
    [found] = desk.read(lessons.shared, by=desk.anna)
    assert found == Lesson(desk.get(made).number, "gift", DAY, "Dāvanas noraidām laipni.")


def test_only_what_is_shared_closed_and_worded(desk: Reviewing) -> None:
    learnt(desk, "Savējiem.", share=False)
    learnt(desk, "")
    begun = desk.reviewed(GIFT)
    found = FindingsTyped(causes=(Cause.PROCEDURE,), share=True, lesson="Vēl nav slēgts.")
    desk.do(incident_review.findings, begun, found)
    assert texts(desk) == []
    desk.do(incident_review.close, begun)
    assert texts(desk) == ["Vēl nav slēgts."]
    desk.do(incident_review.reopen, begun, "vēl jautājumi")
    assert texts(desk) == []


def test_the_newest_first_and_no_more_than_asked(desk: Reviewing) -> None:
    for text in ("Pirmā", "Otrā", "Trešā"):
        learnt(desk, text)
    assert texts(desk) == ["Trešā", "Otrā", "Pirmā"]
    assert texts(desk, limit=2) == ["Trešā", "Otrā"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.DEPUTY, Role.IT, Role.OFFICER])
def test_everybody_reads_them_and_it_is_no_logged_look(desk: Reviewing, role: Role) -> None:
    learnt(desk, "Visiem.")
    before = desk.branch.looks()
    assert texts(desk, by=desk.colleague("Kāds Cits", role)) == ["Visiem."]
    assert desk.branch.looks() == before


def test_each_person_has_read_their_own(desk: Reviewing) -> None:
    learnt(desk, "Pirmā")
    assert unread(desk, desk.anna) == unread(desk, desk.inese) == ["Pirmā"]
    desk.do(lessons.read, by=desk.anna)
    assert (unread(desk, desk.anna), unread(desk, desk.inese)) == ([], ["Pirmā"])
    learnt(desk, "Otrā")
    assert unread(desk, desk.anna) == ["Otrā"]
    assert unread(desk, desk.inese) == ["Otrā", "Pirmā"]


def test_nothing_to_read_is_nothing_read(desk: Reviewing) -> None:
    desk.do(lessons.read, by=desk.anna)
    learnt(desk, "Pirmā")
    assert unread(desk, desk.anna) == ["Pirmā"]


def test_a_lesson_goes_with_its_words(desk: Reviewing) -> None:
    made = learnt(desk, "Uz laiku.")
    _forgotten(desk, made)
    assert texts(desk) == unread(desk, desk.inese) == []
    learnt(desk, "Paliek.")
    made = learnt(desk, "Atkal uz laiku.")
    _forgotten(desk, made)
    desk.do(lessons.read, by=desk.inese)
    assert (unread(desk, desk.inese), unread(desk, desk.anna)) == ([], ["Paliek."])


def _forgotten(desk: Reviewing, made: UUID) -> None:
    """The lesson's words are erased, as on their clock."""
    findings = desk.get(made).handling.findings
    assert findings is not None and findings.lesson_id is not None
    with desk.branch.database.unit_of_work() as uow:
        uow.persons.erase(findings.lesson_id)
        uow.commit()
