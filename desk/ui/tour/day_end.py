"""The end of a day and the next morning, as the clock goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from desk.domain.board import QueueRow
from desk.domain.roles import Actor
from desk.services.env import Env
from desk.services.queue_finish import leave
from desk.ui.branch.day_page import DayPage
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.tour.papers import previewed


def walk(guide: TourGuide) -> None:
    """Forecast, Day close refused and done, the closing report, the checklist of the morning."""
    guide.press(Key.Key_1, CTRL)
    guide.shot("sodiena-vaditajai")
    guide.set_clock(time(15, 25))
    guide.press(Key.Key_1, CTRL)
    guide.shot("slegsanas-prognoze")
    page = guide.page("day", DayPage)
    guide.until(lambda: page.page and page.page.here)
    if page.close_day.isEnabled():
        raise ValueError("a day was to be closed on people")
    guide.shot("dienas-slegsana-gaida")
    _everybody_has_left(guide, page)
    guide.set_clock(time(16, 12))
    page.refresh()
    guide.until(lambda: page.page and not page.page.here)
    guide.shot("dienas-slegsana")
    page.close_day.click()
    guide.until(lambda: page.page and page.page.closed)
    guide.shot("diena-slegta")
    page.report.click()
    previewed(guide, "slegsanas-zinojums")
    guide.set_clock(time(8, 15), days=1)
    guide.press(Key.Key_1, CTRL)
    box = guide.today.middle.idle.opening
    guide.until(box.isVisible)
    first, second = list(box.rows.values())[:2]
    for check in (first, second):
        check.setFocus()
        guide.press(Key.Key_Return, CTRL)
    guide.shot("atversana")


def _everybody_has_left(guide: TourGuide, page: DayPage) -> None:
    """The counters have served them all; here each only records that they went."""
    assert page.page is not None

    def went(uow: Any, env: Env, actor: Actor, row: QueueRow) -> None:
        at_counter = replace(actor, counter=row.counter or actor.counter)
        assert row.visit_id is not None
        leave(uow, env, at_counter, row.visit_id)

    for row in page.page.here:
        guide.write(went, row)
