"""A release as headquarters sign it beside the package's digest, and which one a PC takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from desk.update.versions import is_version, order

KINDS: Final = ("deb", "rpm", "msi")
"""Kinds of installation, named as their files end."""

ALL: Final = "*"
"""In a rollout: every branch."""

_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,150}\.(deb|rpm|msi)")


class Release(msgspec.Struct, frozen=True):
    """One package of one version.

    Args:
        after: the oldest version that it may be put over, "" = any.
        rollout: the branches that take it, each with the day from which on, "" = at once.
    """

    version: str
    kind: str
    after: str = ""
    rollout: Mapping[str, str] = {}


def is_file_name(name: str) -> bool:
    """Whether a package may be called so: it is used as a file's name, and on command lines."""
    return _FILE.fullmatch(name) is not None


def read_release(name: str, custom: object) -> Release | None:
    """The release of a target, None when it is nothing that this program knows."""
    try:
        found = msgspec.convert(custom, Release)
    except msgspec.ValidationError:
        return None
    known = is_version(found.version) and (not found.after or is_version(found.after))
    fits = is_file_name(name) and name.endswith(f".{found.kind}")
    return found if known and fits else None


def wanted(
    found: Mapping[str, Release],
    *,
    kind: str,
    installed: str,
    branch: str,
    today: date,
    failed: Iterable[str],
) -> str | None:
    """The file of the release to be put in: the newest that is staged for the branch.

    Args:
        found: releases by their file's name.
        installed: nothing older is ever taken; failed: versions not to be tried again.
    """
    fit = {
        name: order(one.version)
        for name, one in found.items()
        if one.kind == kind
        and order(one.version) > order(installed)
        and (not one.after or order(installed) >= order(one.after))
        and one.version not in set(failed)
        and is_staged(one, branch, today)
    }
    return max(fit, key=lambda name: fit[name], default=None)


def of_version(found: Mapping[str, Release], kind: str, version: str) -> str | None:
    """The file of a version, staged or not."""
    same = (name for name, one in found.items() if (one.kind, one.version) == (kind, version))
    return next(same, None)


def is_staged(release: Release, branch: str, today: date) -> bool:
    """Whether a branch takes a release by now; its own day goes before that of all."""
    since = release.rollout.get(branch, release.rollout.get(ALL))
    return since is not None and since <= today.isoformat()
