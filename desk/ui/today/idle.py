"""The middle pane while nobody is at this counter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.formats import time_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.words import services_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.text import Label


class IdlePage(QWidget):
    """Says that the counter is free, and who could be called.

    Signals:
        call: call the next one.
    """

    call = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._board: Board | None = None
        self.title = Label(role="small", tone="dim", wrap=True)
        self.number = Label(role="huge")
        self.what = Label(role="heading", tone="ink2", wrap=True)
        key = context.key("call_next")
        self.button = Button(kind="primary", key=key, big=True, guarded=True)
        self.button.setMinimumWidth(px(280))
        scroll = ScrollColumn(gap=6, margins=(24, 8, 24, 8))
        column(self).addWidget(scroll)
        layout = scroll.column
        layout.addStretch(2)
        for label in (self.title, self.number, self.what):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(px(16))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.button.clicked.connect(self.call)

    def show_board(self, board: Board) -> None:
        """Show who could be called."""
        self._board = board
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.button.set_text(_("Call next"))
        board = self._board
        first = next((line for line in board.rows if line.callable_here), None) if board else None
        self.button.setVisible(first is not None)
        if first is None:
            self.title.setText("")
            self.number.setText("")
            self.what.setText(_("Nobody is waiting"))
            return
        self.title.setText(_("This counter is free. Next:"))
        self.number.setText(first.number or (time_text(first.slot) if first.slot else ""))
        self.what.setText(services_text(self._context.env, first))
