"""Checks of ids: plain ASCII, and each only once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from desk.services.content.reading import Located, Problem, Reading
from desk.services.content.schema import Pack, Policy

PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")

_UNIQUE = (
    "documents",
    "branches",
    "hours",
    "topics",
    "rules",
    "services",
    "contacts",
    "scripts",
    "ladders",
    "moments",
    "values",
    "glossary",
    "client_phrases",
    "opening",
)

POLICY_LISTS = (
    "payment_methods",
    "priority_reasons",
    "assistance",
    "ticks",
    "error_types",
    "park_reasons",
    "call_reasons",
    "call_topics",
    "hours_reasons",
    "levels",
    "grades",
    "recipients",
    "emergency",
)


def id_checks(own: Reading, pack: Pack) -> Iterator[Problem]:
    """Ids that are not plain ASCII, empty or given twice."""
    for name in _UNIQUE:
        yield from _once([(located.item.id, located) for located in own.of(name)])
    yield from _covered_twice(own.of("rules"))
    yield from _once([(f"{i.item.id} from {i.item.valid_from}", i) for i in own.of("terms")], "")
    for located in own.of("ladders"):
        for field in ("triggers", "steps", "outcomes", "skip_reasons"):
            yield from _options(getattr(located.item, field), located, field)
    for located in own.of("moments"):
        for field in ("what", "ends", "words"):
            yield from _options(getattr(located.item, field), located, field)
    for located in own.of("scripts"):
        named = [step for step in located.item.steps if step.id]
        yield from _options(named, located, "steps")
    if pack.policy is not None:
        yield from _policy_lists(pack.policy)


def _once(items: Iterable[tuple[str, Located]], plain: str = "id") -> Iterator[Problem]:
    """Args: plain: "id" = the names themselves must be plain ids too."""
    first: dict[str, Located] = {}
    for name, located in items:
        if plain and not PLAIN_ID.fullmatch(name):
            yield located.problem(f"id {name!r} is not plain ASCII (letters, digits, - _ .)")
        if name in first:
            yield located.problem(f"{name} is already in {first[name].file}, {first[name].path}")
        first.setdefault(name, located)


def _covered_twice(rules: list[Located]) -> Iterator[Problem]:
    """Requirements that two rules of one pack restate: one of them would be shown twice."""
    names = [(name, located) for located in rules for name in located.item.also]
    own = {located.item.id: located for located in rules}
    for name, located in names:
        if name in own:
            yield located.problem(f"also {name}, which is a rule itself: {own[name].path}")
    yield from _once(names)


def _options(options: Iterable[Any], located: Located, field: str) -> Iterator[Problem]:
    where = [Located(located.file, f"{located.path}.{field}", option) for option in options]
    yield from _once([(place.item.id, place) for place in where])


def _policy_lists(policy: Policy) -> Iterator[Problem]:
    whole = Located("policy.toml", "", policy)
    for field in POLICY_LISTS:
        for problem in _options(getattr(policy, field), whole, field):
            yield Problem(problem.file, problem.path.removeprefix("."), problem.reason)
