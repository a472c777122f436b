"""Processes of an update: whose they are, and the copy of the program that outlives it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from update_world import NIGHT, World

from desk.update import runner
from desk.update.children import run, run_as_owner
from desk.update.journal import Journal, Memory, Package, Step
from desk.update.quiet import in_use
from desk.update.working import Outcome, carry_on, due_now

WHO = "import os, sys; print(os.getuid(), os.getgid(), os.getgroups(), oct(os.umask(0)))"
CLERK, GROUP = 54321, 54322
_PYTHON = shutil.which("python3", path="/usr/bin") or ""


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not _PYTHON,
    reason="root alone becomes somebody else, who needs a Python that everybody may start",
)
@pytest.mark.parametrize(("mode", "mask"), [(0o660, "0o7"), (0o600, "0o77")])
def test_what_opens_the_database_runs_as_its_owner(tmp_path: Path, mode: int, mask: str) -> None:
    database = tmp_path / "branch.db"
    database.touch()
    database.chmod(mode)
    os.chown(database, CLERK, GROUP)
    ended = run_as_owner([_PYTHON, "-c", WHO], tmp_path, seconds=30)
    assert (ended.code, ended.said.strip()) == (0, f"{CLERK} {GROUP} [{GROUP}] {mask}")


def test_a_process_that_does_not_end_is_ended() -> None:
    assert run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.2).code == -1
    assert run(["/no/such/program"], seconds=5).code == -1


def test_a_child_does_not_get_what_a_frozen_program_sets_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = "import os; print(os.environ.get('LD_LIBRARY_PATH'))"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/frozen/_internal")
    assert run([sys.executable, "-c", script], seconds=30).said.strip() == "None"
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    assert run([sys.executable, "-c", script], seconds=30).said.strip() == "/opt/own"


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program folder as a frozen one is."""
    folder = tmp_path / "usr" / "lib" / "branch-desk"
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "part.so").write_text("a library")
    (folder / "_internal" / "link.so").symlink_to("part.so")
    (folder / "desk").write_text("#!/bin/sh\n")
    (folder / "desk").chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "desk"))
    return folder


def memory(tmp_path: Path) -> Memory:
    made = Memory(tmp_path / "update")
    made.prepare()
    return made


def test_the_copy_is_whole_and_can_be_started(frozen: Path, tmp_path: Path) -> None:
    made = memory(tmp_path)
    assert not runner.is_runner(made)
    runner.make_runner(made)
    copy = runner.runner_program(made)
    assert os.access(copy, os.X_OK)
    assert (made.runner / "_internal" / "link.so").read_text() == "a library"
    shutil.rmtree(frozen)
    assert subprocess.run([copy], check=False).returncode == 0
    assert list(made.folder.glob("*.new")) == []


def test_the_copy_knows_that_it_is_one(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = memory(tmp_path)
    runner.make_runner(made)
    monkeypatch.setattr(sys, "executable", str(runner.runner_program(made)))
    assert runner.is_runner(made)
    assert runner.own_program() == (str(runner.runner_program(made)),)


def test_a_copy_in_the_middle_of_an_update_is_not_replaced(frozen: Path, tmp_path: Path) -> None:
    made = memory(tmp_path)
    runner.make_runner(made)
    one = Package("1.0", "deb", "a_1.0.deb", "0" * 64, 1)
    made.note(Journal(one, one, Step.TRYING, NIGHT))
    (frozen / "desk").write_text("the new program")
    runner.make_runner(made)
    assert runner.runner_program(made).read_text() == "#!/bin/sh\n"
    made.close_journal()
    runner.make_runner(made)
    assert runner.runner_program(made).read_text() == "the new program"


def test_a_program_that_is_replaced_leaves_the_work_to_its_copy(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    assert carry_on(pc.updating, due_now, lasting=False) is None
    assert (pc.version, pc.memory.journal()) == ("1.0", None)
    assert carry_on(pc.updating, due_now, lasting=True) is Outcome.PUT_IN


@pytest.mark.skipif(not Path("/proc/self/exe").exists(), reason="Linux tells who runs")
def test_a_program_that_runs_is_in_use(tmp_path: Path) -> None:
    program = tmp_path / "desk"
    shutil.copy(shutil.which("sleep") or "", program)
    assert not in_use(program)
    with subprocess.Popen([program, "60"]) as running:
        try:
            assert in_use(program)
        finally:
            running.kill()
    assert not in_use(program)
