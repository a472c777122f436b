"""Find anything: what is found by what, and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.appointment import Appointment
from desk.domain.incident import FirstReport, Incident, IncidentKind, Place
from desk.domain.person import Person
from desk.domain.roles import Actor, Role
from desk.domain.visit import Visit
from desk.services import appointments, find, incidents, queue
from desk.services.find import Elsewhere, Scope, asked
from desk.services.find_results import MOST

FRIGHT = FirstReport(
    kind=IncidentKind.AGGRESSION,
    occurred_at=wall(8, 10),
    place=Place.HALL,
    text="Kliedza, jo nesaņēma pases. Bērziņa to redzēja.",
)


def book(
    branch: Branch, start: datetime, name: str = "Zelma Bērziņa", phone: str = "29123456"
) -> Appointment:
    made = branch.do(
        appointments.book,
        by=branch.anna,
        start=start,
        minutes=15,
        service="passport-eid",
        person=Person(name, phone),
        confirm_outside=True,
    )
    assert isinstance(made, Appointment)
    return made


def take_in(branch: Branch, booked: Appointment) -> Visit:
    made = branch.do(queue.take_in_booking, booked.id, by=branch.anna)
    assert isinstance(made, Visit)
    return made


def report(branch: Branch, by: Actor, first: FirstReport = FRIGHT) -> Incident:
    made = branch.do(incidents.report, first, by=by)
    assert isinstance(made, Incident)
    return made


def typed(text: str) -> find.Asked:
    return asked(text, DAY)


def today(branch: Branch, text: str, by: Actor | None = None) -> tuple[list[str], list[str]]:
    """Names and ticket numbers found among today's."""
    index = branch.read(find.today, by=by or branch.anna)
    people, tickets = find.among_today(index, typed(text))
    names = [one.person.name for one in people if one.person]
    return names, [one.ticket.number for one in tickets]


def elsewhere(branch: Branch, text: str, by: Actor | None = None, **meant: object) -> Elsewhere:
    found = branch.read(find.elsewhere, typed(text), by=by or branch.anna, **meant)
    assert isinstance(found, Elsewhere)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bērz", {"words": ("berz",), "scope": Scope.ALL}),
        ("> Drukāt lapu", {"text": "Drukāt lapu", "scope": Scope.COMMANDS}),
        ("#A12", {"ticket": ("A", 12), "scope": Scope.TICKETS, "plain": "a12"}),
        ("@ anna", {"words": ("anna",), "scope": Scope.PEOPLE}),
        ("a012", {"ticket": ("A", 12), "count": None}),
        ("12", {"count": 12, "ticket": None, "digits": "12", "day": None}),
        ("0042", {"count": 42, "year": None}),
        ("2026-0042", {"count": 42, "year": 2026, "day": None}),
        ("riga-2-2026-0042", {"count": 42, "year": 2026}),
        ("A12 20.11.", {"ticket": ("A", 12), "day": date(2026, 11, 20)}),
        ("A12 20.11.2024", {"ticket": ("A", 12), "day": date(2024, 11, 20)}),
        ("A12 2024-11-20", {"ticket": ("A", 12), "day": date(2024, 11, 20)}),
        ("anna 20.11.", {"words": ("anna",), "day": date(2026, 11, 20)}),
        ("20.11.2026", {"text": "", "words": (), "day": date(2026, 11, 20)}),
        ("29 12 34 56", {"digits": "29123456", "day": None}),
        ("+371 29123456", {"digits": "29123456", "day": None}),
    ],
)
def test_what_was_typed_is_taken_apart(text: str, expected: dict[str, object]) -> None:
    found = typed(text)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize("text", ["", "  ", ">", "#", "@ ", "-"])
def test_nothing_is_asked_by_signs_alone(text: str, branch: Branch) -> None:
    book(branch, wall(10))
    assert typed(text).empty
    assert today(branch, text) == ([], [])
    assert elsewhere(branch, text) == Elsewhere(typed(text))


@pytest.mark.parametrize("text", ["berz", "BĒRZIŅA zel", "29123", "29 123 456", "+371 29123456"])
def test_a_client_of_today_is_found_by_name_and_phone(text: str, branch: Branch) -> None:
    book(branch, wall(10))
    book(branch, wall(11), "Ivars Zariņš", "20000000")
    assert today(branch, text)[0] == ["Zelma Bērziņa"]


