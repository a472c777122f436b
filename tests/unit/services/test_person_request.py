"""A person asks: everything held is found, told, put right and erased; and nothing of others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall

from desk.domain.erasure import Ground, Why
from desk.domain.held import Asked, HeldRecord, Match, Stays
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Person
from desk.domain.roles import Actor, Role
from desk.domain.visit import Outcome
from desk.services import (
    appointments,
    import_day,
    incidents,
    person_request,
    person_request_grant,
    person_request_paper,
    queue,
    schedule,
)

BERZINA = Person("Anna Bērziņa", "+37129123456", "anna.berzina@example.lv")
OTHER = Person("Anna Kalniņa", "+37120000001")
ASKED = Asked(name="anna bērziņa")


def book(branch: Branch, person: Person, hour: int = 11) -> UUID:
    start = wall(hour)
    wanted = {"start": start, "minutes": 15, "service": "eid", "person": person}
    made = branch.do(appointments.book, **wanted, confirm_outside=True, by=branch.anna)
    return made.id


def find(branch: Branch, asked: Asked, by: Actor | None = None) -> tuple[HeldRecord, ...]:
    found: tuple[HeldRecord, ...] = branch.read(person_request.find, asked, by=by or branch.head)
    return found


def kinds(records: Sequence[HeldRecord]) -> list[tuple[str, bool]]:
    return [(record.kind, record.sure) for record in records]


@pytest.fixture
def known(branch: Branch) -> Branch:
    """A branch that knows two people called Anna, in every kind of record."""
    booking = book(branch, BERZINA)
    book(branch, OTHER)
    visit = branch.do(queue.take_in_booking, booking, assistance=("write",), by=branch.anna)
    branch.do(queue.call_this, visit_id=visit.id, reason="handover", by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.do(queue.set_note, visit.id, "atnesīs foto", by=branch.anna)
    branch.do(queue.finish, visit.id, Outcome.SOLVED, "", "", by=branch.anna)
    text = "Annai Bērziņai izsniegta cita pase"
    first = FirstReport(IncidentKind.ERROR, branch.clock(), text=text)
    made = branch.do(incidents.report, first, by=branch.anna)
    branch.close_report(made.id)
    draft = FirstReport(IncidentKind.AGGRESSION, branch.clock(), text="Anna Bērziņa kliedza")
    branch.do(incidents.save_draft, IncidentKind.AGGRESSION, draft, by=branch.inese)
    return branch


@pytest.mark.parametrize(
    "asked",
    [
        Asked(name="Bērziņa Anna"),
        Asked(name="berzina"),
        Asked(phone="29 123 456"),
        Asked(phone="+371 29123456"),
        Asked(email="Anna.Berzina@example.lv"),
    ],
)
def test_a_booking_is_found_by_what_the_person_gives(known: Branch, asked: Asked) -> None:
    found = [record for record in find(known, asked) if record.sure]
    assert [record.kind for record in found] == ["appointment", "visit"]
    assert {field.person.name for field in found[0].fields} == {"Anna Bērziņa"}


def test_texts_are_found_in_every_case_and_marked_for_reading(known: Branch) -> None:
    records = find(known, ASKED)
    assert kinds(records) == [
        ("appointment", True),
        ("visit", True),
        ("incident", False),
        ("draft", False),
    ]
    assert records[1].matches == {Match.LINKED}
    assert {field.purpose for field in records[1].fields} == {"visit_note", "assistance"}
    assert records[2].fields[0].named


def test_a_name_at_the_beginning_of_a_draft_s_line_is_found(branch: Branch) -> None:
    """A draft is kept in a notation that writes a new line as two signs."""
    text = "Rindas vidū:\nAnna Bērziņa kliedza"
    draft = FirstReport(IncidentKind.AGGRESSION, branch.clock(), text=text)
    branch.do(incidents.save_draft, IncidentKind.AGGRESSION, draft, by=branch.anna)
    assert kinds(find(branch, ASKED)) == [("draft", False)]


def test_found_by_reference(known: Branch) -> None:
    reference = next(one for one in find(known, ASKED) if one.kind == "appointment").number
    records = find(known, Asked(reference=reference.lower()))
    assert [record.kind for record in records] == ["appointment", "visit"]
    assert records[0].matches == {Match.REFERENCE}
    assert find(known, Asked(reference=reference[:-1])) == ()


def test_a_namesakes_data_is_not_among_it(known: Branch) -> None:
    assert "Kalniņa" not in str(find(known, ASKED))
    assert find(known, Asked(name="Zirnis")) == ()


@pytest.mark.parametrize("role", [Role.CLERK, Role.IT])
def test_only_heads_deputies_and_the_officer_answer(known: Branch, role: Role) -> None:
    actor = Actor(known.anna.account_id, "X", role, SITE)
    records = find(known, ASKED)
    for use_case, values in (
        (person_request.note, (ASKED,)),
        (person_request_grant.correct, (records[0].fields[0].row_id, OTHER)),
        (person_request_grant.erase, (records, Ground.UNLAWFUL, "erase")),
        (person_request_paper.answer, (ASKED, records, ())),
    ):
        with refuses("access.no_right"):
            known.do(use_case, *values, by=actor)
    with refuses("access.no_right"):
        find(known, ASKED, by=actor)


def test_looking_is_logged_without_what_was_typed(known: Branch) -> None:
    known.do(person_request.note, ASKED, by=known.head)
    assert known.looks()[-1] == ("search", "person", "person_request")
    with refuses("person.nothing_asked"):
        known.do(person_request.note, Asked(" "), by=known.head)
    with refuses("person.nothing_asked"):
        find(known, Asked())


# The answer.


def _answer(known: Branch, records: Sequence[HeldRecord], rows: set[UUID]) -> Any:
    return known.do(person_request_paper.answer, ASKED, records, rows, by=known.head)


def test_the_answer_holds_the_rows_that_were_ticked(known: Branch) -> None:
    records = find(known, ASKED)
    rows = {field.row_id for record in records if record.sure for field in record.fields}
    paper = _answer(known, records, rows)
    said = str(paper)
    for word in ("Anna Bērziņa", "+37129123456", "atnesīs foto", "Riga"):
        assert word in said or word == "Riga"
    assert "izsniegta cita pase" not in said and "kliedza" not in said
    assert [entry.title.split()[0] for entry in paper.entries] == ["Booking", "Visit,"]
    assert {look.what for look in paper.looks} == {"exported"}
    assert len(paper.purposes) == 3
    data = json.loads(person_request_paper.as_json(paper))
    assert data["entries"][0]["fields"][2] == ["Name", "Anna Bērziņa"]
    assert known.looks()[-2:] == [
        ("export", "appointment", "person_request"),
        ("export", "visit", "person_request"),
    ]


def test_nothing_held_is_an_answer_too(branch: Branch) -> None:
    paper = branch.do(person_request_paper.answer, Asked(name="Zirnis"), (), (), by=branch.head)
    assert paper.entries == () and paper.asked == (("Name", "Zirnis"),)
    assert branch.looks() == [("export", "person", "person_request")]


def everything_said(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("chosen", ["all", "none"])
def test_the_paper_is_laid_out(known: Branch, chosen: str) -> None:
    from desk.reports.held import pdf

    records = find(known, ASKED)
    rows = {field.row_id for one in records for field in one.fields} if chosen == "all" else set()
    text = everything_said(pdf(_answer(known, records, rows)))
    assert ("Anna Bērziņa" in text) is (chosen == "all") or "anna bērziņa" in text
    assert ("nothing is held" in text) is (chosen == "none")


# Putting right.


def test_a_booking_is_put_right_wherever_it_is_shown(known: Branch) -> None:
    booking = find(known, ASKED)[0]
    right = Person("Anna Bērziņa-Ozola", "29 123 457")
    known.do(person_request_grant.correct, booking.fields[0].row_id, right, by=known.head)
    shown = known.read(schedule.day, DAY, by=known.anna)
    assert "Anna Bērziņa-Ozola" in {entry.person.name for entry in shown.entries if entry.person}
    (field,) = known.read(person_request_grant.again, booking, by=known.head).fields
    assert (field.person.phone, field.corrected) == ("+37129123457", True)
    assert find(known, Asked(phone="29123456")) == ()
    assert ("correct", "appointment", "person_request") in known.looks()
    with refuses("person.empty"):
        known.do(person_request_grant.correct, field.row_id, Person(), by=known.head)
    with refuses("contact.phone"):
        known.do(person_request_grant.correct, field.row_id, Person("A", "x"), by=known.head)


def test_a_closed_report_is_put_right(known: Branch) -> None:
    record = find(known, ASKED)[2]
    right = Person(text="Klientei izsniegta cita pase")
    known.do(person_request_grant.correct, record.fields[0].row_id, right, by=known.head)
    opened = known.do(incidents.open, record.id, by=known.head)
    assert opened.text == right.text


# Erasing.


def test_what_may_go_goes_and_what_must_stay_stays(known: Branch) -> None:
    ahead = book(known, BERZINA, hour=15)
    records = find(known, ASKED)
    stays = {field.stays for record in records for field in record.fields}
    assert stays == {None, Stays.BOOKING_AHEAD}
    number = person_request_grant.confirm_words(records)[0]
    with refuses("erasure.not_confirmed"):
        known.do(person_request_grant.erase, records, Ground.NOT_NEEDED, "yes", by=known.head)
    erased = known.do(
        person_request_grant.erase, records, Ground.NOT_NEEDED, number.lower(), by=known.head
    )
    assert erased == 6
    left = find(known, ASKED)
    assert [(one.kind, one.id) for one in left] == [("appointment", ahead)]
    with refuses("erasure.nothing"):
        known.do(person_request_grant.erase, left, Ground.NOT_NEEDED, "erase", by=known.head)
    with known.database.reader() as reader:
        lines = reader.erasures.lines(20)
    assert {(line.why, line.ground, line.actor_id) for line in lines} == {
        (Why.REQUESTED, Ground.NOT_NEEDED, known.head.account_id)
    }
    assert [look[0] for look in known.looks()].count("erase") == 4
    known.do(appointments.notify_cancel, ahead, by=known.anna)
    left = find(known, ASKED)
    assert (
        known.do(person_request_grant.erase, left, Ground.NOT_NEEDED, "erase", by=known.head) == 1
    )
    assert find(known, ASKED) == ()


def test_only_chosen_rows_go(known: Branch) -> None:
    records = find(known, ASKED)
    note = next(f for f in records[1].fields if f.purpose == "visit_note")
    erase = person_request_grant.erase
    done = known.do(
        erase, [*records[:2], records[3]], Ground.OBJECTION, "erase", {note.row_id}, by=known.head
    )
    assert done == 2, "the note, and the draft that was among the records"
    assert kinds(find(known, ASKED))[0] == ("appointment", True)


def test_a_refusal_and_an_open_incident_stay(branch: Branch) -> None:
    visit = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.do(queue.set_contact, visit.id, BERZINA, by=branch.anna)
    branch.do(queue.finish, visit.id, Outcome.REFUSED, "trūkst foto", "MK 134", by=branch.anna)
    first = FirstReport(IncidentKind.ERROR, branch.clock(), text="Anna Bērziņa gaidīja")
    branch.do(incidents.report, first, by=branch.anna)
    records = find(branch, ASKED)
    by_purpose = {field.purpose: field.stays for one in records for field in one.fields}
    assert by_purpose == {
        "visit_contact": None,
        "visit_reason": Stays.REFUSAL,
        "incident_text": Stays.INCIDENT_OPEN,
    }


def test_an_erased_person_does_not_come_back_with_the_next_day_file(
    branch: Branch, tmp_path: Path
) -> None:
    path = tmp_path / "day.csv"
    header = "reference;start;service;name;phone;email\n"
    path.write_text(f"{header}R1;2026-11-24 09:10;eID karte;Anna Bērziņa;29123456;\n", "utf-8")
    branch.do(
        import_day.apply, branch.read(import_day.preview, path, by=branch.anna), by=branch.anna
    )
    branch.clock.now = wall(9, day=DAY + timedelta(days=1))
    records = find(branch, ASKED)
    branch.do(person_request_grant.erase, records, Ground.UNLAWFUL, "r1", by=branch.head)
    branch.do(
        import_day.apply, branch.read(import_day.preview, path, by=branch.anna), by=branch.anna
    )
    assert find(branch, ASKED) == ()
