"""A PC with a key store of its own, whose database the tests may look into."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from command_line import PASSWORD, ROOT, CommandLine, Done

from db.driver import connect
from db.keys import unlock
from db.layout import database_path

INIT = ("init", "--institution", "pmlp", "--branch", "riga-2", "--json")


class Machine(CommandLine):
    """A PC with its own key store, on which a branch may be set up."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def restore(self, source: Path, code: str = "", login: str = "") -> Done:
        """`desk restore`, the recovery code by standard input."""
        given = ["restore", str(source), "--json", "--data-dir", str(self.data)]
        if login:
            return self.run([*given, "--login", login], PASSWORD, login)
        if not code:
            return self.run(given, "", "")
        done = subprocess.run(
            [sys.executable, "-m", "desk", *given, "--recovery-code-stdin"],
            cwd=ROOT,
            env=self.environment(),
            input=f"{code}\n".encode(),
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def works(self) -> bool:
        found = {item["check"]: item["status"] for item in self("doctor", "--json").json["checks"]}
        return found["database"] == found["key_store"] == found["schema"] == "ok"

    def read(self, question: str, folder: Path | None = None) -> Any:
        """Ask the database itself, by this machine's key."""
        where = folder or self.data
        raw = connect(database_path(where), unlock(self.data, self.folder / "key"))
        try:
            return raw.execute(question).fetchone()[0]
        finally:
            raw.close()

    def write(self, statement: str) -> None:
        raw = connect(database_path(self.data), unlock(self.data, self.folder / "key"))
        raw.execute(statement)
        raw.close()

    def series(self) -> str:
        return str(self.read("SELECT coalesce(max(value), 'AB') FROM meta WHERE key = 'series'"))
