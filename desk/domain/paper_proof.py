"""What a paper carries so that it can be compared with the incident log, and made again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from desk.domain.entry_log import LogLine, grouped

_FORM = "branch-desk-paper"
_VERSION = 1

SHEET = "branch-desk-closing-sheet"
"""How the keywords of a closing sheet's file begin; the log's size and hash follow."""


@dataclass(frozen=True, slots=True)
class LogStand:
    """How the incident log stood: its size and hash, and when this PC signed that."""

    size: int
    root: bytes
    signed_at: datetime | None

    @property
    def written(self) -> str:
        """As it stands on paper, and as `desk verify --root` takes it."""
        return f"{self.size} : {grouped(self.root)}"

    @property
    def code(self) -> str:
        """The same for a machine."""
        return f"{self.size}:{self.root.hex()}"


@dataclass(frozen=True, slots=True)
class PaperMade:
    """All that is needed to make an incident's paper again.

    Args:
        seq: the last event that it tells; language: that it is written in.
        at, by: when and by whom it was printed.
        size: of the incident log then; program, rules: their versions.
    """

    incident: UUID
    seq: int
    language: str
    at: datetime
    by: str
    size: int
    program: str
    rules: str

    @property
    def text(self) -> str:
        """The one way in which it is written into a file's keywords."""
        plain = {**asdict(self), "incident": str(self.incident), "at": self.at.isoformat()}
        known = {"form": _FORM, "version": _VERSION, **plain}
        return json.dumps(known, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class IncidentProof:
    """What an incident's paper says of the log.

    Args:
        entries: places of this incident's events in the log; leaf: the hash of the latest.
    """

    entries: tuple[int, ...]
    leaf: bytes
    log: LogStand
    made: PaperMade


@dataclass(frozen=True, slots=True)
class DayProof:
    """What a closing report says of the log: how it stands, and each entry of the day."""

    log: LogStand
    entries: tuple[LogLine, ...]


def read_made(text: str) -> PaperMade | None:
    """What a file's keywords tell; None when they are not ours, or not as we write them."""
    try:
        found = json.loads(text)
        form, version = found.pop("form"), found.pop("version")
        found["incident"] = UUID(found["incident"])
        found["at"] = datetime.fromisoformat(found["at"]).astimezone(UTC)
        made = PaperMade(**found)
        whole = (form, version) == (_FORM, _VERSION) and made.text == text
        return made if whole and isinstance(made.seq, int) and isinstance(made.size, int) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
