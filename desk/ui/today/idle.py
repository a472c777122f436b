"""The middle pane while nobody is at this counter."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.domain.day_record import DayState
from desk.formats import time_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.hours_text import doors
from desk.ui.style import px
from desk.ui.today.closing_words import Said, closing_said
from desk.ui.today.opening_box import OpeningBox
from desk.ui.today.words import services_text
from desk.ui.watching.notice import DayFileNotice
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.text import Label, set_role

_TALL_ENOUGH = 340
"""Height in design pixels from which the number is as large as it can be."""


class IdlePage(QWidget):
    """Says that the counter is free, and who could be called.

    Signals:
        call: call the next one.
        ticked(str, bool): an item of the opening checklist; doors: they have been opened.
    """

    call = Signal()
    ticked = Signal(str, bool)
    doors_open = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._board: Board | None = None
        self.title = Label(role="small", tone="dim", wrap=True)
        self.number = Label(role="huge")
        self.what = Label(role="heading", tone="ink2", wrap=True)
        self.doors = Label(tone="warn", wrap=True)
        self.advice = Label(tone="dim", wrap=True)
        self.closing = Label(tone="ink2", wrap=True)
        self.opening = OpeningBox(context.pack.opening)
        button = Button(kind="primary", big=True, guarded=True)
        self.button = context.keyed(button, "call_next")
        self.button.setMinimumWidth(px(280))
        scroll = ScrollColumn(gap=6, margins=(24, 8, 24, 8))
        self.day_file = DayFileNotice(context)
        page = column(self)
        page.addWidget(self.day_file)
        page.addWidget(scroll, 1)
        layout = scroll.column
        layout.addWidget(self.opening)
        layout.addStretch(2)
        for label in (self.title, self.number, self.what, self.advice, self.doors):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(px(16))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(px(10))
        self.closing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.closing)
        layout.addStretch(3)
        self.button.clicked.connect(self.call)
        self.opening.ticked.connect(self.ticked)
        self.opening.doors.connect(self.doors_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window a smaller number leaves room for what is said under it."""
        super().resizeEvent(event)
        set_role(self.number, "huge" if self.height() >= px(_TALL_ENOUGH) else "display")

    def show_board(self, board: Board) -> None:
        """Show who could be called."""
        self._board = board
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.button.set_text(_("Call next"))
        self.day_file.retranslate()
        board = self._board
        first = next((line for line in board.rows if line.callable_here), None) if board else None
        seated = bool(self._context.actor.counter)
        self._say_doors()
        self._say_closing()
        self.button.setVisible(first is not None and seated)
        self.number.setVisible(first is not None and seated)
        self.title.setVisible(first is not None or not seated)
        self.advice.hide()
        if not seated:
            self.title.setText(_("You are at no counter"))
            self.what.setText(_("Sign in with a counter's number to call clients."))
            return
        if first is None:
            waiting = board is not None and bool(board.rows)
            self.what.setText(_("Nobody can be called now") if waiting else _("Nobody is waiting"))
            self._advise(waiting=waiting)
            return
        self.title.setText(_("This counter is free. Next:"))
        self.number.setText(first.number or (time_text(first.slot) if first.slot else ""))
        self.what.setText(services_text(self._context.env, first))

    def tick(self, now: datetime) -> None:
        """A second passed."""
        self.opening.tick(now)

    def _advise(self, *, waiting: bool) -> None:
        """A day on which nothing has happened yet: what to begin with."""
        board, key = self._board, self._context.key
        fresh = board is not None and not (board.done or board.file_imported_at or waiting)
        text = _("Import the day file ({file}), or take in who comes ({walk_in}).")
        self.advice.setText(text.format(file=key("import_day"), walk_in=key("walk_in")))
        self.advice.setVisible(fresh)

    def _say_closing(self) -> None:
        """When the last client leaves, once the doors are open; the checklist before that."""
        board = self._board
        if board is None:
            return
        beginning = self.opening.show_board(board)
        if board.record is not None and board.record.state is DayState.CLOSED:
            said = Said(_("The day is closed."))
        else:
            said = Said("") if beginning else closing_said(board.closing)
        self.closing.setText(said.text)
        self.closing.set_tone(said.tone)
        self.closing.setVisible(bool(said.text))

    def _say_doors(self) -> None:
        """At lunch and after closing: what of those who wait."""
        board = self._board
        state = doors(board.hours, board.now) if board is not None and board.rows else None
        shut = state is not None and state.shut
        self.doors.setText(f"{state.text}. {state.tip}" if state is not None and shut else "")
        self.doors.setVisible(shut)
