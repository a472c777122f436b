"""The `desk` command as IT runs it: a process of its own in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "vidēji gara parole"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> str:
        return str(self.json["error"]["code"])


@dataclass(frozen=True)
class CommandLine:
    """Runs commands against one data folder."""

    folder: Path

    def __call__(self, *args: object, login: str = "", password: str = PASSWORD) -> Done:
        given = [str(arg) for arg in args]
        if login:
            given += ["--login", login]
        return self.run([*given, "--data-dir", str(self.folder / "data")], password, login)

    def add_account(self, login: str, name: str, role: str, by: str = "") -> Done:
        """`desk account add`, both passwords by descriptor."""
        given = ["account", "add", login, "--name", name, "--role", role, "--json"]
        if by:
            given += ["--login", by]
        given += ["--data-dir", str(self.folder / "data")]
        return self.run(given, PASSWORD, by, new_password=PASSWORD)

    def run(self, given: list[str], password: str, login: str, new_password: str = "") -> Done:
        """Run it; passwords go through pipes, never through arguments."""
        pipes = []
        if login:
            pipes.append(_pipe(password))
            given += ["--password-fd", str(pipes[-1])]
        if new_password:
            pipes.append(_pipe(new_password))
            given += ["--new-password-fd", str(pipes[-1])]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "desk", *given],
            cwd=ROOT,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=pipes,
            check=False,
            timeout=120,
        )
        for pipe in pipes:
            os.close(pipe)
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def _environment(self) -> dict[str, str]:
        keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        home = str(self.folder / "home")
        return keep | {
            "DESK_KEY_DIR": str(self.folder / "key"),
            "HOME": home,
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def _pipe(text: str) -> int:
    """A descriptor to read one line from."""
    reading, writing = os.pipe()
    os.write(writing, f"{text}\n".encode())
    os.close(writing)
    return reading
