"""What goes on behind a window, whoever is at work: safety, erasure, calls, loading ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desk.i18n import language
from desk.services.env import Env
from desk.ui.bus import ChangeBus
from desk.ui.runner import Runner

if TYPE_CHECKING:
    from desk.ui.calls_display.display import CallsDisplay
    from desk.ui.erasing import Eraser
    from desk.ui.safety.keeper import SafetyKeeper
    from desk.ui.sync.keeper import SyncKeeper


class Keepers(QObject):
    """Each is made when it is first needed: none is for the sign-in card.

    Signals:
        warmed: everything is loaded that a session needs.
    """

    warmed = Signal()

    def __init__(self, runner: Runner, bus: ChangeBus, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._bus = runner, bus
        self.safety: SafetyKeeper | None = None
        self.eraser: Eraser | None = None
        self.calls: CallsDisplay | None = None
        self.sync: SyncKeeper | None = None

    def opened(self, app: Any) -> None:
        """The database is open: keep its data safe, and erase on time.

        Args:
            app: as `desk.app.App`.
        """
        from desk.ui.erasing import Eraser
        from desk.ui.safety.keeper import SafetyKeeper
        from desk.ui.sync.keeper import SyncKeeper

        self.sync = SyncKeeper(self._runner, self._bus)
        self.safety = SafetyKeeper(self._runner, self._bus)
        self.eraser = Eraser(self._runner)
        self.safety.start(app)
        self.eraser.start(app)
        self.sync.start(app)

    def warm(self, env: Env) -> None:
        """Read and load ahead, while somebody signs in."""
        from desk.services.warm import warm_up
        from desk.ui.warming import Warming

        self._runner.read(lambda reader: warm_up(reader, env))
        warming = Warming(self)
        warming.done.connect(self.warmed)
        warming.done.connect(lambda: self._index(env))
        warming.start()

    def _index(self, env: Env) -> None:
        """What is searched in the content pack: off the window's thread, it takes a while."""
        from desk.ui.duties.catalogue import catalogue_of

        spoken = language()
        self._runner.work(lambda: catalogue_of(env.pack, spoken, env.home_branch))

    def show_calls(self, env: Env, site: str) -> None:
        """Somebody is at work at a site: its calls go to the second monitor."""
        from desk.ui.calls_display.display import CallsDisplay

        if self.calls is None:
            self.calls = CallsDisplay(self._runner, self._bus, self)
        self.calls.follow(env, site)

    def let_go(self) -> None:
        """The database is to be closed, the window stays."""
        for keeper in (self.safety, self.eraser, self.sync):
            if keeper is not None:
                keeper.stop()
                keeper.setParent(None)
                keeper.deleteLater()
        self.safety = self.eraser = self.sync = None

    def stop_asking(self) -> None:
        """The window closes: nothing new is asked of the database."""
        if self.calls is not None:
            self.calls.stop()
        if self.eraser is not None:
            self.eraser.stop()
        if self.sync is not None:
            self.sync.stop()

    def stop(self) -> None:
        """The database is closed."""
        if self.safety is not None:
            self.safety.stop()
