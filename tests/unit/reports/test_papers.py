"""The PDFs: every word is on paper, in a font that has the letters, on as many pages as needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from desk.domain.paper import DaySheet, DaySheetBooking, IncidentPaper
from desk.i18n import speaking
from desk.reports import day_sheet, incident

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def sheet(count: int) -> DaySheet:
    bookings = tuple(
        DaySheetBooking(
            start=NOON + timedelta(minutes=5 * index),
            minutes=15,
            reference=f"R{index}",
            service="Pases noformēšana",
            name=f"Ģirts Šņukste-Žīgurs {index}",
            phone="+371 20 000 001",
            state="",
            ticket="",
        )
        for index in range(count)
    )
    return DaySheet(
        institution="Pilsonības un migrācijas lietu pārvalde",
        branch="Rīgas 2. nodaļa",
        day=date(2026, 11, 24),
        hours="8.30–16.00",
        confirmed=False,
        bookings=bookings,
        services=("1 Pase", "2 eID"),
        numbers=(("Policija", "110"),),
        printed_at=NOON,
        printed_by="Анна Ёлкина",
    )


def paper(text: str) -> IncidentPaper:
    return IncidentPaper(
        institution="PMLP",
        branch="Rīgas 2. nodaļa",
        number="riga-2-2026-0042",
        title="Agresīvs klients",
        fields=(("Līmenis", "1"),),
        steps=((NOON, "Brīdināts"),),
        text=text,
        history=((NOON, "Ziņots", "Anna Bērziņa"),),
        printed_at=NOON,
        printed_by="Ilze Rozīte",
    )


@pytest.mark.parametrize("count", [0, 1, 40, 300])
def test_every_booking_is_on_the_day_sheet(count: int) -> None:
    with speaking("lv"):
        found = text_of(day_sheet.pdf(sheet(count)))
    for index in range(count):
        assert f"Šņukste-Žīgurs {index}" in found.replace("\r\n", " ")
    assert "Анна Ёлкина" in found


def test_times_on_paper_are_rigas() -> None:
    with speaking("lv"):
        found = text_of(day_sheet.pdf(sheet(1)))
    assert "12.00" in found
    assert "10.00" not in found


def test_typed_markup_is_printed_as_typed() -> None:
    found = text_of(incident.pdf(paper("Viņš teica <b>nē</b> & aizgāja")))
    assert "<b>nē</b> & aizgāja" in found


def test_a_long_report_goes_over_pages_and_loses_nothing() -> None:
    lines = [f"{number}. rinda par notikušo." for number in range(1, 301)]
    pdf = incident.pdf(paper("\n".join(lines)))
    found = text_of(pdf)
    assert pages_of(pdf) > 3
    assert [line for line in lines if line not in found] == []


def test_fonts_are_embedded() -> None:
    pdf = incident.pdf(paper("ā ж"))
    assert b"Inter" in pdf
    assert b"/FontFile2" in pdf
