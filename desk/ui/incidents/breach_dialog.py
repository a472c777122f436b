"""Personal data in the wrong hands: what is known, who is told, and how much of 72 hours is left.

Everything may be left open and filled in later; each save is kept beside the earlier ones.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.incident import Answer, Incident, IncidentKind
from desk.domain.incident_handling import Breach
from desk.domain.incident_typed import BreachTyped
from desk.domain.personal_code import findings
from desk.error_texts import error_text
from desk.formats import datetime_text, duration_text
from desk.i18n import _, language, marked
from desk.services import incident_remedy
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.incidents.segments import Segments
from desk.ui.incidents.told_field import ToldField
from desk.ui.incidents.when import moment_text, parse_moment
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, Chip, switch_on
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, SectionTitle

HOURS = timedelta(hours=72)
"""GDPR 33(1); shown here, counted by `desk.domain.incident_clocks`."""
_SOON = timedelta(hours=24)
DATA_TEXTS = {
    "contact": marked("Name, contact"),
    "document": marked("A document or its copy"),
    "decision": marked("Decision, application"),
    "photo": marked("Photograph, biometric data"),
    "health": marked("Health, family"),
    "payment": marked("Payment"),
    "access": marked("Password, access"),
    "device": marked("Lost device or carrier"),
}
"""Kinds of data; ids as stored."""
_RISKS = {
    Answer.UNKNOWN.value: marked("Not weighed yet"),
    Answer.NO.value: marked("No"),
    Answer.YES.value: marked("Yes"),
}
_SCRIPT = "breach"
_OFFICER = "data_officer"
"""Of the institution's recipients the one who weighs a breach."""
_MOST = 1_000_000


