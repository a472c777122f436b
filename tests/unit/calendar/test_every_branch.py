"""The hours of every branch on every day of some years, against the documents' own tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from desk.commands.hours import as_json
from desk.services.calendar import site_hours, work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import PHONE_LINE

Week = tuple[str, str, str, str, str]

OF_2018: Week = ("09:00-16:30", "09:00-16:30", "09:00-16:30", "09:00-16:30", "09:00-16:00")
OF_2019: Week = ("09:00-18:00", "08:30-16:00", "08:30-16:00", "08:30-16:00", "09:00-15:00")
LINE: Week = ("09:00-16:30", "09:00-16:30", "09:00-16:30", "09:00-16:30", "09:00-15:00")
RIGA_1: Week = ("08:00-20:00",) * 5
LIVANI: Week = ("", "", "", "", "09:00-16:00")
SMILTENE: Week = ("", "09:00-15:00", "", "", "")
SIGULDA: Week = ("", "", "09:00-14:30", "", "")
ATD: Week = (
    "08:30-12:00 13:00-17:30",
    "08:30-12:00 13:00-16:30",
    "08:30-12:00 13:00-16:30",
    "08:30-12:00 13:00-16:30",
    "08:30-12:00 12:30-15:30",
)
ORDINARY = [
    "riga-2",
    "riga-3",
    "riga-4",
    "aizkraukle",
    "aluksne",
    "bauska",
    "balvi",
    "cesis",
    "daugavpils",
    "dobele",
    "gulbene",
    "jelgava",
    "jekabpils",
    "jurmala",
    "kraslava",
    "kuldiga",
    "liepaja",
    "limbazi",
    "ludza",
    "madona",
    "ogre",
    "preili",
    "rezekne",
    "saldus",
    "talsi",
    "tukums",
    "valmiera",
    "valka",
    "ventspils",
]
NEWER, NEWEST = date(2018, 12, 12), date(2019, 9, 1)
"""From when the tables of 2018 and of the web page hold."""

FREE = {
    *(date(2018, 12, day) for day in (24, 25, 26, 31)),
    date(2019, 1, 1),
    *(date(2026, *day) for day in ((1, 1), (4, 3), (4, 6), (5, 1), (5, 4), (6, 23), (6, 24))),
    *(date(2026, *day) for day in ((11, 18), (12, 24), (12, 25), (12, 31))),
}
MOVED = {date(2026, 1, 2), date(2026, 6, 22)}
"""Free where the institution follows the Cabinet's moves; their Saturdays open no doors."""


def days() -> Iterator[date]:
    spans = [(date(2018, 12, 1), 45), (date(2019, 8, 20), 20), (date(2026, 1, 1), 365)]
    for first, length in spans:
        yield from (first + timedelta(days=number) for number in range(length))


def week_of(site: str, day: date) -> Week | None:
    if site.startswith("atd-"):
        return ATD if day >= date(2021, 7, 1) else None
    if site == PHONE_LINE:
        return LINE if day >= NEWEST else None
    if day < NEWER:
        return None
    single = {"riga-1": RIGA_1, "livani": LIVANI, "smiltene": SMILTENE, "sigulda": SIGULDA}
    return single.get(site) or (OF_2019 if day >= NEWEST else OF_2018)


def expected(site: str, day: date) -> list[list[str]]:
    week = week_of(site, day)
    follows = not site.startswith("atd-")
    if week is None or day.weekday() >= 5 or day in FREE or (follows and day in MOVED):
        return []
    return [interval.split("-") for interval in week[day.weekday()].split()]


@pytest.mark.parametrize(
    ("institution", "sites"),
    [
        ("pmlp", [*ORDINARY, "riga-1", "livani", "smiltene", "sigulda"]),
        ("atd", ["atd-riga", "atd-cesis", "atd-daugavpils", "atd-liepaja"]),
    ],
)
def test_every_day_is_as_the_documents_have_it(institution: str, sites: list[str]) -> None:
    pack = bundled_pack(institution)
    assert {branch.id for branch in pack.branches} == set(sites)
    calendar = work_calendar(pack)
    line = [PHONE_LINE] if institution == "pmlp" else []
    for site in [*sites, *line]:
        for day in days():
            shown = as_json(site, site_hours(pack, calendar, site, day))
            wanted = expected(site, day)
            assert list(shown) == ["branch", "date", "open", "confirmed", "intervals"]
            assert shown["intervals"] == wanted, (site, day)
            assert shown["open"] == bool(wanted)
            assert not (shown["open"] and shown["confirmed"]), "nothing is confirmed by HQ yet"
