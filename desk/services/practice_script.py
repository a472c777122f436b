"""The practice morning as data: what clients say, what to do, how the program sees it done.

`resources/practice/morning.toml` holds it; it fits every institution, because services, lists and
documents are taken from the pack in force.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

import msgspec

from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.domain.visit import ArrivalClass, Outcome
from desk.i18n import language
from desk.resources import resources_dir
from desk.services.content.schema import Pack
from desk.services.content.schema_base import Strict, Text


class Check(Strict, frozen=True):
    """How the program sees that a task was done: a check's name and what it needs.

    Args:
        name: one of `desk.services.practice_checks.CHECKS`.
        least: so many of them.
        arrivals: only clients who came so; empty = however they came.
        outcome: only visits that ended so.
        kind: of the report.
        screen: which one was to be opened.
    """

    name: str
    least: int = 1
    arrivals: tuple[ArrivalClass, ...] = ()
    outcome: Outcome | None = None
    kind: IncidentKind = IncidentKind.AGGRESSION
    screen: str = ""


class Task(Strict, frozen=True):
    """One thing to do.

    Args:
        key: id of the key table's action whose key stands for {key} in the text.
    """

    text: Text
    check: Check
    key: str = ""


class Arrival(Strict, frozen=True):
    """A booked client of a step.

    Args:
        slot: minutes from the step's beginning to the booked time; negative = before it.
        taken_in: a colleague has given the ticket already.
    """

    slot: int
    taken_in: bool = False


class PracticeStep(Strict, frozen=True):
    """One situation.

    Args:
        minute: the practice clock goes ahead to so many minutes after the doors opened.
        why: the reason in own words; rules: those it rests on, the first that the pack has.
    """

    id: str
    minute: int
    title: Text
    situation: Text
    tasks: tuple[Task, ...]
    hint: Text
    why: Text
    rules: tuple[str, ...]
    arrivals: tuple[Arrival, ...] = ()


class Script(Strict, frozen=True):
    """The whole morning."""

    steps: tuple[PracticeStep, ...]


@cache
def morning() -> Script:
    """The morning that is shipped.

    Raises:
        DeskError: "practice.script" when the file is missing or not as it must be.
    """
    path = resources_dir() / "practice" / "morning.toml"
    try:
        return read_script(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError):
        raise DeskError("practice.script") from None


def read_script(text: str) -> Script:
    """A script out of TOML.

    Raises:
        tomllib.TOMLDecodeError, msgspec.ValidationError: it is not as it must be.
    """
    return msgspec.convert(tomllib.loads(text), Script)


def source(pack: Pack, step: PracticeStep) -> str:
    """Which rule a step rests on, and the document it stands in; "" when the pack has none."""
    rules = {rule.id: rule for rule in pack.rules}
    rule = next((rules[name] for name in step.rules if name in rules), None)
    if rule is None:
        return ""
    documents = (item for item in pack.documents if item.id == rule.document)
    shown = next((item.short.get(language()) for item in documents), "")
    return " · ".join(part for part in (rule.id, shown) if part)


def texts(script: Script) -> Iterator[tuple[str, Text]]:
    """Every text of a script with the place where it stands."""
    for step in script.steps:
        for name in ("title", "situation", "hint", "why"):
            yield f"{step.id}.{name}", getattr(step, name)
        for place, task in enumerate(step.tasks, 1):
            yield f"{step.id}.task {place}", task.text
