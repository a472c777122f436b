"""One of the two bookings: the client, how to reach them, and another slot for it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desk.formats import minutes_text
from desk.i18n import _
from desk.services.conflicts import Side
from desk.ui.conflicts.texts import when_text
from desk.ui.schedule.texts import source_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, clear, column
from desk.ui.widgets.text import Label, Pill


class SideView(Surface):
    """Signals:
    move_wanted: this booking is to have another slot.
    """

    move_wanted = Signal()

    def __init__(self, *, has_place: bool) -> None:
        super().__init__("soft")
        self._has_place = has_place
        outer = column(self, gap=8, margins=(14, 12, 14, 12))
        self._lines = column(gap=4)
        outer.addLayout(self._lines)
        outer.addStretch(1)
        self.move_it = Button(guarded=True)
        self.move_it.set_text(_("Another time…"))
        outer.addWidget(self.move_it)
        self.move_it.clicked.connect(self.move_wanted)

    def show_side(self, side: Side | None) -> None:
        """Show a booking, or that it is not known here."""
        clear(self._lines)
        text, kind = (_("has the place"), "ok") if self._has_place else (_("no place"), "danger")
        self._lines.addWidget(Pill(text, kind))
        self.move_it.setVisible(side is not None)
        if side is None:
            self._say(_("Headquarters have fewer places than the branch thought."), tone="ink2")
            return
        booking, person = side.appointment, side.person
        name = person.name if person is not None and person.name else _("Name not given")
        self._say(name, "heading")
        reach = [person.phone, person.email] if person is not None else []
        for value in filter(None, reach):
            self._say(value, "strong")
        if not any(reach):
            self._say(_("No phone or e-mail was given."), tone="dim")
        self._say(f"{when_text(side)}, {minutes_text(booking.minutes)}")
        self._say(side.service, tone="ink2")
        number = _("Number {reference}").format(reference=booking.reference)
        self._say(f"{number}, {source_text(booking.source)}", "small", "ink2")

    def _say(self, text: str, role: str = "body", tone: str = "") -> None:
        self._lines.addWidget(Label(text, role, tone, wrap=True))
