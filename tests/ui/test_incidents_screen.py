"""The list of incidents: who sees what, and taking note of a report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QApplication, QLabel

from desk.domain.incident import IncidentAction, IncidentState
from desk.ui.incidents.forms import ReportDialog
from desk.ui.incidents.view import IncidentsScreen


def _screen(driver: Driver, rows: int) -> IncidentsScreen:
    screen = show(driver, "incidents")
    assert isinstance(screen, IncidentsScreen)
    driver.until(lambda: len(screen.rows) == rows and (not rows or screen.list.key()))
    return screen


def _words(screen: IncidentsScreen) -> str:
    QApplication.processEvents()  # new words come to the screen
    labels = screen.pane.sheet.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


@pytest.fixture
def head(driver: Driver) -> IncidentsScreen:
    """The head's list: both reports of the demo's morning."""
    work_as(driver, "ilze")
    return _screen(driver, 2)


def test_a_clerk_sees_their_own_alone(driver: Driver) -> None:
    screen = _screen(driver, 1)
    assert all(row.own for row in screen.rows.values())
    assert not screen.filters.mine.isVisible()


def test_the_text_is_closed_until_opened_and_opening_is_logged(
    head: IncidentsScreen, driver: Driver
) -> None:
    insult = next(key for key, row in head.rows.items() if row.kind == "aggression")
    head.list.choose(insult)
    assert "apvainoja" not in _words(head)
    head.list.setFocus()
    driver.press(Key.Key_Return)
    driver.until(lambda: head.detail is not None)
    assert "Skaļi apvainoja" in _words(head)
    now, hour = head.context.env.clock(), timedelta(hours=1)
    looks = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    assert [str(look.subject_id) for look in looks if look.what == "open"] == [insult]


def test_new_ones_come_first_and_move_when_acknowledged(
    head: IncidentsScreen, driver: Driver
) -> None:
    key = head.list.key()
    driver.press(Key.Key_Return)
    driver.until(lambda: head.pane.buttons["next"].isVisible())
    button = head.pane.buttons["next"]
    button.setFocus()
    driver.press(Key.Key_Return)
    assert head.rows[key].state == IncidentState.REPORTED
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: head.rows[key].state == IncidentState.ACKNOWLEDGED)
    places = [row.key for row in head.list.rows.rows() if not row.heading]
    assert places[-1] == key
    driver.until(lambda: head.detail is not None and IncidentAction.REVIEW in head.detail.allowed)
    assert IncidentAction.ACKNOWLEDGE not in head.detail.allowed


def test_nobody_acknowledges_their_own(driver: Driver) -> None:
    work_as(driver, "ilze")
    _screen(driver, 2)
    driver.press(Key.Key_F11)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportDialog))
    driver.press(Key.Key_Return, CTRL)
    screen = _screen(driver, 3)
    own = next(key for key, row in screen.rows.items() if row.own)
    screen.list.choose(own)
    screen.list.setFocus()
    driver.press(Key.Key_Return)
    driver.until(lambda: screen.detail is not None)
    assert (
        not {
            IncidentAction.ACKNOWLEDGE,
            IncidentAction.REVIEW,
            IncidentAction.CLOSE,
            IncidentAction.VOID,
        }
        & screen.detail.allowed
    )
    assert screen.pane.buttons["amend"].isVisible()


def test_the_reporter_puts_a_report_right(driver: Driver) -> None:
    screen = _screen(driver, 1)
    driver.press(Key.Key_Return)
    driver.until(lambda: screen.pane.buttons["amend"].isVisible())
    screen.pane.buttons["amend"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    dialog.fields.text.setFocus()
    driver.press(Key.Key_End)
    driver.type(" X")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    driver.until(lambda: "uzreiz. X" in _words(screen))
    (key,) = screen.rows
    events = ask(driver, lambda reader: reader.incidents.events(screen.rows[key].incident_id))
    assert [event.kind for event in events] == ["report", "amend"]


def test_filters_narrow_the_list(head: IncidentsScreen, driver: Driver) -> None:
    head.filters.kind.setCurrentIndex(head.filters.kind.findData("error"))
    head.filters.kind.activated.emit(0)
    driver.until(lambda: [row.kind for row in head.rows.values()] == ["error"])
    head.filters.states.tabs["closed"].click()
    driver.until(lambda: not head.rows)
    assert head._nothing.isVisible()
    head.filters.states.tabs["reported"].click()
    driver.until(lambda: len(head.rows) == 1)
    head.filters.mine.click()
    driver.until(lambda: not head.rows)
