"""Headquarters as a real process, started and stopped as IT would."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import httpx

from desk.hq.serving import DATABASE

_PATIENCE = 60
_BETWEEN = 0.05


@dataclass
class Server:
    """A server that answers; `process` is the one that was started."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """As a power cut would: no worker hears of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_PATIENCE)

    def stop(self) -> int:
        """As the service manager does."""
        self.process.terminate()
        return self.process.wait(_PATIENCE)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def command(url: str, *words: str) -> Any:
    """Run `desk hq ... --json` and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "desk", "hq", *words, "--json"],
        env=os.environ | {DATABASE: url},
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    return json.loads(done.stdout)


@contextmanager
def started(database: str, folder: Path, *options: str, scheme: str = "http") -> Iterator[Server]:
    """A server on a free port, ready to answer; killed at the end if it still runs."""
    with _started(database, folder, free_port(), scheme, options) as server:
        yield server


@contextmanager
def started_at(before: Server, database: str, folder: Path, *options: str) -> Iterator[Server]:
    """A server at the address of one that was stopped or killed."""
    parts = urlsplit(before.url)
    with _started(database, folder, int(parts.port or 0), parts.scheme, options) as server:
        yield server


@contextmanager
def _started(
    database: str, folder: Path, port: int, scheme: str, options: Sequence[str]
) -> Iterator[Server]:
    log = folder / f"hq-{port}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "desk", "hq", "serve", "--port", str(port), *options],
            env=os.environ | {DATABASE: database},
            stderr=out,
            start_new_session=True,
        )
    server = Server(f"{scheme}://127.0.0.1:{port}", process, log)
    try:
        _wait(server)
        yield server
    finally:
        if process.poll() is None:
            server.kill()


def _wait(server: Server) -> None:
    """Until it answers: a connection that is refused costs nothing and is tried again."""
    until = monotonic() + _PATIENCE
    with httpx.Client(verify=False, timeout=_PATIENCE) as client:
        while server.process.poll() is None and monotonic() < until:
            try:
                if client.get(server.url + "/health").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                sleep(_BETWEEN)
    raise RuntimeError(server.log.read_text())


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
