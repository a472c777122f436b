"""Fixtures for tests from outside."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from command_line import CommandLine


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `desk init` has run for riga-2."""
    folder = tmp_path_factory.mktemp("made")
    done = CommandLine(folder)("init", "--institution", "pmlp", "--branch", "riga-2", "--json")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def desk(tmp_path: Path, made_once: Path) -> CommandLine:
    """The command over a new database of riga-2 without accounts."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return CommandLine(tmp_path)


@pytest.fixture(scope="session")
def staffed_once(tmp_path_factory: pytest.TempPathFactory, made_once: Path) -> Path:
    """The same folder with a head and a clerk."""
    folder = tmp_path_factory.mktemp("staffed")
    shutil.copytree(made_once, folder, dirs_exist_ok=True)
    desk = CommandLine(folder)
    assert desk.add_account("ilze", "Ilze Rozīte", "head").code == 0
    assert desk.add_account("anna", "Anna Bērziņa", "clerk", by="ilze").code == 0
    return folder


@pytest.fixture
def staffed(tmp_path: Path, staffed_once: Path) -> CommandLine:
    """The command over a database with a head and a clerk."""
    shutil.copytree(staffed_once, tmp_path, dirs_exist_ok=True)
    return CommandLine(tmp_path)


collect_ignore_glob = ["test_cli*.py", "test_set_up.py"] if sys.platform == "win32" else []
"""Descriptors are handed on to child processes in another way on Windows."""
