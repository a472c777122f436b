"""Personal data in the window: the table, a person's request from finding to erasing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from branch_window import BranchWindow, staff
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from db.erasure_record import UNSETTLED, read
from desk.app import create_app
from desk.domain.appointment import AppointmentState
from desk.domain.erasure import Ground, Why
from desk.domain.person import Person, Purpose
from desk.services import retention_job
from desk.ui import erasing
from desk.ui.branch.retention_page import ERASED, RetentionPage
from desk.ui.branch.view import BranchScreen
from desk.ui.person_request.correct import CorrectDialog
from desk.ui.person_request.dialog import RequestDialog
from desk.ui.person_request.erase import EraseDialog
from desk.ui.preview.dialog import PreviewDialog

DAY = date(2026, 11, 24)


def _page(driver: Driver, login: str = "ilze") -> RetentionPage:
    work_as(driver, login)
    screen = show(driver, "branch")
    assert isinstance(screen, BranchScreen)
    screen.arrive("personal")
    page = screen.page()
    assert isinstance(page, RetentionPage)
    driver.until(lambda: page.state is not None)
    return page


@pytest.fixture
def request_dialog(driver: Driver) -> RequestDialog:
    """The head asks for whom the demo's 10.30 belongs to."""
    page = _page(driver)
    page.ask.click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, RequestDialog)
    return dialog


def _somebody(driver: Driver) -> Person:
    """A client who has been served; the demo has many of that name."""

    def query(reader: Any) -> Person:
        days = reader.appointments.of_days("riga-2", DAY, DAY)
        served = next(one for one in days if one.state is AppointmentState.SERVED)
        found: Person = reader.persons.get(served.person_id)
        return found

    return ask(driver, query)


def test_the_table_says_every_purpose_and_what_is_held(driver: Driver) -> None:
    page = _page(driver)
    rows = {row.key: row for row in page.periods.rows.rows()}
    assert "30 dienas" in rows["appointment"].subtitle
    assert "līdz galvenā pārvalde noteiks" in rows["appointment"].subtitle
    assert "glabājas" in rows["appointment"].right
    assert rows["draft"].title and rows["others"].heading
    assert page.ask.isVisible() and not page.warning.isVisible()


def test_it_says_that_it_waits_for_somebody_to_look_at_the_date(driver: Driver) -> None:
    page = _page(driver)
    driver.pass_seconds(90 * 86400)
    page.refresh()
    driver.until(page.warning.isVisible)
    page.date_is_right.setFocus()
    driver.press(Key.Key_Return)
    assert page.warning.isVisible(), "a scanner's Enter confirms nothing"
    driver.press(Key.Key_Return, CTRL)
    page.refresh()
    driver.until(lambda: not page.warning.isVisible())


def test_a_run_shows_up_in_the_list_of_erasures(driver: Driver) -> None:
    page = _page(driver)
    env = page.context.env

    def erase(uow: Any) -> None:
        due = uow.erasures.due(date(2099, 1, 1), 1)
        uow.erasures.erase([due[0].person_id], Why.EXPIRED, at=env.clock())

    page.context.runner.write(erase)
    page.tabs.tabs[ERASED].click()
    driver.until(lambda: page.log.rows.rows()[0].right)
    assert "beidzās glabāšanas termiņš" in page.log.rows.rows()[0].subtitle


def test_finding_by_keyboard_shows_everything_and_is_logged(
    driver: Driver, request_dialog: RequestDialog
) -> None:
    name = _somebody(driver).name
    request_dialog.name.setFocus()
    request_dialog.name.setText(name)
    driver.press(Key.Key_Return)
    driver.until(lambda: request_dialog.records)
    assert {record.kind for record in request_dialog.records.values()} >= {"appointment"}
    assert request_dialog.list.hasFocus()
    assert name in next(iter(request_dialog.pane.checks.values())).text()
    assert request_dialog.paper.isEnabled()
    assert request_dialog.several.isVisible() and not request_dialog.rows
    request_dialog.pane.checks[next(iter(request_dialog.pane.checks))].click()
    assert len(request_dialog.rows) == 1 and request_dialog.erase.isEnabled()


