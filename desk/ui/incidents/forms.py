"""The first report of an incident: nothing is demanded, everything typed is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, Incident, IncidentKind
from desk.domain.visit import Visit
from desk.error_texts import error_text
from desk.formats import clock_text, seconds_text
from desk.i18n import _
from desk.services import incidents
from desk.services.incidents import IncidentDetail
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.incidents.ladder import LadderPane
from desk.ui.incidents.report_fields import ReportFields
from desk.ui.incidents.texts import ladder_of, ladder_source, told_reminder
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label

_PAUSE = 300
"""Milliseconds of quiet after which what was typed is kept."""
_WIDE_ENOUGH = 940
"""Width in design pixels from which the fields lie beside the ladder."""
_SIDES = 62
"""Margins of the form and its scroll bar in design pixels."""
_TYPING = ("QLineEdit", "QComboBox")


class ReportDialog(Dialog):
    """The form.

    Args:
        draft: what was typed before, for an unfinished report.
        amended: the report to put right, None for a new one.
    """

    def __init__(
        self,
        context: Context,
        kind: IncidentKind,
        *,
        visit_id: UUID | None = None,
        draft: FirstReport | None = None,
        amended: IncidentDetail | None = None,
    ) -> None:
        aggression = kind is IncidentKind.AGGRESSION
        title = _("Aggressive client") if aggression else _("Our own error")
        super().__init__(title, size="full" if aggression else "wide", allowed=frozenset({"card"}))
        self.context, self.kind = context, kind
        self._visit_id, self._amended = visit_id, amended
        clock = context.env.clock
        self._began = clock()
        known = ladder_of(context.env) if aggression else None
        source = partial(ladder_source, context.env)
        self.ladder = LadderPane(known, clock, source) if known else None
        self.fields = ReportFields(context.env, kind, clock)
        self.kept = Label(role="small", tone="ink2")
        self.running = Label(role="title", tone="danger")
        self.report = Button(kind="primary", key="Ctrl+Enter", guarded=True)
        self._refusal = Label(tone="danger", wrap=True)
        self._continued = Surface("soft")
        self._pause, self._second = QTimer(self), QTimer(self)
        self._build()
        self._connect()
        earlier = amended.report if amended else draft
        if earlier is not None:
            self._began = earlier.occurred_at
            self._use(earlier)
        self._continued.setVisible(draft is not None)

    def start_focus(self) -> QWidget:
        """The first step's button: digits stamp from there; errors begin with what it is."""
        if self.ladder is not None and self._amended is None:
            return self.ladder.first_control()
        return next(iter(self.fields.triggers.values()), self.fields.text)

    def typed(self) -> FirstReport:
        """The report as it stands."""
        steps = self.ladder.steps() if self.ladder else ()
        return replace(self.fields.report(), steps=steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits outside of fields stamp steps."""
        if self.ladder is not None and not self._in_a_field() and self.ladder.take_digit(event):
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the fields lie under the ladder."""
        super().resizeEvent(event)
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.sides.setDirection(beside)
        room = self.width() - px(_SIDES)
        fits = self.width() >= px(_WIDE_ENOUGH) and self.sides.minimumSize().width() <= room
        self.sides.setDirection(beside if fits else under)

    def hideEvent(self, event: QHideEvent) -> None:
        """Left by Esc, sign-out or the end of the program: keep what was typed last."""
        if self._pause.isActive():
            self._keep()
        super().hideEvent(event)

    def _in_a_field(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and any(focus.inherits(name) for name in _TYPING)

    def _build(self) -> None:
        again = Button(_("Begin anew"))
        again.clicked.connect(self._begin_anew)
        inside = row(self._continued, gap=8, margins=(12, 6, 6, 6))
        inside.addWidget(Label(_("You continue where you left off."), "medium", "accent"), 1)
        inside.addWidget(again)
        self.body.addWidget(self._continued)
        self.sides: QBoxLayout = row(gap=28)
        if self.ladder is not None:
            self.sides.addWidget(self.ladder, 1)
        right = column(gap=10)
        right.addWidget(self.fields)
        right.addWidget(self._refusal)
        right.addStretch(1)
        self.sides.addLayout(right, 1)
        self.body.addLayout(self.sides, 1)
        self._refusal.hide()
        self.report.set_text(_("Save the change") if self._amended else _("Report"))
        self.kept.setText(_("Esc goes back, everything is kept."))
        self.buttons.insertWidget(0, self.running)
        self.buttons.insertWidget(1, self.kept)
        self.buttons.addWidget(self.report)
        self.running.setVisible(self.ladder is not None and self._amended is None)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._keep)
        self._second.timeout.connect(self._tick)
        self._second.start(1000)
        self._tick()
        self.fields.changed.connect(self._pause.start)
        if self.ladder is not None:
            self.ladder.changed.connect(self._keep)
        self.report.clicked.connect(self._report)
        confirm_with_ctrl_enter(self, self.report)

    def _use(self, report: FirstReport) -> None:
        self.fields.use(report)
        if self.ladder is not None:
            self.ladder.use(report.steps)

    def _tick(self) -> None:
        seconds = (self.context.env.clock() - self._began).total_seconds()
        self.running.setText(clock_text(int(seconds)))

    def _keep(self) -> None:
        """Write the draft; a report being put right is written only when it is saved."""
        self._pause.stop()
        if self._amended is None:
            draft = self.typed()
            self.context.write(incidents.save_draft, self.kind, draft, done=self._is_kept)

    def _is_kept(self, _nothing: object) -> None:
        at = seconds_text(self.context.env.clock())
        self.kept.setText(_("Kept on this PC at {time}. Not reported yet.").format(time=at))

    def _begin_anew(self) -> None:
        self._use(FirstReport(kind=self.kind, occurred_at=self.context.env.clock()))
        self._continued.hide()
        self._pause.stop()
        self.context.write(incidents.drop_draft, self.kind)

    def _report(self) -> None:
        self._pause.stop()
        self.report.setEnabled(False)
        use_case, arguments = self._what_to_do()
        self.context.write(use_case, *arguments, done=self._reported, failed=self._refused)

    def _what_to_do(self) -> tuple[Callable[..., Incident], tuple[object, ...]]:
        if self._amended is not None:
            return incidents.amend, (self._amended.incident.id, self.typed())
        return incidents.report, (self.typed(), self._visit_id)

    def _reported(self, incident: Incident) -> None:
        text = _("Reported as {number}.").format(number=incident.number)
        if self._amended is not None:
            text = _("Report {number} is put right.").format(number=incident.number)
        if incident.told is None:
            not_told = _("Not told yet.")
            reminder = told_reminder(self.context.env, self.kind)
            self.context.say(f"{text} {not_told} {reminder}", "warn")
        else:
            self.context.say(text)
        self.finish(incident)

    def _refused(self, error: DeskError) -> None:
        self._keep()
        self.report.setEnabled(True)
        self.fields.when.set_wrong(error.code == "incident.in_future")
        self._refusal.setText(error_text(error))
        self._refusal.show()


def open_first_report(context: Context, kind: IncidentKind, visit: Visit | None = None) -> None:
    """Open the form of a kind, over whatever is open, with what the person had typed before.

    Args:
        visit: whom this counter serves; its service and waiting time are copied, unless the
            draft is older: then it was about somebody else.
    """

    def show(draft: FirstReport | None) -> None:
        theirs = visit and (draft is None or draft.occurred_at >= visit.issued_at)
        visit_id = visit.id if visit and theirs else None
        if not context.overlay.holds(ReportDialog):
            context.open(ReportDialog(context, kind, visit_id=visit_id, draft=draft))

    # On the writing lane: what was typed a moment ago may still be on its way to the disk.
    context.write(incidents.load_draft, kind, done=show, failed=lambda _error: show(None))


def open_amend(context: Context, detail: IncidentDetail) -> ReportDialog:
    """Open a filed report for its reporter to put right."""
    dialog = ReportDialog(context, detail.incident.kind, amended=detail)
    context.open(dialog)
    return dialog
