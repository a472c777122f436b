"""Running clocks of the screen: seconds since something began."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.formats import clock_text
from desk.ui.widgets.text import Label


class RunningClock(Label):
    """Shows how long something has been going on."""

    def __init__(self, name: str, role: str = "title") -> None:
        super().__init__(role=role)
        self._since: datetime | None = None
        self._name = name

    def run_from(self, since: datetime | None, now: datetime) -> None:
        """Start at an instant; None stops and empties it."""
        self._since = since
        self.show_at(now)

    def show_at(self, now: datetime) -> None:
        """Bring it up to date."""
        if self._since is None:
            self.setText("")
            return
        text = clock_text((now - self._since) // timedelta(seconds=1))
        self.setText(text)
        self.setAccessibleName(f"{self._name} {text}")
