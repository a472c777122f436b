"""The Follow-ups screen and the day page, through the real window."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from colleague import ask, work_as, write
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QPushButton

from desk.domain.clock import local_day
from desk.domain.follow_up import FollowUpKind, Urgency
from desk.domain.incident import FirstReport, Incident, IncidentKind
from desk.domain.incident_handling import TaskKind
from desk.domain.roles import Actor, Role
from desk.domain.visit import OPEN_STATES
from desk.services import incident_drafts, incident_remedy, incidents, queue
from desk.ui.branch.day_page import DayPage
from desk.ui.branch.view import BranchScreen
from desk.ui.followups.dialogs import PostponeDialog, RefusalDialog, TaskDialog, WhyDialog
from desk.ui.followups.due import parse_due
from desk.ui.followups.rows import key_of, rows_of
from desk.ui.followups.view import FollowUpsScreen
from desk.ui.incidents.forms import ReportDialog
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label


@pytest.fixture
def screen(driver: Driver) -> FollowUpsScreen:
    """The screen with the demo's follow-ups, in English."""
    driver.window.use_language("en")
    driver.press(Key.Key_5, CTRL)
    found = driver.shell.current()
    assert isinstance(found, FollowUpsScreen)
    driver.until(lambda: found.lines)
    return found


def choose(screen: FollowUpsScreen, kind: FollowUpKind, *, done: bool = False) -> str:
    key = next(
        key
        for key, line in screen.lines.items()
        if line.ref.kind is kind and (line.done_at is not None) is done
    )
    screen.list.choose(key)
    return key


def texts(screen: FollowUpsScreen) -> str:
    return " | ".join(label.text() for label in screen.pane.sheet.findChildren(Label))


def test_what_the_demo_left_to_do(driver: Driver, screen: FollowUpsScreen) -> None:
    rows = screen.list.rows.rows()
    headings = [row.title for row in rows if row.heading]
    assert {"Today", "In the next days"} <= set(headings)
    assert headings[-1] == "Done today"
    titles = [row.title for row in rows if not row.heading]
    assert "Call back: Whether a document is ready" in titles
    assert "Refusal to be completed" in titles
    terms = ("until", "overdue", "late", "waits", "no term")
    said = [row for row in rows if not row.heading and row.tone != "dim"]
    assert all(any(term in row.subtitle for term in terms) for row in said)


def test_overdue_is_said_in_words(driver: Driver, screen: FollowUpsScreen) -> None:
    now = driver.window._app.env.clock()
    line = replace(next(iter(screen.lines.values())), due_at=now, urgency=Urgency.OVERDUE)
    found = replace(screen._found, open=(line,), done=())
    later = now.replace(year=now.year + 1)
    row = rows_of(found, driver.window._app.env, later)[1]
    assert (row.subtitle.startswith("overdue"), row.number, row.tone) == (True, "!", "danger")
    assert row.say().startswith("Overdue")


def test_who_is_to_be_called_back_is_shown_once_opened(
    driver: Driver, screen: FollowUpsScreen
) -> None:
    choose(screen, FollowUpKind.CALL_BACK)
    assert "Selga" not in texts(screen)
    driver.press(Key.Key_Return)
    driver.until(lambda: "Selga Dzintarvēja" in texts(screen))
    assert "+37120000000" in texts(screen)


def test_done_and_taken_back(driver: Driver, screen: FollowUpsScreen) -> None:
    key = choose(screen, FollowUpKind.CALL_BACK)
    screen.pane.buttons["done"].click()
    driver.until(lambda: screen.lines[key].done_at is not None)
    assert screen.pane.buttons["undo"].isVisible()
    screen.pane.buttons["undo"].click()
    driver.until(lambda: screen.lines[key].done_at is None)


def test_a_new_task_is_added_by_keyboard(driver: Driver, screen: FollowUpsScreen) -> None:
    screen.new.click()
    driver.until(lambda: isinstance(driver.window.overlay.top(), TaskDialog))
    driver.press(Key.Key_Return, CTRL)
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, TaskDialog)
    assert dialog.problem.isVisible()
    driver.type("order forms")
    dialog.due.setText("23.45")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: any(line.text == "order forms" for line in screen.lines.values()))


