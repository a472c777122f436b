"""Free capacity at a glance: one bar per slot, the taller the fuller, free places as a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desk.domain.board import SlotLoad
from desk.domain.clock import local
from desk.formats import time_text
from desk.i18n import _, ngettext
from desk.ui.style import colour, font, px

_NUMBER_ROOM = 12
_HOUR_ROOM = 34
_LINE = 14


class Axis:
    """Where an hour of the day lies between left and right.

    Args:
        first, last: minutes since midnight.
    """

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, max(last, first + 60)

    def place(self, minutes: float, box: QRectF) -> float:
        """The x of a minute of the day inside a box."""
        share = (minutes - self.first) / (self.last - self.first)
        return box.left() + share * box.width()


def minute_of(moment: datetime) -> int:
    """Minutes since local midnight."""
    wall = local(moment)
    return wall.hour * 60 + wall.minute


def axis_of(slots: Sequence[SlotLoad], slot_minutes: int) -> Axis:
    """An axis of whole hours that holds all slots; a usual day when there are none."""
    if not slots:
        return Axis(8 * 60, 17 * 60)
    starts = [minute_of(slot.start) for slot in slots]
    last = max(starts) + slot_minutes
    return Axis(min(starts) // 60 * 60, -(-last // 60) * 60)


def paint_slots(
    painter: QPainter,
    box: QRectF,
    slots: Sequence[SlotLoad],
    axis: Axis,
    slot_minutes: int,
    *,
    numbers: bool = True,
) -> None:
    """Paint a day's slots into a box."""
    painter.setFont(font("key"))
    numbers = numbers and _numbers_fit(slots, axis, box.width(), slot_minutes)
    for slot in slots:
        left = axis.place(minute_of(slot.start), box)
        right = axis.place(minute_of(slot.start) + slot_minutes, box)
        place = QRectF(left + 1, box.top(), max(2.0, right - left - 2), box.height())
        _paint_slot(painter, place, slot, numbers=numbers)


def _numbers_fit(slots: Sequence[SlotLoad], axis: Axis, width: float, slot_minutes: int) -> bool:
    """Whether no number would run into the next: some of them without the others tell nothing."""
    each = width * slot_minutes / (axis.last - axis.first) - 2
    metrics = QFontMetrics(font("key"))
    widest = max((metrics.horizontalAdvance(_number(slot)) for slot in slots), default=0)
    return each >= max(px(_NUMBER_ROOM), widest + px(1))


def _number(slot: SlotLoad) -> str:
    return str(slot.capacity - slot.taken) if slot.open else f"+{slot.taken}"


def _paint_slot(painter: QPainter, box: QRectF, slot: SlotLoad, *, numbers: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent_soft" if slot.open else "amber_soft"))
    if numbers:
        box = _paint_number(painter, box, slot)
    painter.drawRoundedRect(box, px(2), px(2))
    over = not slot.open or slot.taken > slot.capacity
    share = 1.0 if over else slot.taken / slot.capacity if slot.capacity else 1.0
    if slot.taken:
        filled = box.adjusted(0, box.height() * (1 - share), 0, 0)
        painter.setBrush(colour("amber" if over else "accent"))
        painter.drawRoundedRect(filled, px(2), px(2))


def _paint_number(painter: QPainter, box: QRectF, slot: SlotLoad) -> QRectF:
    """The free places over a slot's bar; returns what is left for the bar."""
    free = slot.capacity - slot.taken
    painter.save()
    painter.setPen(colour("amber" if free < 0 or not slot.open else "ink2" if free else "ink3"))
    line = QRectF(box.left(), box.top(), box.width(), px(_LINE))
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, _number(slot))
    painter.restore()
    return box.adjusted(0, px(_LINE + 1), 0, 0)


def paint_hours(painter: QPainter, box: QRectF, axis: Axis) -> None:
    """The hours under or over the slots, as many as there is room for."""
    painter.setFont(font("key"))
    painter.setPen(colour("ink3"))
    hours = range(axis.first // 60, axis.last // 60 + 1)
    each = max(1, -(-px(_HOUR_ROOM) * len(hours) // max(1, int(box.width()))))
    for hour in list(hours)[::each]:
        x = axis.place(hour * 60, box)
        place = QRectF(x - px(20), box.top(), px(40), box.height())
        align = Qt.AlignmentFlag.AlignHCenter
        if hour == hours[0]:
            place, align = QRectF(x, box.top(), px(40), box.height()), Qt.AlignmentFlag.AlignLeft
        elif hour == hours[-1]:
            place = QRectF(x - px(40), box.top(), px(40), box.height())
            align = Qt.AlignmentFlag.AlignRight
        painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, str(hour))


def slot_text(slot: SlotLoad) -> str:
    """A slot in words."""
    when = time_text(slot.start)
    if not slot.open:
        text = ngettext(
            "{time}: {n} booking outside the hours",
            "{time}: {n} bookings outside the hours",
            slot.taken,
        )
        return text.format(time=when, n=slot.taken)
    text = _("{time}: {taken} of {capacity} taken")
    return text.format(time=when, taken=slot.taken, capacity=slot.capacity)


class SlotStrip(QWidget):
    """One day's slots.

    Signals:
        picked(datetime): a slot was clicked: book there.
    """

    picked = Signal(object)

    def __init__(self, slot_minutes: int) -> None:
        super().__init__()
        self._minutes = slot_minutes
        self._slots: tuple[SlotLoad, ...] = ()
        self._now: datetime | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_slots(self, slots: tuple[SlotLoad, ...], now: datetime | None) -> None:
        """Show a day; `now` marks the present instant when it is today."""
        self._slots, self._now = slots, now
        free = sum(max(0, slot.capacity - slot.taken) for slot in slots if slot.open)
        text = ngettext("{n} free place", "{n} free places", free).format(n=free)
        self.setAccessibleName(_("Free capacity"))
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Bars and hours."""
        return QSize(px(300), px(62))

    def minimumSizeHint(self) -> QSize:
        """Bars are never pressed flat."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Say what a slot is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            slot = self._slot_at(event.pos().x())
            QToolTip.showText(event.globalPos(), slot_text(slot) if slot else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click books there."""
        slot = self._slot_at(int(event.position().x()))
        if slot is not None:
            self.picked.emit(slot.start)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, hours, the present instant."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axis, box = axis_of(self._slots, self._minutes), self._box()
        paint_slots(painter, box, self._slots, axis, self._minutes)
        paint_hours(painter, QRectF(box.left(), box.bottom() + 1, box.width(), px(18)), axis)
        if self._now is not None and axis.first <= minute_of(self._now) <= axis.last:
            x = axis.place(minute_of(self._now), box)
            painter.setPen(QPen(colour("amber"), 2))
            painter.drawLine(int(x), int(box.top()) - px(2), int(x), int(box.bottom()) + px(3))

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, px(2), 0, -px(18))

    def _slot_at(self, x: int) -> SlotLoad | None:
        axis, box = axis_of(self._slots, self._minutes), self._box()
        share = (x - box.left()) / max(1.0, box.width())
        minute = axis.first + share * (axis.last - axis.first)
        inside = (
            slot for slot in self._slots if 0 <= minute - minute_of(slot.start) < self._minutes
        )
        return next(inside, None)
