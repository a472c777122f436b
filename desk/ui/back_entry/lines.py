"""The lines of a paper log as fields: Tab goes from one to the next, a new line comes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.domain.appointment import Appointment
from desk.domain.back_entry import TIMES, Ended, Finding, PaperVisit, paper_number, read_number
from desk.formats import time_text
from desk.i18n import _, language, marked
from desk.services.env import Env
from desk.services.paper_door import ENDED_TEXTS
from desk.services.slots import service_name
from desk.ui.booking.parsing import parse_time
from desk.ui.style import px
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.layout import clear
from desk.ui.widgets.text import Label

FIELD_TEXTS = {
    "number": marked("Number"),
    "arrived": marked("Came"),
    "called": marked("Called"),
    "started": marked("Began"),
    "finished": marked("Ended"),
    "counter": marked("Counter"),
    "service": marked("Service"),
    "ended": marked("How it ended"),
    "appointment_id": marked("Booking"),
}
"""The fields of a line, in the order of the keyboard."""

_TEXTS = ("number", *TIMES, "counter")
_WIDE_ENOUGH = 860
"""Width in design pixels from which a line's lists stand beside its times, not under them."""
_WIDTHS = {"number": 72, **dict.fromkeys(TIMES, 66), "counter": 60}
_UNDER = ((0, 3), (3, 3), (6, 1))
"""Column and width of a line's lists where they stand under its times."""
_STRETCH = {"service": 3, "ended": 3, "appointment_id": 2}


class Line(QObject):
    """One line.

    Signals:
        typed: something was typed in it.
    """

    typed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        texts = {name: LineField() for name in _TEXTS}
        self.texts = texts
        self.service, self.ended, self.booking = Picker(), Picker(), Picker()
        self.fields: dict[str, LineField | Picker] = {
            **texts,
            "service": self.service,
            "ended": self.ended,
            "appointment_id": self.booking,
        }
        for name in TIMES:
            texts[name].textEdited.connect(self.typed)

    def name(self, place: int) -> None:
        """Tell screen readers which line it is."""
        for field, widget in self.fields.items():
            said = _("Line {place}: {field}")
            widget.setAccessibleName(said.format(place=place, field=_(FIELD_TEXTS[field])))

    def empty(self) -> bool:
        """Whether no time is written in it."""
        return not any(self.texts[name].text().strip() for name in TIMES)

    def unreadable(self) -> list[str]:
        """Times that are typed and are none."""
        typed = {name: self.texts[name].text().strip() for name in TIMES}
        return [name for name, text in typed.items() if text and parse_time(text) is None]

    def visit(self) -> PaperVisit:
        """What is written."""
        booking = self.booking.key()
        return PaperVisit(
            number=read_number(self.texts["number"].text()),
            arrived=self._time("arrived"),
            called=self._time("called"),
            started=self._time("started"),
            finished=self._time("finished"),
            service=self.service.key(),
            ended=Ended(self.ended.key()),
            counter=self.texts["counter"].text().strip(),
            appointment_id=UUID(booking) if booking else None,
        )

    def mark(self, wrong: set[str]) -> None:
        """Show which fields are wrong."""
        for name, field in self.texts.items():
            field.set_wrong(name in wrong)

    def _time(self, name: str) -> time | None:
        return parse_time(self.texts[name].text())


class Lines(QWidget):
    """All lines, under their headings."""

    def __init__(self, env: Env, counter: str) -> None:
        super().__init__()
        self._env, self._counter = env, counter
        self._first = 1
        self._narrow = False
        self._bookings: tuple[Appointment, ...] = ()
        self.lines: list[Line] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(6))
        self._grid.setVerticalSpacing(px(6))

    def begin(self, first: int, bookings: tuple[Appointment, ...], count: int = 4) -> None:
        """Begin anew with empty lines.

        Args:
            first: the next free number; bookings: of the day, whose clients have not come.
        """
        self._first, self._bookings = first, bookings
        self.lines = []
        self._lay()
        for _place in range(count):
            self.add()

    def written(self) -> list[Line]:
        """The lines in which something stands."""
        return [line for line in self.lines if not line.empty()]

    def keep(self, lines: Sequence[Line]) -> None:
        """Keep only these lines, and an empty one after them."""
        self.lines = list(lines)
        self._lay()
        self.add()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the fields; `row` counts the written lines."""
        for place, line in enumerate(self.written()):
            wrong = {one.field for one in findings if one.row == place and not one.warning}
            line.mark(wrong)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the lists stand under the times."""
        super().resizeEvent(event)
        narrow = self.width() < px(_WIDE_ENOUGH)
        if narrow != self._narrow:
            self._narrow = narrow
            self._lay()

    def add(self) -> Line:
        """One more empty line."""
        line = Line(self)
        for name, width in _WIDTHS.items():
            line.texts[name].setFixedWidth(px(width))
        line.texts["counter"].setText(self._counter)
        line.texts["number"].setText(paper_number(self._next()))
        line.service.set_items([("", _("Service…")), *self._services()])
        line.ended.set_items([(one.value, _(text)) for one, text in ENDED_TEXTS.items()])
        line.booking.set_items([("", _("walk-in")), *self._booked()])
        for picker in (line.service, line.ended, line.booking):
            picker.setMinimumWidth(px(128))
            picker.setMinimumContentsLength(6)
        line.typed.connect(self._grow)
        self.lines.append(line)
        self._put(line, len(self.lines))
        return line

    def _lay(self) -> None:
        """Headings and the lines there are."""
        kept = [field for line in self.lines for field in line.fields.values()]
        for field in kept:
            self._grid.removeWidget(field)
        clear(self._grid)
        for column, (name, text) in enumerate(FIELD_TEXTS.items()):
            self._grid.setColumnStretch(column, 0 if self._narrow else _STRETCH.get(name, 0))
            if not self._narrow or name in _TEXTS:
                self._grid.addWidget(Label(_(text), "small", "ink2"), 0, column)
        self._grid.setColumnStretch(len(_TEXTS), 1 if self._narrow else _STRETCH["service"])
        for place, line in enumerate(self.lines, 1):
            self._put(line, place)

    def _put(self, line: Line, place: int) -> None:
        line.name(place)
        if not self._narrow:
            for column, field in enumerate(line.fields.values()):
                self._grid.addWidget(field, place, column)
            return
        for column, name in enumerate(_TEXTS):
            self._grid.addWidget(line.texts[name], 2 * place - 1, column)
        lists = (line.service, line.ended, line.booking)
        for field, (column, span) in zip(lists, _UNDER, strict=True):
            self._grid.addWidget(field, 2 * place, column, 1, span)

    def _grow(self) -> None:
        if self.lines and not self.lines[-1].empty():
            self.add()

    def _next(self) -> int:
        numbers = [read_number(line.texts["number"].text()) or 0 for line in self.lines]
        return max([self._first - 1, *numbers]) + 1

    def _services(self) -> list[tuple[str, str]]:
        known = sorted(self._env.services.values(), key=lambda one: one.quick or 99)
        return [(one.id, one.name.get(language())) for one in known]

    def _booked(self) -> list[tuple[str, str]]:
        return [
            (str(one.id), f"{time_text(one.start)} {service_name(self._env, one)}")
            for one in self._bookings
        ]
