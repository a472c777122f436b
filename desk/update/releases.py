"""What headquarters do with releases: add a package, stage it branch by branch, take it back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from tuf.api.metadata import TargetFile, Targets

from db.layout import settle
from desk.domain.errors import DeskError
from desk.update.release import KINDS, Release, is_file_name, read_release
from desk.update.repository import Repository
from desk.update.signing import Keys
from desk.update.trusted import DRAFT
from desk.update.versions import order

_DIGEST: Final = "sha256"
_CUSTOM: Final = "custom"


def add(repository: Repository, keys: Keys, file: Path, version: str, after: str = "") -> Release:
    """Take a package in; nobody gets it before it is staged.

    Args:
        after: the oldest version that it may be put over, "" = any.

    Raises:
        DeskError: "update.version" (version), "update.file_name" (file, version) when the file is
            no package or its name does not say the version, "update.there" (version, kind), and
            as `Repository.change`.
    """
    for one in filter(None, (version, after)):
        order(one)
    kind = file.suffix[1:]
    if kind not in KINDS or not is_file_name(file.name) or version not in file.name:
        raise DeskError("update.file_name", file=file.name, version=version)
    release = Release(version, kind, after)
    try:
        target = TargetFile.from_file(file.name, str(file), [_DIGEST])
    except (OSError, ValueError) as error:
        raise DeskError("update.file_name", file=file.name, version=version) from error
    target.unrecognized_fields[_CUSTOM] = msgspec.to_builtins(release)

    def edit(targets: Targets) -> None:
        for _name, known in _releases(targets):
            if (known.version, known.kind) == (version, kind):
                raise DeskError("update.there", version=version, kind=kind)
        if file.name in targets.targets:
            raise DeskError("update.there", version=version, kind=kind)
        _copy(file, repository.targets / f"{target.hashes[_DIGEST]}.{file.name}")
        targets.targets[file.name] = target

    repository.change(keys, edit)
    return release


def stage(
    repository: Repository, keys: Keys, version: str, branches: Mapping[str, str]
) -> tuple[str, ...]:
    """Let branches take a version, besides those that do already; gives its packages' files.

    Args:
        branches: with the day from which on, "" = at once; `ALL` is every branch.

    Raises:
        DeskError: "update.unknown_version" (version), and as `Repository.change`.
    """
    return _each(
        repository,
        keys,
        version,
        lambda one: msgspec.structs.replace(one, rollout={**one.rollout, **branches}),
    )


def withdraw(repository: Repository, keys: Keys, version: str) -> tuple[str, ...]:
    """Let nobody take a version any more; gives its packages' files.

    Where it is in already it stays: a newer version replaces it.  The packages stay too, because a
    PC that has the version may need its package for the way back.

    Raises:
        DeskError: as `stage`.
    """
    return _each(repository, keys, version, lambda one: msgspec.structs.replace(one, rollout={}))


def every(repository: Repository) -> dict[str, Release]:
    """All releases by their file's name, the newest first."""
    found = dict(_releases(repository.current_targets().signed))
    return dict(sorted(found.items(), key=lambda item: order(item[1].version), reverse=True))


def export(repository: Repository, folder: Path) -> int:
    """Copy everything that a PC needs onto a stick or a share; gives how many files were copied.

    What makes it count comes last, so that a stick that was drawn out too early has what it had.

    Raises:
        DeskError: "update.files" (reason).
    """
    stamp = repository.metadata / "timestamp.json"
    names = [f"{one.hashes[_DIGEST]}.{name}" for name, one in _packages(repository).items()]
    packages = [repository.targets / name for name in names]
    copied = 0
    try:
        for file in [*packages, *repository.metadata.glob("*.*.json"), stamp]:
            target = folder / file.relative_to(repository.folder)
            if file not in packages or not _is_there(file, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy(file, target)
                copied += 1
    except OSError as error:
        raise DeskError("update.files", reason=str(error.strerror)) from error
    return copied


def _each(
    repository: Repository, keys: Keys, version: str, becomes: Callable[[Release], Release]
) -> tuple[str, ...]:
    names: list[str] = []

    def edit(targets: Targets) -> None:
        for name, release in _releases(targets):
            if release.version == version:
                custom = msgspec.to_builtins(becomes(release))
                targets.targets[name].unrecognized_fields[_CUSTOM] = custom
                names.append(name)
        if not names:
            raise DeskError("update.unknown_version", version=version)

    repository.change(keys, edit)
    return tuple(names)


def _releases(targets: Targets) -> Iterator[tuple[str, Release]]:
    for name, info in targets.targets.items():
        release = read_release(name, info.custom)
        if release is not None:
            yield name, release


def _packages(repository: Repository) -> Mapping[str, TargetFile]:
    return repository.current_targets().signed.targets


def _is_there(file: Path, target: Path) -> bool:
    """A package's name tells its content."""
    return target.is_file() and target.stat().st_size == file.stat().st_size


def _copy(file: Path, target: Path) -> None:
    draft = target.with_name(target.name + DRAFT)
    shutil.copyfile(file, draft)
    settle(draft, target)