def test_clients_stand_in_the_order_of_the_alphabet(branch: Branch) -> None:
    for hour, name in enumerate(("Anna Zariņa", "Anna Čakste", "Anna Celma", "Anna Āre"), 9):
        book(branch, wall(hour), name)
    assert today(branch, "anna")[0] == ["Anna Āre", "Anna Celma", "Anna Čakste", "Anna Zariņa"]


def test_a_client_who_came_has_the_ticket(branch: Branch) -> None:
    booked = book(branch, wall(10))
    visit = take_in(branch, booked)
    index = branch.read(find.today, by=branch.anna)
    (found,), _tickets = find.among_today(index, typed("zelma"))
    assert (found.ticket, found.waits) == (visit.number, True)


def test_a_ticket_of_today_is_found_by_the_beginning_of_its_number(branch: Branch) -> None:
    for hour in (9, 10, 11):
        take_in(branch, book(branch, wall(hour), f"Anna {hour}"))
    assert today(branch, "B00")[1] == ["B001", "B002", "B003"]
    assert today(branch, "b2")[1] == today(branch, "2")[1] == ["B002"]
    assert today(branch, "#B002")[1] == ["B002"]
    assert today(branch, "@B002") == ([], [])


def test_a_walk_in_is_found_by_the_contact_alone(branch: Branch) -> None:
    visit = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.do(queue.set_contact, visit.id, Person("Olga Petrova", "20000001"), by=branch.anna)
    assert today(branch, "petrov") == ([], [visit.number])


def test_a_ticket_of_another_day_is_found_by_number_and_day(branch: Branch) -> None:
    visit = take_in(branch, book(branch, wall(10)))
    branch.clock.now += timedelta(days=400)
    assert elsewhere(branch, "B1").tickets == ()
    assert elsewhere(branch, "B1 25.11.2026").tickets == ()
    (found,) = elsewhere(branch, "B001 24.11.2026").tickets
    assert (found.ticket.visit_id, found.exact) == (visit.id, True)
    assert [one.ticket.number for one in elsewhere(branch, "#b1 24.11.2026").tickets] == ["B001"]


def test_bookings_of_other_days_are_found_nearest_first(branch: Branch) -> None:
    book(branch, wall(9))
    days = [DAY + timedelta(days=number) for number in (30, 1, 7)]
    made = [book(branch, wall(9, day=day)) for day in days]
    branch.clock.now = wall(8, 30)
    found = elsewhere(branch, "berz zel").bookings
    assert [one.booking.id for one in found] == [made[1].id, made[2].id, made[0].id]
    assert found[0].person == Person("Zelma Bērziņa", "+37129123456")
    assert [one.booking.day for one in elsewhere(branch, "zelma 1.12.").bookings] == [days[2]]
    assert elsewhere(branch, "#zelma").bookings == ()
    assert len(elsewhere(branch, "@zelma").bookings) == len(days)


def test_a_booking_is_found_by_its_reference_in_small_letters(branch: Branch) -> None:
    made = book(branch, wall(9, day=DAY + timedelta(days=1)))
    (found,) = elsewhere(branch, made.reference.lower()).bookings
    assert (found.booking.id, found.exact) == (made.id, True)
    (begun,) = elsewhere(branch, made.reference[:3]).bookings
    assert (begun.booking.id, begun.exact) == (made.id, False)


