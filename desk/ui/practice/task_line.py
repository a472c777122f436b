"""One thing to do, with a mark when it was done; never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label

_MARKS = {True: "✓", False: "○"}


class TaskLine(QWidget):
    """Args:
    now: the first one that is still to be done.
    """

    def __init__(self, text: str, done: bool, *, now: bool) -> None:
        super().__init__()
        mark = Label(_MARKS[done], role="strong", tone="ok" if done else "accent")
        mark.setFixedWidth(px(16))
        words = Label(text, "medium" if now else "body", "ink2" if done else "", wrap=True)
        layout = row(self, gap=6)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        spoken = _("Done: {task}") if done else _("To do: {task}")
        self.setAccessibleName(spoken.format(task=text))
        self.setProperty("done", done)