def test_put_off_needs_a_term_and_a_reason(driver: Driver, screen: FollowUpsScreen) -> None:
    key = choose(screen, FollowUpKind.CALL_BACK)
    before = screen.lines[key].due_at
    screen.pane.buttons["postpone"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, PostponeDialog)
    dialog.confirm()
    assert dialog.problem.isVisible()
    dialog.due.setText("23.30")
    dialog.confirm()
    assert dialog.problem.isVisible()
    dialog.reason.setText("no answer")
    dialog.confirm()
    driver.until(lambda: screen.lines[key].due_at != before)


def test_a_refusal_is_filled_in_here(driver: Driver, screen: FollowUpsScreen) -> None:
    key = choose(screen, FollowUpKind.REFUSAL)
    screen.pane.buttons["jump"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, RefusalDialog)
    dialog.reason.setText("no consent")
    dialog.basis.setText("law, section 5")
    dialog.confirm()
    driver.until(lambda: key not in screen.lines)


def test_nothing_left_says_so(driver: Driver, screen: FollowUpsScreen) -> None:
    screen.news = {}
    screen._show(replace(screen._found, open=(), done=()))
    assert screen._nothing.isVisible()
    assert not any(button.isVisible() for button in screen.pane.buttons.values())


def test_terms_as_people_type_them(driver: Driver) -> None:
    now = driver.window._app.env.clock()
    for text in ("14.30", "1430", "27.11.", "27.11. 14.30", "2026-11-27"):
        assert parse_due(text, now) is not None, text
    for text in ("", "soon", "27.11. soon", "99.99"):
        assert parse_due(text, now) is None, text


# Clocks of reports


def as_head(driver: Driver) -> FollowUpsScreen:
    """The head's own list; minutes have gone by since the demo's reports."""
    work_as(driver, "ilze")
    driver.window.use_language("en")
    driver.until(lambda: driver.feed.board is not None)
    driver.press(Key.Key_5, CTRL)
    found = driver.shell.current()
    assert isinstance(found, FollowUpsScreen)
    driver.until(lambda: any(line.clock for line in found.lines.values()))
    return found


def grave(driver: Driver, minutes: float, **parts: Any) -> Incident:
    """A colleague's report of level 2, filed some minutes ago."""
    assert driver.window.context is not None
    env = driver.window.context.env
    account = ask(driver, lambda reader: reader.accounts.by_login("inese"))
    who = Actor(account.id, account.name, account.role, env.home_branch, "4")
    first = FirstReport(IncidentKind.AGGRESSION, env.clock(), level="2", **parts)
    made = write(driver, lambda uow: incidents.report(uow, env, who, first))
    driver.pass_seconds(60 * minutes)
    return made


def clock_row(screen: FollowUpsScreen, name: str) -> Row:
    key = next(key for key, line in screen.lines.items() if line.clock and line.clock.id == name)
    return next(row for row in screen.list.rows.rows() if row.key == key)


@pytest.mark.parametrize(
    ("minutes", "words", "sign", "tone"),
    [
        (5, "until", " ", ""),
        (20, "running out: until", "•", "warn"),
        (75, "overdue by 15 min", "!", "danger"),
    ],
)
def test_amber_and_red_are_said_in_words_with_a_sign(
    driver: Driver, minutes: int, words: str, sign: str, tone: str
) -> None:
    grave(driver, minutes)
    row = clock_row(as_head(driver), "told")
    assert row.title == "Tell in person or by phone: direct manager"
    assert row.subtitle.startswith(words)
    assert (row.number, row.tone) == (sign, tone)


def test_a_missed_limit_asks_for_the_reason_and_shows_it(driver: Driver) -> None:
    grave(driver, 75)
    screen = as_head(driver)
    screen.list.choose(clock_row(screen, "told").key)
    screen.pane.buttons["why"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, WhyDialog)
    assert dialog.title.text() == "Why it was late: Tell in person or by phone: direct manager"
    driver.press(Key.Key_Return, CTRL)
    assert dialog.problem.isVisible()
    driver.type("nobody answered")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: "the reason is noted" in clock_row(screen, "told").subtitle)
    driver.until(lambda: "nobody answered" in texts(screen))
    assert not screen.pane.buttons["why"].isVisible()


