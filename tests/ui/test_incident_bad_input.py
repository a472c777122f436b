"""Absurd input through the real window: answered in words, kept as typed, nothing cut or lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desk.domain.incident import FirstReport, Incident, IncidentAction, IncidentKind, IncidentState
from desk.domain.roles import Actor, Role
from desk.domain.typed_text import MAX_TEXT
from desk.services import incidents
from desk.ui.incidents.actions_dialog import ActionsDialog
from desk.ui.incidents.forms import ReportDialog
from desk.ui.incidents.review_forms import MergeDialog, WordsDialog
from desk.ui.incidents.view import IncidentsScreen

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def form(driver: Driver, key: Key = Key.Key_F9) -> ReportDialog:
    driver.press(key)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportDialog))
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    return dialog


def paste(driver: Driver, text: str) -> None:
    """From another program, as clerks copy e-mails."""
    QGuiApplication.clipboard().setText(text)
    driver.press(Key.Key_V, CTRL)


def file(driver: Driver) -> Incident:
    """Report it; gives the newest report."""
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    driver.settle()
    found: tuple[Incident, ...] = ask(driver, lambda reader: reader.incidents.list("riga-2"))
    return max(found, key=lambda one: (one.recorded_at, one.number))


def text_of(driver: Driver, made: Incident) -> str:
    assert made.text_id is not None
    person = ask(driver, lambda reader: reader.persons.get(made.text_id))
    return str(person.text)


def when(driver: Driver, dialog: ReportDialog, typed: str) -> None:
    dialog.fields.when.setFocus()
    dialog.fields.when.selectAll()
    driver.type(typed)


def test_100000_characters_stay_whole_until_shortened(driver: Driver) -> None:
    dialog = form(driver)
    assert dialog.fields.length.isHidden()
    dialog.fields.text.setFocus()
    pasted = "ā" * 100_000
    paste(driver, pasted)
    assert dialog.fields.text.text() == pasted
    assert dialog.fields.length.isVisible()
    assert "96000" in dialog.fields.length.text().replace("\u00a0", "").replace(" ", "")
    before = len(ask(driver, lambda reader: reader.incidents.list("riga-2")))
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: dialog.report.isEnabled() and dialog._refusal.isVisible())
    assert driver.window.overlay.top() is dialog
    assert len(ask(driver, lambda reader: reader.incidents.list("riga-2"))) == before
    driver.press(Key.Key_Escape)
    driver.until(lambda: driver.window.overlay.top() is None)
    again = form(driver)
    assert again.fields.text.text() == pasted, "also after Esc"
    again.fields.text.setText(pasted[:MAX_TEXT])
    again.fields._changed()
    assert text_of(driver, file(driver)) == pasted[:MAX_TEXT]


def test_the_count_is_said_before_it_is_too_much(driver: Driver) -> None:
    dialog = form(driver)
    dialog.fields.text.setFocus()
    paste(driver, "x" * (MAX_TEXT - 10))
    assert dialog.fields.length.isVisible()
    assert dialog.fields.length.property("tone") == "ink2"
    driver.type("y" * 11)
    assert dialog.fields.length.property("tone") == "danger"
    driver.press(Key.Key_Backspace)
    assert dialog.fields.length.property("tone") == "ink2"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (FAMILY, FAMILY),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("maksājums\u202efdp.exe", "maksājumsfdp.exe"),
        ("pa\u200bse u\u0304dens", "pase ūdens"),
        ("viens\x00divi", "viensdivi"),
    ],
    ids=["family", "hebrew", "turned", "unseen", "nul"],
)
def test_whatever_is_pasted_is_kept_as_one_sees_it(driver: Driver, pasted: str, kept: str) -> None:
    dialog = form(driver)
    dialog.fields.text.setFocus()
    paste(driver, pasted)
    assert text_of(driver, file(driver)).replace("\n", "").replace(" d", "d") == kept.replace(
        " d", "d"
    )


def test_half_a_pair_stops_neither_draft_nor_report(driver: Driver) -> None:
    dialog = form(driver)
    dialog.fields.text.setText("a\ud83d")
    dialog.fields._changed()
    driver.press(Key.Key_Escape)
    driver.until(lambda: driver.window.overlay.top() is None)
    again = form(driver)
    assert again.fields.text.text().startswith("a")
    assert text_of(driver, file(driver)).startswith("a")


@pytest.mark.parametrize("typed", ["0001-01-01 00.00", "1.1.0001 10.00", "25.61", "vakar"])
def test_no_time_at_all_is_marked_and_the_last_one_stands(driver: Driver, typed: str) -> None:
    dialog = form(driver)
    before = dialog.fields.report().occurred_at
    when(driver, dialog, typed)
    if dialog.fields.when.property("wrong"):
        assert dialog.fields.report().occurred_at == before
        assert file(driver).occurred_at == before
    else:
        driver.press(Key.Key_Return, CTRL)
        driver.until(lambda: dialog._refusal.isVisible())
        assert dialog.fields.when.property("wrong")


@pytest.mark.parametrize("typed", ["31.12.9999 23.59", "2001-05-05 10.00", "23.59"])
def test_an_absurd_time_is_refused_and_everything_stays(driver: Driver, typed: str) -> None:
    dialog = form(driver)
    dialog.fields.text.setText("paliek")
    when(driver, dialog, typed)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: dialog._refusal.isVisible())
    assert driver.window.overlay.top() is dialog
    assert (dialog.fields.text.text(), dialog.fields.when.text()) == ("paliek", typed)
    assert dialog.fields.when.property("wrong")
    when(driver, dialog, "10.00")
    assert text_of(driver, file(driver)) == "paliek"


def test_before_the_visit_is_said_and_kept_without_a_waiting_time(driver: Driver) -> None:
    serving = driver.board.serving
    assert serving is not None
    dialog = form(driver)
    assert dialog.fields.earlier.isHidden()
    when(driver, dialog, "7.05")
    assert dialog.fields.earlier.isVisible() and dialog.fields.earlier.text()
    made = file(driver)
    visit = made.handling.visit
    assert visit is not None and visit.began_earlier
    assert (made.waited_minutes, made.service != "") == (None, True)


def reported_by_two(driver: Driver) -> tuple[Incident, Incident]:
    """The same minute, by two clerks."""
    app: Any = driver.window.app
    at = app.env.clock() - timedelta(minutes=3)
    first = FirstReport(IncidentKind.AGGRESSION, at, level="1", text="Kliedza.")
    with app.database.unit_of_work() as uow:
        made = []
        for login in ("anna", "inese"):
            known = uow.accounts.by_login(login)
            account = known or uow.accounts.by_login("anna")
            who = Actor(account.id, account.name, Role.CLERK, "riga-2", "3")
            said = replace(first, text=f"{login}: kliedza")
            made.append(incidents.report(uow, app.env, who, said))
        uow.commit()
    return made[0], made[1]


def test_two_reports_of_one_event_are_proposed_and_merged(driver: Driver) -> None:
    work_as(driver, "ilze")
    one, two = reported_by_two(driver)
    screen = show(driver, "incidents")
    assert isinstance(screen, IncidentsScreen)
    screen.refresh()
    driver.until(lambda: str(two.id) in screen.rows)
    screen.list.choose(str(two.id))
    screen.list.setFocus()
    driver.press(Key.Key_Return)
    driver.until(lambda: screen.detail is not None)
    said = [label.text() for label in screen.pane.sheet.findChildren(QLabel)]
    assert any(one.number in text for text in said)
    screen.pane.buttons["more"].click()
    top = driver.window.overlay.top()
    assert isinstance(top, ActionsDialog)
    top.list.choose(IncidentAction.MERGE.value)
    driver.press(Key.Key_Return, CTRL)
    merge = driver.window.overlay.top()
    assert isinstance(merge, MergeDialog)
    assert merge.into.key() == str(one.id), "the likely one is chosen already"
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: screen.detail.incident.state is IncidentState.MERGED)
    both = [
        ask(driver, lambda reader, key=key: reader.incidents.get(key)) for key in (one.id, two.id)
    ]
    assert [text_of(driver, made) for made in both] == ["anna: kliedza", "inese: kliedza"]


def test_a_small_form_keeps_a_text_that_is_too_long(driver: Driver) -> None:
    work_as(driver, "ilze")
    screen = show(driver, "incidents")
    assert isinstance(screen, IncidentsScreen)
    context = driver.window.context
    assert context is not None
    words = {"title": "t", "verb": "v", "label": "l", "remark": "r"}
    dialog = WordsDialog(**words)
    context.open(dialog)
    given: list[object] = []
    dialog.closed.connect(given.append)
    dialog.text.setPlainText("ā" * 100_000)
    driver.press(Key.Key_Return, CTRL)
    assert driver.window.overlay.top() is dialog
    assert dialog.length.isVisible() and dialog.length.property("tone") == "danger"
    assert given == []
    dialog.text.setPlainText("ā" * MAX_TEXT)
    driver.press(Key.Key_Return, CTRL)
    assert given == [("ā" * MAX_TEXT,)]
