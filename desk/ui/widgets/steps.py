"""Steps to take, as the right pane shows them: number or tick, words, sentence to say, source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desk.ui.style import colour, font, px
from desk.ui.widgets.check import paint_tick
from desk.ui.widgets.layout import ScrollColumn, Surface, clear, column, row
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

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number = number
        self._now = False
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_now(self, now: bool) -> None:
        """Whether this is the step to take now."""
        self._now = now
        self.update()

    def sizeHint(self) -> QSize:
        """A circle with room for the focus ring."""
        return QSize(px(26), px(26))

    def event(self, event: QEvent) -> bool:
        """Repaint under the pointer."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

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
        self.dot = _Dot(number, step.text)
        self._text = Label(step.text, wrap=True)
        self._source = Label(step.source, role="small", tone="dim", wrap=True)
        outer = row(self, gap=8, margins=(14, 9, 16, 9))
        outer.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=4)
        words.setContentsMargins(0, px(3), 0, 0)
        words.addWidget(self._text)
        for widget in _sayings(step):
            words.addWidget(widget)
        if step.source:
            words.addWidget(self._source)
        outer.addLayout(words, 1)

    def set_now(self, now: bool) -> None:
        """Emphasise the step to take now."""
        self.dot.set_now(now)
        role = "strong" if now else "body"
        if self._text.property("role") != role:
            self._text.setProperty("role", role)
            self._text.style().polish(self._text)


def _sayings(step: Step) -> list[QWidget]:
    made: list[QWidget] = []
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
        self._rows: dict[str, StepRow] = {}
        self._done: set[str] = set()

    def set_steps(self, steps: Sequence[Step], *, fresh: bool = False) -> None:
        """Show steps; `fresh` forgets the ticks (a new visit, a new call)."""
        if fresh:
            self._done.clear()
        elif tuple(steps) == self._steps:
            return
        self._steps = tuple(steps)
        self._rows = {}
        clear(self.column)
        for number, step in enumerate(self._steps, 1):
            self._add(step, number)
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)
        self._point()

    def _add(self, step: Step, number: int) -> None:
        made = StepRow(step, number)
        made.dot.setChecked(step.key in self._done)
        made.dot.setProperty("step", step.key)
        made.dot.toggled.connect(self._toggled)
        self.column.addWidget(line())
        self.column.addWidget(made)
        self._rows[step.key] = made

    def _toggled(self, on: bool) -> None:
        key = str(self.sender().property("step"))
        (self._done.add if on else self._done.discard)(key)
        self._point()
        self.ticked.emit(key, on)

    def _point(self) -> None:
        """The first step without a tick is the one to take now."""
        now = next((step.key for step in self._steps if step.key not in self._done), "")
        for key, made in self._rows.items():
            made.set_now(key == now)
