"""An answer of headquarters: in the report, and among the follow-ups until somebody saw to it."""

from __future__ import annotations

import os
from typing import Any

from colleague import ask, show, work_as, write
from driver import Driver, Key
from PySide6.QtWidgets import QLabel
from virtual import make_id

from db.stores.from_hq import AnswerRow
from desk.domain.follow_up import FollowUpKind
from desk.domain.person import Person, Purpose
from desk.ui.followups.view import FollowUpsScreen
from desk.ui.incidents.view import IncidentsScreen

WORDS = "Piezvaniet juristam un neatbildiet uz vēstuli, kamēr viņš to nav izlasījis."


def _answered(driver: Driver) -> Any:
    """Headquarters answer the branch's newest report."""
    context = driver.window.context
    assert context is not None
    at = context.env.clock()
    report = ask(driver, lambda reader: reader.incidents.list("riga-2")[0])

    def put(uow: Any) -> None:
        text = uow.persons.put(Purpose.INCIDENT_DETAIL, Person(text=WORDS), at=at, expires=None)
        row = AnswerRow(make_id(), report.id, report.number, text, "Juridiskais dienests", at, at)
        uow.from_hq.add_answer(row)

    write(driver, put)
    return report


def _words(screen: Any) -> list[str]:
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_it_is_found_among_the_follow_ups_and_stands_in_the_report(driver: Driver) -> None:
    driver.window.use_language("en")
    report = _answered(driver)
    work_as(driver, "ilze")
    screen = show(driver, "follow_ups")
    assert isinstance(screen, FollowUpsScreen)
    driver.until(lambda: any("Headquarters answered" in row.title for row in _rows(screen)))
    row = next(row for row in _rows(screen) if "Headquarters answered" in row.title)
    screen.list.choose(row.key)
    line = screen._line()
    assert line is not None and line.ref.kind is FollowUpKind.ANSWER
    assert report.number in row.subtitle
    screen._jump(line)
    driver.until(lambda: isinstance(driver.shell.screens.get("incidents"), IncidentsScreen))
    incidents: Any = driver.shell.screens["incidents"]
    driver.until(lambda: incidents.list.key() == str(report.id))
    driver.until(lambda: driver.window.focusWidget() is incidents.list)
    driver.press(Key.Key_Return)
    driver.until(lambda: any(WORDS in text for text in _words(incidents)))
    if folder := os.environ.get("SHOTS"):
        driver.window.grab().save(f"{folder}/answer.png")


def _rows(screen: FollowUpsScreen) -> list[Any]:
    return list(screen.list.rows.rows())
