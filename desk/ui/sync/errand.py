"""What the keeper has done on threads of its own: rounds, tries of a line, being taken in.

No Qt here: each is called on some thread and gives its result back.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.topics import Topic
from desk.services.sync_state import LineSettings
from desk.version import VERSION

if TYPE_CHECKING:
    from desk.sync.attempts import Attempt, Attempts


_FEW = 5
"""Operations at a time: longer, and a repaint would wait for the interpreter."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What headquarters answered to a try of the line.

    Args:
        ms: how long the answer took; version: of the program there.
    """

    ms: int
    version: str


class Errand:
    """The work of one opened database.

    Args:
        app: as `desk.app.App`; told: what changes were about; progress: of a long round.
        ease: as `desk.sync.gate.Gate`.
    """

    def __init__(
        self,
        app: Any,
        told: Callable[[frozenset[Topic]], None],
        progress: Callable[[str, int, int], None],
        ease: float,
    ) -> None:
        self._app, self._told, self._progress, self._ease = app, told, progress, ease
        self._gate: Any = None
        self._attempts: Attempts | None = None
        self._left = threading.Event()
        self._shut = False
        self._making, self._busy = threading.Lock(), threading.Lock()

    def once(self) -> Attempt:
        """One round."""
        with self._busy:
            return self._ready().once(self._progress, self._is_left)

    def try_line(self, wanted: LineSettings) -> Heard:
        """Ask headquarters whether they are there; DeskError when not."""
        from desk.sync.joining import Address
        from desk.sync.line import ask_health

        with Address(wanted.url, wanted.ca_file, wanted.proxy).client() as client:
            began = time.monotonic()
            version = ask_health(client)
            took = time.monotonic() - began
        return Heard(round(took * 1000), version)

    def enrol(self, wanted: LineSettings, code: str) -> str:
        """Have this PC taken in; gives the branch's name.  DeskError when not."""
        from desk.sync.joining import Address, join

        self._ready()
        env = self._app.env
        address = Address(wanted.url, wanted.ca_file, wanted.proxy)
        name = socket.gethostname() or "PC"
        told = join(self._gate, address, code, name[:80], env.clock, env.new_id)
        return told.stream

    def join_by_site(self) -> str:
        """Have it taken in as IT has prepared it; "" when nothing is.  DeskError when not."""
        from desk.waiting_code import join_by_site

        self._ready()
        return join_by_site(self._gate, self._app.env)

    def leave_off(self) -> None:
        """A round that is on its way ends soon."""
        self._left.set()

    def go_on(self) -> None:
        """The next round may begin."""
        self._left.clear()

    def shut(self) -> None:
        """Let go of the database; a round that waits for the network is left to itself."""
        self._left.set()
        with self._making:
            self._shut = True
            if self._gate is not None:
                self._gate.shut()
        if self._attempts is not None and self._busy.acquire(blocking=False):
            self._attempts.close()

    def _is_left(self) -> bool:
        return self._left.is_set()

    def _ready(self) -> Attempts:
        """What reaches headquarters is loaded with the first round, on its thread."""
        from desk.sync.attempts import Attempts
        from desk.sync.gate import Gate

        with self._making:
            if self._attempts is None:
                app = self._app
                self._gate = Gate(app.database, self._told, ease=self._ease)
                if self._shut:
                    self._gate.shut()
                env = app.env
                self._attempts = Attempts(self._gate, env.clock, env.new_id, VERSION, few=_FEW)
            return self._attempts
