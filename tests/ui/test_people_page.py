"""The People page and the access log's page, through the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.domain.roles import Actor, Role
from desk.services import accounts, pins
from desk.services.access import Look
from desk.services.passwords import require_good
from desk.ui.branch.access_page import AccessPage
from desk.ui.branch.access_texts import WHAT_TEXTS
from desk.ui.branch.people_dialogs import AddPerson, proposed_password
from desk.ui.branch.people_page import PeoplePage
from desk.ui.lock.confirm import ConfirmPassword

PIN = "7391"


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, demo_clock: VirtualClock
) -> Iterator[BranchWindow]:
    """The head at work, with a PIN."""
    folder = staffed_copy(tmp_path, tmp_path_factory)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    try:
        opened.sign_in("ilze", "1")
        opened.at_work("Ilze Rozīte")
        opened.write(pins.set_pin, PIN, PASSWORD)
        yield opened
    finally:
        opened.window.close()


def page(desk: BranchWindow, name: str) -> Any:
    shell = desk.window.shell
    assert shell is not None
    shell.go("branch", name)
    desk.driver.settle()
    desk.driver.settle()
    return shell.screens["branch"].page()


def people(desk: BranchWindow) -> PeoplePage:
    shown = page(desk, "people")
    assert isinstance(shown, PeoplePage)
    desk.bot.waitUntil(lambda: bool(shown.list.rows.rows()))
    return shown


def choose(shown: PeoplePage, name: str) -> None:
    shown.list.choose(next(row.key for row in shown.list.rows.rows() if row.title == name))


def offered(shown: PeoplePage) -> set[str]:
    return {name for name, button in shown.pane.buttons.items() if not button.isHidden()}


def test_the_list_offers_what_may_be_done(desk: BranchWindow) -> None:
    shown = people(desk)
    choose(shown, "Anna Bērziņa")
    assert offered(shown) == {"change", "password", "disable"}
    choose(shown, "Ivo Tehniķis")
    assert offered(shown) == {"disable"}
    choose(shown, "Ilze Rozīte")
    assert offered(shown) == {"change"}
    choose(shown, "Anna Bērziņa")
    shown.pane.buttons["disable"].click()
    desk.bot.waitUntil(lambda: "enable" in offered(shown))


def test_a_new_person_gets_a_password_to_replace(desk: BranchWindow) -> None:
    shown = people(desk)
    shown.add.click()
    dialog = desk.window.overlay.top()
    assert isinstance(dialog, AddPerson)
    roles = {dialog.role.itemData(place) for place in range(dialog.role.count())}
    assert roles == {"clerk", "head", "deputy", "officer"}
    dialog.name.setText("Vita Jaunā")
    dialog.login.setText("Vita Jaunā")
    dialog.save.click()
    desk.bot.waitUntil(lambda: dialog.refusal.isVisible())
    dialog.login.setText("vita")
    given = dialog.password.text()
    dialog.save.click()
    desk.bot.waitUntil(lambda: any(row.title == "Vita Jaunā" for row in shown.list.rows.rows()))
    desk.window.sign_out()
    desk.sign_in("vita", "5", given)
    desk.bot.waitUntil(desk.window.signin.fresh.isVisible)


def test_after_a_pin_the_page_waits_for_the_password(desk: BranchWindow) -> None:
    desk.window.lock()
    view = desk.window.guard.view
    desk.bot.waitUntil(lambda: view.list.key() != "")
    desk.driver.type(PIN)
    desk.at_work("Ilze Rozīte")
    shown = page(desk, "people")
    desk.bot.waitUntil(shown.confirm.isVisible)
    assert not shown.list.rows.rows() and not shown.add.isEnabled()
    shown.confirm.click()
    dialog = desk.window.overlay.top()
    assert isinstance(dialog, ConfirmPassword)
    dialog.password.setText("nav īstā parole")
    dialog.go.click()
    desk.bot.waitUntil(dialog.refusal.isVisible)
    dialog.password.setText(PASSWORD)
    dialog.go.click()
    desk.bot.waitUntil(lambda: bool(shown.list.rows.rows()))
    assert shown.add.isEnabled()


def test_the_head_is_told_what_it_did(desk: BranchWindow) -> None:
    app = desk.window._app
    desk.clock.advance(minutes=1)
    with app.database.unit_of_work() as uow:
        it = uow.accounts.by_login("serviss")
        anna = uow.accounts.by_login("anna")
        by = Actor(it.id, it.name, it.role, "riga-2")
        accounts.change(uow, app.env, by, anna.id, role=Role.HEAD, position="")
        uow.commit()
    shown = people(desk)
    desk.bot.waitUntil(shown.news.isVisible)
    assert "Ivo Tehniķis" in shown.news.lines.text()
    shown.news.seen.click()
    desk.bot.waitUntil(lambda: not shown.news.isVisible())


def test_the_log_reads_on_as_one_scrolls_and_filters(desk: BranchWindow, tmp_path: Path) -> None:
    app = desk.window._app
    with app.database.unit_of_work() as uow:
        anna = uow.accounts.by_login("anna")
        for number in range(450):
            own = "own" if number == 7 else ""
            uow.access_log.add(app.env.clock(), anna.id, "open", "day", None, "x", own)
        uow.commit()
    shown = page(desk, "access")
    assert isinstance(shown, AccessPage)
    desk.bot.waitUntil(lambda: shown.model.rowCount() == 200)
    for wanted in (400, 450):
        shown.model.fetchMore()
        desk.bot.waitUntil(lambda wanted=wanted: shown.model.rowCount() >= wanted)
    shown.own.setChecked(True)
    desk.bot.waitUntil(lambda: shown.model.rowCount() == 1)
    cell = shown.model.index(0, 4)
    assert cell.data()
    assert shown.model.data(cell, 9) is not None
    file = tmp_path / "log.csv"
    shown.save_to(shown.wanted(), file)
    desk.bot.waitUntil(file.exists)
    assert file.read_text(encoding="utf-8-sig").count("\n") == 2


def test_passwords_to_hand_over_are_all_different_and_good() -> None:
    made = {proposed_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        require_good(password, login="anna", name="Anna Bērziņa")


def test_the_log_has_a_word_for_everything_that_is_done() -> None:
    assert set(WHAT_TEXTS) == set(Look)
