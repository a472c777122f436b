"""The main job: serving at the counter, taking in, the ways out, a call over the visit."""

from __future__ import annotations

from desk.domain.phone_call import CallOutcome
from desk.ui.today.panels.call import CallPanel
from desk.ui.tour.guide import CTRL, Key, TourGuide


def walk(guide: TourGuide) -> None:
    """The clerk of counter 3 at work."""
    _at_the_counter(guide)
    _taking_in(guide)
    _ways_out(guide)
    _phone_call(guide)
    guide.today.queue.done.click()
    guide.shot("pabeigtie")
    guide.today.queue.done.click()


def _at_the_counter(guide: TourGuide) -> None:
    guide.shot("sodiena-apkalposana")
    guide.press(Key.Key_F4)
    guide.shot("pabeigt")
    guide.press(Key.Key_F4)
    guide.until(lambda: guide.today.middle.phase == "idle")
    guide.shot("sodiena-brivs")
    queue = guide.today.queue
    queue.list.choose_first()
    guide.shot("rindas-darbibas")
    queue.actions_row.buttons["call_this"].click()
    guide.shot("izsaukt-citu")
    guide.press(Key.Key_Escape)
    queue.list.choose("")
    guide.press(Key.Key_F2)
    guide.until(lambda: guide.today.middle.phase == "called")
    guide.shot("izsaukts")
    guide.press(Key.Key_F3)
    guide.until(lambda: guide.today.middle.phase == "serving")
    guide.today.middle.serving.notes.area.setFocus()
    guide.type("Fotogrāfiju atnesīs pēcpusdienā.")
    guide.shot("apkalpo-piezime")


def _taking_in(guide: TourGuide) -> None:
    guide.press(Key.Key_N, CTRL)
    guide.press(Key.Key_2)
    guide.shot("pienemt-dziva-rinda")
    guide.press(Key.Key_F10)
    guide.press(Key.Key_F10)
    guide.shot("pienemt-pierakstu")
    guide.press(Key.Key_F10)
    guide.shot("pienemts")


def _ways_out(guide: TourGuide) -> None:
    guide.press(Key.Key_F6)
    guide.shot("atlikt")
    guide.press(Key.Key_F6)
    guide.until(lambda: guide.today.middle.phase == "idle")
    guide.press(Key.Key_Z, CTRL)
    guide.shot("atsaukt")
    guide.press(Key.Key_Z, CTRL)
    guide.until(lambda: guide.today.middle.phase == "serving")
    guide.press(Key.Key_F8)
    guide.type("4")
    guide.shot("nodot")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_F4)
    guide.press(Key.Key_3)
    guide.shot("atteikums")
    guide.press(Key.Key_Escape)


def _phone_call(guide: TourGuide) -> None:
    """F7 lays the note over the visit, whose clock rests meanwhile."""
    guide.press(Key.Key_F7)
    guide.until(lambda: _on_call(guide))
    panel = guide.today.middle.panel
    if not isinstance(panel, CallPanel):
        raise TypeError(panel)
    guide.type("Vai pase jau ir nodaļā?")
    guide.shot("telefona-zvans")
    panel.outcome.setCurrentIndex(panel.outcome.findData(CallOutcome.CALL_BACK.value))
    panel.until.setText("14.30")
    panel.name.setText("Selga Dzintarvēja")
    guide.shot("telefona-zvans-atzvanit")
    guide.press(Key.Key_F7)
    guide.until(lambda: not _on_call(guide))


def _on_call(guide: TourGuide) -> bool:
    board = guide.board()
    return board is not None and board.call is not None
