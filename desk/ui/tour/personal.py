"""A person asks what is held about them: found, answered, erased, found no more."""

from __future__ import annotations

from typing import Any

from desk.domain.appointment import AppointmentState
from desk.domain.clock import local_day
from desk.domain.erasure import Ground
from desk.domain.person import Person
from desk.domain.roles import Actor
from desk.services.env import Env
from desk.ui.branch.retention_page import ERASED, RetentionPage
from desk.ui.palette.dialog import Palette
from desk.ui.person_request.dialog import RequestDialog
from desk.ui.person_request.erase import EraseDialog
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.tour.papers import previewed


def walk(guide: TourGuide) -> None:
    """The page, the answer on paper, the erasure."""
    page = guide.page("personal", RetentionPage)
    guide.until(lambda: page.state)
    guide.shot("personas-dati")
    asked = guide.ask(_somebody)
    page.ask.click()
    dialog = guide.dialog(RequestDialog)
    guide.shot("persona-jauta")
    dialog.phone.setText(asked.phone)
    dialog.look()
    guide.until(lambda: dialog.records)
    guide.shot("persona-jauta-atrasts")
    dialog.paper.click()
    previewed(guide, "atbilde-personai")
    _erase(guide, dialog)
    dialog.leave()
    page.tabs.tabs[ERASED].click()
    guide.shot("dzests")
    _is_found_no_more(guide, asked)


def _erase(guide: TourGuide, dialog: RequestDialog) -> None:
    dialog.erase.click()
    erase = guide.dialog(EraseDialog)
    erase.ground.setCurrentIndex(erase.ground.findData(Ground.NOT_NEEDED.value))
    erase.typed.setText(erase.words[0])
    guide.shot("dzesana")
    erase.erase.setFocus()
    guide.press(Key.Key_Return, CTRL)
    guide.until(lambda: guide.window.overlay.top() is dialog and not dialog.records)
    guide.shot("persona-jauta-nav")


def _is_found_no_more(guide: TourGuide, asked: Person) -> None:
    """Neither by the palette nor in the lists."""
    guide.press(Key.Key_K, CTRL)
    palette = guide.dialog(Palette)
    guide.type(asked.phone)
    guide.shot("atrast-dzestu")
    if any(asked.name in row.title for row in palette.found.rows.rows()):
        raise ValueError("an erased name is found")
    for _clear_then_close in range(2):
        guide.press(Key.Key_Escape)


def _somebody(reader: Any, env: Env, actor: Actor) -> Person:
    """A booked client of today who has been served, and who alone has that number."""
    today = local_day(env.clock())
    days = reader.appointments.of_days(actor.site, today, today)
    served = next(one for one in days if one.state is AppointmentState.SERVED)
    found: Person = reader.persons.get(served.person_id)
    return found
