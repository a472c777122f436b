"""F7: the note of a telephone call, laid over the visit; everything in it may stay empty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import RunningCall
from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day
from desk.domain.personal_code import findings
from desk.domain.phone_call import CallNote, CallOutcome
from desk.formats import time_text
from desk.i18n import _, language, marked
from desk.ui.context import Context
from desk.ui.followups.due import parse_due
from desk.ui.today.panels.base import ActionPanel
from desk.ui.widgets.fields import LineField, Picker, TextArea
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label

CALL_OUTCOMES = {
    CallOutcome.ANSWERED: marked("Answered"),
    CallOutcome.CALL_BACK: marked("Call back"),
    CallOutcome.PASSED_ON: marked("Passed on to a colleague"),
    CallOutcome.WRONG_NUMBER: marked("Wrong number"),
}
_PAUSE = 1200
"""Typing paused for so long (milliseconds): save."""


class CallPanel(ActionPanel):
    """Gives a CallNote; F7 or Ctrl+Enter ends the call with it.

    Signals:
        noted(object): the note as it stands, to be kept while the call goes on.

    Args:
        running: the call with what is noted of it so far.
    """

    noted = Signal(object)

    def __init__(self, context: Context, running: RunningCall) -> None:
        title = _("Telephone call: note what helps, leave the rest empty")
        super().__init__(title, _("End of call"), action="phone", key=context.key("phone"))
        self.call = running.call
        self._now: Callable[[], datetime] = context.env.clock
        self._known = running.note
        self.topic = Picker(_("What it is about"))
        self.outcome = Picker(_("How it went on"))
        self.until = LineField(_("Call back until"), _("until when, e.g. 14.30 or 25.11."))
        self.phone = LineField(_("Number"), _("number"))
        self.name = LineField(_("Who called"), _("who called"))
        self.text = TextArea(_("Note of the call"), _("Note of the call…"), lines=2)
        self.warning = Label(role="small", tone="warn", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._fill(context, running.note)
        self._build()

    def start_focus(self) -> QWidget:
        """The note: what is said comes first."""
        return self.text

    def values(self) -> object:
        """The note, whatever of it is there; only a term that cannot be read is asked for again."""
        if self.until.isVisible() and self.until.text().strip() and self._until() is None:
            return self.need(_("Type a time or a day, for example 14.30 or 25.11."), self.until)
        self._known = self._note()
        return self._known

    def keep(self) -> None:
        """Have the note kept as it stands, if it has changed."""
        self._timer.stop()
        note = self._note()
        if note != self._known:
            self._known = note
            self.noted.emit(note)

    def hideEvent(self, event: QHideEvent) -> None:
        """The form goes, the call may go on: nothing typed is lost."""
        self.keep()
        super().hideEvent(event)

    def _fill(self, context: Context, note: CallNote) -> None:
        topics = context.env.policy.call_topics
        items = [(option.id, option.text.get(language())) for option in topics]
        self.topic.set_items([("", _("What is it about?")), *items], note.topic)
        chosen = note.outcome.value if note.outcome else ""
        outcomes = [(one.value, _(text)) for one, text in CALL_OUTCOMES.items()]
        self.outcome.set_items([("", _("How did it go on?")), *outcomes], chosen)
        self.until.setText(_until_text(note.until, self._now()))
        self.phone.setText(note.phone)
        self.name.setText(note.name)
        self.text.setPlainText(note.text)

    def _build(self) -> None:
        self._back = QWidget()
        line = row(self._back, gap=8)
        for field in (self.until, self.phone, self.name):
            line.addWidget(field, 1)
        for part in (self.text, self.warning):
            self.content.addWidget(part)
        choices = row(gap=8)
        choices.addWidget(self.topic, 1)
        choices.addWidget(self.outcome, 1)
        self.content.addLayout(choices)
        self.content.addWidget(self._back)
        self._timer.timeout.connect(self.keep)
        self.text.textChanged.connect(self._typed)
        self.topic.activated.connect(self.keep)
        self.outcome.currentIndexChanged.connect(self._chosen)
        for field in (self.until, self.phone, self.name):
            field.textChanged.connect(self._typed)
        self._chosen()
        self._warn()

    def _chosen(self, _index: int = 0) -> None:
        """Who is promised a call back needs a number and a time."""
        back = self.outcome.key() == CallOutcome.CALL_BACK.value
        self._back.setVisible(back or bool(self.phone.text() or self.name.text()))
        self.until.setVisible(back)
        self._typed()

    def _typed(self) -> None:
        self._timer.start()
        self._warn()

    def _warn(self) -> None:
        found = bool(findings(self.text.toPlainText()))
        if found:
            self.warning.setText(
                _("This looks like a personal code or document number: leave it out.")
            )
        self.warning.setVisible(found)

    def _note(self) -> CallNote:
        outcome = self.outcome.key()
        back = outcome == CallOutcome.CALL_BACK.value
        return CallNote(
            topic=self.topic.key(),
            outcome=CallOutcome(outcome) if outcome else None,
            until=self._until() if back else None,
            name=self.name.text().strip(),
            phone=self.phone.text().strip(),
            text=self.text.toPlainText().strip(),
        )

    def _until(self) -> datetime | None:
        return parse_due(self.until.text(), self._now())


def _until_text(until: datetime | None, now: datetime) -> str:
    if until is None:
        return ""
    day = local_day(until)
    if until == end_of_day(day):
        return f"{day.day:02}.{day.month:02}."
    if day == local_day(now):
        return time_text(until)
    return f"{day.day:02}.{day.month:02}. {time_text(until)}"
