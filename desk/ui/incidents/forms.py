"""The first report of an incident: nothing is demanded, everything typed is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.domain.annex import Identity
from desk.domain.errors import DeskError
from desk.domain.incident import Answer, FirstReport, Incident, IncidentKind
from desk.domain.visit import Visit
from desk.error_texts import error_text
from desk.formats import clock_text, seconds_text
from desk.i18n import _
from desk.services import incident_moment, incidents
from desk.services.content.schema_client import ClientPhrase
from desk.services.incident_moment import Beginning
from desk.services.incidents import IncidentDetail
from desk.services.notice_order import recipients
from desk.ui.annex.form import open_annex_form
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.incidents.breach_dialog import open_breach
from desk.ui.incidents.ladder import LadderPane
from desk.ui.incidents.live import Live
from desk.ui.incidents.moment_pane import AS_AGGRESSION, MomentPane
from desk.ui.incidents.report_fields import ReportFields
from desk.ui.incidents.side import Side
from desk.ui.incidents.sides import RemedySide, side_of
from desk.ui.incidents.texts import KIND_TEXTS, told_reminder
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog, Making
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label

_PAUSE = 300
"""Milliseconds of quiet after which what was typed is kept."""
_WIDE_ENOUGH = 940
"""Width in design pixels from which the fields lie beside the ladder."""
_SIDES = 62
"""Margins of the form and its scroll bar in design pixels."""
_TYPING = ("QLineEdit", "QComboBox")
_OF_TIME = frozenset({"incident.in_future", "incident.too_long_ago", "incident.time_absurd"})
"""Refusals of what stands in the field of the time."""
_ALLOWED = frozenset({"card", "show_client"})


@dataclass(frozen=True, slots=True)
class Parts:
    """The two halves of the form."""

    side: Side | None
    fields: ReportFields


class ReportDialog(Dialog):
    """The form.

    Args:
        ticket_at: when the client of that visit took the ticket.
        draft: what was typed before, for an unfinished report.
        continued: it was typed before, and the form says so.
        amended: the report to put right, None for a new one.
        parts: of a new one, where they were made in turns of their own.
    """

    def __init__(
        self,
        context: Context,
        kind: IncidentKind,
        *,
        visit_id: UUID | None = None,
        ticket_at: datetime | None = None,
        draft: FirstReport | None = None,
        continued: bool = False,
        amended: IncidentDetail | None = None,
        parts: Parts | None = None,
    ) -> None:
        title, place = _(KIND_TEXTS[kind]), context.overlay
        super().__init__(title, size="full", allowed=_ALLOWED, parent=place)
        self.context, self.kind = context, kind
        self._amended = amended
        clock = context.env.clock
        self._began = clock()
        made = parts or Parts(
            side_of(context, kind, clock, anew=amended is None),
            ReportFields(context.env, kind, clock),
        )
        self.side, self.fields = made.side, made.fields
        self.ladder = self.side if isinstance(self.side, LadderPane) else None
        self.remedy = self.side.pane if isinstance(self.side, RemedySide) else None
        self.live = Live(context, visit_id, self) if amended is None else None
        self.kept = Label(role="small", tone="ink2", wrap=True)
        self.running = Label(role="title", tone="danger")
        self.who = Button(kind="quiet")
        self._identity: Identity | None = None
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
        self._continued.setVisible(continued)
        self.fields.know_ticket(ticket_at)
        self._asked_for = ""
        self._ask_whom()

    def start_focus(self) -> QWidget:
        """The first step's button: digits stamp from there; errors begin with what it is."""
        first = self.side.first_control() if self.side and self._amended is None else None
        return first or next(iter(self.fields.triggers.values()), self.fields.text)

    def typed(self) -> FirstReport:
        """The report as it stands."""
        report = self.fields.report()
        return self.side.filled(report) if self.side is not None else report

    def _ask_whom(self) -> None:
        """Who is to be told follows from the kind and the level (D-15)."""
        level = self.fields.report().level
        if f"{self.kind}{level}" != self._asked_for:
            self._asked_for = f"{self.kind}{level}"
            self.context.read(
                recipients, self.kind, level, done=self.fields.told.propose, kind="incidents.whom"
            )

    def phrases(self) -> tuple[ClientPhrase, ...]:
        """What can be shown to the client now."""
        return self.side.phrases() if self.side is not None else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits outside of fields stamp steps; Alt and a digit is never typed."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        takes = alt or not self._in_a_field()
        if self.side is not None and takes and self.side.take_key(event):
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
        if self.live is not None:
            self.body.addWidget(self.live.said)
        self.sides: QBoxLayout = row(gap=28)
        fields = column(gap=10)
        fields.addWidget(self.fields)
        fields.addWidget(self._refusal)
        fields.addStretch(1)
        if self.side is not None and self.remedy is None:
            self.sides.addWidget(self.side, 1)
        self.sides.addLayout(fields, 1)
        if self.side is not None and self.remedy is not None:
            self.sides.addWidget(self.side, 1)
        self.body.addLayout(self.sides, 1)
        self._refusal.hide()
        self.report.set_text(_("Save the change") if self._amended else _("Report"))
        self.kept.setText(_("Esc goes back, everything is kept."))
        self.buttons.insertWidget(0, self.running)
        self.buttons.insertWidget(1, self.kept, 1)
        self.who.set_text(_("Who it was (sealed)…"))
        self.buttons.addWidget(self.who)
        self.who.setVisible(self._amended is None)
        self.buttons.addWidget(self.report)
        self.running.setVisible(self.ladder is not None and self._amended is None)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._keep)
        self._second.timeout.connect(self._tick)
        self._second.start(1000)
        self._tick()
        self.fields.changed.connect(self._changed)
        self.fields.changed.connect(self._ask_whom)
        if self.side is not None:
            self.side.changed.connect(self._pause.start)
            self.side.stamped.connect(self._stamped)
            self.side.taken_back.connect(self._taken_back)
            self.side.asked.connect(self._asked)
        if self.live is not None:
            self.live.kept.connect(self._is_kept)
            self.live.turned.connect(self._turned)
        self.report.clicked.connect(self._report)
        self.who.clicked.connect(self._ask_who)
        confirm_with_ctrl_enter(self, self.report)

    def _use(self, report: FirstReport) -> None:
        self.fields.use(report)
        if self.side is not None:
            self.side.use(report)
        self._offer(report)

    def _changed(self) -> None:
        """What is ticked can change what the side offers."""
        self._offer(self.typed())
        self._pause.start()

    def _offer(self, report: FirstReport) -> None:
        if isinstance(self.side, MomentPane):
            wanted = self.side.moment.aggressive
            self.side.offer_aggression(self._amended is None and wanted in report.triggers)

    def _tick(self) -> None:
        seconds = (self.context.env.clock() - self._began).total_seconds()
        self.running.setText(clock_text(int(seconds)))

    def _keep(self) -> None:
        """Write the draft; a report being put right is written only when it is saved."""
        self._pause.stop()
        if self.live is not None:
            self.live.keep(self.typed())

    def _stamped(self, _step: str) -> None:
        self._pause.stop()
        if self.live is not None:
            self.live.stamped(self.typed())

    def _taken_back(self, step: str) -> None:
        self._pause.stop()
        if self.live is not None:
            self.live.taken_back(self.typed(), step)

    def _asked(self, action: str) -> None:
        if action == AS_AGGRESSION and self.live is not None:
            self._pause.stop()
            self.live.as_aggression(self.typed())
        elif action != AS_AGGRESSION:
            self.context.ask(action)

    def _turned(self) -> None:
        """The draft is one of an aggression now."""
        context = self.context
        self.finish(None)
        open_first_report(context, IncidentKind.AGGRESSION)

    def _is_kept(self) -> None:
        at = seconds_text(self.context.env.clock())
        self.kept.setText(_("Kept on this PC at {time}. Not reported yet.").format(time=at))

    def _ask_who(self) -> None:
        """What identifies a person lies in the window alone until the report is filed."""
        form = open_annex_form(self.context, None, typed=self._identity)
        form.closed.connect(self._named)

    def _named(self, identity: object) -> None:
        if isinstance(identity, Identity):
            self._identity = identity
            self.who.set_text(_("Who it was: sealed with the report…"))

    def _begin_anew(self) -> None:
        self._use(FirstReport(kind=self.kind, occurred_at=self.context.env.clock()))
        self._continued.hide()
        self._pause.stop()
        self.context.write(incident_moment.begin_anew, self.kind)

    def _report(self) -> None:
        self._pause.stop()
        self.report.setEnabled(False)
        use_case, arguments = self._what_to_do()
        self.context.write(use_case, *arguments, done=self._reported, failed=self._refused)

    def _what_to_do(self) -> tuple[Callable[..., Incident], tuple[object, ...]]:
        if self._amended is not None:
            return incidents.amend, (self._amended.incident.id, self.typed())
        visit_id = self.live.visit_id if self.live is not None else None
        return incident_moment.file, (self.typed(), visit_id, self._identity)

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
        if self._amended is None and self._astray():
            open_breach(self.context, incident.id, incident.number)

    def _astray(self) -> bool:
        """Whether data may have reached the wrong hands: 72 hours run (GDPR 33)."""
        said = self.remedy.remedy().personal_data if self.remedy else Answer.NO
        return self.kind is IncidentKind.DATA or said is not Answer.NO

    def _refused(self, error: DeskError) -> None:
        self._keep()
        self.report.setEnabled(True)
        self.fields.when.set_wrong(error.code in _OF_TIME)
        self._refusal.setText(error_text(error))
        self._refusal.show()


