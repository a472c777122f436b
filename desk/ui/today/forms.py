"""Opens the small forms and passes what they gave to the controller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject

from desk.domain.board import Board, QueueRow, RunningCall, Serving
from desk.domain.errors import DeskError
from desk.domain.visit import COMPLAINT_TOLD, Outcome, Visit
from desk.error_texts import error_text
from desk.i18n import _, language
from desk.services.content.schema import Option
from desk.ui.context import Context
from desk.ui.slips import open_next_time, open_referral
from desk.ui.today.action_bar import undo_text
from desk.ui.today.controller import TodayController
from desk.ui.today.panels.base import ActionPanel, ChoosePanel
from desk.ui.today.panels.call import CallPanel
from desk.ui.today.panels.contact import AddServicePanel, ContactPanel
from desk.ui.today.panels.correct import CorrectPanel
from desk.ui.today.panels.finish import FinishPanel
from desk.ui.today.panels.late import LatePanel
from desk.ui.today.panels.transfer import TransferPanel
from desk.ui.today.words import row_name
from desk.ui.turns import Steps

_CORRECT_INSTEAD = frozenset({"undo.too_late", "undo.touched_since"})


class FormPlace(Protocol):
    """Where one form at a time is shown: the foot of the middle pane, or under the strip."""

    panel: ActionPanel | None

    def open(self, panel: ActionPanel) -> None:
        """Show a form; it gets the focus."""


class Forms(QObject):
    """One form at a time; the key that opened it confirms it."""

    def __init__(self, context: Context, pane: FormPlace, controller: TodayController) -> None:
        super().__init__(controller)
        self._context, self._pane, self._controller = context, pane, controller

    def ask(self, action: str, board: Board | None) -> None:
        """An action at this counter: confirm the open form of its kind, else open it."""
        panel = self._pane.panel
        if panel is not None and panel.action == action:
            panel.confirm()
        elif action == "undo":
            self._undo(board)
        elif board is None or board.serving is None:
            self._context.fail(DeskError("queue.nobody_called"))
        else:
            openers: dict[str, Callable[[Serving], None]] = {
                "finish": self._finish,
                "refuse": self._refuse,
                "park": self._park,
                "transfer": self._transfer,
                "stop": self._stop,
                "contact": self._contact,
                "add_service": self._add_service,
            }
            openers[action](board.serving)

    def ask_line(self, action: str, line: QueueRow) -> None:
        """An action on a line of the queue that needs a form."""
        openers = {"call_this": self._call_this, "late": self._late, "correct": self._correct}
        openers[action](line)

    def _filling(self) -> bool:
        return self._pane.panel is not None

    def calling(self, running: RunningCall) -> Steps:
        """The note of a telephone call, made in one turn and opened in the next.

        A form that is being filled in is left in peace.
        """
        if self._filling():
            return
        panel = CallPanel(self._context, running)
        yield
        if self._filling():
            return
        call = running.call.id
        panel.noted.connect(lambda note: self._controller.note_call(call, note))
        self._open(panel, lambda note: self._controller.end_call(call, note))

    def _finish(self, serving: Serving, *, refusing: bool = False) -> None:
        visit = serving.visit
        explained = COMPLAINT_TOLD in visit.ticks
        panel = FinishPanel(self._context, visit.number, refusing=refusing, explained=explained)
        panel.slip_wanted.connect(lambda outcome: self._slip(visit, outcome))
        self._open(panel, lambda values: self._controller.finish(visit.id, *values))

    def _slip(self, visit: Visit, outcome: str) -> None:
        if outcome == Outcome.REFERRED:
            open_referral(self._context)
        else:
            open_next_time(self._context, visit.id, visit.number)

    def _refuse(self, serving: Serving) -> None:
        self._finish(serving, refusing=True)

    def _park(self, serving: Serving) -> None:
        visit = serving.visit
        panel = ChoosePanel(
            _("Park {number}: why?").format(number=visit.number),
            _("Park"),
            _choices(self._context.env.policy.park_reasons),
            action="park",
            key=self._context.key("park"),
        )
        self._open(panel, lambda reason: self._controller.park(visit.id, reason))

    def _transfer(self, serving: Serving) -> None:
        visit = serving.visit
        panel = TransferPanel(self._context, visit.number, visit.services[0])
        self._open(panel, lambda values: self._controller.transfer(visit.id, *values))

    def _stop(self, serving: Serving) -> None:
        visit, ladders = serving.visit, self._context.pack.ladders
        triggers = ladders[0].triggers if ladders else []
        names = {option.id: option.text.lv for option in triggers}
        panel = ChoosePanel(
            _("End the contact with {number} because of conduct").format(number=visit.number),
            _("End the contact"),
            _choices(triggers),
            advice=_("This is your right, not a duty. The client may be served again later."),
        )
        self._open(panel, lambda key: self._controller.stop(visit.id, names.get(key, "")))

    def _contact(self, serving: Serving) -> None:
        visit = serving.visit
        panel = ContactPanel(serving.contact)
        self._open(panel, lambda person: self._controller.contact(visit.id, person))

    def _add_service(self, serving: Serving) -> None:
        visit = serving.visit
        panel = AddServicePanel(self._context.env, visit.services)
        self._open(panel, lambda service: self._controller.add_service(visit.id, service))

    def _undo(self, board: Board | None) -> None:
        if board is None:
            return
        offer = board.undo
        if offer.refusal or not offer.action:
            self._undo_refused(board)
            return
        panel = ActionPanel(
            _("Undo: {what}?").format(what=undo_text(offer)),
            _("Undo"),
            action="undo",
            key=self._context.key("undo"),
        )
        self._open(panel, lambda _values: self._controller.undo())

    def _undo_refused(self, board: Board) -> None:
        """Say why; where the ticket has ended, offer to correct it instead."""
        offer = board.undo
        error = DeskError(offer.refusal or "undo.nothing", number=offer.number)
        ended = next((line for line in board.done if line.visit_id == offer.visit_id), None)
        if ended is None or error.code not in _CORRECT_INSTEAD:
            self._context.fail(error)
            return
        self._correct(ended)
        if self._pane.panel is not None:
            self._pane.panel.need(error_text(error))

    def _call_this(self, line: QueueRow) -> None:
        title = _("Call {number} before others: why?").format(number=row_name(line))
        panel = ChoosePanel(
            title,
            _("Call"),
            _choices(self._context.env.policy.call_reasons),
            action="call_next",
            key=self._context.key("call_next"),
        )
        self._open(panel, lambda reason: self._controller.call_this(line, reason))

    def _late(self, line: QueueRow) -> None:
        booking = line.appointment_id
        if line.slot is None or booking is None:
            return
        panel = LatePanel(line.slot)
        self._open(panel, lambda when: self._controller.late(booking, when))

    def _correct(self, line: QueueRow) -> None:
        visit = line.visit_id
        if isinstance(visit, UUID):
            panel = CorrectPanel(line.number)
            self._open(panel, lambda values: self._controller.correct(visit, values))

    def _open(self, panel: ActionPanel, confirmed: Callable[[Any], None]) -> None:
        panel.confirmed.connect(confirmed)
        self._pane.open(panel)


def _choices(options: list[Option]) -> list[tuple[str, str]]:
    return [(option.id, option.text.get(language())) for option in options]
