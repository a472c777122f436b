"""A PC of the drill: folders of its own, the `desk` command on it, and processes to be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from desk.domain.errors import DeskError
from tests.e2e.command_line import ROOT, CommandLine, Done

_PATIENCE = 120
_BETWEEN = 0.2


class PC(CommandLine):
    """Data and keys of its own; a new one knows nothing of the old one."""

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    def do(self, *args: object, login: str = "") -> Any:
        """A command that has to go well; gives its JSON.

        Raises:
            RuntimeError: with what it said.
        """
        return told(self(*args, "--json", login=login))

    def at_work(self, branch: str, counter: str, login: str) -> Process:
        """Somebody at a counter."""
        words = ("-m", "tests.drill.work", str(self.data), branch, counter, login)
        return Process(self, *words)

    def mirror(self) -> Process:
        """What copies everything to the second place."""
        return Process(self, "-m", "desk", "mirror", "run", "--data-dir", str(self.data))

    def restore(self, source: Path, code: str) -> str:
        """`desk restore` as IT does it; gives what it says."""
        given = ["restore", str(source), "--recovery-code-stdin", "--data-dir", str(self.data)]
        done = self._process(["-m", "desk", *given], typed=f"{code}\n")
        if done.code:
            raise RuntimeError(done.err)
        return done.out

    def plain(self, *args: object) -> str:
        """A command that has to go well; gives what it says to people."""
        done = self(*args)
        if done.code:
            raise RuntimeError(done.err)
        return done.out

    def wait_safe(self) -> None:
        """Until everything that is saved lies in the second place too."""
        until = monotonic() + _PATIENCE
        while monotonic() < until:
            state = self.do("mirror", "status")
            if state["safe"] is not None and state["safe"] == state["latest"]:
                return
            sleep(_BETWEEN)
        raise TimeoutError(f"the mirror is behind: {state}")

    def die(self) -> None:
        """The disk is gone, and with it the machine's own key."""
        shutil.rmtree(self.folder)


class Process:
    """A process of a PC that is told what to do by lines."""

    def __init__(self, pc: PC, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=pc.environment()
            | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, action: str, *arguments: object) -> Any:
        """Have something done; DeskError as the program says it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([action, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "refused" in answer:
            raise DeskError(answer["refused"])
        return answer["done"]

    def kill(self) -> None:
        """Pull the plug."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.communicate(timeout=_PATIENCE)


def told(done: Done) -> Any:
    """What a command said; RuntimeError when it was refused."""
    if done.code:
        raise RuntimeError(done.out + done.err)
    return done.json
