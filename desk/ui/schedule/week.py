"""A week: each day with its hours, what is booked, and the free capacity of its slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desk.domain.board import DaySummary
from desk.domain.hours import DayHours, Origin
from desk.formats import day_text
from desk.i18n import _, ngettext
from desk.ui.schedule.hours_line import hours_text
from desk.ui.schedule.strip import Axis, axis_of, paint_hours, paint_slots
from desk.ui.style import colour, font, px

Index = QModelIndex | QPersistentModelIndex
DAY = int(Qt.ItemDataRole.UserRole) + 1
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_NONE = QModelIndex()
EXCEPTIONS = frozenset({Origin.HQ_EXCEPTION, Origin.BRANCH_EXCEPTION, Origin.CLOSURE})
"""Origins of hours that are another day's than the week's."""
_WORDS = 270
_LOWEST, _TALLEST = 72, 104
_NUMBERS_FROM = 38


class WeekModel(QAbstractListModel):
    """Seven days."""

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[DaySummary, ...] = ()

    def set_days(self, days: tuple[DaySummary, ...]) -> None:
        """Show another week."""
        self.beginResetModel()
        self.days = days
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of days."""
        return 0 if parent.isValid() else len(self.days)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A day in words, or itself."""
        day = self.days[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(day)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in lines_of(day) if part)
        return day if role == DAY else None


def booked_text(day: DaySummary) -> str:
    """ "38 booked · 82 free · 4 at once"; only the number where there is no capacity."""
    if not day.capacity:
        return _("{booked} booked").format(booked=day.booked) if day.booked else ""
    free = sum(max(0, slot.capacity - slot.taken) for slot in day.slots if slot.open)
    return _("{booked} booked · {free} free").format(booked=day.booked, free=free)


def places_text(day: DaySummary) -> str:
    """How many may run at once, and whose word that is; "" for a day without slots."""
    if not day.capacity and day.own_places is None:
        return ""
    text = _("{n} at once").format(n=day.places)
    if day.own_places is None:
        return text
    return _("{places}, set here: {reason}").format(places=text, reason=day.own_places.reason)


def trouble_text(day: DaySummary) -> str:
    """What does not fit: bookings outside the hours, more at once than there are places."""
    parts = []
    if day.outside:
        text = ngettext("{n} booking outside", "{n} bookings outside", day.outside)
        parts.append(text.format(n=day.outside))
    over = sum(slot.taken > slot.capacity for slot in day.slots if slot.open)
    if over:
        parts.append(ngettext("{n} slot too full", "{n} slots too full", over).format(n=over))
    return " · ".join(parts)


def lines_of(day: DaySummary) -> tuple[str, ...]:
    """A day in lines: hours with their reason, bookings and places, what does not fit."""
    hours = (hours_text(day.hours), day.hours.note, doubt_text(day.hours))
    load = (booked_text(day), places_text(day))
    return (
        day_text(day.day),
        " · ".join(part for part in hours if part),
        " · ".join(part for part in load if part),
        trouble_text(day),
    )


def spoken(day: DaySummary) -> str:
    """A day for screen readers."""
    return ", ".join(part for part in lines_of(day) if part)


def doubt_text(hours: DayHours) -> str:
    """What is not certain about an open day's hours; "" when nothing is."""
    if not hours.open or hours.origin is Origin.NONE:
        return ""
    if hours.proposed is not None:
        return _("shorter day proposed")
    return "" if hours.confirmed else _("not confirmed")


class WeekView(QListView):
    """Signals:
    opened(date): a day was chosen to be seen in full (Enter, double click).
    """

    opened = Signal(object)

    def __init__(self, slot_minutes: int) -> None:
        super().__init__()
        self.week = WeekModel()
        self.week.setParent(self)
        self.setModel(self.week)
        self.setItemDelegate(_DayLook(self, slot_minutes))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open)

    def set_days(self, days: Sequence[DaySummary], chosen: date) -> None:
        """Show a week with one day chosen."""
        self.week.set_days(tuple(days))
        for place, day in enumerate(days):
            if day.day == chosen:
                self.setCurrentIndex(self.week.index(place))

    def shows(self, monday: date) -> bool:
        """Whether the days in sight are those of a week."""
        days = self.week.days
        return bool(days) and days[0].day == monday

    def day(self) -> date | None:
        """The chosen day."""
        summary = self.currentIndex().data(DAY)
        return summary.day if isinstance(summary, DaySummary) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the day: it changes nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        if (day := self.day()) is not None:
            self.opened.emit(day)


class _DayLook(QStyledItemDelegate):
    """A day: words at the left, slots on one axis for the whole week at the right."""

    def __init__(self, view: WeekView, slot_minutes: int) -> None:
        super().__init__(view)
        self._view, self._minutes = view, slot_minutes

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Seven days fill the height where there is room."""
        room = self._view.viewport().height() // 7
        height = min(px(_TALLEST), max(px(_LOWEST), room))
        return QSize(self._view.viewport().width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, slots, hours."""
        day: DaySummary = index.data(DAY)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, option.state)
        self._paint_words(painter, rect, day)
        box = QRectF(rect.adjusted(px(_WORDS), px(8), -px(16), -px(24)))
        axis = self._axis()
        numbers = box.height() >= px(_NUMBERS_FROM)
        paint_slots(painter, box, day.slots, axis, self._minutes, numbers=numbers)
        if not day.slots:
            painter.setFont(font("small"))
            painter.setPen(colour("ink3"))
            text = day.hours.note or hours_text(day.hours)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        else:
            paint_hours(painter, QRectF(box.left(), box.bottom(), box.width(), px(18)), axis)
        painter.restore()

    def _axis(self) -> Axis:
        """One axis for all days, so that the same hour stands under the same hour."""
        axes = [axis_of(day.slots, self._minutes) for day in self._view.week.days if day.slots]
        if not axes:
            return axis_of((), self._minutes)
        return Axis(min(axis.first for axis in axes), max(axis.last for axis in axes))

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("shade"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), px(4), rect.height()), colour("accent"))
            if self._view.hasFocus():
                painter.setPen(QPen(colour("accent"), 1))
                painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    @staticmethod
    def _paint_words(painter: QPainter, rect: QRect, day: DaySummary) -> None:
        name, hours, load, trouble = lines_of(day)
        odd = doubt_text(day.hours) or day.hours.origin in EXCEPTIONS
        lines = (
            ("strong", "ink" if day.hours.open else "ink3", name),
            ("small", "amber" if odd else "ink2", hours),
            ("small", "amber" if day.own_places else "ink3", load),
            ("small", "amber", trouble),
        )
        top = rect.top() + px(4)
        for style, ink, text in lines:
            metrics = QFontMetrics(font(style))
            box = QRect(rect.left() + px(16), top, px(_WORDS - 28), metrics.lineSpacing())
            painter.setFont(font(style))
            painter.setPen(colour(ink))
            said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, said)
            top += metrics.lineSpacing() + px(1)
