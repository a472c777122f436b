"""What branches of the tests tell headquarters: rows as they go up, and whole reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from hq_device import Pc
from virtual import VirtualClock, make_id

from desk.domain.incident import FirstReport, IncidentAction, IncidentKind
from desk.domain.incident_states import report_data


def send_up(pc: Pc, kind: str, body: msgspec.Struct | dict[str, Any] | bytes) -> None:
    """One transaction of one row."""
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    pc.write(raw, kind=kind)
    pc.push(len(pc.ops))


class Report:
    """A report at a branch, event by event, as its rows go up."""

    def __init__(
        self, pc: Pc, clock: VirtualClock, number: str, kind: IncidentKind, level: str
    ) -> None:
        self.pc, self.clock, self.id, self.seq = pc, clock, make_id(), 0
        typed = report_data(FirstReport(kind, clock(), level=level), make_id(), None)
        day = date(2026, 11, 24).isoformat()
        extra = {"site": "riga-2", "day": day, "number": number, "waited_minutes": 12}
        self.tell(IncidentAction.REPORT, {**typed, **extra})

    def tell(self, kind: str, data: dict[str, Any], *, skip: int = 0) -> None:
        """Send the next event up."""
        self.seq += 1 + skip
        row = {
            "id": make_id(),
            "incident_id": self.id,
            "seq": self.seq,
            "kind": kind,
            "at": self.clock(),
            "recorded_at": self.clock(),
            "actor_id": make_id(),
            "body": data,
        }
        send_up(self.pc, "incident_event", row)
