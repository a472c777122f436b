"""The head of the Schedule: which day or week, and what is searched for in it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desk.formats import date_text, day_text, short_day_text
from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import SearchField
from desk.ui.widgets.layout import row, wanted_width
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.text import Label

DAY, WEEK = "day", "week"


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_text(day: date) -> str:
    """The week of a day: "23.11. – 29.11.2026."."""
    monday = monday_of(day)
    return f"{monday.day:02}.{monday.month:02}. – {date_text(monday + timedelta(days=6))}"


class ScheduleHead(QWidget):
    """Earlier, today, later; day or week; a filter.

    Signals:
        moved(int): -1 earlier, +1 later, 0 today.
        week_moved(int): a week earlier or later.
        mode_chosen(str): "day" or "week".
    """

    moved = Signal(int)
    week_moved = Signal(int)
    mode_chosen = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.earlier, self.today, self.later = Button("‹"), Button(), Button("›")
        self.title = Label(role="title")
        self._texts: tuple[str, ...] = ("",)
        self.tabs = TabBar("", (DAY, WEEK))
        self.search = SearchField("", "")
        self.search.setMinimumWidth(px(120))
        self.search.setMaximumWidth(px(190))
        layout = row(self, gap=6)
        for part in (self.earlier, self.today, self.later):
            layout.addWidget(part)
        layout.addSpacing(px(8))
        layout.addWidget(self.title)
        layout.addStretch(1)
        layout.addWidget(self.tabs)
        layout.addWidget(self.search, 1)
        self._connect(owner)

    def show_day(self, day: date, mode: str) -> None:
        """Name the day or the week."""
        self._texts = (day_text(day), short_day_text(day)) if mode == DAY else (week_text(day),)
        self.tabs.turn_on(mode)
        self.search.setVisible(mode == DAY)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words give way in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The longest name of the day that has its room."""
        for text in self._texts:
            self.title.setText(text)
            if wanted_width(self) <= self.width():
                return

    def retranslate(self) -> None:
        """Say everything again."""
        self.earlier.set_text("‹", _("Earlier (Alt+Left)"))
        self.later.set_text("›", _("Later (Alt+Right)"))
        self.today.set_text(_("Today"), _("Today (Alt+Home)"))
        for button in (self.earlier, self.later, self.today):
            button.setToolTip(button.accessibleName())
        self.tabs.setAccessibleName(_("Day or week"))
        self.tabs.set_texts({DAY: _("Day"), WEEK: _("Week")})
        self.search.describe(_("Filter the bookings"), _("Filter"))
        self.search.setToolTip(_("Name, number, service"))

    def _connect(self, owner: QWidget) -> None:
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.today.clicked.connect(lambda: self.moved.emit(0))
        self.tabs.chosen.connect(self.mode_chosen)
        keys = {
            "Alt+Left": lambda: self.moved.emit(-1),
            "Alt+Right": lambda: self.moved.emit(1),
            "Alt+Home": lambda: self.moved.emit(0),
            "Alt+PgUp": lambda: self.week_moved.emit(-1),
            "Alt+PgDown": lambda: self.week_moved.emit(1),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
