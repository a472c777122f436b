"""The right pane: follows the phase of the visit; a phone call takes it over while it lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board, RunningCall
from desk.domain.roles import RIGHTS, Right
from desk.i18n import _, language
from desk.services.content.speaking import spoken
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.clock import RunningClock
from desk.ui.today.closing_words import closing_said
from desk.ui.today.guide import HELPERS, PHASE_NAMES, phase_name, rule_steps, script_steps
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.steps import StepList
from desk.ui.widgets.text import Label

_TALL_ENOUGH = 340


class GuidePane(Panel):
    """Steps of the phase, ticked for oneself; help and incidents at the foot.

    Signals:
        asked(str): "aggression", "error", "report", "card" or "phone".
        note: the call's note is wanted.
    """

    asked = Signal(str)
    note = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("What to do now"), parent=parent)
        self._context = context
        self._visit_phase = "greeting"
        self._subject: object = None
        self._calling: datetime | None = None
        self._board: Board | None = None
        self._rules = False
        self.steps = StepList(_("What to do now"))
        self.phase = Picker(_("Situation"), quiet=True)
        self.helper = Picker("", quiet=True)
        self.which = Button(kind="link")
        self.call_clock = RunningClock(_("Phone call"))
        self.prompt = Label(tone="ink2", wrap=True)
        self.hang_up = context.keyed(Button(), "phone")
        self.write = Button(kind="link")
        self._call = Surface("soft")
        self.close_day = Button(kind="normal")
        self.closing = Label(tone="ink2", wrap=True)
        self._end = Surface("soft")
        self._may_close = Right.CLOSE_DAY in RIGHTS[context.actor.role]
        self._buttons = {
            "aggression": context.keyed(Button(kind="danger-outline"), "aggression"),
            "error": context.keyed(Button(), "error"),
            "card": context.keyed(Button(kind="danger"), "card"),
            "report": Button(kind="quiet"),
        }
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.helper.setFixedSize(px(72), px(28))
        self.heading.add(self.helper)
        self._situation = QWidget()
        top = row(self._situation, gap=8, margins=(16, 0, 12, 8))
        top.addWidget(self.phase, 1)
        top.addWidget(self.which)
        self.body.addWidget(self._situation)
        inside = column(self._call, gap=4, margins=(12, 10, 12, 12))
        line = Flow(gap=8)
        for part in (self.call_clock, self.hang_up, self.write):
            line.addWidget(part)
        inside.addLayout(line)
        inside.addWidget(self.prompt)
        around = column(margins=(12, 0, 12, 8))
        around.addWidget(self._call)
        self.body.addLayout(around)
        around.addWidget(self._end)
        end = column(self._end, gap=8, margins=(12, 10, 12, 12))
        end.addWidget(self.closing)
        end.addWidget(self.close_day, 0, Qt.AlignmentFlag.AlignLeft)
        self._call.hide()
        self._end.hide()
        self.steps.setMinimumHeight(px(24))  # a call above them is never squeezed
        self.body.addWidget(self.steps, 1)
        bar = self.add_flow_bar()
        for name, button in self._buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._clicked)
            bar.addWidget(button)
        self.close_day.clicked.connect(self._close_day)
        self.hang_up.setProperty("action", "phone")
        self.hang_up.clicked.connect(self._clicked)
        self.write.clicked.connect(self.note)
        self.which.clicked.connect(self._turn)
        self.phase.currentIndexChanged.connect(self._other)
        self.helper.currentIndexChanged.connect(self._other)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self._buttons["aggression"].set_text(_("Aggression"))
        self._buttons["error"].set_text(_("Error"))
        other = _("Report something else")
        self._buttons["report"].set_text(_("Other…"), other)
        self._buttons["report"].setToolTip(f"{other} ({self._context.key('report')})")
        self._buttons["card"].set_text(_("Card"), _("Action card"))
        self.hang_up.set_text(_("End of call"))
        self.write.set_text(_("Note…"))
        self.close_day.set_text(_("Close the day…"))
        self.phase.setAccessibleName(_("Situation"))
        items = [("", _("follows the visit"))]
        items += [(phase, phase_name(phase).capitalize()) for phase in PHASE_NAMES]
        self.phase.set_items(items, self.phase.key())
        name = _("Helper phrases, unofficial")
        self.helper.setAccessibleName(name)
        self.helper.setToolTip(name)
        helpers = [(mark, mark.upper()) for mark in HELPERS]
        usual = "" if language() == "lv" else language()
        self.helper.set_items([("", "LV"), *helpers], self.helper.key() or usual)
        self._show()

    def follow(self, phase: str, subject: object) -> None:
        """The visit moved on; another `subject` (a visit) begins with fresh ticks."""
        fresh = subject != self._subject
        if phase == self._visit_phase and not fresh:
            return
        self._visit_phase, self._subject = phase, subject
        self._show(fresh=fresh)

    def show_call(self, running: RunningCall | None, now: datetime) -> None:
        """The call at this counter, None when there is none."""
        began = running.call.began_at if running is not None else None
        if began == self._calling:
            return
        self._calling = began
        self._call.setVisible(began is not None)
        self.call_clock.run_from(began, now)
        self.phase.setCurrentIndex(0)
        self._make_room()
        self.tick(now)
        self._show(fresh=began is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the call takes the place of other situations."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self._situation.setVisible(self._calling is None or self.height() >= px(_TALL_ENOUGH))

    def show_closing(self, board: Board | None) -> None:
        """At the end of the day: when the last client leaves, and the way to close the day."""
        self._board = board
        self._say_closing()

    def _say_closing(self) -> None:
        said = closing_said(self._board.closing if self._board else None)
        self.closing.setText(said.text)
        self.closing.set_tone(said.tone)
        self.closing.setVisible(bool(said.text))
        self.close_day.setVisible(self._may_close)
        ending = self.shown_phase() == "end_of_day"
        self._end.setVisible(ending and (self._may_close or bool(said.text)))

    def tick(self, now: datetime) -> None:
        """A second passed."""
        if self._calling is None:
            return
        self.call_clock.show_at(now)
        limit = self._context.env.policy.phone_prompt_minutes
        over = bool(limit) and now - self._calling >= timedelta(minutes=limit)
        self.call_clock.set_tone("warn" if over else "")
        self.prompt.set_tone("warn" if over else "ink2")
        self.prompt.setText(_prompt(limit, over=over))
        self.prompt.setVisible(bool(limit))

    def shown_phase(self) -> str:
        """The phase whose steps are shown."""
        return self.phase.key() or ("phone" if self._calling else self._visit_phase)

    def _show(self, *, fresh: bool = False) -> None:
        phase, pack, helper = self.shown_phase(), self._context.pack, self.helper.key()
        script = script_steps(pack, phase, helper, self._spoken)
        rules = rule_steps(pack, phase, helper, self._spoken)
        self.which.setVisible(bool(script and rules))
        show_rules = (self._rules and bool(rules)) or not script
        count = len(script) if show_rules else len(rules)
        text = _("Steps {n}") if show_rules else _("Rules {n}")
        self.which.set_text(text.format(n=count))
        self.steps.set_steps(rules if show_rules else script, fresh=fresh)
        self.set_title(_("What to do now"), phase_name(phase))
        self._say_closing()

    def _spoken(self, sentence: str) -> str:
        return spoken(self._context.env, self._context.actor, sentence)

    def _turn(self) -> None:
        self._rules = not self._rules
        self._show()

    def _other(self, _index: int) -> None:
        self._show()

    def _close_day(self) -> None:
        self._context.go("branch", "day")

    def _clicked(self) -> None:
        self.asked.emit(str(self.sender().property("action")))


def _prompt(limit: int, *, over: bool) -> str:
    if over:
        text = _("{minutes} minutes have passed: offer to call back or to write.")
    else:
        text = _("After {minutes} minutes: offer to call back or to write.")
    return text.format(minutes=limit)
