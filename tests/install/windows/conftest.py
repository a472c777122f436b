"""Installers of two versions, and a Windows without the program for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from under_wine import DATA, PROGRAM, Packages, Wine, installers, missing, uninstall

OLD, NEW = "0.0.8", "0.0.9"

ANSWERS = 'institution = "pmlp"\nbranch = "riga-2"\ncounter = "3"\nautostart = true\n'


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Built once."""
    if reason := missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("installers")
    return Packages(*installers(OLD, folder), *installers(NEW, folder))


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """One Windows for all tests; a new one takes longer than to tidy up."""
    if reason := missing():
        pytest.skip(reason)
    windows = Wine(tmp_path_factory.mktemp("windows"))
    windows.make()
    yield windows
    windows.end()


@pytest.fixture
def windows(prefix: Wine, packages: Packages) -> Iterator[Wine]:
    """Windows without the program and its data, before and after."""
    yield prefix
    if (prefix.drive / PROGRAM / "uninstall.exe").exists():
        uninstall(prefix)
    elif (prefix.drive / PROGRAM / "desk.exe").exists():
        for msi in (packages.msi, packages.old_msi):
            prefix.run("msiexec", "/x", prefix.windows_path(msi), "/qn")
    for folder in prefix.drive.glob(f"{DATA}*"):
        shutil.rmtree(folder)
    prefix.run("reg", "delete", r"HKLM\Software\Branch Desk", "/f", "/reg:64")
    assert not (prefix.drive / PROGRAM / "desk.exe").exists()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """What IT sets."""
    file = tmp_path / "answers.toml"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


@pytest.fixture
def wrong_answers(tmp_path: Path) -> Path:
    """With a branch that the institution has not."""
    file = tmp_path / "wrong.toml"
    file.write_text(ANSWERS.replace("riga-2", "nowhere"), encoding="utf-8")
    return file
