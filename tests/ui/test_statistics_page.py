"""The page Statistics in the window: by keys alone, as charts and tables, in each of its states."""

from __future__ import annotations

import os
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from everywhere import resize, settled
from fitting import misfits
from outlines import Outline
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.statistics import Span
from desk.domain.topics import Topic
from desk.services import statistics
from desk.ui.branch.pages import pages_of
from desk.ui.branch.view import BranchScreen
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.statistics.card import Card
from desk.ui.statistics.chart import Chart
from desk.ui.statistics.giving import save_csv
from desk.ui.statistics.page import StatisticsPage
from desk.ui.statistics.spans import Unit
from desk.ui.widgets.text import Elided

KEPT = Path(__file__).parent / "snapshots"
ALT = Qt.KeyboardModifier.AltModifier
NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def _page(driver: Driver, login: str = "ilze") -> StatisticsPage:
    driver.window.use_language("en")
    work_as(driver, login)
    screen = show(driver, "branch")
    assert isinstance(screen, BranchScreen)
    screen.arrive("statistics")
    page = screen.page()
    assert isinstance(page, StatisticsPage)
    settled(driver, page)
    return page


def also_october(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo has one month; here another one holds data."""
    monkeypatch.setattr(statistics, "months", lambda *_given: (NOVEMBER, OCTOBER))


def refused(*_given: Any, **_named: Any) -> Any:
    raise DeskError("db.busy")


def test_head_and_deputy_see_it_and_nobody_else() -> None:
    seen = {role for role in Role if "statistics" in {page.name for page in pages_of(role)}}
    assert seen == {Role.HEAD, Role.DEPUTY, Role.SYSTEM}


def test_the_demo_month_in_figures(driver: Driver) -> None:
    page = _page(driver)
    assert page.chooser.span == NOVEMBER and page.chooser.text() == "November 2026"
    assert page.found is not None and page.found.figures is not None
    figures = page.found.figures
    first = page.board.tiles[0]
    assert first.name.text() == "Aggression"
    assert first.number.text() == str(figures.aggression.per_visits.count)
    assert "too few to compare" in first.lines.text()
    assert first.accessibleName().startswith("Aggression, ")
    heading = page.panel.heading.findChild(Elided)
    assert isinstance(heading, Elided)
    assert heading.accessibleName() == (
        f"November 2026 · {figures.visits} visits · {figures.reports} reports"
    )


def test_from_the_list_of_pages_to_a_bar_and_a_table_by_keys(driver: Driver) -> None:
    driver.window.use_language("en")
    work_as(driver, "ilze")
    driver.press(Key.Key_6, CTRL)
    screen = driver.shell.screens["branch"]
    assert isinstance(screen, BranchScreen)
    while screen._list.key() != "statistics":
        before = screen._list.key()
        screen._list.setFocus()  # some pages begin in a field of their own
        driver.press(Key.Key_Down)
        assert screen._list.key() != before
    page = screen.page()
    assert isinstance(page, StatisticsPage)
    settled(driver, page)
    for _step in range(12):
        driver.press(Key.Key_Tab)
        if isinstance(driver.window.focusWidget(), Chart):
            break
    chart = driver.window.focusWidget()
    assert isinstance(chart, Chart) and chart is page.board.cards["months"].chart
    assert chart.foot().startswith("November 2026 – Count: ")
    driver.press(Key.Key_Tab)
    levels = driver.window.focusWidget()
    assert levels is page.board.cards["levels"].chart
    driver.press(Key.Key_Down)
    assert page.board.cards["levels"].chart.foot().startswith("1 · ")
    driver.press(Key.Key_T, CTRL)
    page.board.turns.finish()
    table = page.board.cards["levels"].table
    assert table is not None and table.isVisible()
    assert table.figures.index(1, 0).data().startswith("1 · ")
    driver.press(Key.Key_T, CTRL)
    page.board.turns.finish()
    assert levels.isVisible()


def test_the_focus_stays_with_its_figures(driver: Driver) -> None:
    page = _page(driver)
    card = page.board.cards["levels"]
    card.chart.setFocus(Qt.FocusReason.TabFocusReason)
    page.turn()
    page.board.turns.finish()
    assert driver.window.focusWidget() is card.table
    page.turn()
    page.board.turns.finish()
    assert driver.window.focusWidget() is card.chart


def test_spans_by_keys_and_from_the_list(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    also_october(monkeypatch)
    page = _page(driver)
    chooser = page.chooser
    assert chooser.earlier.isEnabled() and not chooser.later.isEnabled()
    chooser.list.setFocus()
    driver.press(Key.Key_Left, ALT)
    driver.until(lambda: page.found and page.found.span == OCTOBER)
    settled(driver, page)
    assert not page.board.quiet.isHidden(), "October has no report: it says what to think of it"
    driver.press(Key.Key_Right, ALT)
    driver.until(lambda: page.found and page.found.span == NOVEMBER)
    chooser.units.button("quarter").click()
    driver.until(lambda: page.found and page.found.unit is Unit.QUARTER)
    assert chooser.text() == "IV quarter 2026"
    chooser.units.button("year").click()
    driver.until(lambda: page.found and page.found.unit is Unit.YEAR)
    assert page.found is not None and page.found.span is not None
    assert page.found.span.first == date(2026, 1, 1)
    chooser.units.button("month").click()
    driver.until(lambda: page.found and page.found.unit is Unit.MONTH)
    assert chooser.span == NOVEMBER
    assert [chooser.list.itemText(n) for n in range(chooser.list.count())] == [
        "November 2026",
        "October 2026",
    ]


def test_another_spans_figures_are_never_under_this_ones_name(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    also_october(monkeypatch)
    page = _page(driver)
    gate = threading.Event()
    whole = statistics.of_branch

    def slow(*given: Any, **named: Any) -> Any:
        gate.wait(10)
        return whole(*given, **named)

    monkeypatch.setattr(statistics, "of_branch", slow)
    page.chooser.move_by(1)
    driver.until(page.pages.words.isVisible)
    assert not page.board.isVisible() and not page.pages.retry.isVisible()
    gate.set()
    driver.until(page.board.isVisible)
    assert page.found is not None and page.found.span == OCTOBER


def test_what_cannot_be_read_offers_to_try_again(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    also_october(monkeypatch)
    page = _page(driver)
    with monkeypatch.context() as patch:
        patch.setattr(statistics, "of_branch", refused)
        page.chooser.move_by(1)
        driver.until(page.pages.retry.isVisible)
    page.pages.retry.click()
    driver.until(page.board.isVisible)
    with monkeypatch.context() as patch:
        patch.setattr(statistics, "of_branch", refused)
        page.refresh()
        driver.until(driver.window.messages.isVisible)
    assert page.board.isVisible(), "the same figures, only older, stay in sight"


def test_without_any_data_it_says_how_figures_come(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "months", lambda *_given: ())
    driver.window.use_language("en")
    work_as(driver, "ilze")
    screen = show(driver, "branch")
    assert isinstance(screen, BranchScreen)
    screen.arrive("statistics")
    page = screen.page()
    assert isinstance(page, StatisticsPage)
    driver.until(page.nothing.isVisible)
    assert "first visits" in page.nothing._advice.text()
    assert not page.sheet.isEnabled() and not page.csv.isEnabled()
    assert not page.tables.isEnabled()


def test_a_new_report_is_counted_at_once(driver: Driver) -> None:
    page = _page(driver)
    before = page.found
    driver.window.bus.changed.emit(frozenset({Topic.INCIDENTS}))
    driver.until(lambda: page.found is not before)
    assert page.board.isVisible()


def test_the_monthly_sheet_opens_in_the_preview(driver: Driver) -> None:
    page = _page(driver)
    page.sheet.click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, PreviewDialog)
    driver.bot.waitUntil(lambda: dialog.pdf != b"", timeout=30_000)
    assert dialog.pdf.startswith(b"%PDF")


def test_the_file_names_nobody_and_hides_what_is_small(driver: Driver, tmp_path: Path) -> None:
    page = _page(driver)
    path = tmp_path / "figures.csv"
    save_csv(page.context, NOVEMBER, path)
    driver.until(path.exists)
    driver.until(lambda: path.stat().st_size)
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith("site;month;figure") and "riga-2;2026-11" in text
    names = ask(driver, lambda reader: [one.name for one in reader.accounts.all()])
    assert names and not [name for name in names if name in text]


def test_nothing_of_a_person_is_on_the_page(driver: Driver) -> None:
    page = _page(driver)
    names = ask(driver, lambda reader: [one.name for one in reader.accounts.all()])
    told = " ".join(card.picture.summary() for card in page.board.cards.values())
    assert not [name for name in names if name in told]


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
def test_everything_has_its_room_in_each_look(
    driver: Driver, look: str, size: tuple[int, int]
) -> None:
    driver.window.use_theme(look)
    driver.until(lambda: driver.shell.feed.board is not None)
    page = _page(driver)
    resize(driver.window, *size)
    assert misfits(page) == []
    page.turn()
    page.board.turns.finish()
    resize(driver.window, *size)
    assert misfits(page) == []


def test_everything_has_its_room_in_large_text(driver: Driver) -> None:
    driver.window.use_scale(150)
    driver.until(lambda: driver.shell.feed.board is not None)
    page = _page(driver)
    for size in ((1366, 768), (1024, 700)):
        resize(driver.window, *size)
        assert misfits(page) == []
        area = page.board.viewport()
        assert area.height() >= 120, "some of the figures are in sight"


def test_nothing_lies_outside_while_it_is_filled(driver: Driver) -> None:
    page = _page(driver)
    assert page.found is not None and page.found.figures and page.found.trend
    page.board.show_figures(page.found.figures, page.found.trend)
    assert misfits(page) == []
    page.board.turns.finish()
    page.board.use_tables(True)
    assert misfits(page) == []


def test_another_language_is_spoken_everywhere(driver: Driver) -> None:
    page = _page(driver)
    driver.window.use_language("lv")
    page.board.turns.finish()
    months = page.board.cards["months"].picture
    assert months.points[0].label == "2026. gada novembris"
    assert page.chooser.text() == "2026. gada novembris"
    assert "," in page.board.cards["levels"].picture.points[1].cells[2]


def test_charts_are_told_to_a_screen_reader(driver: Driver) -> None:
    page = _page(driver)
    cards = page.findChildren(Card)
    assert len(cards) == 25
    for card in cards:
        spoken = QAccessible.queryAccessibleInterface(card.chart)
        assert spoken.text(QAccessible.Text.Name) == card.title.text()
        assert spoken.text(QAccessible.Text.Description)


def test_the_building_never_halts_the_window(driver: Driver) -> None:
    """Each card is a turn of its own: keys come in between."""
    page = _page(driver)
    assert page.found is not None and page.found.figures is not None
    figures = page.found.figures
    steps = sum(1 for _step in page.board._filling(figures, figures))
    assert steps >= len(page.board.cards)


def test_a_months_later_clock_shows_the_newest_month_first(driver: Driver) -> None:
    page = _page(driver)
    assert page.found is not None
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert page.found.months[0].last >= now.date()


@pytest.mark.parametrize("form", ["charts", "tables"])
def test_the_page_keeps_its_outline(driver: Driver, form: str) -> None:
    """Made anew with UPDATE_OUTLINES=1, after a change that is meant and was looked at."""
    driver.window.use_theme("light")
    driver.until(lambda: driver.shell.feed.board is not None)
    page = _page(driver)
    if form == "tables":
        page.turn()
        page.board.turns.finish()
    resize(driver.window, 1366, 768)
    outline, path = Outline.of(driver.window), KEPT / f"statistics-{form}.json"
    if os.environ.get("UPDATE_OUTLINES"):
        outline.write(path)
    assert outline.differences(Outline.read(path)) == []
