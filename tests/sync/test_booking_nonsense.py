"""Whatever a PC says of bookings: it is kept as it came, and headquarters go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hq_device import Pc
from virtual import make_id

from db.hq.booking_models import booking
from db.hq.database import transaction
from desk.hq.work import Work
from desk.sync.wire import Verdict

TakeIn = Callable[..., Pc]
GOOD = {
    "site": "riga-2", "day": "2026-11-25", "start": "2026-11-25T08:00:00+00:00", "minutes": 15,
    "service": "passport-eid", "service_text": "", "source": "phone", "reference": "T-1",
    "person_id": None, "confirmed_outside_hours": False,
}  # fmt: skip


def _event(kind: str, body: Any, seq: int = 1, **more: Any) -> bytes:
    whole = {"id": str(make_id()), "appointment_id": str(make_id()), "seq": seq, "kind": kind}
    return json.dumps(whole | {"body": body} | more).encode()


_NONSENSE = [
    b"",
    b"{}",
    b"\xff\xfe",
    b"[]",
    _event("book", {}),
    _event("fly", GOOD),
    _event("book", GOOD, seq=-1),
    _event("book", GOOD, seq=2**70),
    _event("book", GOOD, appointment_id="nobody"),
    *[
        _event("book", GOOD | {key: value})
        for key, value in [
            ("start", "soon"),
            ("start", None),
            ("start", "0001-01-01T00:00:00+00:00"),
            ("start", "9999-12-31T23:59:59+00:00"),
            ("reference", "T\x00"),
            ("reference", "T" * 5000),
            ("service", "\x00"),
            ("source", {"a": 1}),
            ("leased", "all of them"),
            ("leased", [["soon", 1]]),
            ("leased", [["2026-11-25T08:00:00+00:00", -7]]),
        ]
    ],
]


@pytest.mark.parametrize("kind", ["appointment_event", "lease_return", "booking_decision"])
def test_nonsense_is_kept_and_harms_nothing(taken_in: TakeIn, work: Work, kind: str) -> None:
    pc = taken_in()
    for body in _NONSENSE:
        pc.write(body, kind=kind)
    pc.write(_event("book", GOOD), kind="appointment_event")
    told = [one.verdict for one in pc.push().results]
    assert told == [Verdict.ACCEPTED] * (len(_NONSENSE) + 1)
    with transaction(work.engine) as connection:
        known = [row.reference for row in connection.execute(booking.select())]
    assert "T-1" in known


@pytest.mark.parametrize(
    "kind",
    [
        "places_leased",
        "booking_made",
        "booking_moved",
        "booking_cancelled",
        "booking_answer",
        "booking_conflict",
    ],
)
def test_a_branch_writes_nothing_of_headquarters(taken_in: TakeIn, kind: str) -> None:
    pc = taken_in()
    pc.write(b"{}", kind=kind)
    (result,) = pc.push().results
    assert (result.verdict, result.reason) == (Verdict.REFUSED, "hq.not_yours")
