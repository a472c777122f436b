"""Who is next, why, and the button that calls them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import QueueRow
from desk.formats import time_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.today.words import row_name, services_text, why_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label


class NextCard(QWidget):
    """The soft card at the head of the queue.

    Signals:
        call: call the next one.
    """

    call = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row: QueueRow | None = None
        self._elsewhere: QueueRow | None = None
        self.number = Label(role="number")
        self.what = Label(wrap=True)
        self.why = Label(tone="ink2", wrap=True)
        button = Button(kind="primary", big=True, guarded=True)
        self.button = context.keyed(button, "call_next")
        card = Surface("soft")
        inside = column(card, gap=2, margins=(12, 10, 12, 12))
        head = row(gap=10)
        head.addWidget(self.number)
        head.addWidget(self.what, 1)
        inside.addLayout(head)
        inside.addWidget(self.why)
        inside.addSpacing(inside.contentsMargins().top() // 2)
        inside.addWidget(self.button)
        column(self, margins=(12, 0, 12, 8)).addWidget(card)
        self.button.clicked.connect(self.call)

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
            self.what.setText(_("Nobody can be called now"))
            other = self._elsewhere
            waits = why_text(other.why, (), row_name(other)) if other is not None else ""
            self.why.setText(waits or _("The next one appears here as soon as somebody is due."))
            return
        env = self._context.env
        self.number.setText(row.number or (time_text(row.slot) if row.slot else ""))
        parts = [time_text(row.slot) if row.slot and row.number else "", services_text(env, row)]
        self.what.setText(" · ".join(part for part in parts if part))
        self.why.setText(why_text(row.why, env.policy.priority_reasons))