class BreachDialog(Dialog):
    """The wizard: five steps on one page, in the order in which they are due.

    Args:
        number: the report's number, for the title.
        texts: what was typed before, by the ids of its rows.
    """

    def __init__(
        self,
        context: Context,
        incident_id: UUID,
        number: str,
        known: Breach | None,
        typed: BreachTyped | None = None,
    ) -> None:
        title = _("Personal data: {number}").format(number=number)
        super().__init__(title, size="wide", allowed=frozenset({"card"}))
        self.context, self._id = context, incident_id
        now = context.env.clock()
        self._aware = known.aware_at if known is not None else now
        self.left = Label(role="title", tone="danger", wrap=True)
        self.aware = LineField(_("When it became known"))
        self.what = {key: Chip(_(text)) for key, text in DATA_TEXTS.items()}
        self.people = LineField(_("About how many people"), _("a number, empty: not known"))
        self.contained = LineField(_("What was done at once"), _("asked to delete, taken back …"))
        self.risk = Segments(_("A risk to these people?"))
        self.high = Segments(_("A high risk?"))
        self.decided = LineField(_("Why it was decided so"), _("in a few words"))
        clock = context.env.clock
        self.officer = ToldField(context.env, IncidentKind.DATA, clock, first=_OFFICER)
        self.reported = CheckRow(_("The State Data Inspectorate is notified"), guarded=True)
        self.told = CheckRow(_("The people are told"), guarded=True)
        self.not_reported = CheckRow(
            _("No risk: not notified, kept in our register of breaches"), guarded=True
        )
        self._times: dict[CheckRow, datetime | None] = {
            self.reported: known.reported_at if known else None,
            self.told: known.told_at if known else None,
        }
        self.warning = Label(role="small", tone="warn", wrap=True)
        self._refusal = Label(tone="danger", wrap=True)
        self.save = Button(_("Keep"), kind="primary", key="Ctrl+Enter", guarded=True)
        self._second = QTimer(self)
        self._build()
        self._use(known, typed)
        self._connect()

    def start_focus(self) -> QWidget:
        """What data it is."""
        return next(iter(self.what.values()))

    def typed(self) -> BreachTyped:
        """What the fields say."""
        people = self.people.text().strip()
        return BreachTyped(
            aware_at=self._moment(),
            what=tuple(key for key, chip in self.what.items() if chip.isChecked()),
            people=int(people) if people.isdigit() and int(people) < _MOST else None,
            risk=Answer(self.risk.key()),
            high_risk=Answer(self.high.key()),
            contained=self.contained.text().strip(),
            decided=self.decided.text().strip(),
            told=self.officer.told(),
            reported_at=self._time(self.reported),
            told_at=self._time(self.told),
            not_reported=self.not_reported.isChecked(),
        )

    def _moment(self) -> datetime:
        now = self.context.env.clock()
        if self.aware.text() == moment_text(self._aware, now):
            return self._aware
        typed = parse_moment(self.aware.text(), now)
        self.aware.set_wrong(typed is None)
        return typed or self._aware

    def _time(self, tick: CheckRow) -> datetime | None:
        """When it was ticked first; a tick taken away is no time."""
        if not tick.isChecked():
            return None
        return self._times[tick] or self.context.env.clock()

    def _use(self, known: Breach | None, typed: BreachTyped | None) -> None:
        now = self.context.env.clock()
        self.aware.setText(moment_text(self._aware, now))
        self.risk.choose((known.risk if known else Answer.UNKNOWN).value)
        self.high.choose((known.high_risk if known else Answer.UNKNOWN).value)
        if known is not None:
            for key, chip in self.what.items():
                switch_on(chip, key in known.what)
            self.people.setText("" if known.people is None else str(known.people))
            switch_on(self.reported, known.reported_at is not None)
            switch_on(self.told, known.told_at is not None)
            switch_on(self.not_reported, known.not_reported)
        if typed is not None:
            self.contained.setText(typed.contained)
            self.decided.setText(typed.decided)
            self.officer.use(typed.told)
        self._look()

    def _look(self) -> None:
        """How much time is left, and what follows from the answers."""
        now, until = self.context.env.clock(), self._moment() + HOURS
        settled = self.reported.isChecked() or self.not_reported.isChecked()
        left = until - now
        when = datetime_text(until)
        if settled:
            text, tone = _("Decided; the term was {when}.").format(when=when), "ok"
        elif left < timedelta():
            text = _("The 72 hours ended {when}. Notify now and say why it is late.")
            text, tone = text.format(when=when), "danger"
        else:
            text = _("{left} left to notify the State Data Inspectorate: until {when}.")
            minutes = int(left.total_seconds() // 60)
            text = text.format(left=duration_text(minutes), when=when)
            tone = "danger" if left < _SOON else "warn"
        self.left.setText(text)
        self.left.set_tone(tone)
        risky = self.risk.key() == Answer.YES.value
        self.high.setEnabled(risky)
        self.not_reported.setEnabled(self.risk.key() == Answer.NO.value)
        self.told.setEnabled(risky)
        found = bool(findings(f"{self.contained.text()} {self.decided.text()}"))
        code = _("This looks like a personal code or document number: leave it out.")
        self.warning.setText(code if found else "")
        self.warning.setVisible(found)

    def _connect(self) -> None:
        for segments in (self.risk, self.high):
            segments.chosen.connect(self._look)
        for tick in (self.reported, self.told, self.not_reported):
            tick.toggled.connect(self._look)
        for field in (self.aware, self.contained, self.decided):
            field.textEdited.connect(self._look)
        self._second.timeout.connect(self._look)
        self._second.start(30_000)
        self.save.clicked.connect(self._save)
        confirm_with_ctrl_enter(self, self.save)

    def _save(self) -> None:
        self.save.setEnabled(False)
        self.context.write(
            incident_remedy.breach, self._id, self.typed(), done=self._saved, failed=self._refused
        )

    def _saved(self, incident: Incident) -> None:
        said = _("Kept with report {number}.").format(number=incident.number)
        self.context.say(said)
        self.finish(incident)

    def _refused(self, error: DeskError) -> None:
        self.save.setEnabled(True)
        self._refusal.setText(error_text(error))
        self._refusal.show()

    def _build(self) -> None:
        answers = [(key, _(text)) for key, text in _RISKS.items()]
        self.risk.set_items(answers)
        self.high.set_items(answers)
        self.body.addWidget(self.left)
        self.body.addWidget(self._guide())
        chips = QWidget()
        flow = Flow(chips, gap=6)
        for chip in self.what.values():
            flow.addWidget(chip)
        known = row(gap=12)
        known.addLayout(_named(_("When it became known"), self.aware), 1)
        known.addLayout(_named(_("About how many people"), self.people), 1)
        body = column(gap=10)
        body.addWidget(SectionTitle(_("1. What happened")))
        body.addLayout(_named(_("What data"), chips))
        body.addLayout(known)
        body.addWidget(SectionTitle(_("2. Contain it")))
        body.addLayout(_named(_("What was done at once"), self.contained))
        body.addWidget(SectionTitle(_("3. Tell, in person or by phone")))
        body.addWidget(self.officer)
        body.addWidget(SectionTitle(_("4. Weigh the risk"), _("with the data-protection officer")))
        risks = row(gap=12)
        risks.addLayout(_named(_("A risk to these people?"), self.risk), 1)
        risks.addLayout(_named(_("A high risk?"), self.high), 1)
        body.addLayout(risks)
        body.addLayout(_named(_("Why it was decided so"), self.decided))
        body.addWidget(SectionTitle(_("5. Notify")))
        for part in (self.reported, self.told, self.not_reported, self.warning, self._refusal):
            body.addWidget(part)
        self.body.addLayout(body)
        self._refusal.hide()
        later = _("Esc: later. The clock runs on Follow-ups.")
        self.buttons.insertWidget(0, Label(later, "small", "ink2"))
        self.buttons.addWidget(self.save)

    def _guide(self) -> QWidget:
        """What the pack says, with the sentence for whoever got the data."""
        box = Surface("soft")
        inside = column(box, gap=4, margins=(12, 8, 12, 8))
        found = next((one for one in self.context.pack.scripts if one.id == _SCRIPT), None)
        for step in found.steps if found is not None else []:
            inside.addWidget(Label(f"•  {step.text.get(language())}", "body", "ink2", wrap=True))
            if step.say is not None:
                inside.addWidget(Label(f"„{step.say.lv}”", "small", "accent", wrap=True))
        if found is None:
            box.hide()
        box.setMaximumHeight(px(400))
        return box


def _named(text: str, part: QWidget) -> QVBoxLayout:
    layout = column(gap=4)
    label = Label(text, "small", "ink2")
    label.setBuddy(part)
    layout.addWidget(label)
    layout.addWidget(part)
    return layout


def open_breach(
    context: Context,
    incident_id: UUID,
    number: str,
    known: Breach | None = None,
    typed: BreachTyped | None = None,
) -> BreachDialog:
    """Open the wizard for a report.

    Args:
        known: what was noted before; typed: its words.
    """
    dialog = BreachDialog(context, incident_id, number, known, typed)
    context.open(dialog)
    return dialog
