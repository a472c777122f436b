"""Beside the report of an error: what puts it right.  Each line may be left for later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.clock import local_day
from desk.domain.incident import Answer, Channel
from desk.domain.incident_handling import ApologyForm, ContactNeed
from desk.domain.personal_code import findings
from desk.domain.remedy import APOLOGY_PARTS, NewTask, Remedy
from desk.domain.typed import parse_day
from desk.formats import date_text
from desk.i18n import _, marked
from desk.services.content.schema import ScriptStep
from desk.services.env import Env
from desk.ui.incidents.correction_text import CorrectionText
from desk.ui.incidents.segments import Segments
from desk.ui.style import px
from desk.ui.widgets.check import CheckRow, Chip, switch_on
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label, SectionTitle

_LATER = "later"
_CONTACT_TEXTS = {
    _LATER: marked("Still to be decided"),
    "in_person": marked("Told here"),
    "phone": marked("Told by phone"),
    "email": marked("Told by e-mail"),
    "needed": marked("To be told"),
    "unknown": marked("No way to reach them"),
    "not_needed": marked("Not needed"),
}
APOLOGY_TEXTS = {
    _LATER: marked("Not yet"),
    ApologyForm.IN_PERSON.value: marked("In person"),
    ApologyForm.PHONE.value: marked("By phone"),
    ApologyForm.EMAIL.value: marked("By e-mail"),
    ApologyForm.LETTER.value: marked("By letter"),
    ApologyForm.UNREACHABLE.value: marked("Client cannot be reached"),
}
PART_TEXTS = {
    "acknowledged": marked("said what went wrong"),
    "responsibility": marked("took responsibility"),
    "explanation": marked("explained why"),
    "regret": marked("said sorry"),
}
_PERSONAL_TEXTS = {
    Answer.NO.value: marked("No"),
    Answer.YES.value: marked("Yes"),
    Answer.UNKNOWN.value: marked("Not sure"),
}
EMAIL_ERROR = "email_error"
"""Error type of the pack that has a clock and a text of its own (EE-01)."""
_SCRIPT = "error"


class RemedyPane(QWidget):
    """Contact, apology, the right to complain, tasks, an e-mail's correction, personal data.

    Signals:
        changed: a person changed something.

    Args:
        whole: also a task and personal data, which a filed report has forms of their own for.
    """

    changed = Signal()

    def __init__(self, env: Env, now: Callable[[], datetime], *, whole: bool = True) -> None:
        super().__init__()
        self._whole = whole
        self._env, self._now = env, now
        self.contact = Segments(_("Is the client told?"))
        self.why = LineField(_("Why the client need not be told"), _("why not"))
        self.apology = Segments(_("Apology"))
        self.parts = {part: Chip(_(PART_TEXTS[part])) for part in APOLOGY_PARTS}
        self._parts = QWidget()
        self.complaint = CheckRow(_("Explained the right to complain, gave the leaflet"))
        self.task = LineField(_("What puts it right"), _("e.g. print the card anew"))
        self.due = LineField(_("By when"), _("e.g. 27.11."))
        self.correction = CorrectionText(env)
        self.personal = Segments(_("Could data of other people have reached the wrong hands?"))
        self._hint = Label(role="small", tone="warn", wrap=True)
        self._warning = Label(role="small", tone="warn", wrap=True)
        self._build()
        self._connect()
        self.use(Remedy(), email=False)

    def remedy(self) -> Remedy:
        """What the fields say."""
        contact, apology = self.contact.key(), self.apology.key()
        told = contact in ("in_person", "phone", "email")
        need = ContactNeed.NEEDED if told else _need(contact)
        made = ApologyForm(apology) if apology not in ("", _LATER) else None
        task = self.task.text().strip()
        return Remedy(
            need=need,
            contacted=Channel(contact) if told else None,
            why=self.why.text().strip() if need is ContactNeed.NOT_NEEDED else "",
            apology=made,
            parts=tuple(key for key, chip in self.parts.items() if chip.isChecked() and made),
            complaint=self.complaint.isChecked(),
            tasks=(NewTask(task, self._due()),) if task else (),
            corrected=self.correction.sent() if not self.correction.isHidden() else None,
            personal_data=Answer(self.personal.key() or Answer.NO.value),
        )

    def use(self, remedy: Remedy, *, email: bool) -> None:
        """Show what was ticked earlier."""
        contact = remedy.contacted.value if remedy.contacted else remedy.need or _LATER
        self.contact.choose(contact)
        self.why.setText(remedy.why)
        self.apology.choose(remedy.apology.value if remedy.apology else _LATER)
        for part, chip in self.parts.items():
            switch_on(chip, part in remedy.parts)
        switch_on(self.complaint, remedy.complaint)
        first = remedy.tasks[0] if remedy.tasks else None
        tomorrow = local_day(self._now()) + timedelta(days=1)
        self.task.setText(first.text if first else "")
        self.due.setText(date_text(first.due if first else tomorrow))
        self.correction.use(bool(remedy.corrected))
        self.personal.choose(remedy.personal_data.value)
        self.show_email(email)
        self._look()

    def show_email(self, email: bool) -> None:
        """An error in an e-mail asks for its correction."""
        self.correction.setVisible(email)

    def _due(self) -> date:
        today = local_day(self._now())
        typed = parse_day(self.due.text(), today)
        self.due.set_wrong(typed is None)
        return typed or today

    def _look(self) -> None:
        contact, apology = self.contact.key(), self.apology.key()
        self.why.setVisible(contact == ContactNeed.NOT_NEEDED.value)
        self._parts.setVisible(apology not in ("", _LATER, ApologyForm.UNREACHABLE.value))
        self.due.setEnabled(bool(self.task.text().strip()))
        breach = self.personal.key() in (Answer.YES.value, Answer.UNKNOWN.value)
        self._hint.setText(
            _("After reporting, the next page asks about it: there are 72 hours.") if breach else ""
        )
        self._hint.setVisible(breach)
        wrong = bool(findings(f"{self.task.text()} {self.why.text()}"))
        text = _("This looks like a personal code or document number: leave it out.")
        self._warning.setText(text if wrong else "")
        self._warning.setVisible(wrong)

    def _changed(self) -> None:
        self._look()
        self.changed.emit()

    def _connect(self) -> None:
        for segments in (self.contact, self.apology, self.personal):
            segments.chosen.connect(self._changed)
        for field in (self.why, self.task, self.due):
            field.textEdited.connect(self._changed)
        for chip in self.parts.values():
            chip.toggled.connect(self._changed)
        self.complaint.toggled.connect(self._changed)
        self.correction.changed.connect(self._changed)

    def _build(self) -> None:
        self.contact.set_items([(key, _(text)) for key, text in _CONTACT_TEXTS.items()])
        self.apology.set_items([(key, _(text)) for key, text in APOLOGY_TEXTS.items()])
        self.personal.set_items([(key, _(text)) for key, text in _PERSONAL_TEXTS.items()])
        flow = Flow(self._parts, gap=6)
        for chip in self.parts.values():
            flow.addWidget(chip)
        layout = column(self, gap=10)
        layout.addWidget(SectionTitle(_("Putting it right"), _("what is left open waits")))
        layout.addLayout(_line(1, _("Is the client told?"), self.contact, self.why))
        layout.addLayout(
            _line(2, _("Apology: our duty"), self._sentence(), self.apology, self._parts)
        )
        layout.addLayout(_line(3, _("Right to complain"), self.complaint))
        layout.addLayout(self._task())
        layout.addLayout(self._astray())
        layout.addWidget(self.correction)
        layout.addStretch(1)

    def _task(self) -> QVBoxLayout:
        task = QWidget()
        fields = row(task, gap=8)
        fields.addWidget(self.task, 1)
        fields.addWidget(self.due)
        self.due.setFixedWidth(px(110))
        return self._if_whole(4, _("What puts it right, and by when"), task, self._warning)

    def _astray(self) -> QVBoxLayout:
        question = _("Could data of other people have reached the wrong hands?")
        return self._if_whole(5, question, self.personal, self._hint)

    def _if_whole(self, number: int, text: str, *parts: QWidget) -> QVBoxLayout:
        holder = QWidget(self)
        holder.setLayout(_line(number, text, *parts))
        holder.setVisible(self._whole)
        outer = column()
        outer.addWidget(holder)
        return outer

    def _sentence(self) -> Label:
        """The institution's own sentence, for whoever stands before the client."""
        said = next((step.say.lv for step in self._steps() if step.say is not None), "")
        return Label(f"„{said}”" if said else "", "small", "ink2", wrap=True)

    def _steps(self) -> list[ScriptStep]:
        found = (script for script in self._env.pack.scripts if script.id == _SCRIPT)
        script = next(found, None)
        return script.steps if script is not None else []


def _need(contact: str) -> ContactNeed | None:
    return ContactNeed(contact) if contact not in ("", _LATER) else None


def _line(number: int, text: str, *parts: QWidget) -> QVBoxLayout:
    layout = column(gap=4)
    label = Label(f"{number}. {text}", "strong", wrap=True)
    label.setBuddy(parts[0])
    layout.addWidget(label)
    for part in parts:
        layout.addWidget(part)
    return layout
