"""What the Today screen asks of the services: one method per use case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desk.domain.board import QueueRow, RunningCall
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.domain.phone_call import CallNote, PhoneCall
from desk.domain.visit import COMPLAINT_TOLD, Outcome, Visit
from desk.i18n import _
from desk.services import appointments, counter_hold, day_open, phone_calls, queue
from desk.services.counter_undo import undo
from desk.ui.context import Context

_RESTS = "queue.on_hold"


class TodayController(QObject):
    """Writes of the Today screen; one at a time.

    Signals:
        done: something was written; the form that asked for it can go.
        refused(DeskError): it was not.
        rang(RunningCall): a telephone call has begun.
        taken(Visit): a booked client got a ticket.
    """

    done = Signal()
    refused = Signal(object)
    rang = Signal(object)
    taken = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._busy = self._resting = False
        self._said: Callable[[Visit], str] | None = None
        self._then: Callable[[Visit], None] | None = None

    def begin_call(self) -> None:
        """The phone rings; serving, if any, is interrupted."""
        if not self._busy:
            self._busy = True
            self._context.write(phone_calls.begin, done=self._ringing, failed=self._refused)

    def note_call(self, call: UUID, note: CallNote) -> None:
        """What is noted of a call, while it goes on."""
        self._context.write(phone_calls.note, call, note)

    def end_call(self, call: UUID, note: CallNote | None) -> None:
        """The call is over; None leaves its note as it is."""
        self._write(phone_calls.end, call, note)

    def opening_item(self, item: str, on: bool) -> None:
        """An item of the opening checklist was seen to."""
        self._context.write(day_open.tick, item, on)

    def doors_open(self) -> None:
        """The doors have been opened."""
        self._context.write(day_open.doors)

    def call_next(self) -> None:
        """Call the next in order; the service takes a repeat within a second as the same press.

        At a counter that rests the first press asks, the second ends the rest and calls nobody.
        """
        if self._resting:
            self.ready()
        else:
            self._write(queue.call_next)

    def ready(self) -> None:
        """The clerk is ready again after an incident."""
        self._resting = False
        self._context.write(counter_hold.ready)

    def call_this(self, line: QueueRow, reason: str) -> None:
        """Call a certain client."""
        ids = (
            {"visit_id": line.visit_id}
            if line.visit_id
            else {"appointment_id": line.appointment_id}
        )
        self._write(queue.call_this, **ids, reason=reason)

    def recall(self) -> None:
        """Call out again."""
        self._write(queue.recall)

    def start(self) -> None:
        """The client came."""
        self._write(queue.start)

    def no_show(self) -> None:
        """The client did not come."""
        self._write(queue.no_show)

    def finish(
        self, visit: UUID, outcome: Outcome, reason: str, basis: str, explained: bool
    ) -> None:
        """End serving; a refusal keeps that the way to complain was explained."""

        def finishing(uow: Any, env: Any, actor: Any) -> Visit:
            if explained:
                queue.tick(uow, env, actor, visit, COMPLAINT_TOLD, True)
            return queue.finish(uow, env, actor, visit, outcome, reason, basis)

        self._write(finishing, said=lambda v: _("{number} is finished").format(number=v.number))

    def park(self, visit: UUID, reason: str) -> None:
        """Set aside."""
        said = _("{number} is parked")
        self._write(queue.park, visit, reason, said=lambda v: said.format(number=v.number))

    def transfer(self, visit: UUID, counter: str, service: str) -> None:
        """Hand on."""
        self._write(
            queue.transfer,
            visit,
            counter=counter,
            service=service,
            said=lambda v: _("{number} is handed on").format(number=v.number),
        )

    def stop(self, visit: UUID, reason: str) -> None:
        """End the contact for conduct."""
        said = _("{number}: the contact was ended. Report it with {key}.")
        key = self._context.key("aggression")
        self._write(queue.stop, visit, reason, said=lambda v: said.format(number=v.number, key=key))

    def leave(self, visit: UUID) -> None:
        """The client went away."""
        self._write(queue.leave, visit)

    def requeue(self, visit: UUID) -> None:
        """The client is back."""
        said = _("{number} waits again in the same place")
        self._write(queue.requeue, visit, said=lambda v: said.format(number=v.number))

    def undo(self) -> None:
        """Take back this counter's last action."""
        said = _("Undone: {number}")
        self._write(undo, said=lambda v: said.format(number=v.number))

    def correct(self, visit: UUID, values: tuple[Any, Any, str, str, str]) -> None:
        """Record what should have been recorded."""
        outcome, state, why, reason, basis = values
        self._write(
            queue.correct,
            visit,
            outcome=outcome,
            state=state,
            why=why,
            reason=reason,
            legal_basis=basis,
            said=lambda v: _("{number} is corrected").format(number=v.number),
        )

    def add_service(self, visit: UUID, service: str) -> None:
        """One more service."""
        self._write(queue.add_service, visit, service)

    def remove_service(self, visit: UUID, service: str) -> None:
        """One service less."""
        self._write(queue.remove_service, visit, service)

    def tick(self, visit: UUID, tick: str, on: bool) -> None:
        """A self-check."""
        self._context.write(queue.tick, visit, tick, on)

    def assistance(self, visit: UUID, chosen: tuple[str, ...]) -> None:
        """What help is needed."""
        self._context.write(queue.set_assistance, visit, chosen)

    def contact(self, visit: UUID, person: Person) -> None:
        """How to reach the client."""
        self._write(queue.set_contact, visit, person)

    def note(self, visit: UUID, text: str) -> None:
        """The visit's note."""
        self._context.write(queue.set_note, visit, text)

    def take_in(self, booking: UUID) -> None:
        """A booked client is here."""
        self._write(queue.take_in_booking, booking, then=self.taken.emit)

    def late(self, booking: UUID, when: datetime) -> None:
        """A booked client called: late."""
        self._write(appointments.notify_late, booking, when)

    def cancelled(self, booking: UUID) -> None:
        """A booked client called: will not come."""
        self._write(appointments.notify_cancel, booking)

    def _write(
        self,
        use_case: Callable[..., Any],
        *arguments: Any,
        said: Callable[[Visit], str] | None = None,
        then: Callable[[Visit], None] | None = None,
        **options: Any,
    ) -> None:
        if self._busy:
            return
        self._busy, self._said, self._then = True, said, then
        self._context.write(use_case, *arguments, done=self._done, failed=self._refused, **options)

    def _ringing(self, call: PhoneCall) -> None:
        self._busy = False
        self.rang.emit(RunningCall(call, CallNote()))

    def _done(self, result: object) -> None:
        self._busy = self._resting = False
        if self._said is not None and isinstance(result, Visit):
            self._context.say(self._said(result))
        self.done.emit()
        if self._then is not None and isinstance(result, Visit):
            self._then(result)

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self._resting = error.code == _RESTS
        if self._resting:
            key = self._context.key("call_next")
            ask = _("Press {key} again when you are ready. Take your time.")
            self._context.say(ask.format(key=key), "warn")
        else:
            self.refused.emit(error)
