"""The `desk` command as IT runs it: a process of its own in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
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

    def sabotaged(self, target: str, number: int, how: str, *args: object) -> Done:
        """Run a command in which a function goes wrong, as `sabotage` tells."""
        script = str(Path(__file__).with_name("sabotage.py"))
        given = [script, target, str(number), how, *map(str, args)]
        return self._process([*given, "--data-dir", str(self.folder / "data")])

    def recover(self, code: str) -> Done:
        """`desk recover`, the code by descriptor."""
        pipe = _pipe(code)
        given = ["recover", "--code-fd", str(pipe), "--data-dir", str(self.folder / "data")]
        try:
            return self._process(["-m", "desk", *given, "--json"], [pipe])
        finally:
            os.close(pipe)

    def reset(self, login: str, code: str, new: str, *, by_pipe: bool = True) -> Done:
        """`desk account reset`: the code on standard input, the password too or by descriptor."""
        given = ["account", "reset", login, "--recovery-code-stdin", "--json"]
        given += ["--data-dir", str(self.folder / "data")]
        if by_pipe:
            return self._process(["-m", "desk", *given], typed=f"{code}\n{new}\n")
        pipe = _pipe(new)
        try:
            given += ["--new-password-fd", str(pipe)]
            return self._process(["-m", "desk", *given], [pipe], typed=f"{code}\n")
        finally:
            os.close(pipe)

    def set_password(self, login: str, new: str, by: str, password: str = PASSWORD) -> Done:
        """`desk account password`, both passwords by descriptor."""
        given = ["account", "password", login, "--own-choice", "--json", "--login", by]
        given += ["--data-dir", str(self.folder / "data")]
        return self.run(given, password, by, new_password=new)

    def add_account(self, login: str, name: str, role: str, by: str = "") -> Done:
        """`desk account add`, both passwords by descriptor."""
        given = ["account", "add", login, "--name", name, "--role", role, "--own-choice", "--json"]
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
        try:
            return self._process(["-m", "desk", *given], pipes)
        finally:
            for pipe in pipes:
                os.close(pipe)

    def _process(self, given: list[str], pipes: Sequence[int] = (), typed: str = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-W", "error", *given],
            cwd=ROOT,
            env=self.environment(),
            input=typed.encode(),
            capture_output=True,
            pass_fds=pipes,
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def environment(self) -> dict[str, str]:
        """A bare environment: no display, nobody's settings."""
        keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        home = str(self.folder / "home")
        return keep | {
            "DESK_KEY_DIR": str(self.folder / "key"),
            "HOME": home,
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
        }


def _pipe(text: str) -> int:
    """A descriptor to read one line from."""
    reading, writing = os.pipe()
    os.write(writing, f"{text}\n".encode())
    os.close(writing)
    return reading
