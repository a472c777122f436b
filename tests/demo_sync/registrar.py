"""The person at headquarters who books, at the command line."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desk.hq.serving import DATABASE

_LOGIN = "ieva"
_PATIENCE = 60


@dataclass
class Registrar:
    """Commands of `desk hq`, signed in."""

    database: str
    password: str = field(default_factory=lambda: f"{secrets.token_hex(6)} demo")

    def be_added(self) -> None:
        """The first person of headquarters, with a password of her own."""
        read, write = os.pipe()
        os.write(write, f"{self.password}\n".encode())
        os.close(write)
        self._run("person", "add", _LOGIN, "--name", "Ieva Krūze", "--office", "Klientu daļa",
                  "--role", "registrar", "--new-password-fd", str(read), fds=(read,))  # fmt: skip
        os.close(read)

    def open_one_place(self, branch: str, day: date) -> None:
        """One place of a quarter of an hour, which headquarters sell."""
        self._signed("policy", "--branch", branch, "--share", "0")
        self._signed("open", "--branch", branch, "--day", day.isoformat(), "--from", "9:00",
                     "--to", "9:15", "--places", "1")  # fmt: skip

    def book(self, branch: str, day: date, service: str, client: str) -> str:
        """Book that place; the number that the client is told."""
        told = self._signed("book", "--branch", branch, "--day", day.isoformat(), "--at", "9:00",
                            "--minutes", "15", "--service", service, "--client", "-",
                            typed=f"{client}\n+37120000012\n\n")  # fmt: skip
        return str(told["reference"])

    def booked(self, branch: str, day: date) -> list[str]:
        """The states of the day's bookings."""
        words = ("appointments", "list", "--branch", branch, "--day", day.isoformat())
        return sorted(one["state"] for one in self._run(*words)["bookings"])

    def _signed(self, *words: str, typed: str = "") -> Any:
        signed = ("--login", _LOGIN, "--password-stdin")
        return self._run("appointments", *words, *signed, typed=f"{self.password}\n{typed}")

    def _run(self, *words: str, typed: str = "", fds: tuple[int, ...] = ()) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "desk", "hq", *words, "--json"],
            env=os.environ | {DATABASE: self.database},
            input=typed,
            text=True,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            pass_fds=fds,
        )
        if done.returncode:
            raise RuntimeError(done.stderr or done.stdout)
        return json.loads(done.stdout)