def test_the_answer_is_laid_out_and_saved(
    driver: Driver, request_dialog: RequestDialog, tmp_path: Path
) -> None:
    person = _somebody(driver)
    request_dialog.phone.setText(person.phone)
    request_dialog.look()
    driver.until(lambda: request_dialog.records)
    request_dialog.save_to(tmp_path / "answer.json")
    driver.until((tmp_path / "answer.json").exists)
    assert person.name in str(json.loads((tmp_path / "answer.json").read_text("utf-8"))["entries"])
    request_dialog.paper.click()
    preview = driver.window.overlay.top()
    assert isinstance(preview, PreviewDialog)
    driver.bot.waitUntil(lambda: bool(preview.pdf), timeout=20_000)


def test_put_right_and_erase(driver: Driver, request_dialog: RequestDialog) -> None:
    person = _somebody(driver)
    request_dialog.phone.setText(person.phone)
    request_dialog.look()
    driver.until(lambda: request_dialog.records)
    next(iter(request_dialog.pane.corrections.values())).click()
    correct = driver.window.overlay.top()
    assert isinstance(correct, CorrectDialog)
    correct.phone.setText("nav")
    correct.keep.click()
    driver.until(correct.refused.isVisible)
    correct.phone.setText("29999999")
    correct.keep.click()
    driver.until(lambda: driver.window.overlay.top() is request_dialog)
    request_dialog.phone.setText("29999999")
    request_dialog.look()
    driver.until(lambda: "+37129999999" in str(request_dialog.records))
    assert request_dialog.rows and not request_dialog.several.isVisible()
    request_dialog.erase.click()
    erase = driver.window.overlay.top()
    assert isinstance(erase, EraseDialog)
    assert person.name in "\n".join(label.text() for label in erase.findChildren(QLabel))
    erase.typed.setText(erase.words[0])
    erase.erase.click()
    driver.until(erase.refused.isVisible)
    erase.ground.setCurrentIndex(erase.ground.findData(Ground.NOT_NEEDED.value))
    erase.erase.setFocus()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is request_dialog)
    driver.until(lambda: not request_dialog.records)
    lines = ask(driver, lambda reader: reader.erasures.lines(5))
    assert {line.why for line in lines} == {Why.REQUESTED}


def test_the_job_has_not_run_in_a_demo(driver: Driver) -> None:
    page = _page(driver)
    assert "vēl nav veikta" in page.status.text()
    assert ask(driver, retention_job.last_run) is None


# A branch of its own: the job runs by itself while the window is open.


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, demo_clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BranchWindow]:
    """The window of a staffed branch in which one row was due yesterday."""
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "key"))
    monkeypatch.setattr(erasing, "BEGIN_MS", 0)
    folder = tmp_path / "data"
    app, _code = create_app(folder, institution="pmlp", branch="riga-2", clock=demo_clock)
    with app.database.unit_of_work() as uow:
        yesterday = DAY - timedelta(days=1)
        for _ in range(2 * retention_job.AT_ONCE):
            uow.persons.put(Purpose.APPOINTMENT, Person("Anna"), at=demo_clock(), expires=yesterday)
        uow.commit()
    app.close()
    staff(folder, demo_clock)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    yield opened
    opened.window.close()


def test_what_is_due_goes_by_itself(desk: BranchWindow) -> None:
    desk.sign_in("ilze")
    desk.at_work("Ilze Rozīte")
    driver = desk.driver

    def erased() -> int:
        lines = ask(driver, lambda reader: reader.erasures.lines(9))
        return sum(line.rows for line in lines)

    driver.until(lambda: erased() == 2 * retention_job.AT_ONCE)
    eraser = desk.window.eraser
    assert eraser is not None
    driver.until(lambda: not ask(driver, lambda reader: reader.meta.get(UNSETTLED)))
    assert read(desk.folder).keys()
    assert not eraser.waits


def test_closing_the_window_meanwhile_harms_nothing(desk: BranchWindow) -> None:
    desk.sign_in("ilze")
    desk.at_work("Ilze Rozīte")
    desk.window.close()
    again = BranchWindow.opened(desk.bot, desk.folder, desk.clock, desk.uptime)
    again.sign_in("ilze")
    again.at_work("Ilze Rozīte")
    driver = again.driver
    driver.until(lambda: ask(driver, retention_job.last_run) is not None)
    again.window.close()
