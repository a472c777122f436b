"""The head's word on hours: a closure at once, its notice for the door, the week with places."""

from __future__ import annotations

from datetime import timedelta

from desk.domain.clock import local_day
from desk.formats import date_text
from desk.ui.schedule.hours_dialog import COMING, PLACES, DoorNoticeDialog, HoursDialog
from desk.ui.schedule.hours_form import OTHER
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.tour.guide import TourGuide
from desk.ui.tour.papers import previewed
from desk.ui.tour.schedule import show_week


def walk(guide: TourGuide) -> None:
    """One day with other hours."""
    screen = guide.show("schedule", ScheduleScreen)
    screen.buttons["hours"].click()
    dialog = guide.dialog(HoursDialog)
    form = dialog.hours
    assert form is not None
    day = guide.context.env.calendar.add_working_days(local_day(guide.context.env.clock()), 1)
    for field in (form.first, form.last):
        field.setText(date_text(day))
    form.kind.tabs[OTHER].click()
    form.hours.setText("8.30–12.00")
    guide.until(lambda: form.plan.column.count() > 2)
    guide.pause(timedelta(milliseconds=300))
    guide.shot("darba-laiks")
    dialog.turn_to(PLACES)
    guide.shot("vietas")
    dialog.turn_to("hours")
    dialog.save.click()
    notice = guide.dialog(DoorNoticeDialog)
    notice.meanwhile.setText("Rīgas 1. nodaļā, Alunāna ielā 1")
    guide.shot("pazinojums-uz-durvim")
    notice.make.click()
    previewed(guide, "pazinojums-uz-durvim")
    dialog.turn_to(COMING)
    guide.shot("tuvakas-izmainas")
    dialog.leave()
    show_week(guide, screen, week=True)
    guide.shot("grafiks-nedela-ar-izmainam")
    show_week(guide, screen, week=False)
