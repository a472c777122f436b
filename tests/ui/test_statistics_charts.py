"""The charts of the statistics: painted, spoken, walked by keys; colours that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contrasts import contrast
from driver import CTRL, NONE, Key
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from rich_year import rich_year, sparse_month
from virtual import VirtualClock

from desk.app import open_app
from desk.i18n import language, set_language
from desk.services.env import Env
from desk.ui.statistics.bars import Bars
from desk.ui.statistics.board import Board
from desk.ui.statistics.card import Card
from desk.ui.statistics.chart import Chart
from desk.ui.statistics.columns import Columns
from desk.ui.statistics.heat import Heat
from desk.ui.statistics.ladder import LadderChart
from desk.ui.statistics.paints import SHADES, ink_on, shade
from desk.ui.style import apply_style, colour
from desk.ui.themes import THEMES
from desk.ui.widgets.discard import discard
from desk.ui.widgets.layout import column
from desk.ui.widgets.panel import Panel


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def env(demo_folder: Path, demo_clock: VirtualClock) -> Iterator[Env]:
    """The demo's institution."""
    app = open_app(demo_folder, clock=demo_clock)
    yield app.env
    app.close()


@pytest.fixture
def board(qapp: QApplication, env: Env) -> Iterator[Board]:
    """The rich year, shown whole."""
    holder = QWidget()
    made = Board(env)
    panel = Panel()
    panel.body.addWidget(made)
    column(holder).addWidget(panel)
    holder.resize(1100, 700)
    holder.show()
    made.show_figures(rich_year(), rich_year())
    made.turns.finish()
    QApplication.processEvents()
    yield made
    _gone(holder)


