"""Places that headquarters left to the branch: a line on the Schedule, and giving them back."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Right
from desk.error_texts import error_text
from desk.formats import day_text
from desk.i18n import _, ngettext
from desk.services import leases
from desk.services.leases import Leases
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label


class LeaseLine(QWidget):
    """One line for whoever may give places back; nothing is left of it while there are none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._may = Right.CONFIRM_HOURS in RIGHTS[context.actor.role]
        self._found: Leases | None = None
        self.title = Label(role="small", tone="ink2", wrap=True)
        self.open = Button(kind="quiet")
        self._place = QWidget()
        column(self).addWidget(self._place)
        line = row(self._place, margins=(12, 0, 12, 4))
        line.addWidget(self.title, 1)
        line.addWidget(self.open)
        self._place.hide()
        self.open.clicked.connect(self._open)

    def refresh(self, day: date | None) -> None:
        """Look at a day; None: no day is shown."""
        if day is None or not self._may:
            self._show(None)
            return
        self._context.read(leases.standing, day, done=self._show, kind="leases.standing")

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.open.set_text(_("Give back…"))
        if self._found is not None:
            self.title.setText(left_text(self._found))

    def _show(self, found: Leases | None) -> None:
        self._found = found
        self.retranslate()
        self._place.setVisible(found is not None and found.left > found.booked)

    def _open(self) -> None:
        if self._found is not None:
            self._context.open(LeasesDialog(self._context, self._found))


class LeasesDialog(Dialog):
    """Asks before a day's free places go back.  Closes with what was given back, or None."""

    def __init__(self, context: Context, found: Leases) -> None:
        super().__init__(_("Places left to the branch"), size="narrow", parent=context.overlay)
        self.context, self._day = context, found.day
        self.state, self.kept = Label(wrap=True), Label(tone="ink2", wrap=True)
        self.problem = Label(tone="danger", wrap=True)
        self.give = Button(kind="primary", key="Ctrl+Enter", guarded=True)
        self.body.addWidget(Label(day_text(found.day), "title"))
        self.body.addWidget(self.state)
        self.body.addWidget(self.kept)
        about = _(
            "Headquarters sell what is given back. It cannot be taken back here; from then on"
            " bookings for these times are provisional."
        )
        self.body.addWidget(Label(about, tone="warn", wrap=True))
        self.body.addWidget(self.problem)
        self.buttons.addWidget(self.give)
        self.problem.hide()
        self.give.clicked.connect(self._give_back)
        confirm_with_ctrl_enter(self, self.give)
        self._show(found)

    def start_focus(self) -> QWidget:
        """The button, which a bare Enter does not press."""
        return self.give

    def _show(self, found: Leases) -> None:
        self.state.setText(left_text(found))
        self.kept.setText(kept_text(found.promised))
        self.kept.setVisible(found.promised > 0)
        free = len(found.free)
        self.give.set_text(
            ngettext("Give {n} place back", "Give {n} places back", free).format(n=free)
        )
        self.give.setEnabled(free > 0)

    def _give_back(self) -> None:
        self.context.write(leases.give_back, self._day, done=self._given_back, failed=self._refused)

    def _given_back(self, found: Leases) -> None:
        free = len(found.free)
        text = ngettext(
            "{n} place of {day} was given back to headquarters.",
            "{n} places of {day} were given back to headquarters.",
            free,
        )
        said = [text.format(n=free, day=day_text(found.day)), kept_text(found.promised)]
        self.context.say(" ".join(filter(None, said)))
        self.finish(found)

    def _refused(self, error: DeskError) -> None:
        self.problem.setText(error_text(error))
        self.problem.show()
        self.context.read(leases.standing, self._day, done=self._show, kind="leases.standing")


def left_text(found: Leases) -> str:
    """How many places there are, and how many of them are free."""
    text = ngettext(
        "Headquarters left {n} place of this day to the branch: {booked} booked, {free} free.",
        "Headquarters left {n} places of this day to the branch: {booked} booked, {free} free.",
        found.left,
    )
    return text.format(n=found.left, booked=found.booked, free=len(found.free))


def kept_text(promised: int) -> str:
    """That some stay for provisional bookings; "" when none does."""
    if not promised:
        return ""
    text = ngettext(
        "{n} place is kept: a provisional booking may still get it.",
        "{n} places are kept: a provisional booking may still get them.",
        promised,
    )
    return text.format(n=promised)