def test_at_most_eight_of_a_kind(branch: Branch) -> None:
    for day in (DAY, DAY + timedelta(days=1)):
        for number in range(12):
            book(branch, wall(9 + number // 4, 15 * (number % 4), day=day), f"Anna {number}")
    assert len(today(branch, "anna")[0]) == MOST
    assert len(elsewhere(branch, "anna").bookings) == MOST


@pytest.mark.parametrize(
    "text", ["pases", "pasi", "pase", "PASĒ", "kliedz", "nesanema pasu", "nesa"]
)
def test_a_report_is_found_by_any_form_of_its_words(text: str, branch: Branch) -> None:
    made = report(branch, branch.anna)
    report(branch, branch.anna, replace(FRIGHT, text="Klients filmēja. Pasts slēgts."))
    (found,) = elsewhere(branch, text).incidents
    assert (found.incident.id, found.by_text, found.own) == (made.id, True, True)


def test_nobody_is_found_by_what_a_report_says_and_no_report_by_a_client(branch: Branch) -> None:
    report(branch, branch.anna)
    book(branch, wall(9, day=DAY + timedelta(days=1)), "Zelma Pasare")
    assert elsewhere(branch, "kliedza").bookings == ()
    assert elsewhere(branch, "zelma").incidents == ()


def test_a_report_is_found_by_number_kind_place_and_day(branch: Branch) -> None:
    made = report(branch, branch.anna)
    by_number = elsewhere(branch, "2026-0001").incidents
    assert [(one.incident.id, one.exact) for one in by_number] == [(made.id, True)]
    assert elsewhere(branch, "0001").incidents == elsewhere(branch, "1").incidents == by_number
    assert elsewhere(branch, "2025-0001").incidents == ()
    kinds, places = [IncidentKind.AGGRESSION], [Place.HALL]
    for meant in ({"kinds": kinds}, {"places": places}, {"kinds": kinds, "places": places}):
        (found,) = elsewhere(branch, "xx", **meant).incidents
        assert (found.incident.id, found.exact, found.by_text) == (made.id, False, False)
    assert elsewhere(branch, "xx", kinds=[IncidentKind.GIFT]).incidents == ()
    assert [one.incident.id for one in elsewhere(branch, "24.11.").incidents] == [made.id]
    assert elsewhere(branch, "23.11.").incidents == ()


@pytest.mark.parametrize("text", ["kliedza", "0001", "2026-0001", "24.11."])
def test_a_clerk_finds_no_report_of_others(text: str, branch: Branch) -> None:
    made = report(branch, branch.inese)
    assert elsewhere(branch, text, by=branch.anna).incidents == ()
    assert elsewhere(branch, "xx", branch.anna, kinds=list(IncidentKind)).incidents == ()
    (own,) = elsewhere(branch, text, by=branch.inese).incidents
    (seen,) = elsewhere(branch, text, by=branch.head).incidents
    assert (own.own, seen.own) == (True, False)
    assert own.incident.id == seen.incident.id == made.id


@pytest.mark.parametrize("role", [Role.IT, Role.OFFICER])
def test_who_serves_nobody_finds_nobody(role: Role, branch: Branch) -> None:
    take_in(branch, book(branch, wall(9)))
    tomorrow = book(branch, wall(9, day=DAY + timedelta(days=1)))
    report(branch, branch.anna)
    by = Actor(branch.it.account_id, "", role, branch.it.site)
    for text in ("zelma", "B001", "kliedza", tomorrow.reference, "0001", "B001 24.11."):
        assert today(branch, text, by) == ([], [])
        assert elsewhere(branch, text, by) == Elsewhere(typed(text))
    assert find.may_find(by) == find.MayFind(False, False, False)
    with refuses("access.no_right"):
        branch.do(find.note_palette, ["appointment"], "zelma", by=by)
    with refuses("access.no_right"):
        branch.do(find.note_opened, "appointment", tomorrow.id, by=by)


def test_an_erased_client_is_found_no_more(branch: Branch) -> None:
    booked = book(branch, wall(9, day=DAY + timedelta(days=1)))
    made = report(branch, branch.anna)
    with branch.database.unit_of_work() as uow:
        for person in (booked.person_id, made.text_id):
            assert person is not None
            uow.persons.erase(person)
        uow.commit()
    assert elsewhere(branch, "zelma").bookings == ()
    assert elsewhere(branch, "pases").incidents == ()


def test_looks_are_logged_without_the_words(branch: Branch) -> None:
    booked = book(branch, wall(9))
    before = len(branch.looks())
    branch.do(find.note_palette, ["incident", "appointment", "appointment"], "zel", by=branch.anna)
    branch.do(find.note_opened, "appointment", booked.id, by=branch.anna)
    assert branch.looks()[before:] == [
        ("search", "appointment", "palette"),
        ("search", "incident", "palette"),
        ("open", "appointment", "palette"),
    ]
