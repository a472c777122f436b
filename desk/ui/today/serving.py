"""The middle pane while a client is being served."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import Serving
from desk.formats import time_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.checks import Checks
from desk.ui.today.clock import RunningClock
from desk.ui.today.notes import Notes
from desk.ui.today.services_box import ServicesBox
from desk.ui.today.words import arrival_text
from desk.ui.widgets.layout import ScrollColumn, column, row
from desk.ui.widgets.text import Label


class ServingPage(QWidget):
    """Number, clock, services, checks, notes."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        policy = context.env.policy
        self._serving: Serving | None = None
        self.number = Label(role="display")
        self.how = Label(tone="ink2", wrap=True)
        self.clock = RunningClock(_("Being served"))
        self.paused = Label(role="small", tone="warn", wrap=True)
        self._paused = False
        self.services = ServicesBox(context.env)
        self.checks = Checks(policy.ticks, policy.assistance)
        self.notes = Notes()
        scroll = ScrollColumn(gap=8, margins=(20, 0, 20, 16))
        column(self).addWidget(scroll)
        head = row(gap=14)
        head.addWidget(self.number)
        head.addWidget(self.how, 1)
        head.addStretch(0)
        head.addWidget(self.clock)
        self._head, self._column = head, scroll.column
        scroll.column.addLayout(head)
        scroll.column.addWidget(self.paused)
        scroll.column.addWidget(self.services)
        scroll.column.addWidget(self.checks)
        scroll.column.addWidget(self.notes, 1)
        self.checks.retranslate()

    def show_serving(self, serving: Serving, now: datetime) -> None:
        """Show the visit."""
        self._serving = serving
        self.number.setText(serving.visit.number)
        self.clock.run_from(serving.since, now)
        self._paused = serving.interrupted
        self._say_paused()
        self.services.show_services(serving)
        self.checks.show_serving(serving)
        self.notes.show_note(serving.visit.id, serving.note)
        self._say_how(serving)

    def tick(self, now: datetime) -> None:
        """A second passed; during a telephone call the client's clock stands."""
        if not self._paused:
            self.clock.show_at(now)

    def _say_paused(self) -> None:
        self.paused.setText(_("Interrupted by a telephone call; the clock stands."))
        self.paused.setVisible(self._paused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the words stand under the number."""
        super().resizeEvent(event)
        under = self.width() < px(430)
        if under == (self._column.indexOf(self.how) >= 0):
            return
        self._head.removeWidget(self.how)
        self._column.removeWidget(self.how)
        if under:
            self._column.insertWidget(1, self.how)
        else:
            self._head.insertWidget(1, self.how, 1)
        self._head.setStretch(self._head.count() - 2, 1 if under else 0)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.checks.retranslate()
        self.notes.retranslate()
        if self._serving is not None:
            self.services.show_services(self._serving, anew=True)
            self.checks.show_serving(self._serving)
            self._say_how(self._serving)
        self._say_paused()

    def _say_how(self, serving: Serving) -> None:
        visit = serving.visit
        parts = [serving.person.name] if serving.person and serving.person.name else []
        if visit.slot is not None:
            parts.append(_("booking {time}").format(time=time_text(visit.slot)))
            parts.append(arrival_text(visit.arrival))
        else:
            parts.append(_("walk-in"))
        parts.append(_("waited {minutes} min").format(minutes=serving.waited_minutes))
        self.how.setText(" · ".join(part for part in parts if part))
