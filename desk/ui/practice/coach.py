"""The coach at the window's foot: the situation, what to do, a hint when asked for.

It praises nobody and counts nothing but the situations.  Its buttons are reached with the keyboard
and never take it by themselves, so that typing goes on where the work is.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.i18n import _, language
from desk.services.practice_script import PracticeStep
from desk.ui.practice.task_line import TaskLine
from desk.ui.practice.watermark import FRAME
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, clear, column, row
from desk.ui.widgets.text import Elided, Label, Pill

_ROOMY = 1150
"""Width in design pixels from which all tasks and the reason have their place."""
_TALL = 640
"""Height of the window in design pixels below which the coach folds into a line."""
_VIEWS = ("situation", "hint", "folded")


class Coach(Surface):
    """One situation at a time.

    Signals:
        skip, later, end, again: the buttons.
    """

    skip = Signal()
    later = Signal()
    end = Signal()
    again = Signal()

    def __init__(self) -> None:
        super().__init__("coach")
        self._step: PracticeStep | None = None
        self._done: tuple[bool, ...] = ()
        self._place, self._source = (0, 0), ""
        self._keys: dict[str, str] = {}
        self._left: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self.place, self.title = Pill(kind="practice"), Elided(role="strong")
        self.situation, self.why = Label(wrap=True), Label(role="small", tone="ink2", wrap=True)
        self.hint = Button(kind="link", key="Shift+F1")
        self.put_off, self.pass_over = Button(kind="link"), Button(kind="link")
        self.once_more, self.leave = Button(kind="link"), Button(kind="link")
        self._tasks: QVBoxLayout = column(gap=2)
        self._view = _VIEWS[0]
        self._build()
        self.retranslate()

    def _build(self) -> None:
        outer = column(self, gap=6, margins=(18, 8, 14, 8 + FRAME))
        head = row(gap=8)
        head.addWidget(self.place)
        head.addWidget(self.title, 1)
        buttons = (self.hint, self.put_off, self.pass_over, self.once_more, self.leave)
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        outer.addLayout(head)
        body = row(gap=24)
        top = Qt.AlignmentFlag.AlignTop
        for part, stretch in ((self.situation, 3), (self.why, 3)):
            part.setAlignment(top)
            body.addWidget(part, stretch)
        body.insertLayout(1, self._tasks, 3)
        outer.addLayout(body)
        self.hint.clicked.connect(self.turn_hint)
        self.put_off.clicked.connect(self.later)
        self.pass_over.clicked.connect(self.skip)
        self.once_more.clicked.connect(self.again)
        self.leave.clicked.connect(self.end)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.setAccessibleName(_("Practice"))
        self.pass_over.set_text(_("Skip"))
        self.leave.set_text(_("End practice"))
        self._show()

    def say(self, text: str) -> None:
        """Something instead of a situation: it is being made, or it went wrong."""
        self._step = self._left = None
        self.situation.setText(text)
        self._show()

    def show_step(
        self, step: PracticeStep, place: tuple[int, int], source: str, keys: dict[str, str]
    ) -> None:
        """A situation.

        Args:
            place: its number and how many there are; source: the rule that it rests on.
            keys: the keys in force by action.
        """
        fresh = step is not self._step
        self._step, self._place, self._source, self._keys = step, place, source, keys
        self._left = None
        if fresh:
            self._done, self._view = (False,) * len(step.tasks), _VIEWS[0]
        self._show()
        if fresh:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def show_done(self, done: Sequence[bool]) -> None:
        """Which tasks have been done."""
        if tuple(done) != self._done:
            self._done = tuple(done)
            self._show()

    def show_end(self, practised: tuple[str, ...], skipped: tuple[str, ...]) -> None:
        """The end of the morning: titles of what was practised and of what was left out."""
        self._step, self._left = None, (practised, skipped)
        self._show()

    def turn_hint(self) -> None:
        """Show the hint, or the situation again; in a low window a line between the two."""
        if self._step is not None:
            self._view = self._next_view()
            self._show()

    def fold(self) -> None:
        """The person is at work: in a low window the screen needs the room."""
        if self._step is not None and self._is_low() and self._view != "folded":
            self._view = "folded"
            self._show()

    def first_control(self) -> QWidget:
        """Where the keyboard comes to: the first button that shows."""
        return self.hint if self.hint.isVisible() else self.once_more

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the present task alone."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        step = self._step
        for button in (self.hint, self.put_off, self.pass_over):
            button.setVisible(step is not None)
        self.once_more.setVisible(self._left is not None)
        clear(self._tasks)
        if step is not None:
            self._show_situation(step)
        elif self._left is not None:
            self._show_left(*self._left)
        else:
            self.place.set("")
            self.title.set_whole("")
            self.why.setText("")
            self.situation.show()
        self._fit()

    def _show_situation(self, step: PracticeStep) -> None:
        number, count = self._place
        self.place.set(_("{n} of {count}").format(n=number, count=count), "practice")
        folded = self._view == "folded"
        self.title.set_whole(step.title.get(language()))
        later = _("Back to this later")
        self.put_off.set_text(later if self._roomy() else _("Later"), later)
        self.hint.set_key("Shift+F1" if self._roomy() else "")
        words = {"situation": _("Situation"), "hint": _("Hint"), "folded": _("Fold")}
        self.hint.set_text(words[self._next_view()])
        why = " ".join(part for part in (step.why.get(language()), self._bracketed()) if part)
        hinting = self._view == "hint"
        said = step.hint if hinting else step.situation
        roomy = self._roomy()
        text = said.get(language())
        self.situation.setText(f"{text}\n{why}" if hinting and not roomy else text)
        self.situation.setHidden(folded)
        self.why.setText(why)
        self.why.setVisible(roomy and not folded)
        now = next((place for place, done in enumerate(self._done) if not done), -1)
        for place, task in enumerate(step.tasks):
            if roomy or place == max(now, 0):
                to_do = task.text.get(language()).format(key=self._keys.get(task.key, ""))
                if folded:
                    self.title.set_whole(to_do)
                    continue
                line = TaskLine(to_do, self._done[place], now=place == now)
                self._tasks.addWidget(line)
                line.show()  # else it would not be counted when the height is measured
        self._tasks.addStretch(1)

    def _show_left(self, practised: tuple[str, ...], skipped: tuple[str, ...]) -> None:
        self.place.set("")
        self.title.set_whole(_("The morning is over"))
        done = _("Practised: {titles}").format(titles=_listed(practised))
        out = _("Left out: {titles}").format(titles=_listed(skipped))
        roomy = self._roomy()
        self.situation.show()
        self.situation.setText(done if roomy else f"{done}\n{out}")
        self.why.setText(out)
        self.why.setVisible(roomy)
        again = _("Practise what was left out") if skipped else _("Practise it again")
        self.once_more.set_text(again)

    def _bracketed(self) -> str:
        return f"({self._source})" if self._source else ""

    def _next_view(self) -> str:
        views = _VIEWS if self._is_low() else _VIEWS[:2]
        place = views.index(self._view) if self._view in views else -1
        return views[(place + 1) % len(views)]

    def _is_low(self) -> bool:
        return self.window().height() < px(_TALL)

    def _roomy(self) -> bool:
        return self.width() >= px(_ROOMY) and not self._is_low()

    def _fit(self) -> None:
        """As tall as its words need at this width."""
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        layout.activate()
        tall = layout.totalSizeHint().height()
        if layout.hasHeightForWidth():
            tall = layout.totalHeightForWidth(self.width())
        if tall != self.maximumHeight():
            self.setFixedHeight(tall)


def _listed(titles: Sequence[str]) -> str:
    return ", ".join(titles) or "–"
