"""Supervisor notice in the window: the card, the line while somebody is served, the outside."""

from __future__ import annotations

from typing import Any

import pytest
from colleague import ask, work_as, write
from driver import CTRL, Driver, Key
from PySide6.QtCore import Qt

from desk.domain.incident import FirstReport, Incident, IncidentKind
from desk.domain.notice import READ
from desk.domain.roles import Actor, Role
from desk.services import incident_review, incidents, notice, notice_news
from desk.ui.followups.view import FollowUpsScreen
from desk.ui.notice.card import NoticeCard
from desk.ui.notice.keeper import NoticeKeeper
from desk.ui.notice.outside import is_seen
from desk.ui.widgets.text import Label


class Heard:
    """A system's notifications, kept."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def show(self, text: str) -> None:
        """Keep it."""
        self.texts.append(text)


def person(driver: Driver, login: str) -> Actor:
    """Somebody of the demo at another counter, without a session in the window."""
    account = ask(driver, lambda reader: reader.accounts.by_login(login))
    assert driver.window.context is not None
    site = driver.window.context.actor.site
    return Actor(account.id, account.name, account.role, site, "9")


def env(driver: Driver) -> Any:
    assert driver.window.context is not None
    return driver.window.context.env


def report(driver: Driver, level: str = "2", by: str = "inese") -> Incident:
    """A colleague files a report, as another process on the same database would."""
    kind = IncidentKind.ERROR if level.startswith("E") else IncidentKind.AGGRESSION
    who, around = person(driver, by), env(driver)
    first = FirstReport(kind, around.clock(), level=level)
    return write(driver, lambda uow: incidents.report(uow, around, who, first))


def unread(driver: Driver) -> int:
    """How many reports the demo itself leaves the head to read."""
    head, around = person(driver, "ilze"), env(driver)
    return len(ask(driver, lambda reader: notice.unseen(reader, around, head)))


def since(count: int) -> str:
    """The headline of the card."""
    return f"{count} report{'s' * (count != 1)} since you were here"


def keeper(driver: Driver) -> NoticeKeeper:
    found = driver.window.workplace.notices
    assert found is not None
    return found


def at_work(driver: Driver, login: str, counter: str = "9") -> Actor:
    """Somebody signs in: what a sign-in brings comes too."""
    actor = work_as(driver, login, counter)
    keeper(driver).arrive()
    driver.window.use_language("en")
    driver.until(lambda: driver.feed.board is not None)
    driver.fresh()
    return actor


def card(driver: Driver) -> NoticeCard:
    driver.until(lambda: isinstance(driver.window.overlay.top(), NoticeCard))
    found = driver.window.overlay.top()
    assert isinstance(found, NoticeCard)
    return found


def words(widget: Any) -> str:
    return " | ".join(label.text() for label in widget.findChildren(Label))


def seen_by_head(driver: Driver, incident: Incident) -> bool:
    head = person(driver, "ilze").account_id
    rows = ask(driver, lambda reader: reader.notices.seen_by(incident.id))
    return any(row.account_id == head for row in rows)


def test_the_head_meets_what_was_reported_before_anything_else(driver: Driver) -> None:
    before = unread(driver)
    report(driver)
    at_work(driver, "ilze")
    shown = card(driver)
    assert shown.title.text() == since(before + 1)
    rows = shown.list.rows.rows()
    assert (rows[0].title, rows[0].number) == ("Aggressive client, level 2", "!")
    assert "nobody told yet" in rows[0].subtitle
    assert "Inese" not in words(shown) + "".join(row.say() for row in rows)
    assert "other PCs of the branch are not told" in words(shown)
    assert "shows no notifications" in words(shown)
    assert driver.shell.current() is driver.today


def test_one_key_says_that_each_has_been_read(driver: Driver) -> None:
    before = unread(driver)
    made = report(driver)
    at_work(driver, "ilze")
    shown = card(driver)
    for left in range(before, 0, -1):
        driver.press(Key.Key_Return, CTRL)
        assert shown.title.text() == since(left)
    driver.until(lambda: seen_by_head(driver, made))
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    driver.until(lambda: not keeper(driver).lines)
    assert not keeper(driver).banner.isVisible()


def test_enter_opens_the_report_which_then_is_read(driver: Driver) -> None:
    made = report(driver)
    at_work(driver, "ilze")
    card(driver)
    driver.press(Key.Key_Return)
    driver.until(lambda: driver.shell.current() is driver.shell.screens.get("incidents"))
    assert driver.window.overlay.top() is None
    driver.until(lambda: seen_by_head(driver, made))


def test_left_for_later_it_stays_as_a_line_over_the_screens(driver: Driver) -> None:
    before = unread(driver)
    made = report(driver)
    at_work(driver, "ilze")
    card(driver)
    driver.press(Key.Key_Escape)
    driver.until(lambda: driver.window.overlay.top() is None)
    banner = keeper(driver).banner
    assert banner.isVisible()
    assert banner.text.text() == f"{before + 1} reports are not read yet"
    assert not seen_by_head(driver, made)
    banner.look.click()
    assert card(driver).left()


def test_bare_space_and_enter_on_the_button_read_nothing(driver: Driver) -> None:
    before = unread(driver)
    made = report(driver)
    at_work(driver, "ilze")
    shown = card(driver)
    shown.read.setFocus()
    driver.press(Key.Key_Space)
    driver.press(Key.Key_Return)
    assert len(shown.left()) == before + 1
    assert not seen_by_head(driver, made)


def test_clerks_meet_no_notices(driver: Driver) -> None:
    report(driver)
    at_work(driver, "marta", "1")
    driver.fresh()
    assert driver.window.overlay.top() is None
    assert not keeper(driver).banner.isVisible()


def test_while_somebody_is_served_only_what_is_grave_breaks_in(driver: Driver) -> None:
    """The head works at the clerk's counter, where a client sits."""
    before = unread(driver)
    actor = at_work(driver, "ilze", "3")
    assert driver.board.serving is not None
    assert driver.window.overlay.top() is None
    assert not keeper(driver).banner.isVisible()  # the demo's error waits
    error = report(driver, "E2")
    driver.fresh()
    driver.settle()
    assert not keeper(driver).banner.isVisible()
    grave = report(driver)
    driver.fresh()
    driver.until(lambda: keeper(driver).banner.isVisible())
    said = driver.window.messages.text()
    assert said == keeper(driver).banner.text.text() == f"New report {grave.number}, level 2"
    assert driver.window.overlay.top() is None
    driver.finish_current()
    driver.fresh()
    driver.until(lambda: len(keeper(driver).lines) == before + 2)
    many = f"{before + 2} reports are not read yet"
    driver.until(lambda: keeper(driver).banner.text.text() == many)
    driver.until(lambda: driver.window.messages.text() == since(before + 1))
    assert driver.window.overlay.top() is None
    assert actor.role is Role.HEAD and error.number


