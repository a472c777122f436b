"""Asking the window's database, and letting another colleague of the demo work in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from driver import Driver

from desk.domain.roles import Actor
from desk.services import session
from desk.services.session import Verified
from desk.ui.screen import Screen

_T = TypeVar("_T")


def ask(driver: Driver, query: Callable[[Any], _T]) -> _T:
    """What a query gives on the window's own reading lane."""
    found: list[_T] = []
    driver.window.runner.read(query, found.append)
    driver.until(lambda: found)
    return found[0]


def write(driver: Driver, change: Callable[[Any], _T]) -> _T:
    """What a change gives, committed on the window's own writing lane."""
    made: list[_T] = []
    driver.window.runner.write(change, made.append)
    driver.until(lambda: made)
    return made[0]


def work_as(driver: Driver, login: str, counter: str = "9") -> Actor:
    """End the session in the window and begin one of another account."""
    context = driver.window.context
    assert context is not None
    env = context.env

    def begin(uow: Any) -> Actor:
        account = uow.accounts.by_login(login)
        verified = Verified(login, account.id, right=True)
        return session.begin(uow, env, verified, env.home_branch, counter)

    actor = write(driver, begin)
    driver.window.workplace.leave()
    driver.window.workplace.begin(env, actor)
    return actor


def show(driver: Driver, name: str) -> Screen:
    """Bring a screen to the front and give it."""
    driver.shell.go(name)
    return driver.shell.screens[name]
