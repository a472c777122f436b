"""Tries to reach headquarters, one after another, over a line that stays open between them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.sync.gate import Gate
from desk.sync.joining import Address
from desk.sync.line import Line, is_passing
from desk.sync.outcome import Outcome, failed, keep_outcome, last_outcome, well, worth_keeping
from desk.sync.rounds import Round, Rounds

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

STOPPED: Final = "sync.stopped"
"""The round was left off by the window or by a person: that says nothing about the line."""

_LOCAL: Final = ("db.", "sync.unexpected")
"""This PC's own trouble, which may be over the next time."""

Progress = Callable[[str, int, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a try.

    Args:
        outcome: as remembered; None when it was left off, or this PC is not taken in.
        done: of a try that went well.
        passing: of one that did not: the same may go through later by itself.
        asked: seconds that headquarters want to be left alone.
        more: something is left to be sent.
    """

    outcome: Outcome | None = None
    done: Round | None = None
    passing: bool = True
    asked: float = 0.0
    more: bool = False


class Attempts:
    """The tries of one PC; whatever happens in one, the next one can be made.

    Args:
        program: the version that this PC says it has; few: as of `Rounds`.
    """

    def __init__(
        self, gate: Gate, clock: Clock, new_id: IdMaker, program: str, *, few: int = 0
    ) -> None:
        self._few = few
        self._gate, self._clock, self._new_id, self._program = gate, clock, new_id, program
        self._client: httpx.Client | None = None
        self._line: Line | None = None
        self._line_of: tuple[object, ...] = ()

    def once(
        self,
        progress: Progress = lambda what, done, whole: None,
        stop: Stop = lambda: False,
    ) -> Attempt:
        """One try.

        Args:
            progress: told what is done, how much of it, of how much.
            stop: asked whether to leave off; what was done stays, and the next one goes on.
        """
        try:
            return self._tried(progress, stop)
        except DeskError as error:
            if error.code in (STOPPED, "sync.not_enrolled"):
                return Attempt()
            return self._failed(error)
        except Exception as error:  # a round must never end the window's synchronising
            log.error("a round failed", exc_info=error)
            return self._failed(DeskError("sync.unexpected"))
        finally:
            if self._gate.is_shut:
                self.close()

    def close(self) -> None:
        """Let go of the connection."""
        client, self._client, self._line, self._line_of = self._client, None, None, ()
        if client is not None:
            client.close()

    def _tried(self, progress: Progress, stop: Stop) -> Attempt:
        with self._gate.reader() as reader:
            known, before = reader.sync.enrolment(), last_outcome(reader)
        if known is None:
            raise DeskError("sync.not_enrolled")
        done = self._rounds(known, progress, stop).once()
        now = well(
            before, self._clock(), done.offset, restored=done.restored, whole=not done.stopped
        )
        if worth_keeping(before, now) or done.sent or done.read:
            self._keep(now)
        with self._gate.reader() as reader:
            after = reader.sync.enrolment()
            more = after is not None and reader.outbox.last() > after.sealed
        return Attempt(now, done, more=more or done.stopped)

    def _failed(self, error: DeskError) -> Attempt:
        asked = self._line.wait if self._line is not None else 0.0
        passing = is_passing(error) or error.code.startswith(_LOCAL)
        self.close()
        try:
            with self._gate.reader() as reader:
                before = last_outcome(reader)
            now = failed(before, self._clock(), error.code, error.params)
            if worth_keeping(before, now):
                self._keep(now)
        except DeskError:  # the database is busy, or let go of: the outcome is not worth more
            return Attempt()
        return Attempt(now, passing=passing, asked=asked)

    def _keep(self, outcome: Outcome) -> None:
        with self._gate.unit_of_work() as uow:
            keep_outcome(uow, outcome)
            uow.commit()

    def _rounds(self, known: Enrolment, progress: Progress, stop: Stop) -> Rounds:
        database = cast("Database", self._gate)  # as a round sees it
        line = self._open(known)
        return Rounds(
            database, line, self._new_id, self._program, progress=progress, stop=stop, few=self._few
        )

    def _open(self, known: Enrolment) -> Line:
        """The line as it is set now; the open one, unless something else was set."""
        wanted = (known.url, known.ca_file, known.proxy, known.device, known.private)
        if self._line is None or self._line_of != wanted:
            self.close()
            address = Address(known.url, known.ca_file, known.proxy)
            self._client, sign = address.client(), Ed25519PrivateKey.from_private_bytes
            self._line = Line(
                self._client, known.device, sign(known.private).sign, self._clock, self._new_id
            )
            self._line_of = wanted
        self._line.wait = 0.0
        return self._line


def once(database: Database, clock: Clock, new_id: IdMaker, program: str) -> Attempt:
    """One try on its own, for a command."""
    with closing(Attempts(Gate(database), clock, new_id, program)) as attempts:
        return attempts.once()
