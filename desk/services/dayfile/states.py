"""Words by which booking systems say how a booking stands."""

from __future__ import annotations

from desk.domain.appointment import AppointmentState
from desk.domain.text import words

_CANCELLED = (
    "cancelled, canceled, cancelled notified, atcelts, atcelta, anulēts, anulēta, "
    "отменен, отменена, отменено"
)
_STANDING = (
    "confirmed, tentative, active, apstiprināts, apstiprināta, aktīvs, aktīva, pieteikts, "
    "rezervēts, подтвержден, подтверждена, подтверждено, активен, активна"
)


def _key(text: str) -> str:
    return " ".join(words(text))


_CANCELLED_KEYS = frozenset(map(_key, _CANCELLED.split(",")))
_KNOWN_KEYS = _CANCELLED_KEYS | frozenset(map(_key, (*_STANDING.split(","), *AppointmentState)))


def is_cancelled(text: str) -> bool:
    """Whether a state's word says that the booking was cancelled."""
    return _key(text) in _CANCELLED_KEYS


def is_known(text: str) -> bool:
    """Whether we know what a state's word says; an unknown one counts as a standing booking."""
    return _key(text) in _KNOWN_KEYS