def test_hidden_it_is_said_outside_by_number_alone(driver: Driver) -> None:
    before = unread(driver)
    at_work(driver, "ilze")
    card(driver)
    driver.press(Key.Key_Escape)
    heard = Heard()
    keeper(driver).use_outside(heard)
    report(driver, "E2")
    driver.fresh()
    driver.until(lambda: len(keeper(driver).lines) == before + 1)
    assert heard.texts == []  # the window is there to be seen
    driver.window.showMinimized()
    grave = report(driver)
    driver.fresh()
    driver.until(lambda: heard.texts)
    assert heard.texts == [f"Report {grave.number}"]
    driver.window.showNormal()


def test_in_the_strip_it_is_said_there(driver: Driver) -> None:
    at_work(driver, "ilze")
    card(driver)
    driver.press(Key.Key_Escape)
    heard = Heard()
    keeper(driver).use_outside(heard)
    driver.window.do("fold")
    folding = driver.window.folding
    driver.until(lambda: folding.strip is not None and folding.strip.isVisible())
    grave = report(driver)
    driver.fresh()
    strip = folding.strip
    assert strip is not None
    driver.until(lambda: grave.number in strip.bar.said.accessibleName())
    assert heard.texts == []
    folding.unfold()


def test_what_another_process_files_arrives_with_the_feed(driver: Driver) -> None:
    """No topic of this window tells of it: the next reading of the board does."""
    at_work(driver, "ilze")
    card(driver)
    driver.press(Key.Key_Escape)
    who, around = person(driver, "inese"), env(driver)
    first = FirstReport(IncidentKind.AGGRESSION, around.clock(), level="3")
    with driver.window.app.database.unit_of_work() as uow:
        made = incidents.report(uow, around, who, first)
        uow.commit()
    driver.feed.refresh()
    driver.until(lambda: made.number in driver.window.messages.text())


