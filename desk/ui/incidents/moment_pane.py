"""The short form of filming or a gift: what to say and do, stamped by digits; how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.incident import FirstReport, IncidentKind, Step
from desk.i18n import _, language
from desk.services.content.schema import Contact, Moment
from desk.services.content.schema_client import ClientPhrase
from desk.services.moments import moment_steps
from desk.ui.context import Context
from desk.ui.duties.texts import value_text
from desk.ui.incidents.outcome_row import OutcomeRow
from desk.ui.incidents.side import Side
from desk.ui.incidents.step_row import StepRow
from desk.ui.incidents.texts import document_text, say_of, source_of
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, SectionTitle, line

AS_AGGRESSION = "as_aggression"
"""Asked for by the clerk alone: filming is no aggression by itself."""


class MomentPane(Side):
    """Steps in any order, advice, and where it all stands."""

    def __init__(self, context: Context, moment: Moment, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._context, self.moment, self._now = context, moment, now
        self._steps = moment_steps(context.env, IncidentKind(moment.id))
        self.stamps: dict[str, datetime] = {}
        self._rows: dict[str, StepRow] = {}
        self.show_client = context.keyed(Button(kind="link"), "show_client")
        self.outcome = OutcomeRow(moment.ends)
        self.back = Button(_("Take back the last stamp"), kind="link", key="Backspace")
        self.aggression = Button(_("Report it as aggression, level 1"))
        self._choice = Surface("warn")
        layout = column(self)
        layout.addLayout(self._head())
        self._add_steps(layout)
        if moment.ends:
            layout.addWidget(line())
            layout.addLayout(self._end())
        layout.addLayout(self._foot())
        layout.addStretch(1)
        self.outcome.chosen.connect(self._ended)
        self.back.clicked.connect(self.take_back)
        self.show_client.clicked.connect(self._show_to_client)
        self.aggression.clicked.connect(self._as_aggression)
        self._show()

    def first_control(self) -> QWidget | None:
        """Where digits are taken from the start."""
        waiting = (row.stamp for row in self._rows.values() if not row.stamp.isHidden())
        return next(waiting, None)

    def filled(self, report: FirstReport) -> FirstReport:
        """The report with the stamps."""
        stamped = sorted(self.stamps.items(), key=lambda item: item[1])
        return replace(report, steps=tuple(Step(step, at) for step, at in stamped))

    def use(self, report: FirstReport) -> None:
        """Show stamps made earlier."""
        self.stamps = {step.step: step.at for step in report.steps}
        self._show()

    def phrases(self) -> tuple[ClientPhrase, ...]:
        """The sentences of the steps that are still to be said, then the others."""
        said = [(step.id, say_of(self._context, step.say)) for step in self._steps]
        found = [ClientPhrase(id=key, say=say) for key, say in said if say is not None]
        return tuple(sorted(found, key=lambda phrase: phrase.id in self.stamps))

    def take_key(self, event: QKeyEvent) -> bool:
        """Digits stamp, Alt and a digit says how it ended, Backspace takes back."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        place = event.key() - int(Qt.Key.Key_1)
        if held == Qt.KeyboardModifier.AltModifier:
            return self.outcome.take(place)
        if held:
            return False
        if 0 <= place < len(self._steps):
            self.stamp(self._steps[place].id)
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
        if self.stamps:
            last = max(self.stamps, key=lambda step: self.stamps[step])
            del self.stamps[last]
            self._show_and_go_on()
            self.taken_back.emit(last)

    def offer_aggression(self, on: bool) -> None:
        """Offer to report it as aggression, where what was ticked makes that possible."""
        self._choice.setVisible(on)

    def _head(self) -> QVBoxLayout:
        head = column(gap=4, margins=(0, 0, 0, 6))
        if self._steps:
            head.addWidget(SectionTitle(_("What to do now"), _("a digit stamps the time")))
            head.addWidget(self.show_client, 0, Qt.AlignmentFlag.AlignLeft)
            self.show_client.set_text(_("Show"), _("Show to the client"))
        inside = column(self._choice, gap=6, margins=(12, 8, 12, 10))
        words = _("Filming alone is no aggression. Going on with others after a request can be.")
        inside.addWidget(Label(words, "small", wrap=True))
        inside.addWidget(self.aggression, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._choice)
        self._choice.hide()
        return head

    def _add_steps(self, layout: QVBoxLayout) -> None:
        for number, step in enumerate(self._steps, 1):
            layout.addWidget(line())
            text, say = step.text.get(language()), say_of(self._context, step.say)
            source = source_of(self._context.env, step.document, step.kind)
            made = StepRow(step.id, number, text, say, source)
            made.stamp.clicked.connect(self._clicked)
            self._rows[step.id] = made
            layout.addWidget(made)

    def _end(self) -> QVBoxLayout:
        end = column(gap=6, margins=(8, 10, 8, 12))
        head = row()
        head.addWidget(Label(_("How it ended"), "strong"), 1)
        head.addWidget(self.back)
        end.addLayout(head)
        end.addWidget(self.outcome)
        return end

    def _foot(self) -> QVBoxLayout:
        """What not to do, who is asked, and the newest guidance."""
        foot = column(gap=4)
        for text in self.moment.advice:
            foot.addWidget(Label(f"•  {text.get(language())}", "body", "ink2", wrap=True))
        if (contact := self._contact()) is not None:
            said = f"{contact.name.get(language())}: {value_text(contact)}"
            foot.addWidget(Label(said, "medium", wrap=True))
        if self.moment.review is not None:
            review = Label(self.moment.review.get(language()), "small", "warn", wrap=True)
            foot.addWidget(review)
        env, moment = self._context.env, self.moment
        cited = [document_text(env, name) for name in (moment.document, moment.source)]
        newest = _("{document}; newest guidance: {newest}")
        said = newest.format(document=cited[0], newest=cited[1]) if cited[1] else cited[0]
        foot.addWidget(Label(said, "small", "dim", wrap=True))
        return foot

    def _contact(self) -> Contact | None:
        known = self._context.pack.contacts
        return next((item for item in known if item.id == self.moment.contact), None)

    def _clicked(self) -> None:
        self.stamp(str(self.sender().property("step")))

    def _show_to_client(self) -> None:
        self.asked.emit("show_client")

    def _as_aggression(self) -> None:
        self.asked.emit(AS_AGGRESSION)

    def _ended(self, outcome: str) -> None:
        for other in self.moment.ends:
            self.stamps.pop(other.id, None)
        self.stamp(outcome)

    def _show_and_go_on(self) -> None:
        """A stamp's button hides: the keyboard goes to what comes next."""
        mine = self.has_keyboard()
        self._show()
        if mine:
            self.go_on()

    def _show(self) -> None:
        waiting = (step.id for step in self._steps if step.id not in self.stamps)
        ends = {end.id for end in self.moment.ends}
        now = "" if ends & set(self.stamps) else next(waiting, "")
        for step, shown in self._rows.items():
            shown.show_step(self.stamps.get(step), now=step == now, urgent=False)
        ended = next((end for end in ends if end in self.stamps), "")
        self.outcome.show_outcome(ended, ends)
        self.back.setEnabled(bool(self.stamps))
