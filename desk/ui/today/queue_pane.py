"""The left pane: who is next, who waits, who is parked; what was done today."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board, QueueRow
from desk.i18n import _, ngettext
from desk.ui.context import Context
from desk.ui.today.hold_card import RestNote
from desk.ui.today.next_card import NextCard
from desk.ui.today.row_actions import RowActions
from desk.ui.today.words import earlier_row, queue_row, row_key
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row


class QueuePane(Panel):
    """The queue of this site as one list.

    Signals:
        call: call the next one; asked(str, object): an action on a line (QueueRow).
        take_in(str): "take_in" or "walk_in" is wanted.
    """

    call = Signal()
    asked = Signal(str, object)
    take_in = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Queue"), parent=parent)
        self._context = context
        self._board: Board | None = None
        self._lines: dict[str, QueueRow] = {}
        self._done = False
        self.next = NextCard(context)
        self.rest = RestNote(self)
        self.list = RowList(_("Queue"))
        self.empty = EmptyState()
        self.actions_row = RowActions()
        self.done = Button(kind="link")
        self.booked = context.keyed(Button(), "take_in")
        self.walk_in = context.keyed(Button(), "walk_in")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.heading.add(self.done)
        self.body.addWidget(self.rest)
        self.body.addWidget(self.next)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.empty, 1)
        self.add_foot(self.actions_row)
        bar = self.add_flow_bar()
        bar.addWidget(self.booked)
        bar.addWidget(self.walk_in)
        self.next.call.connect(self.call)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.actions_row.asked.connect(self._asked)
        self.done.clicked.connect(self._turn)
        self.booked.clicked.connect(self._booked)
        self.walk_in.clicked.connect(self._walk_in)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.booked.set_text(_("Booked client"), _("Take in a booked client"))
        self.walk_in.set_text(_("Walk-in"), _("Take in a walk-in"))
        self.list.setAccessibleName(_("Queue"))
        self.next.retranslate()
        self.actions_row.retranslate()
        if self._board is not None:
            self.show_board(self._board)

    def show_board(self, board: Board) -> None:
        """Show the newest board."""
        self._board = board
        busy = board.serving is not None or not self._context.actor.counter
        first = next((line for line in board.rows if line.callable_here), None)
        elsewhere = next((line for line in board.rows if line.why.code == "other_counter"), None)
        self.next.show_row(first, busy=busy, elsewhere=elsewhere)
        resting = board.resting and board.serving is None
        self.rest.show_board(board, self._context.actor.counter)
        self.next.setVisible(bool(board.rows) and not self._done and not resting)
        rows = self._done_rows(board) if self._done else self._queue_rows(board, first)
        rows = [] if resting and not self._done else rows
        self.list.set_rows(rows)
        focused = self.window().focusWidget() is self.list
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows and not (resting and not self._done))
        if focused and not rows:
            self.focus_start().setFocus()
        self._title(board)
        self._chosen(self.list.key())

    def chosen_line(self) -> QueueRow | None:
        """The line that is chosen."""
        return self._lines.get(self.list.key())

    def focus_start(self) -> QWidget:
        """Where the keyboard begins."""
        return self.list if self.list.isVisible() else self.booked

    def _title(self, board: Board) -> None:
        counts = board.counts
        ended = counts.served + counts.no_show + counts.left + counts.stopped
        self.done.set_text(_("Back to the queue") if self._done else _("Done {n}").format(n=ended))
        self.done.setVisible(bool(ended) or self._done)
        if self._done:
            self.set_title(_("Done today"))
            self.empty.set(_("Nobody was served yet today"))
            return
        waiting = ngettext("{n} waits", "{n} wait", counts.waiting).format(n=counts.waiting)
        average = _("{minutes} min on average").format(minutes=counts.average_wait_minutes)
        self.set_title(_("Queue"), f"{waiting} · {average}" if counts.waiting else "")
        expected = ngettext(
            "{n} booked client is still expected today.",
            "{n} booked clients are still expected today.",
            counts.expected,
        )
        advice = expected.format(n=counts.expected) if counts.expected else ""
        if not advice and board.file_imported_at is None:
            advice = _("The day file has not been imported yet.")
        self.empty.set(_("Nobody is waiting"), advice)

    def _queue_rows(self, board: Board, first: QueueRow | None) -> list[Row]:
        waiting = [line for line in board.rows if line is not first]
        self._lines = {row_key(line): line for line in (*board.rows, *board.parked)}
        self._lines |= {row_key(line): line for line in board.stale_open}
        env = self._context.env
        rows = [queue_row(env, line) for line in waiting]
        rows += self._section(_("Parked"), [queue_row(env, line) for line in board.parked])
        earlier = [earlier_row(env, line) for line in board.stale_open]
        return rows + self._section(_("Open from the last day"), earlier)

    def _done_rows(self, board: Board) -> list[Row]:
        self._lines = {row_key(line): line for line in board.done}
        return [queue_row(self._context.env, line) for line in board.done]

    def _section(self, title: str, rows: list[Row]) -> list[Row]:
        if not rows:
            return []
        return [Row(f"section:{title}", title, heading=True, right=str(len(rows))), *rows]

    def _chosen(self, key: str) -> None:
        line = self._lines.get(key)
        board = self._board
        seated = bool(self._context.actor.counter)
        busy = not seated or (board is not None and (board.serving is not None or board.resting))
        earlier = board is not None and line is not None and line in board.stale_open
        self.actions_row.show_row(line, busy=busy, earlier=earlier)

    def _opened(self, key: str) -> None:
        line = self._lines.get(key)
        if line is not None and self.actions_row.buttons["call_this"].isVisible():
            self.asked.emit("call_this", line)

    def _asked(self, action: str) -> None:
        line = self.chosen_line()
        if line is not None:
            self.asked.emit(action, line)

    def _turn(self) -> None:
        self._done = not self._done
        if self._board is not None:
            self.list.choose("")
            self.show_board(self._board)

    def _booked(self) -> None:
        self.take_in.emit("take_in")

    def _walk_in(self) -> None:
        self.take_in.emit("walk_in")
