"""The way into the practice, on the sign-in card."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class PracticeDoor(QWidget):
    """What the practice is; begin it, or go on where it was left.

    Signals:
        wanted(bool): into the practice; true = from the beginning.
        back: not now.
    """

    wanted = Signal(bool)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = Label(role="heading", wrap=True)
        self.advice = Label(tone="ink2", wrap=True)
        self.go_on = Button(kind="primary", big=True)
        self.anew = Button(big=True)
        self.leave = Button(kind="link")
        layout = column(self, gap=12)
        for part in (self.heading, self.advice, self.go_on, self.anew, self.leave):
            layout.addWidget(part)
        self.go_on.clicked.connect(lambda: self.wanted.emit(False))
        self.anew.clicked.connect(lambda: self.wanted.emit(True))
        self.leave.clicked.connect(self.back)
        self._begun = False

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.heading.setText(_("A morning to practise"))
        self.advice.setText(
            _(
                "Invented clients come with everything that happens in a morning, and the program"
                " says what to do. It has its own data: nothing of it reaches the branch's day,"
                " and nobody is measured."
            )
        )
        self.go_on.set_text(_("Go on where you stopped"))
        self.anew.set_text(_("Begin anew") if self._begun else _("Begin"))
        self.leave.set_text(_("Back"))

    def start(self, *, begun: bool) -> None:
        """Offer to go on only where there is something to go on with."""
        self._begun = begun
        self.go_on.setVisible(begun)
        self.anew.set_kind("normal" if begun else "primary")
        self.retranslate()
        (self.go_on if begun else self.anew).setFocus()
