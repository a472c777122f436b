"""Paper entry and history in the window: by keyboard, each line whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from colleague import ask, show
from driver import CTRL, Driver, Key
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.visit import TicketState
from desk.i18n import set_language
from desk.ui.back_entry.dialog import BackEntryDialog
from desk.ui.back_entry.lines import Line
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.visit_history import VisitHistoryDialog, open_history

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def english(driver: Driver) -> Iterator[None]:
    """Forms that are opened now speak as they are written in the code."""
    set_language("en")
    yield
    set_language("lv")


@pytest.fixture
def form(driver: Driver) -> BackEntryDialog:
    """The form for today."""
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: screen.days.day is not None)
    screen.buttons["back_entry"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, BackEntryDialog)
    driver.until(lambda: dialog.lines.lines)
    return dialog


def fill(line: Line, *times: str, counter: str = "7") -> None:
    for name, text in zip(("arrived", "called", "started", "finished"), times, strict=True):
        line.texts[name].setText(text)
    line.texts["counter"].setText(counter)
    line.service.setCurrentIndex(1)


def numbers(driver: Driver) -> set[str]:
    found = ask(driver, lambda reader: reader.visits.of_day("riga-2", TODAY))
    return {visit.number for visit in found if visit.number.startswith("P")}


def test_the_keyboard_walks_through_a_line(form: BackEntryDialog, driver: Driver) -> None:
    first = form.lines.lines[0]
    assert first.texts["number"].text() == "P001"
    driver.until(first.texts["arrived"].hasFocus)
    for text in ("905", "910", "911", "920"):
        driver.type(text)
        driver.press(Key.Key_Tab)
    assert first.visit().finished is not None
    assert first.texts["counter"].hasFocus()


def test_a_new_line_comes_by_itself(form: BackEntryDialog, driver: Driver) -> None:
    count = len(form.lines.lines)
    form.lines.lines[-1].texts["arrived"].setFocus()
    driver.type("9")
    assert len(form.lines.lines) == count + 1
    assert form.lines.lines[-1].texts["number"].text() == f"P{count + 1:03}"


def test_right_lines_go_in_and_the_form_closes(form: BackEntryDialog, driver: Driver) -> None:
    fill(form.lines.lines[0], "6.05", "", "6.11", "6.20")
    fill(form.lines.lines[1], "6.06", "6.20", "6.21", "6.30")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    assert numbers(driver) == {"P001", "P002"}
    done = [row.number for row in driver.fresh().done]
    assert {"P001", "P002"} <= set(done) or len(done) == 50


def test_a_wrong_line_stays_with_its_reason(form: BackEntryDialog, driver: Driver) -> None:
    fill(form.lines.lines[0], "6.05", "", "6.11", "6.20")
    fill(form.lines.lines[1], "6.30", "", "6.11", "6.70")
    driver.press(Key.Key_Return, CTRL)
    driver.until(form.problem.isVisible)
    assert "Line 2, Ended: This is no time." in form.problem.text()
    assert "Line 2, Began: This time is before" in form.problem.text()
    assert form.lines.lines[1].texts["finished"].property("wrong")
    assert numbers(driver) == set()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: len(form.lines.written()) == 1)
    assert numbers(driver) == {"P001"}
    assert form.lines.written()[0].texts["number"].text() == "P002"


def test_what_is_odd_is_said_once_and_then_goes_in(form: BackEntryDialog, driver: Driver) -> None:
    for line in form.lines.lines[:2]:
        fill(line, "6.05", "", "6.11", "6.20")
    driver.press(Key.Key_Return, CTRL)
    driver.until(form.odd.isVisible)
    assert "This counter was serving P001" in form.odd.text()
    assert not form.problem.isVisible()
    assert numbers(driver) == set()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    assert numbers(driver) == {"P001", "P002"}


def test_an_empty_form_enters_nothing(form: BackEntryDialog, driver: Driver) -> None:
    driver.press(Key.Key_Return, CTRL)
    assert form.problem.isVisible()


def test_the_blank_log_is_previewed(form: BackEntryDialog, driver: Driver) -> None:
    form.log.click()
    preview = driver.window.overlay.top()
    assert isinstance(preview, PreviewDialog)
    driver.bot.waitUntil(lambda: len(preview.pages.pages) == 2, timeout=30_000)


def test_every_control_of_the_log_has_a_name(form: BackEntryDialog) -> None:
    for widget in form.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget


def test_the_history_shows_periods_and_events_and_is_logged(driver: Driver) -> None:
    line = next(row for row in driver.board.done if row.state is TicketState.SERVED)
    context = driver.window.context
    assert context is not None and line.visit_id is not None
    dialog = open_history(context, line.visit_id)
    driver.until(lambda: dialog.story is not None)
    assert isinstance(dialog, VisitHistoryDialog)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for part in (line.number, "Ticket given", "Came to the counter", "Finished", "Waiting"):
        assert part in said
    assert dialog.bar.accessibleDescription().startswith("Waiting")
    now, hour = context.env.clock(), timedelta(hours=1)
    looks = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    assert (looks[-1].what, looks[-1].purpose, looks[-1].subject_id) == (
        "open",
        "history",
        line.visit_id,
    )


def test_the_row_opens_the_history(driver: Driver) -> None:
    line = driver.board.done[0]
    driver.today._line("history", line)
    assert isinstance(driver.window.overlay.top(), VisitHistoryDialog)
