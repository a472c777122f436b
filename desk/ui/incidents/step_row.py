"""One step as a row: its number, what to do, the sentence to say, the button that stamps it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk.formats import seconds_text
from desk.i18n import _
from desk.services.content.schema import Helper
from desk.ui.incidents.ladder_parts import Dot, quoted, sentence
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, restyle


class StepRow(Surface):
    """A step to stamp.

    Args:
        step: its id; number: the digit that stamps it.
        say: what to say, with everything in brackets filled; None = nothing.
        source: where it stands, and whether it is a duty or a right.
        more: further lines under the sentence.
    """

    def __init__(
        self, step: str, number: int, text: str, say: Helper | None, source: str, *more: QWidget
    ) -> None:
        super().__init__("plain")
        self.step, self._source = step, source
        outer = row(self, gap=8, margins=(8, 6, 8, 6))
        self.dot, self.at = Dot(number), Label(role="small", tone="dim", wrap=True)
        self.text = Label(text, wrap=True)
        self.stamp = Button(key=str(number), guarded=True)
        self.stamp.set_text(_("Done"), _("Stamp: {step}").format(step=text))
        self.stamp.setProperty("step", step)
        self._spoken = say is not None
        self._help = sentence(say)
        self._brief = Label(quoted(say.lv) if say else "", "small", "ink2", wrap=True)
        self.words = column(gap=4)
        for widget in (self.text, self._help, self._brief, *more, self.at):
            self.words.addWidget(widget)
        outer.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(self.words, 1)
        outer.addWidget(self.stamp, 0, Qt.AlignmentFlag.AlignTop)

    def show_step(self, at: datetime | None, *, now: bool, urgent: bool = True) -> None:
        """Stamped at an instant, or not yet; `now` when it is its turn."""
        self.dot.done, self.dot.now, self.dot.urgent = at is not None, now, urgent
        self.dot.update()
        self._help.setVisible(now and self._spoken)
        self._brief.setVisible(not now and at is None and self._spoken)
        self.stamp.setVisible(at is None)
        self.stamp.set_kind(("danger" if urgent else "primary") if now else "normal")
        stamped = [seconds_text(at)] if at is not None else []
        self.at.setText(" · ".join(part for part in [*stamped, self._source] if part))
        self.at.setVisible(bool(self.at.text()))
        _dress(self, "surface", ("danger" if urgent else "soft") if now else "plain")
        _dress(self.text, "role", "heading" if now else "body")


def _dress(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)
