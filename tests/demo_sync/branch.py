"""The other end of a branch's process: start it, tell it what to do, end or kill it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.domain.errors import DeskError

_PATIENCE = 60

SERVICE = "passport"
"""What everybody comes for."""


@dataclass
class Branch:
    """A branch with its data folder."""

    name: str
    folder: Path

    def start(self) -> None:
        """Switch the PC on; the database is made when there is none."""
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, action: str, *arguments: object) -> Any:
        """Have something done; DeskError as the branch's program says it."""
        self.tell(action, *arguments)
        return self.answer()

    def tell(self, action: str, *arguments: object) -> None:
        """Have something done without waiting for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([action, *arguments]) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """What came of it; DeskError as the branch's program says it."""
        assert self._process.stdout is not None
        answer = json.loads(self._process.stdout.readline())
        if "refused" in answer:
            raise DeskError(answer["refused"])
        return answer["done"]

    def kill(self) -> None:
        """Pull the plug."""
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate(timeout=_PATIENCE)

    def restore(self, source: Path) -> None:
        """Put a backup in place of the database; the PC is off meanwhile."""
        subprocess.run(
            [*self._command, str(source)], env=self._environment, check=True, timeout=_PATIENCE
        )

    @property
    def _command(self) -> list[str]:
        module = "tests.demo_sync.branch_process"
        return [sys.executable, "-m", module, str(self.folder), self.name]

    @property
    def _environment(self) -> dict[str, str]:
        return os.environ | {"DESK_KEY_DIR": str(self.folder.parent / f"{self.name}-keys")}
