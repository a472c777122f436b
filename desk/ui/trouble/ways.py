"""What the composition root offers when something is wrong; the window knows no files."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from desk.crash import CrashReport
from desk.domain.errors import DeskError
from desk.known import Known
from desk.services.env import Env

if TYPE_CHECKING:
    from desk.ways_on import Copy


class Ways(Protocol):
    """The ways on of one data folder; `desk.ways_on.WaysOn` tells what each does."""

    @property
    def known(self) -> Known:
        """What is known without the database."""

    def was_set_up(self) -> bool:
        """Whether there was a database here."""

    def clock(self) -> datetime:
        """The real time."""

    def remember(self, env: Env) -> None:
        """The database is open."""

    def seen(self) -> None:
        """The program runs, and nothing is odd about the clock."""

    def accept_clock(self, newest: datetime | None) -> None:
        """A person says that the clock is right."""

    def others(self) -> int:
        """How many other persons have a window open."""

    def crashes(self) -> tuple[CrashReport, ...]:
        """Reports of earlier runs."""

    def mark_read(self, report: CrashReport) -> None:
        """Somebody has seen it."""

    def delete_crash(self, report: CrashReport) -> None:
        """Somebody does not want it kept."""

    def copies(self) -> tuple[Copy, ...]:
        """What can be restored from; may take long."""

    def restore(self, copy: Copy, login: str, password: str, code: str) -> None:
        """Put a copy in place."""

    def recover(self, code: str) -> None:
        """Open by the recovery code."""

    def paper(self) -> bytes:
        """The blank paper log."""

    def helpers(self) -> tuple[tuple[str, str], ...]:
        """Whom to call."""

    def details(self, error: DeskError) -> str:
        """What IT wants to know."""
