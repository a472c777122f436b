"""Steps to take, as the right pane shows them: number or tick, words, sentence to say, source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desk.ui.style import colour, font, px
from desk.ui.widgets.check import paint_tick, switch_on
from desk.ui.widgets.layout import ScrollColumn, Surface, column, row
from desk.ui.widgets.text import Label, line


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Args:
        say: the sentence to say aloud, "" for none.
        helpers: the same in helper languages: (language mark, sentence).
        source: document and kind, small.
    """

    key: str
    text: str
    say: str = ""
    source: str = ""
    helpers: tuple[tuple[str, str], ...] = ()


class _Dot(QAbstractButton):
    """The round number that becomes a tick; the clerk's own reminder, stored nowhere."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._now = False
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew under the pointer
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_now(self, now: bool) -> None:
        """Whether this is the step to take now."""
        self._now = now
        self.update()

    def sizeHint(self) -> QSize:
        """A circle with room for the focus ring."""
        return QSize(px(26), px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circle, then number or tick."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        ring = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(colour("accent"), 2) if ring else QPen(Qt.PenStyle.NoPen))
        done = self.isChecked()
        painter.setBrush(colour("accent" if done else "accent_soft" if self._now else "bg"))
        painter.drawEllipse(box)
        painter.setPen(QPen(colour("panel" if done else "accent" if self._now else "ink2"), 1.8))
        if done:
            paint_tick(painter, box.adjusted(3, 3, -3, -3))
        else:
            painter.setFont(font("label"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepRow(Surface):
    """One step on the pane."""

    def __init__(self, step: Step, number: int) -> None:
        super().__init__("plain")
        self.dot = _Dot(number)
        self._text = Label(wrap=True)
        self._source = Label(role="small", tone="dim", wrap=True)
        self._sayings: list[Label] = []
        outer = row(self, gap=8, margins=(14, 9, 16, 9))
        outer.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignTop)
        self._words = column(gap=4)
        self._words.setContentsMargins(0, px(3), 0, 0)
        self._words.addWidget(self._text)
        self._words.addWidget(self._source)
        outer.addLayout(self._words, 1)
        self.show_step(step)

    def show_step(self, step: Step) -> None:
        """Another step in the same place."""
        self.dot.setAccessibleName(step.text)
        self.dot.setProperty("step", step.key)
        self._text.setText(step.text)
        self._source.setText(step.source)
        self._source.setVisible(bool(step.source))
        for label in self._sayings:
            self._words.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._sayings = _sayings(step)
        for place, label in enumerate(self._sayings, 1):
            self._words.insertWidget(place, label)

    def set_now(self, now: bool) -> None:
        """Emphasise the step to take now."""
        self.dot.set_now(now)
        role = "strong" if now else "body"
        if self._text.property("role") != role:
            self._text.setProperty("role", role)
            self._text.style().polish(self._text)


def _sayings(step: Step) -> list[Label]:
    made: list[Label] = []
    if step.say:
        made.append(Label(step.say, role="say", wrap=True))
    for mark, sentence in step.helpers:
        made.append(Label(f"{mark}  {sentence}", role="small", tone="ink2", wrap=True))
    return made


class StepList(ScrollColumn):
    """Steps under each other; ticks are kept by key while the same steps are shown.

    Signals:
        ticked(str, bool): a step was ticked or unticked.
    """

    ticked = Signal(str, bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._steps: tuple[Step, ...] = ()
        self._rows: list[tuple[QWidget, StepRow]] = []
        self._done: set[str] = set()
        self.column.addStretch(1)

    def set_steps(self, steps: Sequence[Step], *, fresh: bool = False) -> None:
        """Show steps; `fresh` forgets the ticks (a new visit, a new call)."""
        if fresh:
            self._done.clear()
        elif tuple(steps) == self._steps:
            return
        self._steps = tuple(steps)
        for place, step in enumerate(self._steps):
            if place == len(self._rows):
                self._add(step)
            self._show(place, step)
        for above, made in self._rows[len(self._steps) :]:
            above.hide()
            made.hide()
        self.verticalScrollBar().setValue(0)
        self._point()

    def _add(self, step: Step) -> None:
        above, made = line(), StepRow(step, len(self._rows) + 1)
        made.dot.toggled.connect(self._toggled)
        for widget in (above, made):
            self.column.insertWidget(self.column.count() - 1, widget)
        self._rows.append((above, made))

    def _show(self, place: int, step: Step) -> None:
        above, made = self._rows[place]
        made.show_step(step)
        switch_on(made.dot, step.key in self._done)
        above.show()
        made.show()

    def _toggled(self, on: bool) -> None:
        key = str(self.sender().property("step"))
        (self._done.add if on else self._done.discard)(key)
        self._point()
        self.ticked.emit(key, on)

    def _point(self) -> None:
        """The first step without a tick is the one to take now."""
        now = next((step.key for step in self._steps if step.key not in self._done), "")
        for step, (_above, made) in zip(self._steps, self._rows, strict=False):
            made.set_now(step.key == now)
