"""The queue's use cases: each changes one visit, and its booking, in the given unit of work."""

from __future__ import annotations

from desk.services.queue_calls import call_next, call_this, no_show, recall, start
from desk.services.queue_edit import (
    add_service,
    remove_service,
    set_assistance,
    set_contact,
    set_note,
    tick,
)
from desk.services.queue_finish import (
    complete,
    finish,
    leave,
    park,
    requeue,
    stop,
    transfer,
)
from desk.services.queue_take_in import take_in_booking, take_in_walk_in
from desk.services.queue_undo import correct, undo

__all__ = [
    "add_service",
    "call_next",
    "call_this",
    "complete",
    "correct",
    "finish",
    "leave",
    "no_show",
    "park",
    "recall",
    "remove_service",
    "requeue",
    "set_assistance",
    "set_contact",
    "set_note",
    "start",
    "stop",
    "take_in_booking",
    "take_in_walk_in",
    "tick",
    "transfer",
    "undo",
]
