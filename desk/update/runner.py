"""A copy of the program that carries an update through while the program itself is replaced.

It lies beside the journal from before the first change until the end, so that whoever starts
`desk update run` after a power cut starts this copy, which is whole whatever became of the
program.  A program that runs from its sources is not replaced by a package and needs none.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from db.layout import settle
from desk.domain.errors import DeskError
from desk.update.children import outside
from desk.update.journal import Memory


def own_program() -> tuple[str, ...]:
    """The command that starts the program that is running."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", "desk")


def is_runner(memory: Memory) -> bool:
    """Whether this process may see the program replaced: it is the copy, or is not frozen."""
    if not getattr(sys, "frozen", False):
        return True
    return Path(sys.executable).resolve().is_relative_to(memory.runner.resolve())


def runner_program(memory: Memory) -> Path:
    """The copy's executable."""
    return memory.runner / Path(sys.executable).name


def make_runner(memory: Memory) -> None:
    """Copy the running program; a copy that is in the middle of an update stays.

    Raises:
        DeskError: "update.files" (reason) when there is no room.
    """
    executable = Path(sys.executable)
    if memory.journal() is not None and runner_program(memory).is_file():
        return
    drop_runner(memory)
    draft = memory.runner.with_name("runner.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        shutil.copytree(executable.parent, draft, symlinks=True)
        for folder, _folders, names in os.walk(draft):
            for name in names:
                _flush(Path(folder, name))
        draft.replace(memory.runner)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(draft, ignore_errors=True)
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise DeskError("update.files", reason=reason) from error


def drop_runner(memory: Memory) -> None:
    """Take the copy away; what still runs goes with the next time."""
    shutil.rmtree(memory.runner, ignore_errors=True)


def become(executable: Path, words: list[str]) -> None:
    """Go on as the copy: on Linux in place of this process, on Windows after its end."""
    command = [str(executable), *words]
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(command, env=outside(), close_fds=True)  # noqa: S603 - our own copy
        return
    os.execve(executable, command, outside())  # noqa: S606 - our own copy


def _flush(path: Path) -> None:
    if not path.is_symlink():
        settle(path, path)
