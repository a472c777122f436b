"""What the program knows of a PC without its database: a small file beside it, nothing personal.

When the database cannot be opened, it tells the language to say so in and what to print; and it
tells when the program ran last, by the wall clock and by the PC's own counter.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from desk.domain.uptime import Uptime
from desk.services.clock_check import LastSeen

_NAME: Final = "known.json"


class Seen(msgspec.Struct, frozen=True):
    """When the program was last known to run.

    Args:
        at: by the wall clock; boot, seconds: by the PC's own counter (`desk.domain.uptime`).
    """

    at: datetime
    boot: str = ""
    seconds: float = 0.0


class Known(msgspec.Struct, frozen=True):
    """What the file holds.

    Args:
        accepted: the newest entry's instant for which a person said that the clock is right.
    """

    language: str = ""
    institution: str = ""
    branch: str = ""
    seen: Seen | None = None
    accepted: datetime | None = None

    @property
    def last_seen(self) -> LastSeen | None:
        """The same as the check of the clock wants it."""
        seen = self.seen
        return LastSeen(seen.at, Uptime(seen.boot, seen.seconds)) if seen else None


def read_known(folder: Path) -> Known:
    """What is known; nothing where there is no file, or one that cannot be read."""
    try:
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=Known)
    except (OSError, msgspec.DecodeError):
        return Known()


def write_known(folder: Path, known: Known) -> None:
    """Keep it; where that is not possible, the next start only knows less."""
    draft = folder / f"{_NAME}.new"
    with suppress(OSError):
        draft.write_bytes(msgspec.json.encode(known))
        draft.replace(folder / _NAME)
