"""Headquarters: the page of the Branch screen for whoever keeps the data safe."""

from __future__ import annotations

from collections.abc import Set

from desk.i18n import _
from desk.services.sync_state import SyncState
from desk.ui.context import Context
from desk.ui.screen import Screen
from desk.ui.sync.line_panel import LinePanel
from desk.ui.sync.refused_panel import RefusedPanel
from desk.ui.sync.state_box import StateBox
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.panel import Panel


class SyncPage(Screen):
    """State, refusals, settings."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = Panel(" ", gap=8, margins=(16, 0, 16, 14))
        self.box = StateBox(context)
        self.state.body.addWidget(self.box)
        self.refused, self.line = RefusedPanel(context), LinePanel(context)
        scroll = ScrollColumn(gap=12)
        column(self).addWidget(scroll)
        for panel in (self.state, self.refused, self.line):
            scroll.column.addWidget(panel)
        scroll.column.addStretch(1)
        self.refused.hide()
        self.box.shown.connect(self._show)
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Headquarters")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read how this PC stands."""
        self.box.refresh()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.state.set_title(_("Line to headquarters"))
        self.box.retranslate()
        self.refused.retranslate()
        self.line.retranslate()

    def arrive(self, search: str = "") -> None:
        """The keyboard stays in the list of pages; Tab leads here."""

    def _show(self, known: SyncState) -> None:
        self.refused.show_known(known)
        self.line.show_known(known)
