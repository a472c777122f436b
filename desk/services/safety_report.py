"""What the mirror's process says of itself, line by line; the window and the commands read it."""

from __future__ import annotations

import msgspec


class MirrorReport(msgspec.Struct, frozen=True):
    """How the mirror stands.

    Args:
        place: the second place that is set, "" = none.
        safe: the newest change that is safe there, None = nothing yet; age: seconds since that
            was so.
        latest: the newest change that was seen.
        problem: code of what is wrong, "" = nothing; copying: percent of a new snapshot.
    """

    place: str = ""
    safe: int | None = None
    age: float | None = None
    latest: int = 0
    problem: str = ""
    copying: int | None = None

    @property
    def unsafe(self) -> int:
        """How many changes were not safe when it looked."""
        return max(self.latest - (self.safe or 0), 0)


class BackupProgress(msgspec.Struct, frozen=True):
    """How far a backup is: "copy", "check" or "write", and its percent."""

    stage: str
    percent: int
