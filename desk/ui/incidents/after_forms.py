"""What follows an incident: proof, care for the colleague, what the review found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtWidgets import QWidget

from desk.domain.clock import local_day
from desk.domain.incident import Answer
from desk.domain.incident_handling import Care, Cause, Legal, Support
from desk.domain.incident_typed import EvidenceTyped, FindingsTyped
from desk.domain.name_pattern import looks_like_name
from desk.domain.typed import parse_day
from desk.formats import date_text
from desk.i18n import _
from desk.ui.incidents.detail_form import Chips
from desk.ui.incidents.review_texts import CAUSES, LEGAL, SUPPORTS, choices
from desk.ui.incidents.texts import ANSWER_TEXTS
from desk.ui.incidents.when import moment_text, parse_moment
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.fields import LineField, Picker, TextArea
from desk.ui.widgets.form import FormDialog, text_in
from desk.ui.widgets.text import Label, SectionTitle

_LATER = (1, 7, 30)
"""Days after which somebody asks how the colleague is (B3.C)."""


class EvidenceDialog(FormDialog):
    """Gives (EvidenceTyped,).  Recordings are never kept in the program (AG-17)."""

    def __init__(self, number: str, known: EvidenceTyped, now: Callable[[], datetime]) -> None:
        title = _("Police and recording: {number}").format(number=number)
        super().__init__(title, _("Keep"), size="normal")
        self._now = now
        self._times: dict[str, LineField] = {}
        self._time("called", _("Police called at"), known.police_called_at)
        self._time("came", _("Police came at"), known.police_came_at)
        self.reference = _line(_("Number given by the police"), known.reference)
        self.outcome = _line(_("What the police did"), known.police_outcome)
        self.field(self.reference.accessibleName(), self.reference)
        self.field(self.outcome.accessibleName(), self.outcome)
        self.form.addRow(SectionTitle(_("Camera recording"), _("overwritten unless asked for")))
        self.cctv = Picker(_("Is there a recording?"))
        answers = {answer.value: text for answer, text in ANSWER_TEXTS.items()}
        self.cctv.set_items(choices(answers), known.cctv.value)
        self.field(self.cctv.accessibleName(), self.cctv)
        self._time("from", _("Keep from"), known.cctv_from)
        self._time("to", _("Keep to"), known.cctv_to)
        self.asked = _line(_("Asked of whom"), known.asked)
        self.field(self.asked.accessibleName(), self.asked)
        self._time("asked", _("Asked at"), known.asked_at)
        self.kept = _line(_("Kept until"), date_text(known.kept_until) if known.kept_until else "")
        self.field(self.kept.accessibleName(), self.kept)

    def start_focus(self) -> QWidget:
        """When the police were called."""
        return self._times["called"]

    def values(self) -> object:
        """Times and days have to be readable."""
        times: dict[str, datetime | None] = {}
        for name, field in self._times.items():
            typed = field.text().strip()
            times[name] = parse_moment(typed, self._now()) if typed else None
            if typed and times[name] is None:
                return self.need(_("Type a time, for example 14.30 or 25.11. 14.30."), field)
        kept = text_in(self.kept)
        until = parse_day(kept, local_day(self._now())) if kept else None
        if kept and until is None:
            return self.need(_("Type a day, for example 25.11."), self.kept)
        return (
            EvidenceTyped(
                police_called_at=times["called"],
                police_came_at=times["came"],
                cctv=Answer(self.cctv.key()),
                cctv_from=times["from"],
                cctv_to=times["to"],
                asked_at=times["asked"],
                kept_until=until,
                reference=text_in(self.reference),
                police_outcome=text_in(self.outcome),
                asked=text_in(self.asked),
            ),
        )

    def _time(self, key: str, name: str, known: datetime | None) -> None:
        field = LineField(name, _("e.g. 14.30 or 25.11. 14.30"))
        field.setText(moment_text(known, self._now()) if known else "")
        self._times[key] = field
        self.field(name, field)


class CareDialog(FormDialog):
    """Gives (Care,): what was given or offered, the talk, when somebody asks again."""

    def __init__(self, number: str, known: Care, now: Callable[[], datetime]) -> None:
        title = _("Care for the colleague: {number}").format(number=number)
        super().__init__(title, _("Keep"), size="normal")
        self._now, self._known = now, known
        remark = _("First safety and calm, then the talk; the form can wait.")
        self.form.addRow(Label(remark, "small", "ink2", wrap=True))
        self.given = Chips(_("Given or offered"), choices(SUPPORTS), known.given)
        self.form.addRow(_("Given or offered"), self.given)
        self.talked = CheckRow(_("Talked with the colleague"))
        self.talked.setChecked(known.talked_at is not None)
        self.specialist = CheckRow(_("Labour-protection specialist told"))
        self.specialist.setChecked(known.specialist_told_at is not None)
        self.form.addRow(self.talked)
        self.form.addRow(self.specialist)
        self.form.addRow(SectionTitle(_("Ask again how it is")))
        today = local_day(now())
        texts = (_("tomorrow"), _("in a week"), _("in a month"))
        self.later: dict[date, CheckRow] = {}
        for days, text in zip(_LATER, texts, strict=True):
            day = today + timedelta(days=days)
            self.later[day] = CheckRow(text, date_text(day))
        for day in known.next:
            self.later.setdefault(day, CheckRow(date_text(day)))
            self.later[day].setChecked(True)
        for row in self.later.values():
            self.form.addRow(row)

    def start_focus(self) -> QWidget:
        """The first kind of support."""
        return next(iter(self.given.chips.values()))

    def values(self) -> object:
        """Whatever was done by now."""
        now, known = self._now(), self._known
        told = known.specialist_told_at or now
        return (
            Care(
                given=tuple(map(Support, self.given.keys())),
                talked_at=(known.talked_at or now) if self.talked.isChecked() else None,
                specialist_told_at=told if self.specialist.isChecked() else None,
                next=tuple(day for day, row in self.later.items() if row.isChecked()),
            ),
        )


class FindingsDialog(FormDialog):
    """Gives (FindingsTyped,): conditions, never persons."""

    def __init__(self, number: str, known: FindingsTyped) -> None:
        title = _("Causes and lesson: {number}").format(number=number)
        super().__init__(title, _("Keep"), size="normal")
        remark = _("What made it possible? Conditions, not people.")
        self.form.addRow(Label(remark, "small", "ink2", wrap=True))
        self.causes = Chips(_("Causes"), choices(CAUSES), known.causes)
        self.legal = Chips(_("Legal steps"), choices(LEGAL), known.legal)
        self.form.addRow(_("Causes"), self.causes)
        self.form.addRow(_("Legal steps"), self.legal)
        self.repeated = Picker(_("Was this person in an incident here before?"))
        answers = {answer.value: text for answer, text in ANSWER_TEXTS.items()}
        self.repeated.set_items(choices(answers), known.repeated.value)
        self.field(self.repeated.accessibleName(), self.repeated)
        self.lesson = TextArea(_("Lesson"), _("what others can learn; no names"), lines=2)
        self.lesson.setPlainText(known.lesson)
        self.field(_("Lesson"), self.lesson)
        self.share = CheckRow(_("The lesson may be shown to all branches"))
        self.share.setChecked(known.share)
        self.form.addRow(self.share)
        who = _(
            "Every colleague reads it once the review is closed: under Incidents, Lessons learnt, "
            "with the kind and the month of the report. Name nobody, no place, no day."
        )
        self.form.addRow(Label(who, "small", "ink2", wrap=True))
        self.share.setAccessibleDescription(who)
        self.note = TextArea(_("Note of the review"), _("the reporter reads it"), lines=2)
        self.note.setPlainText(known.note)
        self.field(_("Note of the review"), self.note)

    def _warn(self) -> None:
        """A name in the lesson too is told: many will read it."""
        super()._warn()
        if self.warning.isHidden() and looks_like_name(text_in(self.lesson)):
            self.warning.setText(_("This looks like somebody's name: a lesson names nobody."))
            self.warning.show()

    def start_focus(self) -> QWidget:
        """The first cause."""
        return next(iter(self.causes.chips.values()))

    def values(self) -> object:
        """Nothing is needed yet."""
        return (
            FindingsTyped(
                causes=tuple(map(Cause, self.causes.keys())),
                legal=tuple(map(Legal, self.legal.keys())),
                share=self.share.isChecked(),
                repeated=Answer(self.repeated.key()),
                lesson=text_in(self.lesson),
                note=text_in(self.note),
            ),
        )


def _line(name: str, known: str) -> LineField:
    field = LineField(name, "")
    field.setText(known)
    return field
