"""Visits from paper: fill in what stands there, see what is odd, enter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.domain.appointment import Appointment
from desk.domain.back_entry import Finding
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.domain.slips import PaperLog
from desk.error_texts import error_text
from desk.formats import date_text
from desk.i18n import _, ngettext, speaking
from desk.services import back_entry
from desk.services.env import Env
from desk.services.paper_door import paper_log
from desk.ui.back_entry.lines import FIELD_TEXTS, Line, Lines
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.booking.parsing import parse_day
from desk.ui.context import Context
from desk.ui.preview.child import OFFICIAL
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label

_LOG_LINES = 52


class BackEntryDialog(Dialog):
    """Each line is entered whole or not at all; what was not stays, with the reason."""

    def __init__(self, context: Context, day: date) -> None:
        super().__init__(_("Enter from paper"), size="full")
        self.context = context
        self._today = local_day(context.env.clock())
        self._asked: date | None = None
        self._seen: tuple[Finding, ...] | None = None
        self._unreadable: tuple[Finding, ...] = ()
        self._right: tuple[int, ...] = ()
        self.day = LineField(_("Day"))
        self.lines = Lines(context.env, context.actor.counter)
        self.problem, self.odd = Label(tone="danger", wrap=True), Label(tone="warn", wrap=True)
        self._fresh = True
        self.log = Button(_("Print a blank log…"))
        self.enter = Button(_("Enter"), kind="primary", key="Ctrl+Enter", guarded=True)
        self._build()
        self.day.setText(date_text(min(day, self._today)))
        self.day.textChanged.connect(self._begin)
        self.log.clicked.connect(self._print_log)
        self.enter.clicked.connect(self._check)
        confirm_with_ctrl_enter(self, self.enter)
        self._begin()

    def start_focus(self) -> QWidget:
        """The first arrival."""
        return self.lines.lines[0].texts["arrived"] if self.lines.lines else self.day

    def _build(self) -> None:
        head = row(gap=8)
        label = Label(_("Day"), "small", "ink2")
        label.setBuddy(self.day)
        self.day.setFixedWidth(px(120))
        advice = _("Times as written on paper, e.g. 10.45 or 1045. They are marked as from paper.")
        head.addWidget(label)
        head.addWidget(self.day)
        head.addWidget(Label(advice, tone="ink2", wrap=True), 1)
        self.body.addLayout(head)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.odd)
        self.body.addWidget(self.lines)
        self.body.addStretch(1)
        self.buttons.insertWidget(0, self.log)
        self.buttons.addWidget(self.enter)
        self.problem.hide()
        self.odd.hide()

    def _begin(self) -> None:
        """The day is another: its numbers and bookings are read."""
        day = parse_day(self.day.text(), self._today)
        self.day.set_wrong(day is None)
        if day is not None:
            self._asked = day
            self.context.read(
                back_entry.start, day, done=self._show, failed=self._failed, kind="back_entry"
            )

    def _show(self, found: tuple[int, tuple[Appointment, ...]]) -> None:
        first, bookings = found
        if self.lines.written():
            return  # what is typed stays when the day is typed over
        self.lines.begin(first, bookings)
        if self._fresh:
            self.start_focus().setFocus()
        self._fresh = False

    def _written(self) -> tuple[list[Line], list[Finding]]:
        """The lines to be entered, and times in them that cannot be read."""
        lines = self.lines.written()
        unreadable = [
            Finding(place, name, "paper.time_form")
            for place, line in enumerate(lines)
            for name in line.unreadable()
        ]
        return lines, unreadable

    def _check(self) -> None:
        """Show what is wrong or odd; pressed again, enter the lines that are right."""
        lines, unreadable = self._written()
        day = self._asked
        if not lines or day is None:
            self._say([_("Write at least one line.")])
            return
        rows = [line.visit() for line in lines]
        self._unreadable = tuple(unreadable)
        self.context.read(back_entry.check, day, rows, done=self._checked, failed=self._failed)

    def _checked(self, found: tuple[Finding, ...]) -> None:
        unreadable = self._unreadable
        broken = {(one.row, one.field) for one in unreadable}
        rest = [one for one in found if (one.row, one.field) not in broken]
        found = tuple(sorted((*unreadable, *rest), key=lambda one: one.row))
        wrong = {one.row for one in found if not one.warning}
        self.lines.show_findings(found)
        self._say([self._sentence(one) for one in found if not one.warning])
        _tell(self.odd, [self._sentence(one) for one in found if one.warning])
        right = [n for n in range(len(self.lines.written())) if n not in wrong]
        if found and (found != self._seen or not right):
            self._seen = found
            self.enter.set_text(_("Enter the others") if wrong and right else _("Enter anyway"))
            if not right:
                self.enter.set_text(_("Enter"))
            return
        self._enter(tuple(right))

    def _enter(self, right: tuple[int, ...]) -> None:
        lines = self.lines.written()
        rows = [lines[place].visit() for place in right]
        self._right = right
        self.enter.setEnabled(False)
        self.context.write(
            back_entry.enter, self._asked, rows, done=self._entered, failed=self._failed
        )

    def _entered(self, made: back_entry.Entered) -> None:
        self.enter.setEnabled(True)
        lines = self.lines.written()
        gone = {self._right[place] for place in made.visits}
        rest = [line for place, line in enumerate(lines) if place not in gone]
        count = len(gone)
        text = ngettext("{n} visit entered from paper.", "{n} visits entered from paper.", count)
        self.context.say(text.format(n=count))
        self._seen = None
        if not rest:
            self.finish(count)
            return
        self.lines.keep(rest)
        self.enter.set_text(_("Enter"))
        rest[0].texts["arrived"].setFocus()

    def _sentence(self, one: Finding) -> str:
        said = error_text(DeskError(one.code, number=one.number))
        text = _("Line {line}, {field}: {text}")
        return text.format(line=one.row + 1, field=_(FIELD_TEXTS[one.field]), text=said)

    def _failed(self, error: DeskError) -> None:
        self.enter.setEnabled(True)
        self._say([error_text(error)])

    def _say(self, sentences: Sequence[str]) -> None:
        _tell(self.problem, sentences)

    def _print_log(self) -> None:
        self.context.open(paper_log_preview(self.context))


def _tell(label: Label, sentences: Sequence[str]) -> None:
    label.setText("\n".join(sentences))
    label.setAccessibleName(label.text())
    label.setVisible(bool(sentences))


def paper_log_preview(context: Context) -> PreviewDialog:
    """The blank log for an outage."""

    def gather(uow: Any, env: Env, actor: Actor) -> PaperLog:
        with speaking(OFFICIAL):
            return paper_log(uow, env, actor, _LOG_LINES)

    return PreviewDialog(context, _("Blank paper log"), gather, f"{context.actor.site}-log")


def open_back_entry(context: Context, day: date) -> BackEntryDialog:
    """Open the form for a day that is over, or today."""
    dialog = BackEntryDialog(context, day)
    context.open(dialog)
    return dialog
