"""Keeping the data safe while the window is open: quiet moments, daily backup, mirror."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.topics import Topic
from desk.services import safety
from desk.services.env import Env
from desk.ui.bus import ChangeBus
from desk.ui.context import Context
from desk.ui.runner import Runner
from desk.ui.safety.backup_run import BackupRun
from desk.ui.safety.log_run import LogRun
from desk.ui.safety.log_signer import LogSigner
from desk.ui.safety.mirror_watch import MirrorWatch

QUIET_MS = 20_000
"""Nothing was saved for so long: a quiet moment."""

_ASK_MS = 60_000


class SafetyKeeper(QObject):
    """One for each window, whoever is signed in; a child of the runner.

    Signals:
        changed: something that the foot or the page shows is another now.
    """

    changed = Signal()

    def __init__(self, runner: Runner, bus: ChangeBus) -> None:
        super().__init__(runner)
        self._runner = runner
        self._env: Env | None = None
        self._tidy: Callable[[], None] = lambda: None
        self._quiet = self._timer(QUIET_MS, self._quiet_now, single=True)
        self._ask = self._timer(_ASK_MS, self._ask_again)
        self.folder: Path | None = None
        self.latest = 0
        self.mirror: MirrorWatch | None = None
        self.backup: BackupRun | None = None
        self.signer: LogSigner | None = None
        self.log: LogRun | None = None
        bus.changed.connect(self._changed)

    def start(self, app: Any) -> None:
        """The database is open.

        Args:
            app: as `desk.app.App`: its folder, env, and database that can be tidied.
        """
        self._env, self._tidy = app.env, app.database.tidy
        self.folder = folder = app.folder
        self.mirror = MirrorWatch(folder, app.env.clock, self)
        self.backup = BackupRun(folder, self)
        self.log = LogRun(folder, self)
        self.signer = LogSigner(self._runner, app.env, self)
        self.mirror.changed.connect(self.changed)
        self.backup.moved.connect(self.changed)
        self.backup.ended.connect(self._backed_up)
        self._runner.saved.connect(self._saved)
        self._quiet.start()
        self._ask.start()
        self._read_settings()

    def stop(self) -> None:
        """The window closes, the database is closed already."""
        self._quiet.stop()
        self._ask.stop()
        if self.signer is not None:
            self.signer.stop()
        if self.log is not None:
            self.log.cancel()
        if self.backup is not None:
            self.backup.cancel()
        if self.mirror is not None:
            self.mirror.stop()

    def _timer(self, interval: int, slot: Callable[[], None], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer

    def _saved(self) -> None:
        self._quiet.start()
        if self.mirror is not None and self.mirror.place:
            self._runner.read(safety.latest_change, self._counted, kind="safety.latest")

    def _counted(self, latest: int) -> None:
        if latest != self.latest:
            self.latest = latest
            self.changed.emit()

    def _changed(self, topics: Set[Topic]) -> None:
        if Topic.SETTINGS in topics:
            self._read_settings()

    def _read_settings(self) -> None:
        if self._env is not None:
            self._runner.read(safety.settings, self._use, kind="safety.settings")

    def _use(self, known: safety.SafetySettings) -> None:
        if self.mirror is not None:
            self.mirror.use(known.place)
            if known.place:
                self._runner.read(safety.latest_change, self._counted, kind="safety.latest")

    def _ask_again(self) -> None:
        """Another window or a command may have set another place, or made the day's backup."""
        self._read_settings()
        if not self._quiet.isActive():
            self._ask_due()

    def _quiet_now(self) -> None:
        """Whoever mirrors tidies too; two would only be in each other's way."""
        if self.mirror is not None and not self.mirror.place:
            self._runner.work(self._tidy)
        self._ask_due()

    def _ask_due(self) -> None:
        env = self._env
        if env is not None:
            self._runner.read(lambda reader: safety.due(reader, env), self._make, kind="safety.due")

    def _make(self, due: bool) -> None:
        if due and self.backup is not None:
            self.backup.start(due=True)

    def _backed_up(self, _code: str) -> None:
        self.changed.emit()


def keeper_of(context: Context) -> SafetyKeeper:
    """The keeper of the window that a session is in."""
    keeper = context.runner.findChild(SafetyKeeper)
    return keeper if isinstance(keeper, SafetyKeeper) else SafetyKeeper(context.runner, context.bus)
