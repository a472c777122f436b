"""The take-in panel: lies over the queue, never over the visit being served."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Right
from desk.domain.visit import Visit
from desk.error_texts import error_text
from desk.i18n import _, language
from desk.services import queue
from desk.ui.context import Context
from desk.ui.today.takein.booked import BookedPage
from desk.ui.today.takein.walk_in import WalkInPage
from desk.ui.widgets.button import Button
from desk.ui.widgets.chip_box import ChipBox
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_WARNED = "queue.closed_unconfirmed"
_FORBIDDEN = frozenset({"queue.closed", "queue.appointments_only"})
_MAY = Right.OVERRIDE_CLOSING


class TakeInPane(Panel):
    """Booked clients and walk-ins.

    Signals:
        taken(Visit): a ticket was given; left: closed without one.
    """

    taken = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._anyway = False
        self._busy = False
        self.tabs = TabBar("", ("take_in", "walk_in"))
        self.booked, self.walk_in = BookedPage(context), WalkInPage(context)
        self._options = {option.id: option for option in context.env.policy.assistance}
        self.assistance = ChipBox(self._options)
        self.problem = Label(tone="warn", wrap=True)
        self.yes = context.keyed(Button(kind="primary", guarded=True), "take_in")
        self.no = Button(kind="quiet", key="Esc")
        self._pages = QStackedWidget()
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = column(margins=(4, 0, 4, 8))
        top.addWidget(self.tabs)
        self.body.addLayout(top)
        self._pages.addWidget(self.booked)
        self._pages.addWidget(self.walk_in)
        scroll = ScrollColumn()
        scroll.column.addWidget(self._pages, 1)
        foot = column(margins=(16, 6, 16, 8))
        foot.addWidget(self.assistance)
        scroll.column.addLayout(foot)
        self.body.addWidget(scroll, 1)
        said = column(gap=6, margins=(16, 0, 16, 8))
        said.addWidget(self.walk_in.forecast)
        said.addWidget(self.problem)
        self.body.addLayout(said)
        bar = self.add_bar()
        bar.addWidget(self.yes)
        bar.addWidget(self.no)
        bar.addStretch(1)
        self.tabs.chosen.connect(self.begin)
        self.yes.clicked.connect(self.confirm)
        self.no.clicked.connect(self.left)
        for page in (self.booked, self.walk_in):
            page.picked.connect(self._reset)
            page.opened.connect(self.confirm)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.setAccessibleName(_("Take in"))
        self.tabs.set_texts({"take_in": _("Booked client"), "walk_in": _("Walk-in")})
        self.assistance.set_texts(
            _("Assistance"),
            _("Assistance: what helps, never why"),
            {name: option.text.get(language()) for name, option in self._options.items()},
        )
        self.no.set_text(_("Back"))
        self.booked.retranslate()
        self.walk_in.retranslate()
        self._reset()

    def mode(self) -> str:
        """ "take_in" or "walk_in"."""
        return "take_in" if self._pages.currentWidget() is self.booked else "walk_in"

    def begin(self, mode: str) -> None:
        """Open for booked clients or for a walk-in, nothing typed or chosen yet."""
        page = self.booked if mode == "take_in" else self.walk_in
        self._pages.setCurrentWidget(page)
        self.tabs.turn_on(mode)
        self.walk_in.forecast.setVisible(page is self.walk_in)
        self.assistance.show_chosen(())
        self.assistance.fold()
        page.begin()
        self._reset()

    def confirm(self) -> None:
        """Give the ticket."""
        if self._busy:
            return
        write = partial(
            self._context.write,
            done=self._taken,
            failed=self._refused,
            assistance=self.assistance.chosen(),
            override_closing=self._anyway,
        )
        booking, service = self.booked.chosen(), self.walk_in.service()
        if self.mode() == "take_in" and booking is not None:
            self._busy = True
            write(queue.take_in_booking, booking)
        elif self.mode() == "walk_in" and service:
            self._busy = True
            write(queue.take_in_walk_in, (service,), priority=self.walk_in.priority())
        else:
            self._say(_("Choose first."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the queue."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _taken(self, visit: Visit) -> None:
        self._busy = False
        self._reset()
        self.taken.emit(visit)

    def _refused(self, error: DeskError) -> None:
        """After closing a second F10 takes in anyway, where the role allows it."""
        self._busy = False
        self._say(error_text(error))
        rights = RIGHTS[self._context.actor.role]
        if error.code == _WARNED or (error.code in _FORBIDDEN and _MAY in rights):
            self._anyway = True
            self.yes.set_text(_("Take in anyway"))

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.show()

    def _reset(self) -> None:
        self._anyway = False
        self.problem.hide()
        self.yes.set_text(_("Take in"))
