"""Lessons of reviews: written by the head, read by everybody, told quietly, never over a client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from colleague import ask, show, work_as, write
from driver import SHIFT, Driver, Key
from fitting import misfits
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind, Step, Told
from desk.domain.incident_handling import Cause
from desk.domain.incident_typed import FindingsTyped
from desk.domain.roles import Actor
from desk.services import incident_review, incidents, lessons, session
from desk.services.session import Verified
from desk.ui.incidents.after_forms import FindingsDialog
from desk.ui.incidents.lesson_news import LessonNews
from desk.ui.incidents.lessons import LessonsView
from desk.ui.incidents.view import IncidentsScreen

TEXT = "Ja rinda stāv, to pasaka zālē ik pēc divdesmit minūtēm."


def share(driver: Driver, text: str = TEXT) -> None:
    """A clerk reports, the head reviews, shares a lesson and closes."""
    driver.pass_seconds(60)
    context = driver.window.context
    assert context is not None
    env, now = context.env, context.env.clock()

    def actor(uow: Any, login: str) -> Actor:
        account = uow.accounts.by_login(login)
        return session.begin(uow, env, Verified(login, account.id, right=True), "riga-2", "8")

    def change(uow: Any) -> None:
        clerk, head = actor(uow, "inese"), actor(uow, "ilze")
        report = FirstReport(
            IncidentKind.AGGRESSION,
            now - timedelta(minutes=9),
            triggers=("insulting",),
            level="1",
            steps=(Step("warn", now - timedelta(minutes=8)),),
            told=Told("supervisor", "in_person", now - timedelta(minutes=7)),
            text="Kliedza.",
        )
        one = incidents.report(uow, env, clerk, report).id
        incident_review.begin(uow, env, head, one)
        incident_review.confirm_level(uow, env, head, one, "1")
        found = FindingsTyped(causes=(Cause.INFORMATION,), lesson=text, share=True)
        incident_review.findings(uow, env, head, one, found)
        incident_review.close(uow, env, head, one, "Paldies.")

    write(driver, lambda uow: [change(uow)])


def news(driver: Driver) -> LessonNews:
    """The line over the screens."""
    found = driver.shell.findChild(LessonNews)
    assert isinstance(found, LessonNews)
    return found


def opened(driver: Driver) -> LessonsView:
    """The lessons, opened by their key."""
    driver.press(Key.Key_F11, SHIFT)
    screen = driver.shell.screens["incidents"]
    assert isinstance(screen, IncidentsScreen)
    driver.until(lambda: screen.lessons is not None and screen.lessons.isVisible())
    assert screen.lessons is not None
    return screen.lessons


def test_without_lessons_it_says_where_they_come_from(driver: Driver) -> None:
    driver.window.use_language("en")
    view = opened(driver)
    assert view.lessons == () and not view.words.isVisible()
    assert "review" in view._nothing._advice.text()
    driver.until(lambda: driver.window.focusWidget() is view.back)
    driver.press(Key.Key_Escape)
    screen = driver.shell.screens["incidents"]
    assert isinstance(screen, IncidentsScreen)
    driver.until(screen.list.isVisible)
    assert not view.isVisible() and not news(driver).isVisible()


def test_a_clerk_reads_them_by_keys_and_without_numbers(driver: Driver) -> None:
    driver.window.use_language("en")
    share(driver, TEXT)
    share(driver, "Datumu pārlasīt kopā ar klientu.")
    work_as(driver, "marta")
    view = opened(driver)
    driver.until(lambda: len(view.lessons) == 2)
    driver.until(lambda: driver.window.focusWidget() is view.list)
    rows = view.list.rows.rows()
    assert [row.title for row in rows] == ["Datumu pārlasīt kopā ar klientu.", TEXT]
    driver.until(lambda: {row.right for row in view.list.rows.rows()} == {"new"})
    assert rows[0].subtitle == "Aggressive client · November 2026"
    driver.press(Key.Key_Down)
    driver.until(lambda: TEXT in _words(view))
    labels = _words(view)
    number = view.lessons[0].number
    told = " ".join(row.say() for row in rows) + " ".join(labels)
    assert number not in told and "Ilze" not in told and "Inese" not in told
    driver.press(Key.Key_F11, SHIFT)
    driver.until(lambda: not view.isVisible())


def _words(view: LessonsView) -> list[str]:
    return [label.text() for label in view.sheet.findChildren(QLabel) if label.isVisible()]


def test_new_ones_are_marked_once_for_each_person(driver: Driver) -> None:
    driver.window.use_language("en")
    share(driver)
    for login in ("marta", "ilze"):
        work_as(driver, login)
        assert [row.right for row in _rows(driver)] == ["new"]
        work_as(driver, login)
        assert [row.right for row in _rows(driver)] == [""]
    share(driver, "Otra mācība.")
    assert [row.right for row in _rows(driver)] == ["new", ""]


def _rows(driver: Driver) -> tuple[Any, ...]:
    """The list once everything about it is read, and noted as read."""
    driver.shell.go("today")
    view = opened(driver)
    driver.until(lambda: view.lessons)
    driver.settle()
    ask(driver, lambda reader: True)
    driver.settle()
    return view.list.rows.rows()


def test_the_news_are_told_when_nobody_is_served(driver: Driver) -> None:
    driver.window.use_language("en")
    share(driver)
    work_as(driver, "anna", "3")
    line = news(driver)
    driver.until(lambda: line._count == 1)
    driver.fresh()
    assert driver.board.serving is not None and not line.isVisible(), "a client is at the counter"
    driver.finish_current()
    driver.until(line.isVisible)
    assert "1 new lesson" in line.text.text() and TEXT not in line.text.text()
    assert line.look.accessibleName() == "Read the lessons that are new"
    line.look.click()
    screen = driver.shell.screens["incidents"]
    assert isinstance(screen, IncidentsScreen)
    driver.until(lambda: screen.lessons is not None and screen.lessons.isVisible())
    driver.until(lambda: not line.isVisible())
    driver.settle()
    work_as(driver, "anna", "3")
    driver.until(lambda: driver.shell.feed.board is not None)
    driver.settle()
    assert not news(driver).isVisible()


def test_the_news_of_one_are_not_those_of_another(driver: Driver) -> None:
    share(driver)
    work_as(driver, "anna")
    _rows(driver)
    work_as(driver, "marta")
    driver.until(lambda: news(driver)._count == 1)


def test_lessons_that_cannot_be_read_do_not_disturb(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: Any) -> Any:
        raise DeskError("db.busy")

    share(driver)
    monkeypatch.setattr(lessons, "unread", refused)
    work_as(driver, "marta")
    driver.settle()
    assert not news(driver).isVisible() and not driver.window.messages.isVisible()


def test_in_a_narrow_window_the_list_has_the_room(driver: Driver) -> None:
    driver.window.use_language("en")
    share(driver)
    work_as(driver, "marta")
    view = opened(driver)
    driver.until(lambda: view.lessons)
    driver.until(view.words.isVisible)
    assert misfits(view) == []
    view.resize(500, 400)
    assert not view.words.isVisible()


def test_a_report_can_still_be_opened_from_elsewhere(driver: Driver) -> None:
    view = opened(driver)
    driver.window.do("screen_today")
    show(driver, "incidents")
    assert not view.isVisible()


def test_the_head_is_told_who_will_read_and_what_to_leave_out(qtbot: QtBot) -> None:
    dialog = FindingsDialog("riga-2-2026-0001", FindingsTyped())
    qtbot.addWidget(dialog)
    assert dialog.share.accessibleDescription()
    dialog.lesson.setPlainText("Anna Bērziņa to zina")
    assert not dialog.warning.isHidden() and dialog.warning.text()
    dialog.lesson.setPlainText("Kolēģis 010190-12345 to zina")
    assert not dialog.warning.isHidden()
    code = dialog.warning.text()
    dialog.lesson.setPlainText("J. Kalns to zina")
    assert dialog.warning.text() != code
    dialog.lesson.setPlainText(TEXT)
    assert dialog.warning.isHidden()
    assert dialog.lesson.focusPolicy() & Qt.FocusPolicy.TabFocus
