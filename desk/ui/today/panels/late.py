"""A booked client called: will be late, and comes at another time."""

from __future__ import annotations

import re
from datetime import datetime, time

from PySide6.QtWidgets import QWidget

from desk.domain.clock import at_local, local, local_day
from desk.formats import time_text
from desk.i18n import _
from desk.ui.today.panels.base import ActionPanel
from desk.ui.widgets.fields import LineField

_TIME = re.compile(r"(\d{1,2})[.:]?(\d{2})")


class LatePanel(ActionPanel):
    """Gives the instant the client named."""

    def __init__(self, slot: datetime) -> None:
        title = _("Booked {time}: when does the client come?").format(time=time_text(slot))
        super().__init__(title, _("Note it"))
        self._slot = slot
        self.field = LineField(_("New time"), _("time, e.g. {time}").format(time=time_text(slot)))
        self.content.addWidget(self.field)

    def start_focus(self) -> QWidget:
        """The time."""
        return self.field

    def values(self) -> object:
        """A time of today after the slot."""
        wall = parse_time(self.field.text())
        if wall is None:
            return self.need(_("Type a time, for example 10.55."), self.field)
        when = at_local(local_day(self._slot), wall)
        if local(when) <= local(self._slot):
            return self.need(_("The new time is after the booked one."), self.field)
        return when


def parse_time(text: str) -> time | None:
    """A wall-clock time as typed: "10.55", "10:55", "1055"; None when it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))
