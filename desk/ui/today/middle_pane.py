"""The middle pane: nobody, a called client, or a client being served; a form at its foot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.domain.visit import TicketState
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import air
from desk.ui.today.action_bar import ActionBar
from desk.ui.today.called import CalledPage
from desk.ui.today.hold_card import HoldPage
from desk.ui.today.idle import IdlePage
from desk.ui.today.panels.base import ActionPanel
from desk.ui.today.serving import ServingPage
from desk.ui.turns import LatePaint
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import at_once, column, wanted_width
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.stack import FreeStack

_SIDE = 16
"""What a panel leaves free beside its heading, in design pixels."""


class MiddlePane(Panel):
    """Shows the phase of the visit at this counter.

    Signals:
        closed: a form was taken away; stop: end the contact because of conduct.
        ready: the clerk is, after an incident.
    """

    closed = Signal()
    stop = Signal()
    ready = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._context = context
        self.phase = "idle"
        self._paint = LatePaint(self)
        self._pages = FreeStack(self)
        self.idle = IdlePage(context, self._pages)
        self.called = CalledPage(context, self._pages)
        self.serving = ServingPage(context, self._pages)
        self._hold: HoldPage | None = None
        self.bar = ActionBar(context)
        self.end = Button(kind="link")
        self.end.clicked.connect(self.stop)
        self.turn = Button(kind="link")
        self.turn.clicked.connect(self._turn)
        self.near = Button(kind="link")
        self.near.clicked.connect(self._ask_near)
        self.heading.add(self.near)
        self.heading.add(self.turn)
        self.heading.add(self.end)
        self.panel: ActionPanel | None = None
        self._before: QWidget | None = None
        for page in (self.idle, self.called, self.serving):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        self._foot = QWidget()
        self._place = column(self._foot)
        self._place.addWidget(self.bar)
        self.add_foot(self._foot)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        for page in (self.idle, self.called, self.serving):
            page.retranslate()
        if self._hold is not None:
            self._hold.retranslate()
        self.bar.retranslate()
        self._title()

    @property
    def hold(self) -> HoldPage:
        """What stands here while the counter rests; made when it first does."""
        if self._hold is None:
            made = self._hold = HoldPage(self._context, self._pages)
            self._pages.addWidget(made)
            made.ready.connect(self.ready)
        return self._hold

    def show_board(self, board: Board) -> None:
        """Show the newest board."""
        serving = board.serving
        page: QWidget = self.hold if board.resting else self.idle
        if serving is None:
            phase = "idle"
            self.serving.notes.keep()
        elif serving.visit.state is TicketState.CALLED:
            phase, page = "called", self.called
            self.called.show_serving(serving, board.now)
        else:
            phase, page = "serving", self.serving
            self.serving.show_serving(serving, board.now)
        with at_once(self):
            self.idle.show_board(board)
            self._pages.setCurrentWidget(page)
            self.bar.show_phase(phase)
            self.bar.show_undo(board.undo)
            if phase != self.phase:
                self.phase = phase
                self._title()

    def open(self, panel: ActionPanel) -> None:
        """Put a form at the foot; it gets the focus."""
        before = self.window().focusWidget() if self.panel is None else self._before
        self._drop()
        self._paint.wait()
        self.panel, self._before = panel, before
        panel.left.connect(self.close_panel)
        if (choices := panel.digits()) is not None:
            choices.opened.connect(panel.confirm_chosen)
        self.bar.hide()
        self._place.addWidget(panel)
        panel.show()
        panel.start_focus().setFocus()

    def close_panel(self) -> None:
        """Take the form away; the focus goes back to where it was."""
        if self.panel is None:
            return
        before = self._before
        self._paint.wait()
        self._drop()
        self.bar.show()
        if before is not None and before.isVisible():
            before.setFocus()
        self.closed.emit()

    def tick(self) -> None:
        """A second passed."""
        now = self._context.env.clock()
        self.called.clock.show_at(now)
        self.serving.tick(now)
        self.idle.tick(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words give way in a narrow pane."""
        super().resizeEvent(event)
        self._name_turn()

    def _name_turn(self) -> None:
        whole, near = _("Show to the client"), _("Ask a colleague to come near")
        end = _("End the contact…")
        self.turn.setToolTip(f"{whole} ({self._context.key('show_client')})")
        self.near.setToolTip(f"{near} ({self._context.key('near')})")
        self.near.set_text(_("Colleague"), near)
        room = self.width() - 2 * (air(_SIDE) + 1)
        for shorter in range(4):  # the pane's own keys work whatever is in sight
            self.end.set_text(_("End…") if shorter else end, end)
            self.end.setToolTip(end if shorter else "")
            self.turn.set_text(_("Show") if shorter > 1 else whole, whole)
            self.near.setVisible(self.phase != "idle" and shorter < 3)
            if wanted_width(self.heading) <= room:
                return

    def _ask_near(self) -> None:
        self._context.ask("near")

    def _turn(self) -> None:
        self._context.ask("show_client")

    def _drop(self) -> None:
        if self.panel is not None:
            self._place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def _title(self) -> None:
        titles = {"idle": _("Counter"), "called": _("Called"), "serving": _("Being served")}
        self.set_title(titles[self.phase])
        self.end.setVisible(self.phase == "serving")
        self._name_turn()
