"""Headquarters as a real process, started and stopped as IT would."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from desk.hq.serving import DATABASE

_PATIENCE = 60


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
    port = _free_port()
    log = folder / f"hq-{port}.log"
    with log.open("wb") as out:
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
    """Until it answers; a connection that is refused costs nothing and is tried again."""
    transport = httpx.HTTPTransport(verify=False, retries=8)  # 0.5 s, doubled each time
    with httpx.Client(transport=transport, timeout=_PATIENCE) as client:
        answer = client.get(server.url + "/health")
    if server.process.poll() is not None or answer.status_code != httpx.codes.OK:
        raise RuntimeError(server.log.read_text())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
