"""The `desk` command in which one function goes wrong: it is killed there, or raises a bug.

    python sabotage.py MODULE:NAME N kill|bug COMMAND ...

The N-th call of the function as that module knows it is the one that goes wrong.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from itertools import count
from typing import Any

SECRET = "Zelma Rasaspura, 120389-12345"
"""What a library's complaint may quote."""


def sabotage(target: str, number: int, how: str) -> None:
    module_name, name = target.split(":")
    module = import_module(module_name)
    real, calls = getattr(module, name), count(1)

    def instead(*given: Any, **named: Any) -> Any:
        if next(calls) < number:
            return real(*given, **named)
        if how == "kill":
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError(SECRET)

    setattr(module, name, instead)


if __name__ == "__main__":
    from desk.cli import main

    sabotage(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    raise SystemExit(main(sys.argv[4:]))