def _gone(window: QWidget) -> None:
    """Deleted at once: whatever is alive is dressed anew with each look."""
    discard(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _seen(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _charts(board: Board) -> dict[str, Chart]:
    return {key: card.chart for key, card in board.cards.items()}


def test_each_look_has_its_painter(board: Board) -> None:
    kinds = {key: type(chart) for key, chart in _charts(board).items()}
    assert kinds["months"] is Columns and kinds["heat"] is Heat
    assert kinds["ladder"] is LadderChart and kinds["levels"] is kinds["causes"] is Bars
    assert len(kinds) == 25


def test_a_screen_reader_gets_the_title_and_every_figure(board: Board) -> None:
    for key, chart in _charts(board).items():
        spoken = QAccessible.queryAccessibleInterface(chart)
        said = spoken.text(QAccessible.Text.Description)
        picture = board.cards[key].picture
        assert spoken.text(QAccessible.Text.Name) == picture.title
        assert all(picture.say(point) in said for point in picture.points)


def test_arrows_walk_over_the_points_and_the_foot_tells_the_figures(board: Board) -> None:
    chart = board.cards["levels"].chart
    picture = board.cards["levels"].picture
    assert chart.foot() == picture.note
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.foot() == picture.say(picture.points[0])
    QTest.keyClick(chart, Key.Key_Down)
    QTest.keyClick(chart, Key.Key_Right)
    assert chart.foot() == picture.say(picture.points[2])
    QTest.keyClick(chart, Key.Key_End)
    QTest.keyClick(chart, Key.Key_Down)
    assert chart.spoken() == picture.points[-1]
    QTest.keyClick(chart, Key.Key_Home)
    assert chart.spoken() == picture.points[0]
    chart.clearFocus()
    assert chart.foot() == picture.note


def test_in_the_week_arrows_go_by_hour_and_by_day(board: Board) -> None:
    chart = board.cards["heat"].chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key, place in (
        (Key.Key_Right, (9, 0)), (Key.Key_Down, (9, 1)), (Key.Key_Left, (8, 1)),
        (Key.Key_Up, (8, 0)), (Key.Key_Up, (8, 0)),
    ):  # fmt: skip
        QTest.keyClick(chart, key)
        point = chart.spoken()
        assert point is not None and point.at == place


def test_the_pointer_tells_the_same_as_the_keys(board: Board) -> None:
    for chart in _charts(board).values():
        board.ensureWidgetVisible(chart)
        for point, box in zip(chart.points, chart.boxes, strict=True):
            assert chart.rect().contains(box.toAlignedRect().adjusted(1, 1, -1, -1))
            QTest.mouseMove(chart, box.center().toPoint())
            assert chart.spoken() == point
        QTest.mouseMove(chart, QPoint(chart.width() - 1, chart.height() - 1))


def test_the_figures_can_be_copied_from_chart_and_table(board: Board) -> None:
    card = board.cards["causes"]
    QTest.keyClick(card.chart, Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert copied == card.picture.lines()
    board.use_tables(True)
    board.turns.finish()
    assert card.table is not None
    QTest.keyClick(card.table, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == copied


def test_tables_tell_what_the_charts_tell(board: Board) -> None:
    board.use_tables(True)
    board.turns.finish()
    for card in board.cards.values():
        if not card.picture.points:
            assert card.table is None and not card.chart.isHidden()
            continue
        table = card.table
        assert table is not None and card.chart.isHidden() and not table.isHidden()
        heads, *rows = card.picture.table()
        figures = table.figures
        shown = [
            tuple(figures.index(row, place).data() for place in range(figures.columnCount()))
            for row in range(figures.rowCount())
        ]
        assert shown == rows
        across = Qt.Orientation.Horizontal
        assert tuple(figures.headerData(n, across) for n in range(len(heads))) == heads
        spoken = figures.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == f"{heads[1]}: {rows[0][1]}"
    board.use_tables(False)
    board.turns.finish()
    assert all(not card.chart.isHidden() for card in board.cards.values())


def test_other_figures_take_the_place_of_the_old_ones(board: Board) -> None:
    cards = dict(board.cards)
    month = sparse_month()
    board.show_figures(month, month)
    board.turns.finish()
    assert board.cards == cards
    acts = board.cards["acts"].chart
    assert acts.points == () and acts.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert "None was reported" in acts.accessibleDescription()
    assert board.quiet.isHidden()


def test_a_span_without_a_report_says_what_to_think_of_it(board: Board) -> None:
    quiet = replace(rich_year(), reports=0)
    board.show_figures(quiet, quiet)
    board.turns.finish()
    assert not board.quiet.isHidden() and "F9" in board.said.text()


@pytest.mark.parametrize("theme", THEMES)
def test_bars_and_their_hatching_stand_out(qapp: QApplication, theme: str) -> None:
    values = THEMES[theme]
    for name in ("accent", "green", "edge", "ink", "ink2"):
        assert contrast(getattr(values, name), values.panel) >= 3, name
    apply_style(qapp, 1.0, theme)
    assert colour("accent") == QColor(values.accent)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", range(len(SHADES)))
def test_figures_in_the_heat_map_can_be_read(qapp: QApplication, theme: str, place: int) -> None:
    apply_style(qapp, 1.0, theme)
    least = 7.0 if theme == "contrast" else 4.5
    assert contrast(ink_on(place).name(), shade(place).name()) >= least


@pytest.mark.parametrize("theme", THEMES)
def test_the_shades_grow_steadily(qapp: QApplication, theme: str) -> None:
    apply_style(qapp, 1.0, theme)
    ground = colour("panel").name()
    told = [contrast(shade(place).name(), ground) for place in range(len(SHADES))]
    assert told == sorted(told) and told[0] == 1 and told[-1] >= 3


def test_focus_is_seen(board: Board) -> None:
    chart = board.cards["triggers"].chart
    board.ensureWidgetVisible(chart)
    before = _seen(chart)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    after = _seen(chart)
    corner = after.pixelColor(chart.width() // 2, 1)
    assert contrast(corner.name(), before.pixelColor(chart.width() // 2, 1).name()) >= 3


def test_what_is_too_few_is_painted_another_way(board: Board) -> None:
    """Not by colour alone: a hatched bar has ground between its lines."""
    months = board.cards["months"].chart
    board.ensureWidgetVisible(months)
    picture = _seen(months)
    accent = colour("accent").name()
    for point, box in zip(months.points, months.boxes, strict=True):
        if not point.value:
            continue
        left = round(box.center().x() - box.width() * 0.15)
        low = round(box.top() + months._plot().height() - 2 * months._line()) - 24
        inside = {picture.pixelColor(left + dx, low + dy).name() for dx in range(6)
                  for dy in range(8)}  # fmt: skip
        if point.few:
            assert len(inside) > 1
        else:
            assert inside == {accent}


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("width", [460, 720, 1100])
def test_every_chart_has_its_room(env: Env, qapp: QApplication, percent: int, width: int) -> None:
    apply_style(qapp, percent / 100)
    board = Board(env)
    board.resize(width, 700)
    board.show()
    board.show_figures(rich_year(), rich_year())
    board.turns.finish()
    for _ in range(8):
        QApplication.processEvents()
    room = board.viewport().width()
    for key, card in board.cards.items():
        place = card.mapTo(board.widget(), QPoint(0, 0))
        assert place.x() >= 0 and place.x() + card.width() <= room, key
        chart = card.chart
        assert chart.height() == chart.heightForWidth(chart.width()), key
        assert all(box.right() <= chart.width() for box in chart.boxes), key
    two = board.grid.columns(board.grid.geometry().width()) == 2
    assert two == (width == 1100 and percent == 100)
    _gone(board)


def test_keys_of_the_program_pass_through(board: Board) -> None:
    chart = board.cards["levels"].chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    place = chart.spoken()
    for key, held in ((Key.Key_F9, NONE), (Key.Key_Left, Qt.KeyboardModifier.AltModifier)):
        QTest.keyClick(chart, key, held)
        assert chart.spoken() == place


def test_a_card_alone_says_when_there_is_nothing(qtbot: QtBot, board: Board) -> None:
    picture = board.cards["causes"].picture
    card = Card(replace(picture, points=()), as_table=True)
    qtbot.addWidget(card)
    card.resize(400, 200)
    assert card.table is None
    assert card.chart.heightForWidth(400) > 0
    card.grab()
