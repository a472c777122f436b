"""The institution's ladder while it happens: one key stamps a step, with the sentence to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.incident import Step
from desk.formats import seconds_text
from desk.i18n import _, language
from desk.services.content.schema import Ladder, LadderStep, Option
from desk.ui.incidents.ladder_parts import Dot, quoted, sentence
from desk.ui.incidents.segments import Segments
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, SectionTitle, line, restyle

_NONE_YET = ""


@dataclass(slots=True)
class _Parts:
    """The widgets of one step that change; `brief` is its sentence while it is not its turn."""

    surface: Surface
    dot: Dot
    text: Label
    stamp: Button
    at: Label
    brief: Label
    help: QWidget


class LadderPane(QWidget):
    """Steps, how it ended, what keeps it calm.

    Signals:
        changed: a step was stamped, or a stamp taken back.

    Args:
        now: gives the instant to stamp.
        source: says where a step stands.
    """

    changed = Signal()

    def __init__(
        self, ladder: Ladder, now: Callable[[], datetime], source: Callable[[LadderStep], str]
    ) -> None:
        super().__init__()
        self.ladder, self._now, self._source = ladder, now, source
        self.stamps: dict[str, datetime] = {}
        self._parts: dict[str, _Parts] = {}
        self.outcome = Segments(_("How it ended"))
        self.back = Button(_("Take back the last stamp"), kind="link", key="Backspace")
        self.skips = {reason.id: self._skip(reason) for reason in ladder.skip_reasons}
        layout = column(self)
        layout.addWidget(SectionTitle(_("What to do now"), _("a digit stamps the time")))
        layout.addSpacing(px(6))
        for number, step in enumerate(ladder.steps, 1):
            layout.addWidget(line())
            layout.addWidget(self._row(step, number))
        layout.addWidget(line())
        layout.addLayout(self._end())
        layout.addWidget(SectionTitle(_("Calm and safe")))
        for text in ladder.calm:
            layout.addWidget(Label(f"•  {text.get(language())}", "body", "ink2", wrap=True))
        layout.addStretch(1)
        self._show()

    def first_control(self) -> QWidget:
        """Where digits are taken from the start: the next step's button."""
        waiting = (parts.stamp for parts in self._parts.values() if not parts.stamp.isHidden())
        return next(waiting, self.back)

    def steps(self) -> tuple[Step, ...]:
        """What was stamped, in the order of time."""
        stamped = sorted(self.stamps.items(), key=lambda item: item[1])
        return tuple(Step(step, at) for step, at in stamped)

    def use(self, steps: tuple[Step, ...]) -> None:
        """Show stamps made earlier."""
        self.stamps = {step.step: step.at for step in steps}
        self._show()

    def take_digit(self, event: QKeyEvent) -> bool:
        """A digit stamps a step, 0 leaves the first one out, Backspace takes the last back."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        place = event.key() - int(Qt.Key.Key_1)
        if 0 <= place < len(self.ladder.steps):
            self.stamp(self.ladder.steps[place].id)
            return True
        if event.key() == Qt.Key.Key_0 and self.skips:
            next(iter(self.skips.values())).click()
            return True
        if event.key() == Qt.Key.Key_Backspace:
            self.take_back()
            return True
        return False

    def stamp(self, step: str) -> None:
        """Note that a step was taken now; a second press changes nothing."""
        if step not in self.stamps:
            self.stamps[step] = self._now()
            self._show()
            self.changed.emit()

    def take_back(self) -> None:
        """Undo the last stamp."""
        if self.stamps:
            del self.stamps[self.steps()[-1].step]
            self._show()
            self.changed.emit()

    def _skip(self, reason: Option) -> Button:
        """The first step may be left out, but not without saying why (AG-03)."""
        text = _("Left out: {reason}").format(reason=reason.text.get(language()).lower())
        key = "0" if reason is self.ladder.skip_reasons[0] else ""
        button = Button(text, kind="link", key=key, guarded=True)
        button.setProperty("step", reason.id)
        button.clicked.connect(self._clicked)
        return button

    def _row(self, step: LadderStep, number: int) -> Surface:
        surface = Surface("plain")
        outer = row(surface, gap=8, margins=(8, 6, 8, 6))
        dot, at = Dot(number), Label(role="small", tone="dim", wrap=True)
        text = Label(step.text.get(language()), wrap=True)
        stamp = Button(key=str(number), guarded=True)
        stamp.set_text(_("Done"), _("Stamp: {step}").format(step=step.text.get(language())))
        stamp.setProperty("step", step.id)
        stamp.clicked.connect(self._clicked)
        outer.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=4)
        help_ = sentence(step)
        brief = Label(quoted(step.say.lv) if step.say else "", "small", "ink2", wrap=True)
        for widget in (text, help_, brief, at):
            words.addWidget(widget)
        for skip in self.skips.values() if number == 1 else ():
            skip.setFixedHeight(px(22))
            words.addWidget(skip, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(words, 1)
        outer.addWidget(stamp, 0, Qt.AlignmentFlag.AlignTop)
        self._parts[step.id] = _Parts(surface, dot, text, stamp, at, brief, help_)
        return surface

    def _end(self) -> QVBoxLayout:
        end = column(gap=6, margins=(8, 10, 8, 12))
        head = row()
        head.addWidget(Label(_("How it ended"), "strong"), 1)
        head.addWidget(self.back)
        end.addLayout(head)
        items = [(item.id, item.text.get(language())) for item in self.ladder.outcomes]
        self.outcome.set_items(items)
        end.addWidget(self.outcome)
        self.outcome.chosen.connect(self._ended)
        self.back.clicked.connect(self.take_back)
        return end

    def _clicked(self) -> None:
        self.stamp(str(self.sender().property("step")))

    def _ended(self, outcome: str) -> None:
        for other in self.ladder.outcomes:
            self.stamps.pop(other.id, None)
        self.stamp(outcome)

    def _show(self) -> None:
        """The first step without a stamp is the one to take now, until it has ended."""
        ended = next((o.id for o in self.ladder.outcomes if o.id in self.stamps), _NONE_YET)
        first = self.ladder.steps[0].id
        skipped = next((reason for reason in self.skips if reason in self.stamps), "")
        taken = {*self.stamps, first} if skipped else {*self.stamps}
        waiting = [step.id for step in self.ladder.steps if step.id not in taken]
        now = waiting[0] if waiting and not ended else _NONE_YET
        for step in self.ladder.steps:
            self._show_step(step, self._parts[step.id], now=step.id == now)
        self.outcome.choose(ended)
        for reason, button in self.skips.items():
            button.setVisible(first not in self.stamps and skipped in ("", reason))
            button.setEnabled(not skipped)
        self.back.setEnabled(bool(self.stamps))

    def _show_step(self, step: LadderStep, parts: _Parts, *, now: bool) -> None:
        at = self.stamps.get(step.id)
        parts.dot.done, parts.dot.now = at is not None, now
        parts.dot.update()
        parts.help.setVisible(now and step.say is not None)
        parts.brief.setVisible(not now and at is None and step.say is not None)
        parts.stamp.setVisible(at is None)
        parts.stamp.set_kind("danger" if now else "normal")
        stamped = [seconds_text(at)] if at is not None else []
        parts.at.setText(" · ".join([*stamped, self._source(step)]))
        _dress(parts.surface, "surface", "danger" if now else "plain")
        _dress(parts.text, "role", "heading" if now else "body")


def _dress(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)
