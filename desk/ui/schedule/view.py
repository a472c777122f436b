"""The Schedule screen: a day or a week, and what a phone call or a file changes in it."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from desk.domain.appointment import Appointment
from desk.domain.board import DaySchedule, DaySummary
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Right
from desk.domain.topics import Topic
from desk.domain.visit import Visit
from desk.i18n import _
from desk.services import appointments, opening, queue, schedule
from desk.services.looks import note_booking, note_search
from desk.ui.back_entry.dialog import open_back_entry
from desk.ui.booking.dialog import bring_booking, open_booking
from desk.ui.conflicts.leases import LeaseLine
from desk.ui.conflicts.notice import ConflictNotice
from desk.ui.context import Context
from desk.ui.importing.dialog import bring_import, open_import
from desk.ui.looks import SettledLook, SettledSearch
from desk.ui.preview.files import dropped_file
from desk.ui.preview.papers import open_day_sheet
from desk.ui.schedule.day_view import DayView
from desk.ui.schedule.entry_pane import EntryPane
from desk.ui.schedule.export import ask_export
from desk.ui.schedule.head import DAY, ScheduleHead, monday_of
from desk.ui.schedule.hours_dialog import open_hours
from desk.ui.schedule.late import LateDialog
from desk.ui.schedule.reading import Pages
from desk.ui.schedule.week import WeekView
from desk.ui.screen import Screen
from desk.ui.slips.reminder import open_reminder
from desk.ui.slips.ticket import TicketPrinter
from desk.ui.style import air, px
from desk.ui.sync.as_of import AsOf
from desk.ui.turns import Steps, Turns
from desk.ui.visit_history import open_history
from desk.ui.watching.notice import DayFileNotice
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.panel import Panel

_WIDE_ENOUGH = 860
"""Width in design pixels from which the chosen booking lies beside the table."""
_TALL_ENOUGH = 480
"""Height in design pixels from which there is room for the free capacity."""
_RARE: dict[str, Right | None] = {
    "print_day": None,
    "export": Right.EXPORT_DAY,
    "hours": None,
    "back_entry": Right.BACK_ENTER,
}
"""What is done from time to time, and the right that it needs; a low window hides it at first."""


class ScheduleScreen(Screen):
    """Day and week; booking, notices, import, export, print."""

    topics = frozenset({Topic.APPOINTMENTS, Topic.QUEUE, Topic.HOURS, Topic.DAY, Topic.CONTENT})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.day = local_day(context.env.clock())
        self.mode = DAY
        self._focus_wanted = self._filling = False
        self._wanted: UUID | None = None
        self._turns = Turns(self)
        self._rights = RIGHTS[context.actor.role]
        slot_minutes = context.env.policy.slot_minutes
        self.head = ScheduleHead(self)
        self.as_of = AsOf(context)
        self.days = DayView(slot_minutes, may_confirm=Right.CONFIRM_HOURS in self._rights)
        self.week = WeekView(slot_minutes)
        self.pane = EntryPane()
        self.buttons = {
            "book": context.keyed(Button(kind="primary"), "book"),
            "import_day": context.keyed(Button(), "import_day"),
            "print_day": context.keyed(Button(), "print_day"),
            "export": Button(),
            "hours": Button(),
            "back_entry": Button(),
        }
        self.more = Button(kind="quiet")
        self._acts: dict[str, Callable[[], None]] = {
            "book": self._book,
            "import_day": self._import,
            "print_day": self._print,
            "export": self._export,
            "hours": self._hours,
            "back_entry": self._back_entry,
        }
        self.tickets = TicketPrinter(context, self)
        self.setAcceptDrops(True)
        self._search = SettledSearch(context, note_search, self)
        self._opened = SettledLook(context, note_booking, self)
        self._build()
        self._connect()
        self.retranslate()
        self._name_day()  # before it is seen: what is in sight is laid out anew by each change

    def title(self) -> str:
        """The screen's name."""
        return _("Schedule")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read the day or week shown."""
        self._name_day()
        self.conflicts.refresh()
        self.leases.refresh(self.day if self.mode == DAY else None)
        if self.mode == DAY:
            self._pages.ask(self.days, known=self.days.shows(self.day))
            self._read(schedule.day, self.day, self._show_day)
        else:
            monday = monday_of(self.day)
            self._pages.ask(self.week, known=self.week.shows(monday))
            self._read(schedule.week, monday, self._show_week)

    def _name_day(self) -> None:
        self.head.show_day(self.day, self.mode)
        self.pane.use_mode(self.mode)

    def retranslate(self) -> None:
        """Say everything again; texts of the day come with the next reading."""
        notices = (self.day_file, self.conflicts, self.leases)
        for part in (self.head, self.as_of, self.days, self.pane, *notices, self._pages):
            part.retranslate()
        self.week.setAccessibleName(_("Days of the week"))
        self.buttons["book"].set_text(_("Book by phone"))
        self.buttons["import_day"].set_text(_("Import the day file"))
        self.buttons["print_day"].set_text(_("Print the day sheet"))
        self.buttons["export"].set_text(_("Export…"))
        self.buttons["hours"].set_text(_("Hours and places…"))
        self.buttons["back_entry"].set_text(_("Enter from paper…"))
        self.more.set_text(_("More"))
        if self.days.day is not None:
            self.refresh()

    def arrive(self, search: str = "") -> None:
        """Today's bookings, the table in use.

        Args:
            search: a booking to show, as "2026-11-24 <id>".
        """
        day, _space, booking = search.partition(" ")
        if booking:
            self._wanted, self.mode = UUID(booking), DAY
            self._go(date.fromisoformat(day))
        self._focus_wanted = True
        self._focus()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._searched("")
        self._opened.at(None, None)

    def act(self, action: str) -> None:
        """Ctrl+B, Ctrl+I, Ctrl+P."""
        if action in self._acts:
            self._acts[action]()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere on the screen."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the dropped file; nothing is imported yet."""
        if (path := dropped_file(event.mimeData())) is not None:
            event.acceptProposedAction()
            open_import(self.context, path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the chosen booking lies under the table."""
        super().resizeEvent(event)
        wide, tall = self.width() >= px(_WIDE_ENOUGH), self.height() >= px(_TALL_ENOUGH)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._outer.setDirection(across if wide else down)
        self.pane.use_room(wide=wide, tall=tall)
        self.days.use_room(tall=tall)
        self._flow.setContentsMargins(*map(air, (16, 12, 16, 12) if tall else (16, 6, 16, 6)))
        self.more.setVisible(not tall)
        self._offer(tall or self.more.isChecked())

    def _offer(self, everything: bool) -> None:
        """Show what is rarely done, or leave it behind one button in a low window."""
        for name, right in _RARE.items():
            self.buttons[name].setVisible(everything and (right is None or right in self._rights))

    def _build(self) -> None:
        self._outer = outer = row(self, gap=12, margins=(12, 12, 12, 12))
        panel = Panel()
        top = column(margins=(12, 12, 12, 4))
        top.addWidget(self.head)
        top.addWidget(self.as_of)
        panel.body.addLayout(top)
        self.day_file = DayFileNotice(self.context, margins=(12, 4, 12, 8))
        panel.body.addWidget(self.day_file)
        self.conflicts = ConflictNotice(self.context)
        panel.body.addWidget(self.conflicts)
        self.leases = LeaseLine(self.context)
        panel.body.addWidget(self.leases)
        self._pages = Pages(self.days, self.week)
        panel.body.addWidget(self._pages, 1)
        bar = Surface("bar")
        self._flow = flow = Flow(bar, gap=6)
        for button in self.buttons.values():
            flow.addWidget(button)
        flow.addWidget(self.more)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._offer)
        panel.add_foot(bar)
        self.buttons["import_day"].setVisible(Right.IMPORT_DAY in self._rights)
        outer.addWidget(panel, 1)
        outer.addWidget(self.pane)

    def _connect(self) -> None:
        self.head.moved.connect(self._move)
        self.head.week_moved.connect(lambda weeks: self._go(self.day + timedelta(weeks=weeks)))
        self.head.mode_chosen.connect(self._use_mode)
        self.head.search.textChanged.connect(self.days.search)
        self.head.search.textChanged.connect(self._searched)
        self.head.search.moved.connect(lambda _step: self.days.table.setFocus())
        self.days.hours.confirmed.connect(self._confirm_hours)
        self.days.picked.connect(lambda start: open_booking(self.context, start))
        self.days.table.chosen.connect(self._show_entry)
        self.days.table.opened.connect(lambda _entry: self._take_in())
        self.week.opened.connect(self._open_day)
        self.pane.wanted.connect(self._note)
        self._pages.again.connect(self.refresh)
        self._pages.covered.connect(self._covered)
        for name, button in self.buttons.items():
            button.clicked.connect(self._acts[name])

    def _read(self, query: Callable[..., object], day: date, done: Callable[..., None]) -> None:
        kind = f"schedule.{self.mode}"
        self.context.read(query, day, done=done, failed=self._not_read, kind=kind)

    def _not_read(self, error: DeskError) -> None:
        if not self._pages.refuse(error):
            self.context.fail(error)

    def _covered(self) -> None:
        """No booking of another day is offered meanwhile."""
        self.pane.show_entry(None, today=False)

    def _show_day(self, plan: DaySchedule) -> None:
        if plan.day != self.day or self.mode != DAY:
            return
        self._turns.run(self._showing(plan))

    def _showing(self, plan: DaySchedule) -> Steps:
        """The bookings in one turn, what holds them in the next, the chosen one in the last."""
        self._filling = True
        self.days.show_day(plan, self.context.env.clock())
        self.days.search(self.head.search.text())
        yield
        self._pages.show_page()
        if self._wanted is not None:
            self.days.table.choose(self._wanted)
            self._wanted = None
        yield
        self._filling = False
        self._show_entry(self.days.table.entry())
        if self._focus_wanted and self.context.overlay.top() is None:
            self._focus()
        self._focus_wanted = False

    def _show_week(self, days: tuple[DaySummary, ...]) -> None:
        if self.mode == DAY or days[0].day != monday_of(self.day):
            return
        self._pages.show_page()
        self.week.set_days(days, self.day)

    def _focus(self) -> None:
        """The keyboard begins at the bookings; on an empty day with the first one."""
        day = self.days.day
        main = self.days.table if day is None or day.entries else self.buttons["book"]
        (main if self.mode == DAY else self.week).setFocus()

    def _show_entry(self, entry: object) -> None:
        if self._filling:
            return
        today = self.day == local_day(self.context.env.clock())
        shown = self.days.table.entry() if entry else None
        self.pane.show_entry(shown, today=today)
        reachable = shown is not None and shown.person is not None and self.isVisible()
        booking = shown.appointment.id if shown is not None and reachable else None
        self._opened.at(booking, booking)

    def _searched(self, text: str) -> None:
        self._search.at("schedule", text.strip() or None)

    def _move(self, step: int) -> None:
        days = 1 if self.mode == DAY else 7
        today = local_day(self.context.env.clock())
        self._go(self.day + timedelta(days=step * days) if step else today)

    def _go(self, day: date) -> None:
        self.day = day
        self.head.search.clear()
        self.refresh()

    def _use_mode(self, mode: str) -> None:
        self.mode = mode
        self.refresh()
        self.arrive()

    def _open_day(self, day: date) -> None:
        self.day = day
        self._use_mode(DAY)

    def _book(self) -> None:
        bring_booking(self.context, self.day)

    def _import(self) -> None:
        bring_import(self.context)

    def _print(self) -> None:
        open_day_sheet(self.context, self.day)

    def _export(self) -> None:
        ask_export(self.context, self.day, self)

    def _hours(self) -> None:
        open_hours(self.context, self._chosen_day())

    def _back_entry(self) -> None:
        open_back_entry(self.context, self._chosen_day())

    def _chosen_day(self) -> date:
        """The day shown, or the one chosen in the week."""
        return self.day if self.mode == DAY else self.week.day() or self.day

    def _confirm_hours(self) -> None:
        self.context.write(opening.confirm_shortened, self.day, done=self._hours_confirmed)

    def _hours_confirmed(self, _hours: object) -> None:
        self.context.say(_("The shorter day is in force here, until headquarters decides."))

    def _note(self, what: str) -> None:
        """A button of the pane."""
        self._turns.finish()
        entry = self.pane.entry
        if entry is None:
            return
        if what == "late":
            self.context.open(LateDialog(self.context, entry))
        elif what == "reminder":
            open_reminder(self.context, entry.appointment)
        elif what == "history" and entry.appointment.visit_id is not None:
            open_history(self.context, entry.appointment.visit_id)
        elif what == "take_in":
            self._take_in()
        else:
            use_case = appointments.notify_cancel if what == "cancel" else appointments.reopen
            self.context.write(use_case, entry.appointment.id, done=self._noted)

    def _noted(self, after: Appointment) -> None:
        self.context.say(_("Noted for booking {number}.").format(number=after.reference))

    def _take_in(self) -> None:
        self._turns.finish()
        entry = self.pane.entry
        if entry is not None:
            self.context.write(queue.take_in_booking, entry.appointment.id, done=self._taken_in)

    def _taken_in(self, visit: Visit) -> None:
        self.context.say(_("Taken in: ticket {number}.").format(number=visit.number))
        self.tickets.taken_in(visit)
