"""Servers in headquarters' place that do not behave: they hang, refuse, or talk nonsense."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Odd:
    """What it answers to every request from now on.

    Args:
        status, body, headers: of the answer; hangs: it reads and never answers.
        asked: requests so far, by their first line.
    """

    port: int = 0
    status: int = 200
    body: bytes = b""
    headers: tuple[str, ...] = ()
    hangs: bool = False
    asked: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def refuse(self, status: int, code: str, *headers: str, **params: str) -> None:
        """Refuse everything with a code."""
        told = {"code": code, "at": "2026-11-24T07:00:00Z", "params": params}
        self.status, self.body, self.headers = status, json.dumps(told).encode(), headers
        self.hangs = False


@contextmanager
def odd_hq() -> Iterator[Odd]:
    """One of them, on a free port, till the end of the test."""
    odd = Odd()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _answer(self, odd)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        odd.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield odd
        finally:
            odd.ended.set()
            server.shutdown()
            thread.join()


def _answer(request: socketserver.StreamRequestHandler, odd: Odd) -> None:
    first = request.rfile.readline().decode()
    length = 0
    while line := request.rfile.readline().strip():
        name, _, value = line.decode().partition(":")
        length = int(value) if name.lower() == "content-length" else length
    request.rfile.read(length)
    odd.asked.append(first.strip())
    if odd.hangs:
        odd.ended.wait()
        return
    head = [f"HTTP/1.1 {odd.status} X", f"Content-Length: {len(odd.body)}", "Connection: close"]
    request.wfile.write("\r\n".join([*head, *odd.headers, "", ""]).encode() + odd.body)