def test_enter_opens_the_report(driver: Driver) -> None:
    grave(driver, 5)
    screen = as_head(driver)
    screen.list.choose(clock_row(screen, "acknowledge").key)
    screen.list.setFocus()
    driver.press(Key.Key_Return)
    assert driver.shell.current() is driver.shell.screens["incidents"]


def test_a_task_is_done_here(driver: Driver) -> None:
    made = grave(driver, 5)
    screen = as_head(driver)
    assert driver.window.context is not None
    env, head = driver.window.context.env, driver.window.context.actor
    day = local_day(env.clock())
    add, kind = incident_remedy.add_task, TaskKind.REMEDY
    text = "ask the guard"
    write(driver, lambda uow: add(uow, env, head, made.id, kind, text, head.account_id, day))
    driver.until(lambda: any(line.text == text for line in screen.lines.values()))
    key = next(key for key, line in screen.lines.items() if line.text == text)
    screen.list.choose(key)
    assert not screen.pane.buttons["postpone"].isVisible()
    screen.pane.buttons["done"].click()
    driver.until(lambda: key not in screen.lines)


def test_after_care_and_trend_are_done_here(driver: Driver) -> None:
    grave(driver, 5)
    screen = as_head(driver)
    care = next(one for one in screen.lines.values() if one.clock and one.clock.kind == "care")
    for key in (key_of(care), choose(screen, FollowUpKind.TREND)):
        screen.list.choose(key)
        screen.pane.buttons["done"].click()
        driver.until(lambda key=key: key not in screen.lines or screen.lines[key].done_at)


def test_a_report_begun_is_gone_on_with_here(driver: Driver, screen: FollowUpsScreen) -> None:
    assert driver.window.context is not None
    env, anna = driver.window.context.env, driver.window.context.actor
    first = FirstReport(IncidentKind.ERROR, env.clock(), text="half a sentence")
    save = incident_drafts.save_draft
    write(driver, lambda uow: save(uow, env, anna, IncidentKind.ERROR, first))
    driver.until(lambda: any(one.ref.kind == "draft" for one in screen.lines.values()))
    choose(screen, FollowUpKind.DRAFT)
    screen.pane.buttons["jump"].click()
    driver.until(lambda: isinstance(driver.window.overlay.top(), ReportDialog))


# The day page


@pytest.fixture
def page(driver: Driver) -> DayPage:
    """The page as the head sees it."""
    window = driver.window
    window.use_language("en")
    assert window.context is not None
    env = window.context.env
    with window._app.database.reader() as reader:
        head = reader.accounts.by_login("ilze")
    actor = replace(
        window.context.actor, account_id=head.id, name=head.name, role=Role.HEAD, counter=""
    )
    window.workplace.leave()
    window.workplace.begin(env, actor)
    driver.until(lambda: driver.feed.board)
    driver.shell.go("branch", "day")
    screen = driver.shell.current()
    assert isinstance(screen, BranchScreen)
    found = screen.page()
    assert isinstance(found, DayPage)
    driver.until(lambda: found.page is not None)
    return found


def test_it_is_not_closed_on_people_and_leads_to_them(driver: Driver, page: DayPage) -> None:
    assert page.page is not None
    assert page.page.here
    assert not page.close_day.isEnabled()
    links = [
        button
        for button in page.sheet.findChildren(QPushButton)
        if str(button.property("line")).startswith("visit:")
    ]
    links[0].click()
    assert driver.shell.current() is driver.today


def test_closing_and_opening_again(driver: Driver, page: DayPage) -> None:
    window = driver.window
    with window._app.database.unit_of_work() as uow:
        assert window.context is not None
        env, actor = window.context.env, window.context.actor
        for visit in uow.visits.of_day(actor.site, env.clock().date()):
            if visit.state in OPEN_STATES:
                by = replace(actor, counter=visit.counter)
                queue.leave(uow, env, by, visit.id)
        uow.commit()
    page.refresh()
    driver.until(lambda: page.close_day.isEnabled())
    page.close_day.click()
    driver.until(lambda: page.page is not None and page.page.closed)
    assert not page.close_day.isVisible()
    page.reopen.click()
    driver.until(lambda: page.problem.isVisible())
    page.reason.setText("one more client")
    page.reopen.click()
    driver.until(lambda: page.page is not None and not page.page.closed)
    said = " ".join(label.text() for label in page.sheet.findChildren(Label))
    assert "one more client" in said
