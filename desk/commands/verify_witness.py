"""What `desk verify` says of the root that headquarters witnessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.clock import local

if TYPE_CHECKING:
    from db.unit_of_work import Reader
    from desk.domain.entry_log import Root
    from desk.domain.log_check import LogCheck
    from desk.domain.witness import WitnessAlarm, WitnessedRoot


@dataclass(frozen=True, slots=True)
class WitnessKept:
    """What is kept of headquarters' witness.

    Args:
        known: the last root; None before the first; genuine: headquarters' key signed it.
        alarm: headquarters refuse the log as it stands.
    """

    known: WitnessedRoot | None
    genuine: bool
    alarm: WitnessAlarm | None

    @property
    def roots(self) -> tuple[Root, ...]:
        """What the log is compared with."""
        return (self.known.root,) if self.known is not None else ()

    @property
    def fine(self) -> bool:
        """Nothing speaks against the log."""
        return self.alarm is None and (self.known is None or self.genuine)


def read_witness(reader: Reader) -> WitnessKept | None:
    """What is kept; None when this PC is not enrolled."""
    from db.device_key import is_signed

    enrolment = reader.sync.enrolment()
    if enrolment is None:
        return None
    known = reader.witness.last()
    genuine = known is not None and is_signed(enrolment.hq_key, known.signed_text, known.signature)
    return WitnessKept(known, genuine, reader.witness.alarm())


def witness_data(kept: WitnessKept, check: LogCheck) -> dict[str, object]:
    """As JSON."""
    known, alarm = kept.known, kept.alarm
    return {
        "size": known.root.size if known else None,
        "root": known.root.root.hex() if known else None,
        "at": known.at.isoformat() if known else None,
        "matches": _matches(kept, check),
        "signed_by_headquarters": kept.genuine if known else None,
        "refused_at": alarm.at.isoformat() if alarm else None,
        "refused_size": alarm.size if alarm else None,
    }


def witness_lines(kept: WitnessKept, check: LogCheck) -> Iterator[str]:
    """In words."""
    known, alarm = kept.known, kept.alarm
    if known is None:
        yield "headquarters have not witnessed the log yet"
    else:
        when, size = f"{local(known.at):%Y-%m-%d %H:%M}", known.root.size
        said = "matches" if _matches(kept, check) else "DOES NOT MATCH"
        yield f"root of size {size} that headquarters witnessed on {when}: {said}"
        if not kept.genuine:
            yield "  IT IS NOT SIGNED BY HEADQUARTERS: somebody put it into the file"
    if alarm is not None:
        when = f"{local(alarm.at):%Y-%m-%d %H:%M}"
        yield f"HEADQUARTERS REFUSED THE LOG of size {alarm.size} on {when}:"
        yield "  it contradicts what they had witnessed; they keep what was shown to them"


def _matches(kept: WitnessKept, check: LogCheck) -> bool | None:
    return next((one.matches is True for one in check.roots if one.root in kept.roots), None)
