"""A branch whose PC can be harmed: data, key and recovery code of its own, a backup, a ticket."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from branch_window import MORNING, PASSWORD, BranchWindow, staff
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.app import App, create_app, open_app
from desk.backing_up import back_up
from desk.demo.session import demo_actor
from desk.domain.roles import Actor
from desk.i18n import _
from desk.services import queue_take_in, session
from desk.ui.trouble.card import TroubleCard
from desk.ui.trouble.texts import Way
from desk.ui.window import MainWindow
from desk.ways_on import WaysOn

PAGE = 4096


@dataclass
class TroubledBranch:
    """The branch, and its window when it is started.

    Args:
        code: the recovery code; there: how many tickets the backup holds.
    """

    bot: QtBot
    root: Path
    code: str
    clock: VirtualClock
    uptime: VirtualUptime
    there: int = 1
    desk: BranchWindow | None = None

    @property
    def folder(self) -> Path:
        return self.root / "data"

    @property
    def database(self) -> Path:
        return self.folder / "branch.db"

    @property
    def window(self) -> MainWindow:
        assert self.desk is not None
        return self.desk.window

    @property
    def card(self) -> TroubleCard:
        assert self.window.care is not None and self.window.care.control is not None
        return self.window.care.control.card

    def start(self) -> MainWindow:
        """Start the program, with its ways on."""
        ways = WaysOn(self.folder, clock=self.clock, uptime=self.uptime)
        window = MainWindow(
            lambda: open_app(self.folder, clock=self.clock, uptime=self.uptime),
            demo_actor,
            None,
            ways,
        )
        self.bot.addWidget(window)
        self.desk = BranchWindow(self.bot, self.folder, self.clock, self.uptime, window)
        window.show()
        window.start()
        return window

    def until_card(self, title: str) -> None:
        """Wait for the card, and for nothing to be under way."""

        def shown() -> bool:
            care = self.window.care
            return care is not None and care.control is not None and self.card.isVisible()

        self.bot.waitUntil(shown, timeout=30_000)
        assert self.card.title.text() == _(title)

    def go(self, way: Way) -> None:
        self.card.buttons[way].click()

    def until_sign_in(self) -> None:
        self.bot.waitUntil(self.window.signin.form.isVisible, timeout=30_000)
        assert self.window.care is not None and self.window.care.control is None

    def tickets(self) -> int:
        """How many tickets the database holds, read apart."""
        app = open_app(self.folder, clock=self.clock)
        try:
            with app.database.reader() as reader:
                day = self.clock().date()
                return len(reader.visits.of_day("riga-2", day))
        finally:
            app.close()

    def flip(self) -> None:
        """One bit of every page but the first."""
        body = bytearray(self.database.read_bytes())
        for place in range(PAGE + 700, len(body), PAGE):
            body[place] ^= 1
        self.database.write_bytes(body)


def make_branch(root: Path, clock: VirtualClock, uptime: VirtualUptime) -> str:
    """A branch with its people and one ticket, in a backup; gives the recovery code."""
    data = root / "data"
    app, code = create_app(data, institution="pmlp", branch="riga-2", clock=clock)
    app.close()
    staff(data, clock)
    app = open_app(data, clock=clock, uptime=uptime)
    take_in(app)
    back_up(app, lambda stage, percent: None)
    app.close()
    return code


def take_in(app: App) -> None:
    """One more walk-in."""
    who = clerk(app)
    with app.database.unit_of_work() as uow:
        queue_take_in.take_in_walk_in(uow, app.env, who, ("passport",), override_closing=True)
        uow.commit()


def clerk(app: App) -> Actor:
    with app.database.unit_of_work() as uow:
        verified = session.check_password(uow, app.env, "anna", PASSWORD)
        actor = session.begin(uow, app.env, verified, "riga-2", "3")
        uow.commit()
    return actor


def troubled_branch(
    root: Path,
    made_in: pytest.TempPathFactory,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> TroubledBranch:
    """A copy for one test, its key found by this process; the branch is made once."""
    template = made_in.getbasetemp() / "troubled-branch"
    if not template.exists():
        monkeypatch.setenv("DESK_KEY_DIR", str(template / "key"))
        code = make_branch(template, VirtualClock(MORNING), VirtualUptime())
        (template / "code").write_text(code)
    for name in ("data", "key"):
        shutil.copytree(template / name, root / name)
    monkeypatch.setenv("DESK_KEY_DIR", str(root / "key"))
    code = (template / "code").read_text()
    return TroubledBranch(qtbot, root, code, VirtualClock(MORNING), VirtualUptime())
