"""Commands of people at headquarters, as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from command_line import PASSWORD

from desk.hq.serving import DATABASE


class Headquarters:
    """Commands of people at headquarters; passwords never stand among the arguments."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *words: str, login: str = "", new: str = "") -> tuple[int, Any]:
        given, pipes = [*words, "--json"], []
        if login:
            given += ["--login", login, "--password-stdin"]
        if new:
            reading, writing = os.pipe()
            os.write(writing, f"{new}\n".encode())
            os.close(writing)
            pipes.append(reading)
            given += ["--new-password-fd", str(reading)]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "desk", "hq", *given],
            env=os.environ | {DATABASE: self.url},
            input=f"{PASSWORD}\n".encode(),
            capture_output=True,
            pass_fds=pipes,
            timeout=120,
            check=False,
        )
        for pipe in pipes:
            os.close(pipe)
        return done.returncode, json.loads(done.stdout)

    def add(self, login: str, *roles: str, by: str = "") -> None:
        """Add a person."""
        given = [word for role in roles for word in ("--role", role)]
        told = ("--name", login.title(), "--office", "Klientu daļa", *given)
        code, said = self("person", "add", login, *told, login=by, new=PASSWORD)
        assert code == 0, said
