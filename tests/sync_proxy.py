"""A bad network between a branch and headquarters: a real proxy on loopback, seeded.

It reads requests whole where it can, so that one may be sent twice; under TLS it sees bytes alone,
and drops, delays, cuts and spoils those.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from time import sleep
from typing import Final
from urllib.parse import urlsplit

FAULTS: Final = ("drop", "lose", "delay", "twice", "cut request", "cut reply", "spoil")
"""Not let through; reply lost; late; sent twice; cut on the way there or back; a byte changed."""

TLS_FAULTS: Final = ("drop", "delay", "cut request", "cut reply", "spoil", "spoil reply")
"""What can happen to bytes that nobody on the way can read."""

_HANDSHAKE: Final = b"\x16"
_MOST: Final = 64 * 1024
_PATIENCE: Final = 20
_LATE: Final = 0.03
_SOON: Final = 9000


class _CutError(Exception):
    """The connection ends here."""


@dataclass
class Proxy:
    """A proxy in front of headquarters.

    Args:
        target: host and port of headquarters; seed: of all that happens.
        share: of the requests that something happens to; 0 = a good line.
    """

    target: tuple[str, int]
    seed: int
    share: float = 0.5
    done: Counter[str] = field(default_factory=Counter)
    is_cut: bool = False

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)
        self._guard = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._ends: list[socket.socket] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    @property
    def port(self) -> int:
        """Where it listens, on loopback."""
        return int(self._listening.getsockname()[1])

    def heal(self) -> None:
        """From now on everything goes through."""
        self.share, self.is_cut = 0.0, False

    def cut(self) -> None:
        """From now on nothing goes through."""
        self.is_cut = True

    def close(self) -> None:
        """End all connections."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join(_PATIENCE)
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                near.settimeout(_PATIENCE)
                self._ends.append(near)
                thread = threading.Thread(target=self._carry, args=(near,))
                self._threads.append(thread)
                thread.start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError, _CutError):
            first = near.recv(1, socket.MSG_PEEK)
            if first == _HANDSHAKE:
                self._carry_bytes(near)
            while first and first != _HANDSHAKE:
                self._carry_request(near)

    def _drawn(self, faults: tuple[str, ...]) -> tuple[str, Random]:
        """What happens to the next request, and chance of its own for the details."""
        with self._guard:
            happens = self._chance.random() < self.share
            fault = "drop" if self.is_cut else self._chance.choice(faults) if happens else ""
            self.done[fault] += 1
            return fault, Random(self._chance.random())

    def _carry_request(self, near: socket.socket) -> None:
        request = _message(near)
        fault, chance = self._drawn(FAULTS)
        if fault == "drop":
            raise _CutError
        if fault == "delay":
            sleep(chance.random() * _LATE)
        if fault == "spoil":
            request = _spoilt(request, chance)
        if fault == "cut request":
            request = request[: chance.randrange(1, len(request))]
        reply = self._asked(request, ends=fault == "cut request")
        if fault == "twice":
            reply = chance.choice((reply, self._asked(request)))
        if fault in ("lose", "cut request"):
            raise _CutError
        if fault == "cut reply":
            near.sendall(reply[: chance.randrange(1, len(reply))])
            raise _CutError
        near.sendall(reply)

    def _asked(self, request: bytes, *, ends: bool = False) -> bytes:
        """The reply of headquarters; of a spoilt request there may be none."""
        with socket.create_connection(self.target, _PATIENCE) as far:
            far.sendall(request)
            if ends:
                return b""
            far.settimeout(_PATIENCE)
            return _message(far)

    def _carry_bytes(self, near: socket.socket) -> None:
        fault, chance = self._drawn(TLS_FAULTS)
        if fault == "drop":
            raise _CutError
        with socket.create_connection(self.target, _PATIENCE) as far:
            self._ends.append(far)
            there = threading.Thread(target=_pump, args=(near, far, fault, chance, "request"))
            there.start()
            _pump(far, near, fault, Random(chance.random()), "reply")
            there.join(_PATIENCE)


def _pump(src: socket.socket, dst: socket.socket, fault: str, chance: Random, way: str) -> None:
    """Carry bytes one way; at some of them the fault happens."""
    spoils = fault == ("spoil" if way == "request" else "spoil reply")
    at = chance.randrange(1, _SOON) if spoils or fault == f"cut {way}" else -1
    with suppress(OSError):
        while part := src.recv(_MOST):
            if fault == "delay":
                sleep(chance.random() * _LATE)
            if 0 <= at < len(part):
                if not spoils:
                    break
                part = part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :]
            at -= len(part)
            dst.sendall(part)
    for end in (src, dst):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _message(end: socket.socket) -> bytes:
    """One HTTP message with a length, whole."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += _more(end)
    head, _, body = raw.partition(b"\r\n\r\n")
    length = _length(head)
    while len(body) < length:
        body += _more(end)
    return head + b"\r\n\r\n" + body


def _more(end: socket.socket) -> bytes:
    part = end.recv(_MOST)
    if not part:
        raise _CutError
    return part


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


def _spoilt(request: bytes, chance: Random) -> bytes:
    """One bit of what is signed is another one: of the body, or of the path."""
    start = request.find(b"\r\n\r\n") + 4
    place = chance.randrange(start, len(request)) if start < len(request) else request.find(b"/")
    return request[:place] + bytes([request[place] ^ 1]) + request[place + 1 :]


@contextmanager
def proxied(url: str, seed: int, share: float = 0.5) -> Iterator[tuple[Proxy, str]]:
    """A proxy before an address, and the address to use instead."""
    parts = urlsplit(url)
    proxy = Proxy((str(parts.hostname), int(parts.port or 0)), seed, share)
    try:
        yield proxy, f"{parts.scheme}://127.0.0.1:{proxy.port}"
    finally:
        proxy.close()
