"""A window over a database with people of its own: no demo, virtual clock and counter."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from driver import Driver
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.app import create_app, open_app
from desk.demo.session import demo_actor
from desk.domain.clock import RIGA
from desk.domain.roles import Actor, Role
from desk.services import accounts, session
from desk.ui.window import MainWindow

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=RIGA).astimezone(UTC)
PASSWORD = "zaļa tēja bez cukura"
PEOPLE = {
    "ilze": ("Ilze Rozīte", Role.HEAD),
    "anna": ("Anna Bērziņa", Role.CLERK),
    "inese": ("Inese Kalniņa", Role.CLERK),
    "serviss": ("Ivo Tehniķis", Role.IT),
    "oto": ("Oto Sargs", Role.OFFICER),
}


def staff(folder: Path, clock: VirtualClock) -> None:
    """Give a database without accounts its people, all with `PASSWORD`."""
    app = open_app(folder, clock=clock)
    for login, (name, role) in PEOPLE.items():
        with app.database.unit_of_work() as uow:
            by = session.nobody(uow, app.env) if login == "ilze" else None
            head = uow.accounts.by_login("ilze")
            actor = by or _as_head(app, head)
            accounts.add(
                uow,
                app.env,
                actor,
                login=login,
                name=name,
                role=role,
                password=PASSWORD,
                handed_over=False,
            )
            uow.commit()
    app.close()


def staffed_copy(target: Path, made_in: pytest.TempPathFactory) -> Path:
    """A copy of a branch with its people, for one test; the branch is made once."""
    template = made_in.getbasetemp() / "staffed-branch"
    if not template.exists():
        clock = VirtualClock(MORNING)
        app, _code = create_app(template, institution="pmlp", branch="riga-2", clock=clock)
        app.close()
        staff(template, clock)
    folder = target / "data"
    shutil.copytree(template, folder)
    return folder


def _as_head(app: Any, head: Any) -> Actor:
    return Actor(head.id, head.name, head.role, app.env.home_branch)


@dataclass
class BranchWindow:
    """The window, and hands at it."""

    bot: QtBot
    folder: Path
    clock: VirtualClock
    uptime: VirtualUptime
    window: MainWindow

    @classmethod
    def opened(
        cls, bot: QtBot, folder: Path, clock: VirtualClock, uptime: VirtualUptime
    ) -> BranchWindow:
        """Start the program."""
        window = MainWindow(lambda: open_app(folder, clock=clock, uptime=uptime), demo_actor)
        bot.addWidget(window)
        window.show()
        window.start()
        return cls(bot, folder, clock, uptime, window)

    @property
    def driver(self) -> Driver:
        """Keys and waiting."""
        return Driver(self.bot, self.window, lambda seconds: self.clock.advance(seconds=seconds))

    def sign_in(self, login: str, counter: str = "3", password: str = PASSWORD) -> None:
        """With the full password, through the form."""
        form = self.window.signin.form
        self.bot.waitUntil(form.isVisible)
        form.person.setCurrentIndex(form.person.findData(login))
        form.counter.setText(counter)
        form.password.setText(password)
        form.enter.click()

    def at_work(self, name: str) -> None:
        """Wait until somebody's screens are shown."""
        window = self.window

        def shown() -> bool:
            context, shell = window.context, window.shell
            if context is None or shell is None or context.actor.name != name:
                return False
            return shell.isVisible() and (
                "today" not in shell.names or shell.feed.board is not None
            )

        self.bot.waitUntil(shown, timeout=10_000)

    def write(self, use_case: Any, *values: Any, **named: Any) -> None:
        """A use case of whoever is at work, committed."""
        context = self.window.context
        assert context is not None
        done: list[bool] = []
        context.write(use_case, *values, done=lambda _result: done.append(True), **named)
        self.bot.waitUntil(lambda: bool(done))
