"""A screen reader that asks a scrolled column for parts that are no longer there."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk.ui.widgets.layout import ScrollColumn, clear


def _tall(qtbot: QtBot, lines: int) -> ScrollColumn:
    shown = ScrollColumn()
    qtbot.addWidget(shown)
    for number in range(lines):
        shown.column.addWidget(QLabel(str(number)))
    shown.resize(200, 100)
    shown.show()
    return shown


def test_the_bar_that_goes_away_takes_no_part_with_it(qtbot: QtBot) -> None:
    shown = _tall(qtbot, 40)
    qtbot.waitUntil(shown.verticalScrollBar().isVisible)
    seen = QAccessible.queryAccessibleInterface(shown)
    counted = seen.childCount()
    clear(shown.column)
    qtbot.waitUntil(lambda: not shown.verticalScrollBar().isVisible())
    assert seen.childCount() == counted
    assert all(seen.child(part) is not None for part in range(counted))


def test_a_part_that_never_was_is_none(qtbot: QtBot) -> None:
    shown = _tall(qtbot, 1)
    seen = QAccessible.queryAccessibleInterface(shown)
    assert {seen.child(part) for part in range(seen.childCount(), 200)} == {None}


def test_what_the_column_shows_is_still_found(qtbot: QtBot) -> None:
    shown = _tall(qtbot, 2)
    inner = QAccessible.queryAccessibleInterface(shown.inner)
    texts = [inner.child(part).text(QAccessible.Text.Name) for part in range(inner.childCount())]
    assert texts == ["0", "1"]
    viewport = inner.parent()
    assert viewport.parent().object() is shown
