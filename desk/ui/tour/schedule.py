"""Day and week with their places, booking by phone, the day file, visits from paper."""

from __future__ import annotations

from desk.ui.back_entry.dialog import BackEntryDialog
from desk.ui.back_entry.lines import Line
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.slips.reminder import ReminderDialog
from desk.ui.tour.day_files import look_at_day_file, look_at_short_file
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.tour.papers import previewed

_FROM_PAPER = (
    ("8.31", "8.40", "8.41", "8.52"),
    ("8.33", "8.52", "8.53", "9.04"),
    ("8.37", "", "9.05", "9.11"),
)
"""Arrived, called, began, ended, as somebody wrote it down."""


def walk(guide: TourGuide) -> None:
    """The Schedule of a clerk."""
    screen = guide.show("schedule", ScheduleScreen)
    guide.shot("grafiks-diena")
    show_week(guide, screen, week=True)
    guide.shot("grafiks-nedela")
    show_week(guide, screen, week=False)
    guide.press(Key.Key_B, CTRL)
    guide.shot("pieraksts-pa-talruni")
    guide.press(Key.Key_Escape)
    look_at_day_file(guide)
    guide.shot("importa-priekskats")
    guide.press(Key.Key_Escape)
    look_at_short_file(guide)
    guide.shot("importa-atcelsana")
    guide.press(Key.Key_Escape)
    _reminder(guide, screen)
    _from_paper(guide, screen)


def show_week(guide: TourGuide, screen: ScheduleScreen, *, week: bool) -> None:
    """Turn the schedule to the week, or back to the day."""
    screen.head.tabs.tabs["week" if week else "day"].click()
    guide.settle()


def _reminder(guide: TourGuide, screen: ScheduleScreen) -> None:
    """A slip for a booking that is still to come."""
    day = screen.days.day
    assert day is not None
    coming = next(one for one in day.entries if one.appointment.state.value == "booked")
    screen.days.table.choose(coming.appointment.id)
    guide.until(screen.pane.buttons["reminder"].isVisible)
    screen.pane.buttons["reminder"].click()
    dialog = guide.dialog(ReminderDialog)
    guide.shot("atgadinajums")
    dialog.preview.click()
    previewed(guide, "atgadinajums")
    dialog.leave()


def _from_paper(guide: TourGuide, screen: ScheduleScreen) -> None:
    """What was written by hand while the PC was away, with its true times."""
    screen.buttons["back_entry"].click()
    dialog = guide.dialog(BackEntryDialog)
    guide.until(lambda: dialog.lines.lines)
    for place, times in enumerate(_FROM_PAPER):
        _fill(dialog.lines.lines[place], times)
    guide.shot("no-papira")
    dialog.log.click()
    previewed(guide, "papira-zurnals")
    guide.press(Key.Key_Return, CTRL)
    if guide.window.overlay.top() is dialog:  # something in it is odd: said once, then entered
        guide.shot("no-papira-brinajums")
        guide.press(Key.Key_Return, CTRL)
    guide.until(lambda: guide.window.overlay.top() is None)


def _fill(line: Line, times: tuple[str, ...]) -> None:
    for name, text in zip(("arrived", "called", "started", "finished"), times, strict=True):
        line.texts[name].setText(text)
    line.texts["counter"].setText("2")
    line.service.setCurrentIndex(1)
