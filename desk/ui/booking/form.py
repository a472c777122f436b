"""The booking form's fields: service, day, time, length, name, phone, e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QWidget

from desk.domain.clock import at_local, local
from desk.domain.person import Person
from desk.formats import date_text, time_text
from desk.i18n import _, language
from desk.services.content.schema import Pack
from desk.ui.booking.parsing import parse_day, parse_time
from desk.ui.style import px
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.text import Label

_FIELDS = {
    "appointment.minutes": "minutes",
    "appointment.in_past": "time",
    "appointment.name_missing": "name",
    "contact.name_long": "name",
    "contact.phone": "phone",
    "contact.email": "email",
    "service.unknown": "service",
}
"""Which field a refusal is about, by its code."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot that was typed: its start (UTC), planned minutes and service."""

    start: datetime
    minutes: int
    service: str


class BookingFields(QWidget):
    """The fields under their names.

    Signals:
        slot_changed: day, time, length or service is another.

    Args:
        today: for days typed without a year; first: the day filled in.
    """

    slot_changed = Signal()

    def __init__(self, pack: Pack, today: date, first: date) -> None:
        super().__init__()
        self._pack, self._today = pack, today
        self.service = Picker()
        self.day, self.time, self.minutes = LineField(), LineField(), LineField()
        self.name, self.phone, self.email = LineField(), LineField(), LineField()
        self._build()
        self.day.setText(date_text(first))
        self._fill_services()
        self._use_length()
        self.service.currentIndexChanged.connect(self._service_changed)
        for field in (self.day, self.time, self.minutes):
            field.textChanged.connect(self.slot_changed)

    def use_slot(self, start: datetime) -> None:
        """Write a slot into the fields."""
        wall = local(start)
        self.blockSignals(True)
        self.day.setText(date_text(wall.date()))
        self.time.setText(time_text(start))
        self.blockSignals(False)
        self.slot_changed.emit()

    def first_day(self) -> date:
        """The day to look for free slots from."""
        return parse_day(self.day.text(), self._today) or self._today

    def length(self) -> int:
        """The planned minutes; 0 when that is no number."""
        text = self.minutes.text().strip()
        return int(text) if text.isdecimal() else 0

    def wanted(self) -> Wanted | None:
        """The slot as typed, None while it is not complete."""
        day, wall = parse_day(self.day.text(), self._today), parse_time(self.time.text())
        if day is None or wall is None or not self.length():
            return None
        return Wanted(at_local(day, wall), self.length(), self.service.key())

    def person(self) -> Person:
        """Who books, as typed."""
        return Person(self.name.text(), self.phone.text(), self.email.text())

    def mark_missing(self) -> LineField | None:
        """Mark what keeps the slot from being complete; returns the first such field."""
        self.clear_marks()
        wrong = [field for field, right in self._slot_checks() if not right]
        for field in wrong:
            field.set_wrong(True)
        return wrong[0] if wrong else None

    def mark(self, code: str) -> None:
        """Mark the field that a refusal is about and go there."""
        self.clear_marks()
        field = getattr(self, _FIELDS.get(code, ""), None)
        if isinstance(field, LineField):
            field.set_wrong(True)
            field.setFocus()

    def clear_marks(self) -> None:
        """Nothing is wrong any more."""
        for field in self.findChildren(LineField):
            field.set_wrong(False)

    def _slot_checks(self) -> Iterator[tuple[LineField, bool]]:
        yield self.day, parse_day(self.day.text(), self._today) is not None
        yield self.time, parse_time(self.time.text()) is not None
        yield self.minutes, self.length() > 0

    def _build(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(px(6))
        field_row(form, _("Service"), self.service)
        slot = QHBoxLayout()
        slot.setSpacing(px(8))
        names = ((_("Day"), self.day), (_("Time"), self.time), (_("Minutes"), self.minutes))
        for text, field in names:
            slot.addLayout(_above(text, field), 1)
        form.addRow(slot)
        field_row(form, _("Name and surname"), self.name)
        field_row(form, _("Phone, if the client gives one"), self.phone)
        field_row(form, _("E-mail, if the client gives one"), self.email)

    def _fill_services(self) -> None:
        speech = language()
        known = sorted(self._pack.services, key=lambda one: (not one.bookable, one.quick or 99))
        items = [
            (item.id, _mark_unbookable(item.name.get(speech), bookable=item.bookable))
            for item in known
        ]
        self.service.set_items(items, items[0][0] if items else "")

    def _service_changed(self) -> None:
        self.blockSignals(True)
        self._use_length()
        self.blockSignals(False)
        self.slot_changed.emit()

    def _use_length(self) -> None:
        chosen = self.service.key()
        minutes = next((s.minutes for s in self._pack.services if s.id == chosen), 0)
        self.minutes.setText(str(minutes or ""))


def _mark_unbookable(name: str, *, bookable: bool) -> str:
    return name if bookable else _("{service} (no appointment needed)").format(service=name)


def _above(text: str, field: LineField) -> QFormLayout:
    """A field under its own name, for fields side by side."""
    form = QFormLayout()
    form.setVerticalSpacing(px(6))
    label: QLabel = Label(text, role="small", tone="ink2")
    label.setBuddy(field)
    field.setAccessibleName(text)
    form.addRow(label)
    form.addRow(field)
    return form
