"""Checking a pack before it is loaded: all problems at once, each with file, path and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from desk.services.content.checks_hours import hours_checks
from desk.services.content.checks_ids import PLAIN_ID, id_checks
from desk.services.content.checks_policy import policy_checks
from desk.services.content.checks_references import reference_checks
from desk.services.content.checks_texts import text_checks
from desk.services.content.load import merged_pack, policy_problems, read_with_included
from desk.services.content.reading import Problem, Reading
from desk.services.content.schema import Pack

__all__ = ["Problem", "validate"]

Check = Callable[[Reading, Pack], Iterator[Problem]]

FORMAT = 1
"""The version of the schema that this program reads."""

_CHECKS: tuple[Check, ...] = (
    id_checks,
    reference_checks,
    hours_checks,
    policy_checks,
    text_checks,
)


def validate(folder: Path) -> list[Problem]:
    """All problems of a pack and of what it includes; an empty list = it can be loaded.

    Items whose shape is wrong are reported and left out, so that the rest is still checked.
    """
    own, included = read_with_included(folder)
    problems = [*own.problems, *policy_problems(own, included)]
    for part in included:
        problems += part.problems
    if own.info is not None:
        pack = merged_pack(own, included)
        problems += _info_problems(own, included)
        for check in _CHECKS:
            problems += check(own, pack)
    return sorted(set(problems))


def _info_problems(own: Reading, included: list[Reading]) -> Iterator[Problem]:
    info = own.info
    assert info is not None
    if info.format != FORMAT:
        yield Problem("pack.toml", "format", f"is {info.format}; this program reads {FORMAT}")
    if info.version < 1:
        yield Problem("pack.toml", "version", "must be 1 or more")
    if not PLAIN_ID.fullmatch(info.id):
        yield Problem("pack.toml", "id", f"{info.id!r} is not plain ASCII (letters, digits, - _ .)")
    if info.institution and info.institution_name is None:
        yield Problem("pack.toml", "institution_name", "is missing")
    for include, part in zip(info.include, included, strict=True):
        if part.info is not None and part.info.include:
            yield Problem("pack.toml", "include", f"{include.pack} itself includes packs")
        if part.info is not None and part.info.id != include.pack:
            yield Problem("pack.toml", "include", f"{include.pack} says that it is {part.info.id}")
        known = {located.item.id for located in part.of("rules")}
        for name in include.without:
            if name not in known:
                yield Problem("pack.toml", "include.without", f"{include.pack} has no {name}")
