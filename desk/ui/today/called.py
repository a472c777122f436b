"""The middle pane while a client is on the way to the counter."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import Serving
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.clock import RunningClock
from desk.ui.today.words import served_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import ScrollColumn, column, row
from desk.ui.widgets.text import Label, set_role

_TALL_ENOUGH = 340
"""Height in design pixels from which a line over the number has its room."""


class CalledPage(QWidget):
    """The number large; client came, call again, did not come.

    Signals:
        asked(str): "start", "recall", "no_show".
    """

    asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._serving: Serving | None = None
        self.title = Label(role="small", tone="dim", wrap=True)
        self.number = Label(role="huge")
        self.what = Label(role="heading", tone="ink2", wrap=True)
        self.who = Label(tone="ink2", wrap=True)
        self.clock = RunningClock(_("Called"))
        self.calls = Label(tone="ink2")
        self.start = self._button("start", "primary")
        self.recall = self._button("recall", "normal")
        self.no_show = self._button("no_show", "normal")
        self._build()
        self.retranslate()

    def _button(self, action: str, kind: str) -> Button:
        button = self._context.keyed(Button(kind=kind, guarded=True), action)
        button.setProperty("action", action)
        button.clicked.connect(self._clicked)
        return button

    def _build(self) -> None:
        scroll = ScrollColumn(gap=6, margins=(24, 8, 24, 8))
        column(self).addWidget(scroll)
        layout = scroll.column
        layout.addStretch(2)
        for label in (self.title, self.number, self.what, self.who):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        line = row(gap=12)
        line.addStretch(1)
        line.addWidget(self.clock)
        line.addWidget(self.calls)
        line.addStretch(1)
        layout.addSpacing(px(8))
        layout.addLayout(line)
        layout.addSpacing(px(16))
        flow = Flow(gap=8, centred=True)
        for button in (self.start, self.recall, self.no_show):
            flow.addWidget(button)
        layout.addLayout(flow)
        layout.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the heading of the pane says enough, and the number is smaller."""
        super().resizeEvent(event)
        tall = self.height() >= px(_TALL_ENOUGH)
        self.title.setVisible(tall)
        set_role(self.number, "huge" if tall else "display")

    def show_serving(self, serving: Serving, now: datetime) -> None:
        """Show who was called."""
        self._serving = serving
        self.clock.run_from(serving.since, now)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.start.set_text(_("Client came"))
        self.recall.set_text(_("Call again"))
        self.no_show.set_text(_("Did not come"))
        self.title.setText(_("Called to this counter"))
        serving = self._serving
        if serving is None:
            return
        visit, limit = serving.visit, self._context.env.policy.call_order.call_limit
        self.number.setText(visit.number)
        env = self._context.env
        self.what.setText(", ".join(served_text(env, serving, item) for item in visit.services))
        self.who.setText(serving.person.name if serving.person else "")
        self.who.setVisible(bool(self.who.text()))
        text = _("call {n} of {limit}").format(n=visit.calls, limit=limit)
        self.calls.setText(text)
        enough = visit.calls >= limit
        self.no_show.setEnabled(enough)
        tip = "" if enough else _("After {limit} calls").format(limit=limit)
        self.no_show.setToolTip(tip)

    def _clicked(self) -> None:
        self.asked.emit(str(self.sender().property("action")))
