"""A report's whole way in the window: level, details, remedy, tasks, causes, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from colleague import show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.domain.incident import IncidentAction, IncidentState
from desk.domain.incident_handling import TaskKind
from desk.services.notice_order import superior_is_known
from desk.ui.incidents.actions_dialog import ActionsDialog
from desk.ui.incidents.after_forms import CareDialog, EvidenceDialog, FindingsDialog
from desk.ui.incidents.breach_dialog import BreachDialog
from desk.ui.incidents.detail_form import DetailDialog
from desk.ui.incidents.next_steps import next_step
from desk.ui.incidents.remedy_dialog import RemedyDialog
from desk.ui.incidents.review_forms import (
    ConcernedDialog,
    LevelDialog,
    MergeDialog,
    ToldDialog,
    WaitsDialog,
    WordsDialog,
)
from desk.ui.incidents.task_forms import AddTaskDialog, TasksDialog
from desk.ui.incidents.view import IncidentsScreen

_A, _S = IncidentAction, IncidentState
_W = TypeVar("_W", bound=QWidget)


class Reviewer:
    """The head at the Incidents screen, with the hands of a driver."""

    def __init__(self, driver: Driver, kind: str) -> None:
        self.driver = driver
        screen = show(driver, "incidents")
        assert isinstance(screen, IncidentsScreen)
        self.screen = screen
        driver.until(lambda: bool(screen.rows))
        self.key = next(key for key, row in screen.rows.items() if row.kind == kind)
        screen.list.choose(self.key)
        screen.list.setFocus()
        driver.press(Key.Key_Return)
        driver.until(lambda: screen.detail is not None)

    @property
    def state(self) -> IncidentState:
        assert self.screen.detail is not None
        return self.screen.detail.incident.state

    def next(self) -> IncidentAction | None:
        assert self.screen.detail is not None
        return next_step(self.screen.detail)

    def go(self, action: IncidentAction, form: type[_W]) -> _W:
        """By the main button when it is the next step, else through the numbered list."""
        if self.next() is action:
            self.screen.pane.buttons["next"].click()
        else:
            self.screen.pane.buttons["more"].click()
            top = self.driver.window.overlay.top()
            assert isinstance(top, ActionsDialog)
            top.list.choose(action.value)
            self.driver.press(Key.Key_Return, CTRL)
        dialog = self.driver.window.overlay.top()
        assert isinstance(dialog, form), dialog
        return dialog

    def keep(self, changed: Callable[[], object]) -> None:
        """Confirm the form and wait for what it does."""
        self.driver.press(Key.Key_Return, CTRL)
        self.driver.until(lambda: self.driver.window.overlay.top() is None)
        self.driver.until(changed)

    def words(self) -> str:
        QApplication.processEvents()
        labels = self.screen.pane.sheet.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not label.isHidden())

    @property
    def handling(self):  # type: ignore[no-untyped-def]
        assert self.screen.detail is not None
        return self.screen.detail.handling


def _reviewer(driver: Driver, kind: str) -> Reviewer:
    work_as(driver, "ilze")
    return Reviewer(driver, kind)


def test_an_error_from_new_to_closed(driver: Driver) -> None:
    at = _reviewer(driver, "error")
    assert at.next() is _A.ACKNOWLEDGE
    at.screen.pane.buttons["next"].click()
    driver.until(lambda: at.state is _S.ACKNOWLEDGED)
    at.screen.pane.buttons["next"].click()
    driver.until(lambda: at.state is _S.UNDER_REVIEW)

    level = at.go(_A.LEVEL, LevelDialog)
    level.level.choose("E2")
    level._look()
    driver.press(Key.Key_Return, CTRL)
    assert level.isVisible()  # another level needs its reason
    level.why.setPlainText("otrs apmeklējums")
    at.keep(lambda: at.handling.confirmed is not None)

    detail = at.go(_A.DETAIL, DetailDialog)
    detail.account.setPlainText("Ievadīts cits datums")
    at.keep(lambda: at.handling.detail is not None)

    remedy = at.go(_A.CONTACT, RemedyDialog)
    remedy.pane.contact.button("phone").click()
    remedy.pane.apology.button("phone").click()
    remedy.pane.parts["regret"].click()
    remedy.pane.complaint.click()
    at.keep(lambda: at.handling.apology is not None and at.handling.complaint_told_at)

    findings = at.go(_A.FINDINGS, FindingsDialog)
    findings.causes.chips["training"].click()
    findings.lesson.setPlainText("Datumu pārlasīt kopā ar klientu")
    findings.share.click()
    at.keep(lambda: at.handling.findings is not None)

    task = at.go(_A.TASK, AddTaskDialog)
    task.text.setPlainText("Pārrunāt sapulcē")
    task.kind.setCurrentIndex(task.kind.findData(TaskKind.CORRECTIVE.value))
    at.keep(lambda: bool(at.handling.tasks))
    tasks = at.go(_A.TASK_DONE, TasksDialog)
    assert tasks.first is not None
    tasks.first.click()
    driver.until(lambda: not at.handling.open_tasks)

    close = at.go(_A.CLOSE, WordsDialog)
    close.text.setPlainText("Atvainojāmies, termiņš pagarināts")
    at.keep(lambda: at.state is _S.CLOSED)
    driver.until(lambda: "Atvainojāmies" in at.words() and "Pārrunāt sapulcē" in at.words())
    assert at.next() is None


def test_aggression_with_everything_that_follows(driver: Driver) -> None:
    at = _reviewer(driver, "aggression")
    at.screen.pane.buttons["next"].click()
    driver.until(lambda: at.state is _S.ACKNOWLEDGED)
    at.screen.pane.buttons["next"].click()
    driver.until(lambda: at.state is _S.UNDER_REVIEW)

    detail = at.go(_A.DETAIL, DetailDialog)
    detail.acts.chips["verbal"].click()
    detail.clients.setText("divi")
    driver.press(Key.Key_Return, CTRL)
    assert detail.isVisible()  # that is no number
    detail.clients.setText("2")
    at.keep(lambda: at.handling.detail is not None)
    assert at.handling.detail.witnesses_clients == 2

    proof = at.go(_A.EVIDENCE, EvidenceDialog)
    proof.cctv.setCurrentIndex(proof.cctv.findData("yes"))
    proof.asked.setText("apsardze")
    at.keep(lambda: at.handling.evidence is not None)

    care = at.go(_A.CARE, CareDialog)
    care.given.chips["break"].click()
    care.talked.click()
    next(iter(care.later.values())).click()
    at.keep(lambda: at.handling.care is not None)
    assert at.handling.care.talked_at is not None and at.handling.care.next

    waits = at.go(_A.BLOCK, WaitsDialog)
    waits.text.setPlainText("policijas atbilde")
    at.keep(lambda: at.state is _S.BLOCKED)
    driver.until(lambda: "policijas atbilde" in at.words())
    at.screen.actions_.do(_A.RESUME, at.screen.detail)
    driver.until(lambda: at.state is _S.UNDER_REVIEW)

    concerned = at.go(_A.CONCERNS, ConcernedDialog)
    next(iter(concerned.ticks.values())).click()
    at.keep(lambda: bool(at.handling.concerned))


def test_the_reporter_gets_it_back_and_hears_how_it_stands(driver: Driver) -> None:
    at = _reviewer(driver, "error")
    back = at.go(_A.RETURN, WordsDialog)
    driver.press(Key.Key_Return, CTRL)
    assert back.isVisible()  # without saying what is missing it stays
    back.text.setPlainText("Kurš dokuments?")
    at.keep(lambda: at.state is _S.RETURNED)
    driver.until(lambda: "Kurš dokuments?" in at.words())


def test_two_reports_of_one_event(driver: Driver) -> None:
    at = _reviewer(driver, "error")
    merge = at.go(_A.MERGE, MergeDialog)
    assert merge.into.count() == 1
    at.keep(lambda: at.state is _S.MERGED)


def test_a_breach_shows_what_is_left_of_72_hours(driver: Driver) -> None:
    at = _reviewer(driver, "error")
    breach = at.go(_A.BREACH, BreachDialog)
    assert "27.11.2026. 1" in breach.left.text()  # three days from now
    breach.what["contact"].click()
    breach.people.setText("3")
    breach.risk.button("no").click()
    breach.not_reported.click()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: not breach._refusal.isHidden())  # why there is no risk
    breach.decided.setText("vēstule izdzēsta neatvērta")
    at.keep(lambda: at.handling.breach is not None)
    assert at.handling.breach.people == 3 and at.handling.breach.not_reported


@pytest.mark.parametrize("kind", ["aggression", "error"])
def test_everything_on_the_list_opens_a_form(driver: Driver, kind: str) -> None:
    at = _reviewer(driver, kind)
    assert at.screen.detail is not None
    elsewhere = {_A.REPORT, _A.AMEND, _A.ANNEX, _A.ATTACH, _A.DETACH}  # forms of their own
    within = {_A.APOLOGY, _A.CORRECTION, _A.COMPLAINT, _A.TASK_CHECKED, _A.MISSED}
    for action in at.screen.detail.allowed - elsewhere - within:
        assert at.screen.actions_.knows(action), action


def test_headquarters_has_not_said_who_it_is(driver: Driver) -> None:
    """No pack names the superior official yet: the form says so, and the name is typed."""
    at = _reviewer(driver, "error")
    context = driver.window.context
    assert context is not None and not superior_is_known(context.env)
    assert at.screen.detail is not None
    at.screen.actions_.do(_A.HAND_UP, at.screen.detail)
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ToldDialog)
    dialog.who.setText("Vita Priede, 67000000")
    dialog.told.how.choose("phone")
    given: list[object] = []
    dialog.closed.connect(given.append)
    driver.press(Key.Key_Return, CTRL)
    (told,) = given[0]  # type: ignore[misc] # the form gives a tuple
    assert (told.whom, told.how) == ("Vita Priede, 67000000", "phone")
