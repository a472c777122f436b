"""The institution's ladder while it happens: one key stamps a step, with the sentence to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk.domain.incident import Step
from desk.formats import seconds_text
from desk.i18n import _, language
from desk.services.content.schema import Kind, Ladder, LadderStep
from desk.ui.duties.texts import HELPER_LANGUAGES, KIND_TEXTS
from desk.ui.incidents.segments import Segments
from desk.ui.style import colour, font, px
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import paint_tick
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, SectionTitle, line, restyle

_NONE_YET = ""


class _Dot(QWidget):
    """The step's number, or a tick when it is stamped."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self.done, self.now = number, False, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A circle."""
        return QSize(px(26), px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circle, then number or tick."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent" if self.done else "red" if self.now else "bg"))
        painter.drawEllipse(box)
        painter.setPen(QPen(colour("panel" if self.done or self.now else "ink2"), 1.8))
        if self.done:
            paint_tick(painter, box.adjusted(3, 3, -3, -3))
            return
        painter.setFont(font("label"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


@dataclass(slots=True)
class _Parts:
    """The widgets of one step that change."""

    surface: Surface
    dot: _Dot
    text: Label
    stamp: Button
    at: Label
    help: QWidget


class LadderPane(QWidget):
    """Steps, how it ended, what keeps it calm.

    Signals:
        changed: a step was stamped, or a stamp taken back.

    Args:
        now: gives the instant to stamp.
    """

    changed = Signal()

    def __init__(self, ladder: Ladder, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.ladder, self._now = ladder, now
        self.stamps: dict[str, datetime] = {}
        self._parts: dict[str, _Parts] = {}
        self.outcome = Segments(_("How it ended"))
        self.back = Button(_("Take back the last stamp"), kind="link", key="Backspace")
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
        """A digit stamps a step, Backspace takes the last stamp back."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        place = event.key() - int(Qt.Key.Key_1)
        if 0 <= place < len(self.ladder.steps):
            self.stamp(self.ladder.steps[place].id)
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

    def _row(self, step: LadderStep, number: int) -> Surface:
        surface = Surface("plain")
        outer = row(surface, gap=8, margins=(8, 8, 8, 8))
        dot, at = _Dot(number), Label(role="small", tone="dim")
        text = Label(step.text.get(language()), wrap=True)
        stamp = Button(key=str(number), guarded=True)
        stamp.set_text(_("Done"), _("Stamp: {step}").format(step=step.text.get(language())))
        stamp.setProperty("step", step.id)
        stamp.clicked.connect(self._clicked)
        outer.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=4)
        words.addWidget(text)
        words.addWidget(at)
        help_ = _sentence(step)
        words.addWidget(help_)
        outer.addLayout(words, 1)
        outer.addWidget(stamp, 0, Qt.AlignmentFlag.AlignTop)
        self._parts[step.id] = _Parts(surface, dot, text, stamp, at, help_)
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
        waiting = [step.id for step in self.ladder.steps if step.id not in self.stamps]
        now = waiting[0] if waiting and not ended else _NONE_YET
        for step in self.ladder.steps:
            self._show_step(step, self._parts[step.id], now=step.id == now)
        self.outcome.choose(ended)
        self.back.setEnabled(bool(self.stamps))

    def _show_step(self, step: LadderStep, parts: _Parts, *, now: bool) -> None:
        at = self.stamps.get(step.id)
        parts.dot.done, parts.dot.now = at is not None, now
        parts.dot.update()
        parts.help.setVisible(now)
        parts.stamp.setVisible(at is None)
        parts.stamp.set_kind("danger" if now else "normal")
        kind = _(KIND_TEXTS[step.kind]) if step.kind is Kind.RIGHT else ""
        parts.at.setText(seconds_text(at) if at is not None else kind)
        parts.at.setVisible(bool(parts.at.text()))
        _dress(parts.surface, "surface", "danger" if now else "plain")
        _dress(parts.text, "role", "heading" if now else "body")


def _dress(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def _sentence(step: LadderStep) -> QWidget:
    """What to say, and unofficial helper phrases."""
    holder = QWidget()
    words = column(holder, gap=4)
    if step.say is None:
        return holder
    words.addWidget(Label(step.say.lv, "say", "danger", wrap=True))
    for key, mark in HELPER_LANGUAGES:
        sentence = getattr(step.say, key)
        if sentence:
            words.addWidget(Label(f"{mark}  {sentence}", "small", "ink2", wrap=True))
    words.addWidget(Label(_("Helper phrases are unofficial."), "small", "dim"))
    return holder
