"""The erasure job while the window is open: in small steps, at each start and every new day."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desk.domain.errors import DeskError
from desk.services import retention_job
from desk.services.env import Env
from desk.ui.context import Context
from desk.ui.lane import Job, Lane
from desk.ui.runner import Runner

BEGIN_MS = 20_000
"""After the window is in use: nobody waits for it, and the start stays quick."""
BETWEEN_MS = 150
"""Between two steps, so that a key press never waits for more than one of them."""

_ASK_MS = 15 * 60_000
_AGAIN_MS = 60_000


class Eraser(QObject):
    """One for each window; a child of the runner.

    Signals:
        changed: a run came to its end, or waits for a person to confirm the date.
    """

    changed = Signal()
    _settled = Signal(object)

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._runner = runner
        self._app: Any = None
        self._lane = Lane("desk-eraser", self._settled.emit)
        self._settled.connect(self._after, Qt.ConnectionType.QueuedConnection)
        self._next = self._timer(BETWEEN_MS, single=True)
        self._next.timeout.connect(self._step)
        self._ask = self._timer(_ASK_MS)
        self._ask.timeout.connect(self._ask_due)
        self._again = self._timer(_AGAIN_MS, single=True)
        self._again.timeout.connect(self._settle)
        self.waits = False
        self._settling = False

    def start(self, app: Any) -> None:
        """The database is open; the demo's invented day keeps nothing for long anyway.

        Args:
            app: as `desk.app.App`.
        """
        self._app = app
        if not app.env.demo:
            self._ask.start()
            QTimer.singleShot(BEGIN_MS, self, self._ask_due)

    def stop(self) -> None:
        """The window closes; what is left to do is done at the next start.

        Nobody waits for copies that are being cleaned: each stays whole when that is cut short.
        """
        for timer in (self._next, self._ask, self._again):
            timer.stop()
        self._app = None
        if not self._settling:
            self._lane.stop()

    def run(self) -> None:
        """Do what is due now."""
        if self._app is not None and not self._next.isActive():
            self._step()

    def settle(self) -> None:
        """Something was erased besides: let no trace of it remain."""
        self._settle()

    def _timer(self, interval: int, *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(single)
        return timer

    def _ask_due(self) -> None:
        if self._app is not None:
            env: Env = self._app.env
            self._runner.read(
                lambda reader: retention_job.is_due(reader, env), self._due, kind="erasing.due"
            )

    def _due(self, due: bool) -> None:
        if due:
            self.run()
        else:
            self._settle()

    def _step(self) -> None:
        if self._app is not None:
            env: Env = self._app.env
            self._runner.write(lambda uow: retention_job.step(uow, env), self._stepped)

    def _stepped(self, done: retention_job.Step) -> None:
        if done.more:
            self._next.start()
            return
        self.waits = done.waits
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """On a thread of its own: unpacking and proving backups takes its time."""
        app = self._app
        if app is not None:
            self._settling = True
            self._lane.put(Job(lambda: (app.settle_erasures(), None), kind="settle"))

    def _after(self, job: Job) -> None:
        self._settling = False
        if job.error is not None and not isinstance(job.error, DeskError):
            raise job.error
        if self._app is not None and (job.error is not None or not job.result.here):
            self._again.start()  # a second place that is away is looked for with `_ask`


def eraser_of(context: Context) -> Eraser:
    """The eraser of the window that a session is in."""
    found = context.runner.findChild(Eraser)
    return found if isinstance(found, Eraser) else Eraser(context.runner)
