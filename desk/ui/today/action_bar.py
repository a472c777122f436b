"""The buttons under the visit; which ones follows from its phase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from desk.domain.board import UndoOffer
from desk.domain.visit import Action
from desk.i18n import _, marked
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, at_once, row

_UNDONE = {
    Action.ISSUE: marked("ticket of {number}"),
    Action.CALL: marked("call of {number}"),
    Action.RECALL: marked("second call of {number}"),
    Action.START: marked("arrival of {number} at the counter"),
    Action.NO_SHOW: marked("{number} did not come"),
    Action.PARK: marked("parking of {number}"),
    Action.TRANSFER: marked("transfer of {number}"),
    Action.STOP: marked("end of contact with {number}"),
    Action.FINISH: marked("finish of {number}"),
    Action.LEAVE: marked("{number} left"),
    Action.REQUEUE: marked("return of {number}"),
    Action.ADD_SERVICE: marked("service added to {number}"),
    Action.REMOVE_SERVICE: marked("service taken out of {number}"),
    Action.SET_NOTE: marked("note of {number}"),
    Action.SET_CONTACT: marked("contact of {number}"),
    Action.SET_ASSISTANCE: marked("assistance of {number}"),
    Action.TICK: marked("tick of {number}"),
    Action.INTERRUPT: marked("telephone call during {number}"),
    Action.RESUME: marked("end of the call during {number}"),
    Action.COMPLETE: marked("what was missing of {number}"),
}
_CALLS = {
    "call_begin": marked("telephone call"),
    "call_end": marked("end of the telephone call"),
}
_SHOWN = {
    "idle": (),
    "called": ("park", "leave"),
    "serving": ("finish", "park", "transfer", "refuse"),
}


class ActionBar(Surface):
    """Finish, park, transfer, refusal; undo at the right.

    Signals:
        asked(str): "finish", "park", "transfer", "refuse", "leave", "undo".
    """

    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("bar")
        self._offer = UndoOffer(None, "", "", None)
        self._context = context
        self.buttons = {
            "finish": context.keyed(Button(kind="primary"), "finish"),
            "park": context.keyed(Button(), "park"),
            "transfer": context.keyed(Button(), "transfer"),
            "refuse": Button(),
            "leave": Button(guarded=True),
        }
        self.undo = Button(kind="quiet")
        line = row(self, gap=6, margins=(16, 12, 12, 12))
        flow = Flow()
        for name, button in self.buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
        line.addLayout(flow, 1)
        line.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        self.undo.setProperty("action", "undo")
        self.undo.clicked.connect(self._clicked)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        texts = {
            "finish": _("Finish"),
            "park": _("Park"),
            "transfer": _("Transfer…"),
            "refuse": _("Refusal…"),
            "leave": _("Left"),
        }
        for name, text in texts.items():
            self.buttons[name].set_text(text)
        self.show_undo(self._offer)

    def show_phase(self, phase: str) -> None:
        """Offer what fits: "idle", "called", "serving"."""
        with at_once(self):
            for name, button in self.buttons.items():
                button.setVisible(name in _SHOWN[phase])

    def show_undo(self, offer: UndoOffer) -> None:
        """What undo would take back."""
        self._offer = offer
        what = undo_text(offer)
        self.undo.setVisible(bool(what))
        text = _("Undo: {what}").format(what=what)
        self.undo.set_text(_("Undo"), text)
        self.undo.setToolTip(f"{text} ({self._context.key('undo')})")

    def _clicked(self) -> None:
        self.asked.emit(str(self.sender().property("action")))


def undo_text(offer: UndoOffer) -> str:
    """What undo would take back, in words; "" when it would take back nothing."""
    if not offer.action or offer.refusal:
        return ""
    if offer.action in _CALLS:
        return _(_CALLS[offer.action])
    template = _UNDONE.get(Action(offer.action))
    return _(template).format(number=offer.number) if template else offer.number
