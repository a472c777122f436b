"""Loading a content pack: its folder and what it includes become one `Pack`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from desk.domain.errors import DeskError
from desk.resources import packs_dir
from desk.services.content.merging import merge, merge_policy
from desk.services.content.reading import Problem, Reading, read
from desk.services.content.schema import Pack, Policy
from desk.services.content.shape import shape_problems


def load_pack(folder: Path) -> Pack:
    """The pack of a folder, merged with the packs that it includes.

    Only the shape is checked here; `validate` finds what types cannot.

    Raises:
        DeskError: "content.invalid" (file, path, reason, count) when a file is not as it must be.
    """
    own, included = read_with_included(folder)
    problems = [*own.problems, *(problem for part in included for problem in part.problems)]
    problems += policy_problems(own, included)
    if problems:
        raise _invalid(problems)
    return merged_pack(own, included)


def read_with_included(folder: Path) -> tuple[Reading, list[Reading]]:
    """The folder's own reading, and those of the packs that it includes."""
    own = read(folder)
    names = [include.pack for include in own.info.include] if own.info else []
    return own, [read(_included_folder(folder, name), f"{name}/") for name in names]


def _included_folder(folder: Path, name: str) -> Path:
    """An included pack lies beside the pack; one that was sent alone takes the shipped one."""
    beside = folder.parent / name
    return beside if beside.is_dir() else packs_dir() / name


def merged_pack(own: Reading, included: list[Reading]) -> Pack:
    """One pack of what could be read; `own.info` must have been read."""
    assert own.info is not None
    lists = merge(own, list(zip(own.info.include, included, strict=True)))
    raw = _policy(own, included)
    usable = raw and not policy_problems(own, included)
    policy = msgspec.convert(raw, Policy) if usable else None
    return Pack(info=own.info, policy=policy, **lists)


def policy_problems(own: Reading, included: list[Reading]) -> list[Problem]:
    """Faults of the policy in force: what the pack sets over what it includes."""
    raw = _policy(own, included)
    found = shape_problems(raw, Policy) if raw else iter(())
    return [Problem("policy.toml", path, reason) for path, reason in found]


def _policy(own: Reading, included: list[Reading]) -> dict[str, Any]:
    policy = own.policy
    for part in included:
        policy = merge_policy(part.policy, policy)
    return policy


def _invalid(problems: list[Problem]) -> DeskError:
    first = problems[0]
    return DeskError(
        "content.invalid",
        file=first.file,
        path=first.path,
        reason=first.reason,
        count=len(problems),
    )
