"""PouchDB that replicates to pouchdb-server over loopback: what the line is compared with.

A bench-only dependency, in exact versions, installed into the bench's cache folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.bench.ten_years import cache_folder

_HERE = Path(__file__).parent / "pouch"
_FILES = ("package.json", "package-lock.json", "speed.mjs")
_DONE = "made"
_PATIENCE = 60


@dataclass
class Pouch:
    """A client's process that replicates when it is told to."""

    process: subprocess.Popen[str]

    def round(self, documents: Path) -> dict[str, float]:
        """Milliseconds of a push and a pull of the documents of a file."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(documents, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("PouchDB gave up")
        told: dict[str, float] = json.loads(answer)
        return told


def is_installed() -> bool:
    """Whether the packages are there already."""
    return shutil.which("node") is not None and (_folder() / _DONE).is_file()


def _folder() -> Path:
    digest = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in _FILES[:2]))
    return cache_folder() / f"pouch-{digest.hexdigest()[:12]}"


def installed() -> Path:
    """The folder with the packages, filled by npm the first time."""
    if shutil.which("npm") is None:
        raise RuntimeError("the comparison needs node and npm")
    folder = _folder()
    done = folder / _DONE
    if not done.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES[:2]:
            shutil.copyfile(_HERE / name, folder / name)
        words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(words, cwd=folder, check=True)
        done.touch()
    shutil.copyfile(_HERE / _FILES[2], folder / _FILES[2])
    return folder


@contextmanager
def pouch(folder: Path) -> Iterator[Pouch]:
    """A server and a client with their files in an empty folder, both stopped at the end."""
    packages = installed()
    folder.mkdir()
    port = _free_port()
    program = packages / "node_modules" / "pouchdb-server" / "bin" / "pouchdb-server"
    options = ["--port", str(port), "--dir", str(folder), "--no-stdout-logs"]
    with _running(["node", program, *options], folder):
        _wait(port)
        address = f"http://127.0.0.1:{port}"
        with _running(["node", packages / "speed.mjs", address, folder], folder) as client:
            yield Pouch(client)


@contextmanager
def _running(words: list[str | Path], folder: Path) -> Iterator[subprocess.Popen[str]]:
    pipe: Any = subprocess.PIPE
    process = subprocess.Popen(
        [str(word) for word in words], cwd=folder, stdin=pipe, stdout=pipe, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        for end in (process.stdin, process.stdout):
            assert end is not None
            end.close()


def _wait(port: int) -> None:
    transport = httpx.HTTPTransport(retries=8)  # 0.5 s, doubled each time
    with httpx.Client(transport=transport, timeout=_PATIENCE) as client:
        client.get(f"http://127.0.0.1:{port}/").raise_for_status()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
