"""A PostgreSQL of the tests' own: started where it is installed, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
_FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


class Postgres:
    """A running server; every test may have a database of its own."""

    def __init__(self, sockets: Path) -> None:
        self._sockets = sockets

    def url(self, name: str = "postgres") -> str:
        """The address of a database, over the server's socket."""
        return f"postgresql://postgres@/{name}?host={self._sockets}"

    def new(self) -> str:
        """The address of a new, empty database."""
        name = f"hq_{uuid4().hex}"
        engine = create_engine(
            self.url().replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self.url(name)


@contextmanager
def running(folder: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """A server over an empty folder.

    Args:
        durable: commit as in earnest; else as fast as it goes, for tests that pull no plug.
    """
    programs = _PROGRAMS[-1] if _PROGRAMS else Path(shutil.which("initdb") or "").parent
    data, sockets = folder / "data", folder / "s"
    for made in (data, sockets):
        made.mkdir(mode=0o700)
    if os.geteuid() == 0:
        _give_away(folder, data, sockets)
    _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"])
    options = f"-c listen_addresses='' -c unix_socket_directories={sockets}"
    control = [programs / "pg_ctl", "-D", data, "-w", "-s", "-l", folder / "data" / "log"]
    _run([*control, "-o", options + ("" if durable else f" {_FAST}"), "start"])
    try:
        yield Postgres(sockets)
    finally:
        _run([*control, "-m", "immediate", "stop"])


def _give_away(folder: Path, *made: Path) -> None:
    """PostgreSQL does not run as root; its own user has to reach the folder."""
    owner = pwd.getpwnam("postgres")
    for path in made:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):
            parent.chmod(parent.stat().st_mode | 0o011)


def _run(command: list[str | Path]) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    subprocess.run(words, check=True, capture_output=True, cwd="/")
