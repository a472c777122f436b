"""What is gathered for paper: no more names than needed, every print logged."""

from __future__ import annotations

from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.appointment import Appointment
from desk.domain.incident import FirstReport, IncidentKind, Step, Told
from desk.domain.person import Person
from desk.domain.visit import Outcome
from desk.services import appointments, incidents, paper, queue


def book(branch: Branch, hour: int, name: str) -> Appointment:
    booked = branch.do(
        appointments.book,
        by=branch.anna,
        start=wall(hour),
        minutes=15,
        service="passport-eid",
        person=Person(name, "20000001"),
    )
    assert isinstance(booked, Appointment)
    return booked


def test_the_sheet_names_those_who_are_still_to_be_served(branch: Branch) -> None:
    branch.clock.now = wall(9, 58)
    served, gone, _coming = (book(branch, hour, f"Zelma {hour}") for hour in (10, 11, 12))
    branch.do(queue.take_in_booking, served.id, by=branch.anna)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    with branch.database.reader() as reader:
        visit = reader.visits.of_day("riga-2", DAY)[0]
    branch.do(queue.finish, visit.id, Outcome.SOLVED, by=branch.anna)
    branch.do(appointments.notify_cancel, gone.id, by=branch.anna)
    sheet = branch.do(paper.day_sheet, DAY, by=branch.anna)
    assert [(line.name, line.phone, line.ticket) for line in sheet.bookings] == [
        ("", "", visit.number),
        ("Zelma 12", "+37120000001", ""),
    ]
    assert [line.state for line in sheet.bookings] == ["served", "booked here by phone"]
    assert (sheet.confirmed, sheet.printed_by) == (False, "Anna")
    assert len(sheet.services) == 9
    assert sheet.numbers
    assert branch.looks() == [("print", "day", "day_sheet")]


def test_it_prints_no_sheet(branch: Branch) -> None:
    with refuses("access.no_right"):
        branch.do(paper.day_sheet, DAY, by=branch.it)


REPORT = FirstReport(
    kind=IncidentKind.AGGRESSION,
    occurred_at=wall(8, 55),
    triggers=("insulting",),
    level="1",
    steps=(Step("warn", wall(8, 56)),),
    told=Told("supervisor", "phone", wall(8, 58)),
    text="Skaļi apvainoja.",
)


def test_an_incident_in_words(branch: Branch) -> None:
    made = branch.do(incidents.report, REPORT, by=branch.anna)
    printed = branch.do(paper.incident_paper, made.id, by=branch.anna)
    fields = dict(printed.fields)
    assert printed.number == made.number
    assert fields["Where"] == "at counter 3"
    assert fields["What it was"] == "Insults"
    assert fields["Level"].startswith("1 · ")
    assert fields["Told"] == "Direct manager, by phone, 24.11.2026 8:58"
    assert [at for at, _what in printed.steps] == [wall(8, 56)]
    assert printed.text == "Skaļi apvainoja."
    assert [what for _at, what, _who in printed.history] == ["reported"]
    assert branch.looks() == [("print", "incident", "incident_report")]


def test_only_those_who_may_read_it_may_print_it(branch: Branch) -> None:
    made = branch.do(incidents.report, REPORT, by=branch.anna)
    with refuses("incident.not_yours"):
        branch.do(paper.incident_paper, made.id, by=branch.inese)
    branch.do(incidents.acknowledge, made.id, by=branch.head)
    printed = branch.do(paper.incident_paper, made.id, by=branch.head)
    assert "Acknowledged by" in dict(printed.fields)
    assert branch.looks() == [("print", "incident", "incident_report")]


def test_content_is_in_the_language_in_force(branch: Branch) -> None:
    made = branch.do(incidents.report, REPORT, by=branch.anna)
    name = branch.env.pack.info.institution_name
    assert name is not None
    assert branch.do(paper.incident_paper, made.id, by=branch.anna).institution == name.en
