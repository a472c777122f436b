"""The institution's ladder while it happens: one key stamps a step, with the sentence to say.

Digits stamp the steps; 8 = those who were called have come, 9 = danger: who to call, 0 = why the
warning was left out; Alt and a digit = how it ended; Backspace takes the last stamp back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.incident import FirstReport, Step
from desk.domain.ladder import ASKED_NEAR, LadderState, came, may_end, standing
from desk.formats import seconds_text
from desk.i18n import _, language
from desk.services.content.ladders import path_of
from desk.services.content.schema import Ladder, LadderStep, Option
from desk.services.content.schema_client import ClientPhrase
from desk.ui.context import Context
from desk.ui.incidents.ladder_help import HelpBox, helper_line
from desk.ui.incidents.outcome_row import OutcomeRow
from desk.ui.incidents.side import Side, in_sight
from desk.ui.incidents.step_row import StepRow
from desk.ui.incidents.texts import ladder_source, say_of
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label, SectionTitle, line

_DANGER, _CAME, _SKIP = Qt.Key.Key_9, Qt.Key.Key_8, Qt.Key.Key_0


class LadderPane(Side):
    """Steps, help, how it ended, what keeps it calm.

    Args:
        now: gives the instant to stamp.
    """

    def __init__(self, context: Context, ladder: Ladder, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.ladder, self._context, self._now = ladder, context, now
        self._path = path_of(ladder)
        self.stamps: dict[str, datetime] = {}
        self._danger = False
        self._rows: dict[str, StepRow] = {}
        self.danger = Button(kind="danger-outline", key="9", guarded=True)
        self.show_client = context.keyed(Button(kind="link"), "show_client")
        self.near = Label(role="small", tone="ink2", wrap=True)
        self.unexplained = Label(role="small", tone="warn", wrap=True)
        self.help = HelpBox(context)
        self.outcome = OutcomeRow(ladder.outcomes)
        self.back = Button(_("Take back the last stamp"), kind="link", key="Backspace")
        self.skips = {reason.id: self._skip(reason) for reason in ladder.skip_reasons}
        self.came = {step.id: self._came(step) for step in ladder.steps if step.came is not None}
        layout = column(self)
        layout.addLayout(self._head())
        for number, step in enumerate(ladder.steps, 1):
            layout.addWidget(line())
            layout.addWidget(self._row(step, number))
        layout.addWidget(line())
        layout.addLayout(self._end())
        layout.addWidget(SectionTitle(_("Calm and safe")))
        for text in ladder.calm:
            layout.addWidget(Label(f"•  {text.get(language())}", "body", "ink2", wrap=True))
        layout.addStretch(1)
        self._connect()
        self._show()

    def first_control(self) -> QWidget:
        """Where digits are taken from: the button of the step whose turn it is."""
        now = self._now_step()
        if now and now not in self.stamps:
            return self._rows[now].stamp
        coming = (button for button in self.came.values() if not button.isHidden())
        return next(coming, self.back if self.back.isEnabled() else self.danger)

    def steps(self) -> tuple[Step, ...]:
        """What was stamped, in the order of time."""
        stamped = sorted(self.stamps.items(), key=lambda item: item[1])
        return tuple(Step(step, at) for step, at in stamped)

    def filled(self, report: FirstReport) -> FirstReport:
        """The report with the stamps."""
        return replace(report, steps=self.steps())

    def use(self, report: FirstReport) -> None:
        """Show stamps made earlier."""
        self.stamps = {step.step: step.at for step in report.steps}
        self._danger = False
        self._show()

    def phrases(self) -> tuple[ClientPhrase, ...]:
        """The sentences for the client (not those said to the police), first the one in turn."""
        for_clients = [step for step in self.ladder.steps if not step.numbers]
        said = [(step.id, say_of(self._context, step.say)) for step in for_clients]
        found = [ClientPhrase(id=key, say=say) for key, say in said if say is not None]
        last = max(self.stamps, key=lambda step: self.stamps[step], default="")
        first = self._now_step() or last
        return tuple(sorted(found, key=lambda phrase: phrase.id != first))

    def take_key(self, event: QKeyEvent) -> bool:
        """What a key means here; outcomes are taken in fields too."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        place = event.key() - int(Qt.Key.Key_1)
        if held == Qt.KeyboardModifier.AltModifier:
            return self.outcome.take(place)
        if held:
            return False
        if 0 <= place < len(self.ladder.steps):
            self.stamp(self.ladder.steps[place].id)
        elif event.key() == _SKIP and self.skips:
            next(iter(self.skips.values())).click()
        elif event.key() == _DANGER:
            self.call_for_help()
        elif event.key() == _CAME:
            self._somebody_came()
        elif event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        else:
            return False
        return True

    def stamp(self, step: str) -> None:
        """Note that a step was taken now; a second press changes nothing."""
        if step not in self.stamps:
            self.stamps[step] = self._now()
            self._show_and_go_on()
            self.stamped.emit(step)

    def take_back(self) -> None:
        """Undo the last stamp."""
        taken = [step.step for step in self.steps() if step.step != ASKED_NEAR]
        if taken:
            del self.stamps[taken[-1]]
            self._danger = False
            self._show_and_go_on()
            self.taken_back.emit(taken[-1])

    def call_for_help(self) -> None:
        """The jump in danger (B4): whom to call comes first, and the warning needs no words."""
        self._danger = True
        warning = self._path.warning()
        if self.skips and not {warning, *self.skips} & set(self.stamps):
            self.stamp(next(iter(self.skips)))
        self._show_and_go_on()
        in_sight(self.help)
        self.help.say()

    def _head(self) -> QVBoxLayout:
        head = column(gap=4, margins=(0, 0, 0, 6))
        top = row(gap=8)
        top.addWidget(SectionTitle(_("What to do now"), _("a digit stamps the time")), 1)
        head.addLayout(top)
        buttons = row(gap=8)
        buttons.addWidget(self.danger)
        buttons.addWidget(self.show_client)
        buttons.addStretch(1)
        head.addLayout(buttons)
        for part in (self.help, self.near):
            head.addWidget(part)
        self.danger.set_text(_("Danger: call for help"))
        self.show_client.set_text(_("Show"), _("Show to the client"))
        return head

    def _skip(self, reason: Option) -> Button:
        """The warning may be left out, but not without saying why (AG-03)."""
        text = _("Left out: {reason}").format(reason=reason.text.get(language()).lower())
        key = "0" if reason is self.ladder.skip_reasons[0] else ""
        button = Button(text, kind="link", key=key, guarded=True)
        button.setProperty("step", reason.id)
        button.clicked.connect(self._clicked)
        return button

    def _came(self, step: LadderStep) -> Button:
        text = step.came.get(language()) if step.came is not None else ""
        button = Button(text, key="8", guarded=True)
        button.setProperty("step", came(step.id))
        button.clicked.connect(self._clicked)
        return button

    def _row(self, step: LadderStep, number: int) -> StepRow:
        more: list[QWidget] = []
        if step.state == LadderState.HELPER_CALLED:
            more.append(helper_line(self._context, step))
        if step.id in self.came:
            more.append(self.came[step.id])
        warns = step.id == self._path.warning()
        more += [self.unexplained, *self.skips.values()] if warns else []
        text, say = step.text.get(language()), say_of(self._context, step.say)
        source = ladder_source(self._context.env, step)
        made = StepRow(step.id, number, text, say, source, *more)
        for button in (*self.skips.values(), *self.came.values()):
            made.words.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        made.stamp.clicked.connect(self._clicked)
        self._rows[step.id] = made
        return made

    def _end(self) -> QVBoxLayout:
        end = column(gap=6, margins=(8, 10, 8, 12))
        head = row()
        head.addWidget(Label(_("How it ended"), "strong"), 1)
        head.addWidget(self.back)
        end.addLayout(head)
        end.addWidget(self.outcome)
        return end

    def _connect(self) -> None:
        for skip in self.skips.values():
            skip.setFixedHeight(px(22))
        self.outcome.chosen.connect(self._ended)
        self.back.clicked.connect(self.take_back)
        self.danger.clicked.connect(self.call_for_help)
        self.show_client.clicked.connect(self._show_to_client)

    def _clicked(self) -> None:
        self.stamp(str(self.sender().property("step")))

    def _show_to_client(self) -> None:
        self.asked.emit("show_client")

    def _somebody_came(self) -> None:
        """Of those who were called and have not come, the one called first."""
        waiting = [step for step in self.steps() if self._comes(step.step)]
        if waiting:
            self.stamp(came(waiting[0].step))

    def _comes(self, step: str) -> bool:
        return step in self.came and step in self.stamps and came(step) not in self.stamps

    def _ended(self, outcome: str) -> None:
        for other in self.ladder.outcomes:
            self.stamps.pop(other.id, None)
        self.stamp(outcome)

    def _now_step(self) -> str:
        """The step whose turn it is: the one after the last taken, until it has ended."""
        stands = standing(self._path, self.steps())
        if stands.unexplained:
            return self._path.warning()
        if stands.end is not None:
            return ""
        rungs = self._path.rungs
        helpers = [rung.id for rung in rungs if rung.state is LadderState.HELPER_CALLED]
        if set(helpers) & set(self.stamps):
            return ""
        if self._danger:
            return next(iter(helpers), "")
        taken = {*self.stamps, self._path.warning()} if self._skipped() else {*self.stamps}
        last = max((place for place, rung in enumerate(rungs) if rung.id in taken), default=-1)
        return next((rung.id for rung in rungs[last + 1 :]), "")

    def _skipped(self) -> str:
        return next((reason for reason in self.skips if reason in self.stamps), "")

    def _show_and_go_on(self) -> None:
        """A stamp's button hides: the keyboard goes to what comes next."""
        mine = self.has_keyboard()
        self._show()
        if mine:
            self.go_on()

    def _show(self) -> None:
        now, steps = self._now_step(), self.steps()
        stands, skipped = standing(self._path, steps), self._skipped()
        for step, shown in self._rows.items():
            shown.show_step(self.stamps.get(step), now=step == now)
        ended = next((o.id for o in self.ladder.outcomes if o.id in self.stamps), "")
        allowed = {o.id for o in self.ladder.outcomes if may_end(self._path, steps, _state(o))}
        self.outcome.show_outcome(ended, allowed)
        for reason, button in self.skips.items():
            button.setVisible(self._path.warning() not in self.stamps and skipped in ("", reason))
            button.setEnabled(not skipped)
            button.set_kind("danger" if stands.unexplained else "link")
        self.unexplained.setText(_("The warning was left out: choose why, whenever you can."))
        self.unexplained.setVisible(stands.unexplained)
        for step, button in self.came.items():
            button.setVisible(self._comes(step))
        self.help.setVisible(self._danger)
        asked = self.stamps.get(ASKED_NEAR)
        text = _("{time} asked a colleague to come near")
        self.near.setText(text.format(time=seconds_text(asked)) if asked else "")
        self.near.setVisible(asked is not None)
        self.back.setEnabled(bool(set(self.stamps) - {ASKED_NEAR}))


def _state(outcome: Option) -> LadderState:
    return LadderState(outcome.id)
