"""F1: every key in force, by group."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desk.i18n import _
from desk.ui.keys import KEYS, KeyTable
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.keycap import KeyCap
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label, SectionTitle


class KeysDialog(Dialog):
    """The list of keys."""

    def __init__(self, table: KeyTable) -> None:
        super().__init__(_("Keys"), size="wide")
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(40))
        grid.setVerticalSpacing(px(20))
        groups = list(dict.fromkeys(entry.group for entry in KEYS))
        for place, group in enumerate(groups):
            grid.addWidget(self._group(group, table), place // 2, place % 2)
        self.body.addLayout(grid)
        advice = _(
            "Ctrl+Enter presses the button that has the focus. Letters, Space and Enter"
            " alone never change a ticket."
        )
        self.body.addWidget(Label(advice, tone="ink2", wrap=True))
        close = Button(_("Close"), kind="primary", key="Esc")
        close.clicked.connect(self.leave)
        self.buttons.addWidget(close)
        self._close = close

    def start_focus(self) -> QWidget:
        """There is nothing to do but close."""
        return self._close

    def _group(self, group: str, table: KeyTable) -> QWidget:
        box = QWidget()
        layout = column(box, gap=6)
        layout.addWidget(SectionTitle(_(group)))
        lines = QGridLayout()
        lines.setHorizontalSpacing(px(12))
        lines.setVerticalSpacing(px(6))
        lines.setColumnStretch(1, 1)
        for place, entry in enumerate(entry for entry in KEYS if entry.group == group):
            lines.addWidget(KeyCap(table.key(entry.id)), place, 0)
            lines.addWidget(Label(_(entry.text)), place, 1)
        layout.addLayout(lines)
        layout.addStretch(1)
        return box
