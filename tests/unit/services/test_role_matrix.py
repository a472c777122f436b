"""Every role against every use case: what the services themselves permit."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from branch_at_work import DAY, SITE, Branch, wall
from role_matrix import MATRIX, PLUMBING
from virtual import make_id

import desk.services
from desk.domain.errors import DeskError
from desk.domain.roles import ASKS_PASSWORD, Actor, Right, Role

_WANT_OF_RIGHT = {"access.no_right", "access.password_needed"}
PEOPLE = tuple(role for role in Role if role is not Role.SYSTEM)


class Asked(Actor):
    """A person who remembers which rights were asked for."""

    asked: list[Right] = []  # noqa: RUF012 - emptied before each use case

    def require(self, right: Right) -> None:
        """As ever, and remembered."""
        self.asked.append(right)
        super().require(right)


@cache
def use_cases() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that takes an actor."""
    return {
        f"{module.__name__.removeprefix('desk.services.')}.{name}": function
        for module in _modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and "actor" in inspect.signature(function).parameters
    }


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(desk.services.__path__, "desk.services."):
        yield importlib.import_module(found.name)


def outcome(branch: Branch, name: str, role: Role, *, by_pin: bool = False) -> str:
    """The refusal for want of a right that a role meets at a use case; "" for permitted.

    Rights come first in every use case, so what happens after them to made-up values is no matter.
    """
    function = use_cases()[name]
    actor = Asked(make_id(), "Otra Persona", role, SITE, "3", by_pin)
    Asked.asked.clear()
    with branch.database.unit_of_work() as uow:
        given = {"uow": uow, "reader": uow, "env": branch.env, "actor": actor}
        values = {
            parameter.name: given.get(parameter.name, _made_up(parameter))
            for parameter in inspect.signature(function).parameters.values()
            if parameter.name in given or parameter.default is parameter.empty
        }
        try:
            function(**values)
        except DeskError as refusal:
            return refusal.code if refusal.code in _WANT_OF_RIGHT else ""
        except Exception:  # it was let in, and fell over a made-up value
            return ""
    return ""


def _made_up(parameter: inspect.Parameter) -> object:
    plain = {"UUID": make_id(), "str": "x", "date": DAY, "datetime": wall(10), "int": 1}
    return plain.get(str(parameter.annotation))


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_use_case_lets_in_whom_the_table_says(branch: Branch, name: str) -> None:
    let_in = {role for role in PEOPLE if outcome(branch, name, role) == ""}
    assert let_in == MATRIX[name]


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_pin_opens_nothing_that_asks_for_the_password(branch: Branch, name: str) -> None:
    """Whatever asks for one of these rights refuses a session that a PIN resumed."""
    outcome(branch, name, Role.HEAD)
    if set(Asked.asked) & ASKS_PASSWORD and Role.HEAD in MATRIX[name]:
        assert outcome(branch, name, Role.HEAD, by_pin=True) == "access.password_needed"


def test_every_use_case_stands_in_the_table() -> None:
    """A new one fails here until somebody decides who may use it."""
    assert use_cases().keys() - MATRIX.keys() - PLUMBING == set()


def test_the_table_names_nothing_that_is_gone() -> None:
    assert (MATRIX.keys() | PLUMBING) - use_cases().keys() == set()
    assert not MATRIX.keys() & PLUMBING
