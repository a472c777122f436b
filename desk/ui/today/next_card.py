"""Who is next, why, and the button that calls them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSpacerItem, QWidget

from desk.domain.board import QueueRow
from desk.formats import time_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.words import row_name, services_text, why_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Elided, Label, set_role

_TALL_ENOUGH = 420
"""Height of the pane in design pixels from which the card may take a good part of it."""


class NextCard(QWidget):
    """The soft card at the head of the queue.

    In a low pane it is one line, so that the queue under it is seen: the button stands in the
    middle pane then, and the reason is in the tip.

    Signals:
        call: call the next one.
    """

    call = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row: QueueRow | None = None
        self._elsewhere: QueueRow | None = None
        self._pane: QWidget | None = None
        self.low = False
        self.number = Label(role="number")
        self.what, self.brief = Label(wrap=True), Elided()
        self.why = Label(tone="ink2", wrap=True)
        button = Button(kind="primary", big=True, guarded=True)
        self.button = context.keyed(button, "call_next")
        card = Surface("soft")
        self._inside = column(card, gap=2)
        head = row(gap=10)
        head.addWidget(self.number)
        head.addWidget(self.what, 1)
        head.addWidget(self.brief, 1)
        self._inside.addLayout(head)
        self._inside.addWidget(self.why)
        self._gap = QSpacerItem(0, 0)
        self._inside.addItem(self._gap)
        self._inside.addWidget(self.button)
        column(self, margins=(12, 0, 12, 8)).addWidget(card)
        self.button.clicked.connect(self.call)
        self._arrange()

    def show_row(
        self, row: QueueRow | None, *, busy: bool, elsewhere: QueueRow | None = None
    ) -> None:
        """Show who is next; the button rests while someone is at the counter.

        Args:
            elsewhere: who waits, but for another counter, when nobody is next here.
        """
        self._row, self._elsewhere = row, elsewhere
        self.button.setEnabled(row is not None and not busy)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        row = self._row
        self.button.set_text(_("Call next"))
        self.number.setVisible(row is not None)
        if row is None:
            other = self._elsewhere
            waits = why_text(other.why, (), row_name(other)) if other is not None else ""
            soon = _("The next one appears here as soon as somebody is due.")
            self._say(_("Nobody can be called now"), waits or soon)
            return
        env = self._context.env
        self.number.setText(row.number or (time_text(row.slot) if row.slot else ""))
        parts = [time_text(row.slot) if row.slot and row.number else "", services_text(env, row)]
        what = " · ".join(part for part in parts if part)
        self._say(what, why_text(row.why, env.policy.priority_reasons))

    def showEvent(self, event: QShowEvent) -> None:
        """It lies in its pane by now."""
        super().showEvent(event)
        pane = self.parentWidget()
        if pane is not self._pane and pane is not None:
            self._pane = pane
            pane.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pane has another height."""
        if watched is self._pane and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _say(self, what: str, why: str) -> None:
        self.what.setText(what)
        self.brief.set_whole(what)
        self.brief.setAccessibleName(f"{what}. {why}")
        self.why.setText(why)
        self.setToolTip(why if self.low else "")

    def _fit(self) -> None:
        low = self._pane is not None and self._pane.height() < px(_TALL_ENOUGH)
        if low != self.low:
            self.low = low
            self._arrange()

    def _arrange(self) -> None:
        set_role(self.number, "heading" if self.low else "number")
        margins = (12, 3, 12, 4) if self.low else (12, 10, 12, 12)
        self._inside.setContentsMargins(*map(px, margins))
        self._gap.changeSize(0, 0 if self.low else px(5))
        for part in (self.what, self.why, self.button):
            part.setVisible(not self.low)
        self.brief.setVisible(self.low)
        self.setToolTip(self.why.text() if self.low else "")
