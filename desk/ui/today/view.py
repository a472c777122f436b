"""The Today screen: queue, visit, what to do now; the take-in panel beside the visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board, QueueRow, RunningCall
from desk.domain.errors import DeskError
from desk.domain.opening import spans
from desk.domain.visit import Visit
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.feed import BoardFeed
from desk.ui.screen import Screen
from desk.ui.slips import open_slips
from desk.ui.slips.ticket import TicketPrinter
from desk.ui.today.columns import Columns
from desk.ui.today.controller import TodayController
from desk.ui.today.forms import Forms
from desk.ui.today.guide_pane import GuidePane
from desk.ui.today.middle_pane import MiddlePane
from desk.ui.today.panels.call import CallPanel
from desk.ui.today.queue_pane import QueuePane
from desk.ui.today.takein.pane import TakeInPane
from desk.ui.turns import Steps, Turns
from desk.ui.visit_history import open_history
from desk.ui.widgets.layout import column
from desk.ui.widgets.stack import FreeStack

_AT_COUNTER = ("finish", "park", "transfer", "undo", "refuse", "stop", "contact", "add_service")
_FORM_LINE = ("call_this", "late", "correct")
_PAPER_LINE: dict[str, Callable[[Context, UUID, str], object]] = {
    "papers": open_slips,
    "history": lambda context, visit, _number: open_history(context, visit),
}


class TodayScreen(Screen):
    """The clerk's day."""

    def __init__(self, context: Context, feed: BoardFeed) -> None:
        super().__init__(context)
        self.feed = feed
        self.controller = TodayController(context, self)
        self.columns = Columns(self)
        self.left = FreeStack(self.columns)
        self.queue = QueuePane(context, self.left)
        self._take_in: TakeInPane | None = None
        self.middle = MiddlePane(context, self.columns)
        self.guide = GuidePane(context, self.columns)
        self.forms = Forms(context, self.middle, self.controller)
        self.tickets = TicketPrinter(context, self)
        self.left.addWidget(self.queue)
        self.columns.hold(self.left, self.middle, self.guide)
        self._before: QWidget | None = None
        self._turns = Turns(self)
        self._then = QTimer(self)
        self._then.setSingleShot(True)
        column(self).addWidget(self.columns)
        self._connect()
        self.columns.retranslate()  # the panes were born in the language in force

    @property
    def take_in(self) -> TakeInPane:
        """The take-in panel, made when it is first needed, or while nobody waits."""
        if self._take_in is None:
            made = self._take_in = TakeInPane(self.context)
            self.left.addWidget(made)
            made.taken.connect(self._taken)
            made.left.connect(self._close_take_in)
        return self._take_in

    def preparing(self) -> Steps:
        """The take-in panel."""
        assert self.take_in is not None
        yield

    def _connect(self) -> None:
        self.feed.changed.connect(self._show)
        self._then.timeout.connect(self._follow)  # a turn later: no turn of the loop takes long
        self.feed.ticked.connect(self._tick)
        self.queue.call.connect(self.controller.call_next)
        self.queue.asked.connect(self._line)
        self.queue.take_in.connect(self._open_take_in)
        self.middle.idle.call.connect(self.controller.call_next)
        self.middle.idle.ticked.connect(self.controller.opening_item)
        self.middle.idle.doors_open.connect(self.controller.doors_open)
        self.middle.ready.connect(self.controller.ready)
        self.middle.called.asked.connect(self.act)
        self.middle.bar.asked.connect(self.act)
        self.middle.closed.connect(self._follow)
        self.middle.stop.connect(self._stop)
        self.guide.asked.connect(self._guide)
        self.guide.note.connect(self._note_of_call)
        self.controller.rang.connect(self._ringing)
        self.controller.done.connect(self.middle.close_panel)
        self.controller.refused.connect(self._refused)
        self.controller.taken.connect(self.tickets.taken_in)
        serving = self.middle.serving
        serving.services.add.connect(self._add_service)
        serving.services.remove.connect(self._remove_service)
        serving.checks.ticked.connect(self._ticked)
        serving.checks.contact.connect(self._contact)
        serving.checks.assistance.connect(self._assistance)
        serving.notes.changed.connect(self.controller.note)

    def title(self) -> str:
        """Today."""
        return _("Today")

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for _step in self.retranslating():
            pass

    def retranslating(self) -> Steps:
        """The same, pane by pane."""
        self.middle.close_panel()
        self.columns.retranslate()
        for pane in (self.queue, self.middle, self.guide):
            pane.retranslate()
            yield
        if self._take_in is not None:
            self._take_in.retranslate()

    def refresh(self, topics: Any = frozenset()) -> None:
        """The feed reads; here the newest is shown."""
        if self.feed.board is not None:
            self._show(self.feed.board)

    def arrive(self, search: str = "") -> None:
        """The keyboard begins at the queue, or at what a narrow window shows instead.

        Args:
            search: a line of the queue to choose, as "visit:<id>".
        """
        if search and self.left.currentWidget() is self.queue:
            self.columns.show_side("queue")
            self.queue.list.choose(search)
        shown = self.left.isVisible()
        (self.queue.focus_start() if shown else self.columns.switch.tabs["guide"]).setFocus()

    def leave(self) -> None:
        """Keep the note that is being typed."""
        self.middle.serving.notes.keep()

    def act(self, action: str) -> None:
        """Do an action of the key table, or one of a button."""
        panel = self.middle.panel
        if panel is not None and panel.action == action:
            panel.confirm()
        elif action in _AT_COUNTER:
            self.forms.ask(action, self.feed.board)
        elif action in ("take_in", "walk_in"):
            self._take_in_key(action)
        elif action == "phone":
            self._phone()
        elif action == "leave":
            self._leave()
        else:
            getattr(self.controller, action)()

    def _phone(self) -> None:
        """The phone rings, or the call is over."""
        board = self.feed.board
        if board is not None and board.call is not None:
            self.controller.end_call(board.call.call.id, None)
        elif board is not None:
            self.controller.begin_call()

    def _ringing(self, running: RunningCall) -> None:
        self._turns.run(self._showing_call(running))

    def _showing_call(self, running: RunningCall) -> Steps:
        """What takes the keys; what to say comes with the board that is being read."""
        yield from self.forms.calling(running)
        yield
        self.columns.show_side("guide")

    def _note_of_call(self) -> None:
        board = self.feed.board
        if board is not None and board.call is not None:
            self._turns.run(self.forms.calling(board.call))

    def _end_note(self, board: Board) -> None:
        """A call's note goes with it when it has ended elsewhere."""
        panel = self.middle.panel
        if isinstance(panel, CallPanel) and board.call is None and board.now > panel.call.began_at:
            self.middle.close_panel()

    def _show(self, board: Board) -> None:
        before = self.middle.phase
        self._end_note(board)
        self.queue.show_board(board)
        self.middle.show_board(board)
        if before != self.middle.phase:
            self.middle.close_panel()
            self.columns.show_side("queue" if self.middle.phase == "idle" else "guide")
        self._then.start()

    def _follow(self) -> None:
        board = self.feed.board
        serving = board.serving if board is not None else None
        if board is not None:
            self.guide.show_call(board.call, board.now)
        phase = "serving" if self.middle.phase == "serving" else "greeting"
        if board is not None and self.middle.phase == "idle":
            phase = phase_of_day(board)
        self.guide.follow(phase, serving.visit.id if serving else None)
        self.guide.show_closing(board)

    def _tick(self) -> None:
        self.middle.tick()
        self.guide.tick(self.context.env.clock())

    def _guide(self, action: str) -> None:
        if action == "phone":
            self.act("phone")
        else:
            self.context.ask(action)

    def _line(self, action: str, line: QueueRow) -> None:
        if action in _FORM_LINE:
            self.forms.ask_line(action, line)
        elif action in _PAPER_LINE and line.visit_id is not None:
            _PAPER_LINE[action](self.context, line.visit_id, line.number)
        elif action in ("requeue", "leave") and line.visit_id is not None:
            getattr(self.controller, action)(line.visit_id)
        elif line.appointment_id is not None:
            getattr(self.controller, action)(line.appointment_id)

    def _leave(self) -> None:
        if (visit := self._visit()) is not None:
            self.controller.leave(visit)

    def _visit(self) -> UUID | None:
        board = self.feed.board
        return board.serving.visit.id if board is not None and board.serving else None

    def _add_service(self) -> None:
        self.act("add_service")

    def _stop(self) -> None:
        self.act("stop")

    def _contact(self) -> None:
        self.act("contact")

    def _remove_service(self, service: str) -> None:
        if (visit := self._visit()) is not None:
            self.controller.remove_service(visit, service)

    def _ticked(self, tick: str, on: bool) -> None:
        if (visit := self._visit()) is not None:
            self.controller.tick(visit, tick, on)

    def _assistance(self, chosen: tuple[str, ...]) -> None:
        if (visit := self._visit()) is not None:
            self.controller.assistance(visit, chosen)

    def _take_in_key(self, action: str) -> None:
        """F10 confirms while the panel is open; Ctrl+N turns to walk-ins."""
        opened = self.left.currentWidget() is self.take_in
        if opened and action == "take_in":
            self.take_in.confirm()
        else:
            self._open_take_in(action)

    def _open_take_in(self, mode: str) -> None:
        if self.left.currentWidget() is not self.take_in:
            self._before = self.window().focusWidget()
        self.columns.show_side("queue")
        self.left.setCurrentWidget(self.take_in)
        self.take_in.begin(mode)

    def _close_take_in(self) -> None:
        self.take_in.booked.rest()
        self.left.setCurrentWidget(self.queue)
        if self.middle.phase != "idle":
            self.columns.show_side("guide")
        before = self._before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.queue.focus_start().setFocus()

    def _taken(self, visit: Visit) -> None:
        self._close_take_in()
        self.context.say(_("{number} is taken in").format(number=visit.number))
        self.tickets.taken_in(visit)

    def _refused(self, error: DeskError) -> None:
        """Beside the form when one is open, else in the message line."""
        if self.middle.panel is not None:
            self.middle.panel.need(error_text(error))
        else:
            self.context.fail(error)


def phase_of_day(board: Board) -> str:
    """What an idle counter is about: before the doors open, greeting, or the end of the day."""
    doors = spans(board.hours)
    if doors and board.now < doors[0][0]:
        return "opening"
    return "end_of_day" if doors and board.now >= doors[-1][1] else "greeting"
