"""Before the doors open: how long still, what has been seen to, and the doors themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt, Signal

from desk.domain.board import Board
from desk.domain.day_record import DayRecord
from desk.domain.opening import spans
from desk.formats import duration_text, time_text
from desk.i18n import _, language
from desk.services.content.schema import OpeningItem
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label

_LATE = timedelta(hours=1)
"""So long after opening time the doors may still be noted as opened late."""


class OpeningBox(Surface):
    """The content pack's checklist with a countdown; nothing waits for it.

    Signals:
        ticked(str, bool): an item was seen to, or that was taken back; doors: they are open now.
    """

    ticked = Signal(str, bool)
    doors = Signal()

    def __init__(self, items: list[OpeningItem]) -> None:
        super().__init__("box")
        self._items = items
        self._opens: datetime | None = None
        self._record: DayRecord | None = None
        self.countdown = Label(role="heading", wrap=True)
        self.rows = {item.id: CheckRow("", guarded=True) for item in items}
        self.open_doors = Button(guarded=True)
        layout = column(self, gap=2, margins=(16, 12, 16, 12))
        layout.addWidget(self.countdown)
        for name, check in self.rows.items():
            check.setProperty("item", name)
            check.toggled.connect(self._ticked)
            layout.addWidget(check)
        layout.addWidget(self.open_doors, 0, Qt.AlignmentFlag.AlignLeft)
        self.open_doors.clicked.connect(self.doors)
        self._say({})
        self.hide()

    def show_board(self, board: Board) -> bool:
        """Show the day's beginning; gives whether there is anything of it to show."""
        doors = spans(board.hours)
        self._opens, self._record = (doors[0][0] if doors else None), board.record
        shown = self._due(board.now)
        if shown:
            self._say(board.record_names)
            self.tick(board.now)
        self.setVisible(shown)
        return shown

    def tick(self, now: datetime) -> None:
        """A second passed."""
        if self._opens is None:
            return
        opened = self._record.doors_at if self._record else None
        late = now >= self._opens
        if opened is not None:
            text = _("The doors were opened at {time}").format(time=time_text(opened))
        elif late:
            text = _("The doors open at {time}: are they open?").format(time=time_text(self._opens))
        else:
            text = _("Doors open in {duration}").format(duration=_left(self._opens - now))
        self.countdown.setText(text)
        self.countdown.set_tone("warn" if late and opened is None else "")

    def _due(self, now: datetime) -> bool:
        if self._opens is None:
            return False
        opened = self._record is not None and self._record.doors_at is not None
        return now < self._opens or (not opened and now < self._opens + _LATE)

    def _say(self, names: Mapping[UUID, str]) -> None:
        record = self._record
        for item in self._items:
            tick = record.ticked(item.id) if record else None
            remark = ""
            if tick is not None:
                remark = f"{names.get(tick.by, '')} {time_text(tick.at)}".strip()
            check = self.rows[item.id]
            check.set_words(item.text.get(language()), remark)
            switch_on(check, tick is not None)
        self.open_doors.set_text(_("The doors are open"))
        self.open_doors.setVisible(record is None or record.doors_at is None)

    def _ticked(self, on: bool) -> None:
        self.ticked.emit(str(self.sender().property("item")), on)


def _left(time: timedelta) -> str:
    """ "12 min", and the seconds of the last minute."""
    seconds = max(time // timedelta(seconds=1), 0)
    if seconds < 60:
        return _("{seconds} s").format(seconds=seconds)
    return duration_text(-(-seconds // 60))
