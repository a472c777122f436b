"""The monthly sheet: every figure is on paper, on one page, with long words on two at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from test_papers import pages_of, text_of

from desk.domain.statistics_paper import BarLine, Chart, HeatMap, KeyFigure, StatisticsPaper
from desk.i18n import speaking
from desk.reports import statistics
from desk.reports.statistics_drawing import tone
from desk.ui.preview.child import make_pdf

LONG = "Nepamatoti un uzstājīgi pieprasa ārpuskārtas apkalpošanu šodien"


def paper(name: str = "Draud", lessons: int = 1) -> StatisticsPaper:
    bars = tuple(BarLine(f"{name} {place}", place / 5, f"{place * 7}") for place in range(6))
    days, hours = (
        ("Pirmd.", "Otrd.", "Trešd.", "Ceturtd.", "Piektd."),
        tuple(map(str, range(8, 18))),
    )
    counts = tuple(tuple((day * hour) % 4 for hour in range(10)) for day in range(5))
    lines = tuple((f"{name} {place}", f"{place} % (1 no 8)") for place in range(6))
    return StatisticsPaper(
        institution="Pilsonības un migrācijas lietu pārvalde",
        branch="Rīgas 2. nodaļa",
        site="riga-2",
        period="2026. gada novembris",
        compared="2026. gada oktobris",
        key=tuple(
            KeyFigure(f"{name} uz 1000", "5,0", ("42 no 8 348", "95 %: 3,6–6,8", "vairāk: 4,1"))
            for _ in range(5)
        ),
        charts=tuple(Chart(f"Nodaļa {one}", bars, "par maz") for one in range(6)),
        heat=HeatMap(
            "Diena un stunda", days, tuple(map(str, hours)), counts, _shades(counts), "Skaitlis."
        ),
        ladder=Chart("Cik tālu", tuple(replace(bar, number="40 % · nomierinājās") for bar in bars)),
        sections=tuple((f"Tabula {one}", lines) for one in range(4)),
        lessons=tuple((f"Agresija {one}", "Pasakām to skaļi.") for one in range(lessons)),
        counted=("Līmenis 1 un augstāk.", "Neviens skaitlis nav par cilvēku."),
        printed_at=datetime(2026, 11, 24, 10, tzinfo=UTC),
        printed_by="Ģirts Šņukste-Žīgurs",
    )


def _shades(counts: tuple[tuple[int, ...], ...]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(count / 3 for count in row) for row in counts)


def empty() -> StatisticsPaper:
    nothing = Chart("Nodaļa", (), "Nekas nav atzīmēts.")
    heat = HeatMap("Diena un stunda", (), (), (), (), "Nekas nav atzīmēts.")
    return replace(paper(), charts=(nothing,) * 6, heat=heat, ladder=nothing, lessons=())


def test_everything_is_on_one_page() -> None:
    with speaking("lv"):
        made = statistics.pdf(paper())
    text = " ".join(text_of(made).split())
    assert pages_of(made) == 1
    wanted = ("2026. gada novembris", "2026. gada oktobris", "Rīgas 2. nodaļa", "95 %: 3,6–6,8")
    more = ("Draud 5", "35", "Ceturtd.", "Skaitlis.", "40 % · nomierinājās")
    last = ("Tabula 3", "5 % (1 no 8)", "Pasakām to skaļi", "nav par cilvēku", "riga-2", "Šņukste")
    assert [one for one in (*wanted, *more, *last) if one not in text] == []


def test_a_heat_map_has_its_numbers_not_colour_alone() -> None:
    with_heat = text_of(statistics.pdf(replace(empty(), heat=paper().heat))).split()
    without = text_of(statistics.pdf(empty())).split()
    assert with_heat.count("3") - without.count("3") == sum(
        count == 3 for row in paper().heat.counts for count in row
    )


@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_with_nothing_to_tell_it_says_so(language: str) -> None:
    with speaking(language):
        made = statistics.pdf(empty())
    assert pages_of(made) == 1
    assert text_of(made).count("Nekas nav atzīmēts.") == 8


def test_the_longest_words_take_two_pages_at_most() -> None:
    made = statistics.pdf(paper(LONG, lessons=4))
    assert pages_of(made) <= 2
    text = " ".join(text_of(made).split())
    assert text.count("ārpuskārtas") == 5 + 6 * 6 + 6 + 4 * 6


def test_a_higher_rate_is_darker_in_grey_too() -> None:
    greys = [0.3 * c.red + 0.59 * c.green + 0.11 * c.blue for c in map(tone, (0, 0.2, 0.5, 0.8, 1))]
    assert greys == sorted(greys, reverse=True)
    assert 0.8 < greys[0] < 0.97
    assert greys[-1] < 0.4


def test_the_child_process_knows_the_sheet() -> None:
    assert "2026. gada novembris" in text_of(make_pdf(paper()))