def open_first_report(context: Context, kind: IncidentKind, visit: Visit | None = None) -> None:
    """Open the form of a kind, over whatever is open, with what the person had typed before.

    Args:
        visit: whom this counter serves; its service and waiting time are copied, unless the
            draft is older: then it was about somebody else.
    """

    overlay = context.overlay
    if not overlay.holds(ReportDialog):
        overlay.expect(ReportDialog)

    def show(found: Beginning) -> None:
        if overlay.holds(ReportDialog):
            return
        fresh = FirstReport(kind=kind, occurred_at=context.env.clock(), steps=found.asked)
        draft = found.draft or (fresh if found.asked else None)
        continued = found.draft is not None

        def making() -> Making:
            side = side_of(context, kind, context.env.clock, anew=True)
            yield
            fields = ReportFields(context.env, kind, context.env.clock)
            yield
            return ReportDialog(
                context,
                kind,
                visit_id=found.visit_id,
                ticket_at=found.ticket_at,
                draft=draft,
                continued=continued,
                parts=Parts(side, fields),
            )

        overlay.bring(making)

    def alone(_error: DeskError) -> None:
        show(Beginning(None, visit.id if visit else None, ()))

    # On the writing lane: what was typed a moment ago may still be on its way to the disk.
    context.write(incident_moment.begin, kind, visit, done=show, failed=alone)


def open_amend(context: Context, detail: IncidentDetail) -> ReportDialog:
    """Open a filed report for its reporter to put right."""
    dialog = ReportDialog(context, detail.incident.kind, amended=detail)
    context.open(dialog)
    return dialog
