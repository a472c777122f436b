"""Headquarters and this PC kept alike while the window is open; nothing in it ever waits for that.

Rounds run on a thread of their own.  What they change is told to the screens at most once a second,
however much comes in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.services import sync_state
from desk.services.sync_state import LineSettings, LineState, SyncState
from desk.sync.keeping import EVERY, Keeping
from desk.ui.bus import ChangeBus
from desk.ui.context import Context
from desk.ui.lane import Job, Lane
from desk.ui.runner import Runner
from desk.ui.sync.errand import Errand

if TYPE_CHECKING:
    from desk.sync.attempts import Attempt
    from desk.ui.sync.network import NetworkWatch

log = logging.getLogger(__name__)

EASE = 1.0
"""A round rests for as long as each of its looks and changes took: the window comes first."""
TELL_MS = 1000
"""Between two times that screens hear of what came in."""
_PROGRESS_MS = 100
_LONGEST_MS = 60_000
_LONG = 200
"""Changes from which on somebody may like to see how far it is."""
_ROUND = "round"
_draw = SystemRandom().random


class SyncKeeper(QObject):
    """One for each window, whoever is signed in; a child of the runner.

    Signals:
        changed: the state is another now.
        progressed: `progress` is another now.

    Attributes:
        state: as last read; what only some may see is not in it.
        running: a round is on its way.
        progress: what a long round does, how much of it is done, of how much; None = nothing long.
    """

    changed = Signal()
    progressed = Signal()
    _came = Signal(object)
    _went_on = Signal(str, int, int)
    _ended = Signal(object)

    def __init__(self, runner: Runner, bus: ChangeBus) -> None:
        super().__init__(runner)
        self._runner, self._bus = runner, bus
        self._app: Any = None
        self._errand: Errand | None = None
        self._lane = Lane("desk-sync", partial(_told, self._ended))
        self._beside = Lane("desk-sync-beside", partial(_told, self._ended))
        self._asking = 0
        self._due = self._timer(self._try_when_due)
        self._tell = self._timer(self._tell_topics, TELL_MS)
        self._show = self._timer(self.progressed.emit, _PROGRESS_MS)
        self._topics: set[Topic] = set()
        self._network: NetworkWatch | None = None
        self.keeping = Keeping(0)
        self.state = SyncState()
        self.running = self.stopped = False
        self._joining = self._code_done = False
        self.progress: tuple[str, int, int] | None = None
        later = Qt.ConnectionType.QueuedConnection
        self._ended.connect(self._after, later)
        self._came.connect(self._collect, later)
        self._went_on.connect(self._go_on, later)
        runner.saved.connect(self._saved)
        bus.changed.connect(self._changed)

    def start(self, app: Any) -> None:
        """The database is open.

        Args:
            app: as `desk.app.App`: its database and env.
        """
        self._app = app
        self._errand = Errand(app, partial(_told, self._came), partial(_told, self._went_on), EASE)
        self.keeping = Keeping.opened(self._now(), _draw())
        self.read_state()

    def stop(self) -> None:
        """The database is to be closed: a round leaves it at once, wherever it is."""
        for timer in (self._due, self._tell, self._show):
            timer.stop()
        errand, self._errand, self._app = self._errand, None, None
        if errand is not None:
            errand.shut()
        if not self.running:
            self._lane.stop()
        if not self._asking:
            self._beside.stop()

    def sync_now(self) -> None:
        """A person wants it now; a round that was stopped goes on."""
        self.stopped = False
        if self._app is not None:
            self.keeping = self.keeping.pressed(self._now())
            self._try_when_due()
            self.changed.emit()

    def leave_off(self) -> None:
        """A person stops it; what was done stays, and `sync_now` goes on from there."""
        self.stopped = True
        if self._errand is not None:
            self._errand.leave_off()
        self.changed.emit()

    def network_back(self) -> None:
        """The network is there again."""
        if self._app is not None:
            self.keeping = self.keeping.network_back(self._now(), _draw())
            self._arm()

    @property
    def shown_state(self) -> LineState:
        """The state, as it is in this window."""
        return LineState.STOPPED if self.stopped and self._is_enrolled else self.state.state

    def try_line(
        self,
        wanted: LineSettings,
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """See whether headquarters answer over these settings."""
        if self._errand is not None:
            errand = self._errand
            self._aside(lambda: errand.try_line(wanted), done, failed)

    def enrol(
        self,
        wanted: LineSettings,
        code: str,
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """Have this PC taken in by headquarters; whoever asks has looked at the rights."""
        if self._errand is not None:
            errand = self._errand
            self._aside(lambda: errand.enrol(wanted, code), done, failed)

    def taken_in(self) -> None:
        """This PC was taken in, or the way was changed: try it."""
        self.read_state()
        self.sync_now()

    def read_state(self) -> None:
        """Read how this PC stands."""
        app = self._app
        if app is not None:
            self._runner.read(
                lambda reader: sync_state.read(reader, app.env.clock()),
                self._use,
                self._not_read,
                kind="sync.state",
            )

    @property
    def _is_enrolled(self) -> bool:
        return self.state.state is not LineState.NOT_ENROLLED

    def _now(self) -> float:
        return float(self._app.env.uptime().seconds)

    def _timer(self, slot: Callable[[], None], interval: int = 0) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def _aside(
        self,
        fn: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """On another thread: it is not to wait for a round that hangs."""
        self._asking += 1
        self._beside.put(Job(lambda: (fn(), None), done, failed))

    def _use(self, state: SyncState) -> None:
        self.state = state
        self.changed.emit()
        self._arm()
        self._see_to_code()

    def _see_to_code(self) -> None:
        """IT may have left a code to be taken in with: it is used, and never stays."""
        from desk.waiting_code import spend, waits

        errand = self._errand
        if errand is None or self._joining or self._code_done or not waits():
            return
        self._joining = True
        if self._is_enrolled:
            self._aside(spend, self._joined, self._not_joined)
        else:
            self._aside(errand.join_by_site, self._joined, self._not_joined)

    def _joined(self, branch: str | None) -> None:
        self._joining = False
        self._code_done = self._is_enrolled
        if branch:
            self.taken_in()

    def _not_joined(self, error: DeskError) -> None:
        """A line comes back, and they may yet say yes; a code that is refused stays refused."""
        from desk.sync.line import is_passing

        log.warning("headquarters did not take this PC in: %s", error.code)
        later = is_passing(error) or error.code == "hq.waiting"
        self._joining, self._code_done = False, not later

    def _watch_network(self) -> None:
        from desk.ui.sync.network import NetworkWatch  # loaded by the round, with Qt's networking

        self._network = NetworkWatch(self)
        self._network.back.connect(self.network_back)

    def _not_read(self, _error: DeskError) -> None:
        self._arm()

    def _saved(self) -> None:
        if self._app is not None and self._is_enrolled:
            self.keeping = self.keeping.changed(self._now())
            self._arm()

    def _changed(self, topics: set[Topic]) -> None:
        if Topic.SETTINGS in topics:
            self.read_state()

    def _arm(self) -> None:
        """Look again when it is due; a PC that is not taken in may be, by a command."""
        if self._app is None or self.running:
            return
        seconds = self.keeping.wait(self._now()) if self._is_enrolled else EVERY
        self._due.start(round(min(seconds * 1000, _LONGEST_MS)))

    def _try_when_due(self) -> None:
        if self._app is None or self.running or self.stopped or self._errand is None:
            return
        if not self._is_enrolled:
            self.read_state()
        elif self.keeping.wait(self._now()) > 0:
            self._arm()
        else:
            self._try(self._errand)

    def _try(self, errand: Errand) -> None:
        self._due.stop()
        self.running = True
        self.keeping = self.keeping.began()
        errand.go_on()
        self._lane.put(Job(lambda: (_round(errand), None), self._tried, kind=_ROUND))

    def _after(self, job: Job) -> None:
        """On the window's thread: a job has ended."""
        if job.kind == _ROUND:
            self.running = False
        else:
            self._asking -= 1
        if self._app is None:
            (self._lane if job.kind == _ROUND else self._beside).stop()
        elif job.error is None:
            if job.done is not None and _alive(job.done):
                job.done(job.result)
        elif job.failed is not None and _alive(job.failed):
            job.failed(_known(job.error))

    def _tried(self, attempt: Attempt) -> None:
        now, draw = self._now(), _draw()
        outcome = attempt.outcome
        if outcome is None or not outcome.code:
            self.keeping = self.keeping.succeeded(now, draw, more=attempt.more)
        else:
            final = not attempt.passing
            self.keeping = self.keeping.failed(now, draw, asked=attempt.asked, final=final)
        if self._network is None:
            self._watch_network()
        self._show.stop()
        self.progress = None
        self.progressed.emit()
        self.read_state()

    def _collect(self, topics: frozenset[Topic]) -> None:
        self._topics |= topics
        if not self._tell.isActive():
            self._tell.start()

    def _tell_topics(self) -> None:
        topics, self._topics = frozenset(self._topics), set()
        if topics and self._app is not None:
            self._bus.changed.emit(topics)

    def _go_on(self, what: str, done: int, whole: int) -> None:
        if self.running and whole >= _LONG:
            self.progress = (what, done, whole)
            if not self._show.isActive():
                self._show.start()


def _round(errand: Errand) -> Attempt:
    import_module("desk.ui.sync.network")  # here, where nobody waits for it
    return errand.once()


def _told(signal: Any, *values: Any) -> None:
    """Tell the window's thread, unless the window is gone."""
    with suppress(RuntimeError):
        signal.emit(*values)


def _alive(call: Callable[..., None]) -> bool:
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


def _known(error: Exception) -> DeskError:
    if isinstance(error, DeskError):
        return error
    log.error("a try failed", exc_info=error)
    return DeskError("sync.unexpected")


def sync_of(context: Context) -> SyncKeeper:
    """The keeper of the window that a session is in."""
    found = context.runner.findChild(SyncKeeper)
    return found if isinstance(found, SyncKeeper) else SyncKeeper(context.runner, context.bus)
