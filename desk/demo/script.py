"""What the demo's morning brings: who comes without a booking, who is late, who stays away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from desk.demo.cast import ANNA, INESE, MARTA, Colleague

NOW = time(10, 51)
"""The demo opens at this time of its day."""


@dataclass(frozen=True, slots=True)
class Booked:
    """How a booking differs from one whose client comes a little before time.

    Args:
        calls_at: when the client phones: to be late (`expected_at`), or not to come.
    """

    comes: bool = True
    calls_at: time | None = None
    expected_at: time | None = None
    assistance: tuple[str, ...] = ()


BOOKED = {
    time(9): Booked(comes=False),
    time(9, 45): Booked(comes=False, calls_at=time(9, 20)),
    time(10, 30): Booked(comes=False, calls_at=time(10, 22), expected_at=time(10, 55)),
    time(11): Booked(assistance=("interpreter",)),
}
"""By the slot whose first booking is meant."""

WALK_INS: tuple[tuple[time, tuple[str, ...], tuple[str, ...]], ...] = (
    (time(8, 29), ("collect-document",), ()),
    (time(8, 30), ("collect-document",), ()),
    (time(8, 34), ("passport-eid",), ()),
    (time(8, 47), ("consultation",), ()),
    (time(8, 58), ("collect-document",), ()),
    (time(9, 6), ("declare-residence",), ()),
    (time(9, 15), ("eid",), ("fetch_in_person",)),
    (time(9, 24), ("collect-document",), ()),
    (time(9, 33), ("register-certificate",), ()),
    (time(9, 41), ("passport",), ()),
    (time(9, 50), ("collect-document",), ()),
    (time(9, 57), ("collect-document", "eid"), ()),
    (time(10, 6), ("child-documents",), ()),
    (time(10, 13), ("passport",), ()),
    (time(10, 17), ("eid",), ()),
    (time(10, 24), ("collect-document",), ()),
    (time(10, 31), ("declare-residence",), ("low_counter",)),
    (time(10, 36), ("register-certificate",), ()),
    (time(10, 44), ("child-documents",), ()),
)
"""When, for what services, with what assistance."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A client who is at a counter when the demo opens."""

    who: Colleague
    call: time
    start: time
    services: tuple[str, ...] = ()


TO_STAY = (
    Stay(MARTA, time(10, 33, 10), time(10, 33, 42), ("eid",)),
    Stay(ANNA, time(10, 44, 20), time(10, 44, 47), ("eid",)),
    Stay(INESE, time(10, 49, 5), time(10, 49, 31)),
)


@dataclass(frozen=True, slots=True)
class Parked:
    """The ticket that waits for something: at whose counter, from when at the earliest."""

    who: Colleague
    at: time
    reason: str


PARKED = Parked(INESE, time(10, 10), "payment")

REFUSED_AT = time(9, 35)
"""The first client whom counter 1 finishes after this is refused; the legal basis is missing."""
