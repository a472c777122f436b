"""A counter that rests after an incident: calm words, and the one button that ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.text import Label


class HoldPage(QWidget):
    """The middle pane meanwhile.

    Signals:
        ready: the clerk is.
    """

    ready = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.title, self.words = Label(role="heading", wrap=True), Label(tone="ink2", wrap=True)
        self.advice = Label(role="small", tone="dim", wrap=True)
        self.button = context.keyed(Button(kind="primary", big=True, guarded=True), "call_next")
        self.button.setMinimumWidth(px(280))
        self.report = context.keyed(Button(kind="link"), "aggression")
        scroll = ScrollColumn(gap=6, margins=(24, 8, 24, 8))
        column(self).addWidget(scroll)
        layout = scroll.column
        layout.addStretch(2)
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(px(16))
        for button in (self.button, self.report):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.advice)
        layout.addStretch(3)
        self.button.clicked.connect(self.ready)
        self.report.clicked.connect(self._report)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.title.setText(_("Take your time."))
        self.words.setText(_("Nobody is called to you until you are ready."))
        self.button.set_text(_("I am ready"))
        self.report.set_text(_("Go on with the report"))
        key = self._context.key("call_next")
        self.advice.setText(_("{key} asks once before it ends the rest.").format(key=key))

    def _report(self) -> None:
        self._context.ask("aggression")


class RestNote(QWidget):
    """The head of the queue meanwhile, and which other counters rest: no names."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.own = Label(tone="ink2", wrap=True)
        self.others = Label(role="small", tone="warn", wrap=True)
        layout = column(self, gap=4, margins=(16, 0, 16, 8))
        layout.addWidget(self.own)
        layout.addWidget(self.others)
        layout.addStretch(1)
        self.hide()

    def show_board(self, board: Board, counter: str) -> None:
        """Say what rests."""
        others = [one for one in board.resting_counters if not (board.resting and one == counter)]
        lines = [_("Counter {counter}: rests").format(counter=one) for one in others]
        own = _("No new client is shown here until you are ready. Other counters go on.")
        self.own.setText(own if board.resting else "")
        self.own.setVisible(board.resting)
        self.others.setText("\n".join(lines))
        self.others.setVisible(bool(lines))
        self.setVisible(board.resting or bool(lines))