def test_built_anew_in_another_size_nothing_is_told_again(driver: Driver) -> None:
    report(driver)
    at_work(driver, "ilze")
    card(driver)
    driver.press(Key.Key_Escape)
    before = keeper(driver)
    driver.window.use_scale(110)
    driver.until(lambda: driver.window.workplace.notices not in (None, before))
    driver.until(lambda: keeper(driver).lines)
    assert driver.window.overlay.top() is None
    assert keeper(driver).banner.isVisible()


def test_the_reporter_hears_once_what_was_done(driver: Driver) -> None:
    head, around = person(driver, "ilze"), env(driver)
    made = report(driver, "E1", by="marta")
    text = "we changed the form"

    def review(uow: Any) -> None:
        notice.seen(uow, around, head, made.id)
        incident_review.begin(uow, around, head, made.id)
        incident_review.update(uow, around, head, made.id, text)

    write(driver, review)
    marta = at_work(driver, "marta")
    shown = card(driver)
    assert shown.title.text() == "News about your reports"
    assert f"How it stands: {text}" in words(shown)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    news = notice_news.report_news
    driver.until(lambda: ask(driver, lambda reader: news(reader, around, marta)) == ())
    keeper(driver).arrive()
    driver.fresh()
    driver.settle()
    assert driver.window.overlay.top() is None
    driver.press(Key.Key_5, CTRL)
    screen = driver.shell.current()
    assert isinstance(screen, FollowUpsScreen)
    driver.until(lambda: screen.news)
    assert {one.what for one in screen.news.values()} == {READ, "acknowledge", "review", "update"}
    titles = [row.title for row in screen.list.rows.rows()]
    assert "What was done with your reports" in titles
    key = next(key for key, one in screen.news.items() if one.what == "update")
    screen.list.choose(key)
    assert text in words(screen.pane.sheet)
    screen.pane.buttons["jump"].click()
    assert driver.shell.current() is driver.shell.screens["incidents"]


@pytest.mark.parametrize("state", ["shown", "minimised", "hidden"])
def test_what_counts_as_seen(driver: Driver, state: str) -> None:
    window = driver.window
    if state == "minimised":
        window.setWindowState(Qt.WindowState.WindowMinimized)
    if state == "hidden":
        window.hide()
    assert is_seen(window, None) is (state == "shown")
    window.showNormal()


@pytest.mark.parametrize("count", [1, 3, 8])
@pytest.mark.parametrize("size", [(1366, 768), (700, 700)])
def test_its_last_row_is_whole(
    driver: Driver, size: tuple[int, int], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the rows that are seen need more lines than those below them."""
    long = "vēl nevienam nav pateikts, un to vajadzēja izdarīt jau pirms krietna laika " * 2
    monkeypatch.setattr("desk.ui.notice.card.line_remark", lambda line, _now: long * line.breaks_in)
    driver.window.resize(*size)
    for number in range(count):
        report(driver, "2" if number % 2 else "E2")
    work_as(driver, "ilze", "9")
    keeper(driver).arrive()
    rows = card(driver).list
    shown = min(rows.rows.rowCount(), 6)
    driver.until(lambda: rows.visualRect(rows.rows.index(shown - 1)).height() > 0)
    last = rows.visualRect(rows.rows.index(shown - 1))
    assert last.bottom() < rows.viewport().height()
    assert rows.visualRect(rows.rows.index(0)).top() == 0
