"""The binding must not lose references: one lost per repaint ends the program after minutes.

PySide6 6.12.0 does under Python 3.11 ("deallocating None"), where nothing is immortal yet.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row

ROUNDS = 100


class _Plain(QWidget):
    """Overrides what returns a bool and what returns an object."""

    def event(self, event: QEvent) -> bool:
        return super().event(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        return QSize(100, 40)


@pytest.mark.parametrize("value", [None, True, False])
def test_repainting_loses_no_reference(qtbot: QtBot, value: object) -> None:
    plain, rows = _Plain(), RowList("Queue")
    rows.set_rows([Row(str(n), "title", "subtitle", f"A{n:03}", "18 min") for n in range(10)])
    for widget in (plain, rows):
        qtbot.addWidget(widget)
        widget.show()
        widget.grab()
    before = sys.getrefcount(value)
    for _ in range(ROUNDS):
        plain.adjustSize()
        plain.grab()
        rows.grab()
    assert sys.getrefcount(value) > before - ROUNDS
