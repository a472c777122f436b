"""What the window can do on a PC that has no database yet: set one up, try the demo, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk.app import App, create_app, default_data_dir, open_app
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.services import first_start
from desk.services.first_start import FirstStart


class FirstSteps:
    """The ways on from an empty data folder; each takes seconds, off the window's thread.

    Args:
        folder: the data folder, None for the default.
    """

    def __init__(self, folder: Path | None, *, clock: Clock | None = None) -> None:
        self.folder = folder or default_data_dir()
        self._clock = clock

    @property
    def prepared(self) -> FirstStart:
        """What IT has set for this PC: institution, branch and counter are not asked for then."""
        from desk.site import read_site

        try:
            site = read_site()
        except DeskError:
            return FirstStart()
        return FirstStart(institution=site.institution, branch=site.branch, counter=site.counter)

    def create(self, start: FirstStart, hand_over: Callable[[str], None]) -> App:
        """Set the PC up; until `hand_over` returns, nothing is.

        Raises:
            DeskError: as `create_app` and `first_start.begin`.
        """
        app, _code = create_app(
            self.folder,
            institution=start.institution,
            branch=start.branch,
            clock=self._clock,
            begin=lambda uow, env: first_start.begin(uow, env, start),
            hand_over=hand_over,
        )
        return app

    def demo(self) -> App:
        """The demo, in a folder of its own."""
        from desk.demo.make import make_demo

        return open_app(make_demo())

    def restore(self, source: Path, code: str) -> App:
        """A backup in the place of the missing database; the recovery code proves the right to.

        Raises:
            DeskError: as `desk.restoring.restore`.
        """
        from db.keys import prove_paper
        from desk.app import unlocked_key
        from desk.restoring import restore

        def allow(restored: App) -> None:
            prove_paper(restored.folder, code, unlocked_key(restored.folder))

        restore(source, self.folder, code=lambda: code, allow=allow)
        return open_app(self.folder, clock=self._clock)
