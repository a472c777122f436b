"""Notice at a real sign-in, back with a PIN, and the order of deputies on the People page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from driver import CTRL, Key
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.domain.incident import FirstReport, Incident, IncidentKind
from desk.domain.roles import Actor, Role
from desk.services import accounts, incidents, notice, notice_order, pins
from desk.ui.branch.people_page import PeoplePage
from desk.ui.notice.card import NoticeCard

PIN = "7391"


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, demo_clock: VirtualClock
) -> Iterator[BranchWindow]:
    """A branch with people of its own; nobody has signed in."""
    folder = staffed_copy(tmp_path, tmp_path_factory)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    try:
        qtbot.waitUntil(opened.window.signin.form.isVisible)
        yield opened
    finally:
        opened.window.close()


def reported(desk: BranchWindow, by: Actor) -> Incident:
    first = FirstReport(IncidentKind.AGGRESSION, desk.window.app.env.clock(), level="2")
    with desk.window.app.database.unit_of_work() as uow:
        made = incidents.report(uow, desk.window.app.env, by, first)
        uow.commit()
    return made


def anna(desk: BranchWindow) -> Actor:
    with desk.window.app.database.reader() as reader:
        account = reader.accounts.by_login("anna")
    return Actor(account.id, account.name, account.role, desk.window.app.env.home_branch, "3")


def card(desk: BranchWindow) -> NoticeCard:
    desk.driver.until(lambda: isinstance(desk.window.overlay.top(), NoticeCard))
    found = desk.window.overlay.top()
    assert isinstance(found, NoticeCard)
    return found


def test_it_stands_before_today_at_the_next_sign_in(desk: BranchWindow) -> None:
    made = reported(desk, anna(desk))
    desk.sign_in("ilze", "1")
    desk.at_work("Ilze Rozīte")
    desk.window.use_language("en")
    assert [line.number for line in card(desk).left()] == [made.number]
    desk.driver.press(Key.Key_Return, CTRL)
    desk.driver.until(lambda: desk.window.overlay.top() is None)
    desk.driver.settle()
    with desk.window.app.database.reader() as reader:
        assert len(reader.notices.seen_by(made.id)) == 1


def test_a_clerk_begins_with_the_day(desk: BranchWindow) -> None:
    reported(desk, anna(desk))
    desk.sign_in("inese", "4")
    desk.at_work("Inese Kalniņa")
    desk.driver.settle()
    assert desk.window.overlay.top() is None


def test_back_with_a_pin_what_came_meanwhile_stands_first(desk: BranchWindow) -> None:
    desk.sign_in("ilze", "1")
    desk.at_work("Ilze Rozīte")
    desk.write(pins.set_pin, PIN, PASSWORD)
    desk.driver.settle()
    desk.window.lock()
    desk.driver.until(lambda: desk.window.guard.view is not None and desk.window.guard.locked)
    made = reported(desk, anna(desk))
    view = desk.window.guard.view
    assert view is not None
    desk.driver.until(lambda: view.list.rows.rows())
    view.secret.setFocus()
    desk.driver.type(PIN)
    desk.driver.until(lambda: not desk.window.guard.locked)
    assert [line.number for line in card(desk).left()] == [made.number]


def test_the_head_numbers_the_deputies(desk: BranchWindow) -> None:
    desk.sign_in("ilze", "1")
    desk.at_work("Ilze Rozīte")
    names = {"dace": "Dace Liepa", "zane": "Zane Ozola"}
    for login, name in names.items():
        desk.write(accounts.add, login=login, name=name, role=Role.DEPUTY, password=PASSWORD)
    shell = desk.window.shell
    assert shell is not None
    shell.go("branch", "people")
    desk.driver.settle()
    page = shell.screens["branch"].page()
    assert isinstance(page, PeoplePage)
    desk.driver.until(lambda: len(page.order.pickers) == len(names))
    (first, last) = page.order.pickers
    page.order.pickers[last].setCurrentIndex(0)
    page.order.pickers[last].activated.emit(0)
    desk.driver.until(lambda: tuple(page.order.pickers) == (last, first))
    with desk.window.app.database.reader() as reader:
        assert notice_order.deputies(reader) == (last, first)
        proposed = notice.recipients(
            reader, desk.window.app.env, anna(desk), IncidentKind.AGGRESSION, "1"
        )
    assert [one.whom for one in proposed[:3]] == ["Ilze Rozīte", "Zane Ozola", "Dace Liepa"]
