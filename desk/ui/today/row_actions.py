"""What can be done with the line of the queue that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desk.domain.board import QueueRow
from desk.domain.visit import TicketState
from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface

_WAITING = ("call_this", "leave")
_AGAIN = ("requeue", "correct")
_OFFERED: dict[TicketState | None, tuple[str, ...]] = {
    None: ("take_in", "call_this", "late", "cancelled"),
    TicketState.WAITING: _WAITING,
    TicketState.TRANSFERRED: _WAITING,
    TicketState.PARKED: ("requeue", "call_this", "leave"),
    TicketState.CALLED: ("correct",),
    TicketState.SERVING: ("correct",),
    TicketState.SERVED: ("correct",),
    TicketState.NO_SHOW: _AGAIN,
    TicketState.STOPPED: _AGAIN,
    TicketState.LEFT: _AGAIN,
}
_TICKET = ("papers", "history")
"""Offered for everything that has a ticket."""


class RowActions(Surface):
    """Buttons for the chosen line.

    Signals:
        asked(str): "call_this", "take_in", "requeue", "leave", "late", "cancelled", "correct",
            "papers", "history".
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("bar")
        self._row: QueueRow | None = None
        self._earlier = False
        self.buttons = {name: Button(guarded=name not in _TICKET) for name in _texts()}
        flow = Flow(self)
        flow.setContentsMargins(px(16), px(8), px(12), px(8))
        for name, button in self.buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
        self.retranslate()
        self.show_row(None)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        for name, text in _texts().items():
            self.buttons[name].set_text(text)

    def show_row(self, row: QueueRow | None, *, busy: bool = False, earlier: bool = False) -> None:
        """Offer what fits a line; calling rests while someone is at the counter.

        Args:
            earlier: an open ticket of an earlier day, which can only be corrected.
        """
        self._row = row
        offered = ("correct",) if earlier else _OFFERED[row.state] if row else ()
        if row is not None and row.visit_id is not None:
            offered += _TICKET
        for name, button in self.buttons.items():
            button.setVisible(name in offered)
        self.buttons["call_this"].setEnabled(not busy and row is not None and row.callable_here)
        self.setVisible(bool(offered))

    def _clicked(self) -> None:
        self.asked.emit(str(self.sender().property("action")))


def _texts() -> dict[str, str]:
    return {
        "take_in": _("Take in"),
        "requeue": _("Came back"),
        "call_this": _("Call this one…"),
        "late": _("Will be late…"),
        "cancelled": _("Cancelled by phone"),
        "leave": _("Left"),
        "correct": _("Correct…"),
        "papers": _("Slips…"),
        "history": _("History…"),
    }
