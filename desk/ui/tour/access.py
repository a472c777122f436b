"""Who is at work: sign-in, PIN, change of person, privacy cover, people, access log."""

from __future__ import annotations

from datetime import timedelta

from desk.demo import PASSWORD
from desk.ui.booking.dialog import BookingDialog
from desk.ui.branch.access_page import AccessPage
from desk.ui.branch.people_dialogs import AddPerson
from desk.ui.branch.people_page import PeoplePage
from desk.ui.lock.own_access import OwnAccess
from desk.ui.lock.view import LockView
from desk.ui.looks import SETTLED
from desk.ui.notice.card import NoticeCard
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.tour.guide import CTRL, Key, TourGuide

HEAD, CLERK = "Ilze Rozīte", "Anna Bērziņa"
_PIN = "7391"
_NAMESAKE = "Andris Rozītis"
"""A client with the head's surname."""


def sign_in(guide: TourGuide, name: str, picture: str = "", counter: str = "3") -> None:
    """End the session at work, and begin one with the full password."""
    guide.window.sign_out()
    _sign_in(guide, name, picture, counter)


def change_of_person(guide: TourGuide) -> None:
    """The clerk sets a PIN; the head takes the PC over; four digits bring the clerk back."""
    guide.press(Key.Key_1, CTRL)
    guide.window.do("own_access")
    dialog = guide.dialog(OwnAccess)
    dialog.password.setText(PASSWORD)
    for field in (dialog.pin, dialog.pin_again):
        field.setText(_PIN)
    guide.shot("parole-un-pin")
    dialog.set_pin.click()
    guide.until(lambda: not dialog.pin.text())
    dialog.leave()
    view = _locked(guide)
    guide.shot("blokets")
    view.other.click()
    _sign_in(guide, HEAD, "cits-cilveks", "")
    _card(guide, "vaditajas-pazinojumi")
    view = _locked(guide)
    _choose(view, CLERK)
    guide.shot("blokets-divi")
    guide.type(_PIN)
    guide.until(lambda: guide.window.context and guide.context.actor.name == CLERK)
    guide.settle()
    if guide.window.overlay.holds(NoticeCard):  # the counter is free: news of one's own reports
        _card(guide, "referentes-jaunumi")
    guide.shot("atgriezies-ar-pin")
    guide.press(Key.Key_H, CTRL)
    guide.shot("paslepts")
    guide.press(Key.Key_Escape)


def to_head(guide: TourGuide) -> None:
    """The head comes back with the password; what was half-typed waits for its writer."""
    guide.press(Key.Key_B, CTRL)
    guide.dialog(BookingDialog)
    view = _locked(guide)
    _choose(view, HEAD)
    view.secret.setText(PASSWORD)
    view.counter.clear()
    guide.press(Key.Key_Return)
    guide.until(lambda: guide.window.context and guide.context.actor.name == HEAD)
    guide.until(guide.board)
    _card(guide)


def people(guide: TourGuide) -> None:
    """The head adds somebody."""
    page = guide.page("people", PeoplePage)
    guide.until(lambda: page.list.rows.rows())
    guide.shot("cilveki")
    page.add.click()
    dialog = guide.dialog(AddPerson)
    dialog.name.setText("Vita Jaunzeme")
    dialog.login.setText("vita")
    dialog.position.setText("referente")
    guide.shot("jauns-cilveks")
    dialog.save.click()
    guide.until(lambda: guide.window.overlay.top() is None)


def access_log(guide: TourGuide) -> None:
    """The head looks for somebody of the own surname; the log says so."""
    screen = guide.show("schedule", ScheduleScreen)
    screen.head.search.setText(_NAMESAKE)
    guide.pause(timedelta(milliseconds=SETTLED + 200))
    screen.head.search.clear()
    page = guide.page("access", AccessPage)
    guide.until(lambda: page.model.rowCount())
    guide.shot("piekluves")
    page.own.click()
    guide.settle()
    guide.shot("piekluves-savs-ieraksts")
    last = page.model.last()
    if last is None or not last.access.own:
        raise ValueError("the look at a namesake is not marked")
    page.own.click()


def _card(guide: TourGuide, picture: str = "") -> None:
    """What came meanwhile stands first; it is left for later."""
    guide.dialog(NoticeCard)
    if picture:
        guide.shot(picture)
    guide.press(Key.Key_Escape)


def _sign_in(guide: TourGuide, name: str, picture: str, counter: str) -> None:
    form = guide.window.signin.form
    guide.until(lambda: form.isVisible() and form.person.findText(name) >= 0)
    form.person.setCurrentIndex(form.person.findText(name))
    form.counter.setText(counter)
    form.password.setText(PASSWORD)
    if picture:
        guide.shot(picture)
    form.enter.click()
    guide.until(lambda: guide.window.context and guide.context.actor.name == name)
    guide.until(guide.board)


def _locked(guide: TourGuide) -> LockView:
    guide.press(Key.Key_L, CTRL)
    if guide.window.overlay.top() is not None:  # a form keeps its keys; the lock is in the head
        guide.window.lock()
    guide.until(lambda: guide.window.guard.view and guide.window.guard.view.list.key())
    view = guide.window.guard.view
    assert view is not None
    return view


def _choose(view: LockView, name: str) -> None:
    view.list.choose(next(row.key for row in view.list.rows.rows() if row.title == name))
