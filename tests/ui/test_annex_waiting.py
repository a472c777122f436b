"""Giving the keys of sealed parts through the window: by name, never by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.app import App, open_app
from desk.domain.annex import Identity
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor, Role
from desk.services import accounts, annex, incidents
from desk.ui.annex.resealing import Resealer
from desk.ui.annex.waiting import WaitingDialog
from desk.ui.annex.waiting_banner import WaitingBanner
from desk.ui.branch.people_page import PeoplePage
from desk.ui.branch.people_texts import role_text


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, demo_clock: VirtualClock
) -> Iterator[BranchWindow]:
    """Something is sealed; after that IT makes a head."""
    folder = staffed_copy(tmp_path, tmp_path_factory)
    app = open_app(folder, clock=demo_clock)
    _prepare(app)
    app.close()
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    try:
        yield opened
    finally:
        opened.window.close()


def _prepare(app: App) -> None:
    with app.database.unit_of_work() as uow:
        first = FirstReport(IncidentKind.AGGRESSION, app.env.clock(), level="2", text="Kliedza.")
        made: UUID = incidents.report(uow, app.env, _actor(uow, "anna"), first).id
        annex.seal(uow, app.env, _actor(uow, "anna"), made, Identity(name="Jānis"))
        accounts.add(
            uow,
            app.env,
            _actor(uow, "serviss"),
            login="vita",
            name="Vita Zīle",
            role=Role.HEAD,
            password=PASSWORD,
            handed_over=False,
        )
        uow.commit()


def _actor(reader: Any, login: str) -> Actor:
    account = reader.accounts.by_login(login)
    return Actor(account.id, account.name, account.role, "riga-2", "3")


def banner(desk: BranchWindow, login: str = "ilze", name: str = "Ilze Rozīte") -> WaitingBanner:
    desk.sign_in(login, "1")
    desk.at_work(name)
    desk.driver.settle()
    shown = desk.window.workplace.waiting
    assert shown is not None
    return shown


def waits(desk: BranchWindow) -> bool:
    with desk.window.app.database.reader() as reader:
        return bool(reader.annex.waiting())


def opened(desk: BranchWindow, line: WaitingBanner) -> WaitingDialog:
    desk.bot.waitUntil(line.isVisible, timeout=10_000)
    line.look.click()
    dialog = next(
        one
        for one in desk.window.findChildren(WaitingDialog)
        if desk.window.overlay.holds(type(one))
    )
    desk.bot.waitUntil(lambda: dialog.chosen() is not None)
    return dialog


def test_the_head_gives_the_keys_by_name_with_the_password(desk: BranchWindow) -> None:
    line = banner(desk)
    dialog = opened(desk, line)
    for part in ("Vita Zīle", role_text(Role.HEAD), "Ivo Tehniķis"):
        assert part in line.text.text()
    one = dialog.chosen()
    assert one is not None
    assert one.fingerprint in {row.right for row in dialog.list.rows.rows()}
    dialog.confirm()
    assert dialog.problem.isVisible(), "the password is missing"
    dialog.password.setText("nav īstā parole")
    dialog.confirm()
    desk.bot.waitUntil(dialog.yes.isEnabled, timeout=10_000)
    assert waits(desk) and not dialog.password.text()
    dialog.password.setText(PASSWORD)
    dialog.confirm()
    desk.bot.waitUntil(lambda: not waits(desk), timeout=15_000)
    desk.bot.waitUntil(lambda: not desk.window.overlay.holds(WaitingDialog))
    desk.bot.waitUntil(line.isHidden)
    desk.bot.waitUntil(lambda: not desk.window.findChildren(Resealer))


def test_not_now_leaves_everything_as_it_is(desk: BranchWindow) -> None:
    line = banner(desk)
    opened(desk, line).later.click()
    assert waits(desk) and line.isVisible()


def test_i_do_not_know_this_person(desk: BranchWindow) -> None:
    line = banner(desk)
    dialog = opened(desk, line)
    dialog.unknown.click()
    desk.bot.waitUntil(dialog.told.isVisible)
    assert "IT" in dialog.told.text()  # whom to tell now
    desk.bot.waitUntil(line.isHidden)
    with desk.window.app.database.reader() as reader:
        assert reader.annex.holder_of(reader.accounts.by_login("vita").id) is None


def test_whoever_waits_sees_nobody_to_give_to(desk: BranchWindow) -> None:
    line = banner(desk, "vita", "Vita Zīle")
    assert line.isHidden()
    assert waits(desk)


def test_a_clerk_is_told_nothing(desk: BranchWindow) -> None:
    desk.sign_in("anna")
    desk.at_work("Anna Bērziņa")
    assert desk.window.workplace.waiting is None


def test_the_people_page_leads_there_too(desk: BranchWindow) -> None:
    banner(desk)
    shell = desk.window.shell
    assert shell is not None
    shell.go("branch", "people")
    desk.driver.settle()
    page = shell.screens["branch"].page()  # type: ignore[attr-defined]
    assert isinstance(page, PeoplePage)
    desk.bot.waitUntil(page.keys.isVisible)
    assert re.search(r"[0-9a-f]{4}( [0-9a-f]{4}){3}", page.annex.text())
    page.keys.click()
    desk.bot.waitUntil(lambda: desk.window.overlay.holds(WaitingDialog))
