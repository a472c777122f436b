"""The middle pane while nobody is at this counter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.formats import time_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.hours_text import doors
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
        self.doors = Label(tone="warn", wrap=True)
        button = Button(kind="primary", big=True, guarded=True)
        self.button = context.keyed(button, "call_next")
        self.button.setMinimumWidth(px(280))
        scroll = ScrollColumn(gap=6, margins=(24, 8, 24, 8))
        column(self).addWidget(scroll)
        layout = scroll.column
        layout.addStretch(2)
        for label in (self.title, self.number, self.what, self.doors):
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
        seated = bool(self._context.actor.counter)
        self._say_doors()
        self.button.setVisible(first is not None and seated)
        self.number.setVisible(first is not None and seated)
        self.title.setVisible(first is not None or not seated)
        if not seated:
            self.title.setText(_("You are at no counter"))
            self.what.setText(_("Sign in with a counter's number to call clients."))
            return
        if first is None:
            waiting = board is not None and bool(board.rows)
            self.what.setText(_("Nobody can be called now") if waiting else _("Nobody is waiting"))
            return
        self.title.setText(_("This counter is free. Next:"))
        self.number.setText(first.number or (time_text(first.slot) if first.slot else ""))
        self.what.setText(services_text(self._context.env, first))

    def _say_doors(self) -> None:
        """At lunch and after closing: what of those who wait."""
        board = self._board
        state = doors(board.hours, board.now) if board is not None and board.rows else None
        shut = state is not None and state.shut
        self.doors.setText(f"{state.text}. {state.tip}" if state is not None and shut else "")
        self.doors.setVisible(shut)
