"""Real processes that start at once: forked from one that has everything imported already.

Each is a process of its own, with its own files and connections, and dies by `kill -9`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

_PATIENCE = 30
_BETWEEN = 0.002


@dataclass
class Nursery:
    """The process that forks them."""

    process: subprocess.Popen[str]

    def start(self, role: str, errors: Path, **options: Any) -> int:
        """Start a process; the number by which it is killed.

        Args:
            role: a function of `killed_work`; options: its arguments.
            errors: where it writes why it ended by itself, which it never should.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = {"role": role, "errors": str(errors), "options": options}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def kill(pid: int) -> bool:
    """`kill -9`, and wait until it is gone; False when it had ended by itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    until = monotonic() + _PATIENCE
    while monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        sleep(_BETWEEN)
    raise TimeoutError(pid)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery; what still runs of its processes at the end is killed with it."""
    paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__))],
        env=os.environ | {"PYTHONPATH": paths},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    try:
        yield Nursery(process)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _run(asked: dict[str, Any]) -> None:
    import killed_work

    try:
        getattr(killed_work, asked["role"])(**asked["options"])
    except BaseException:
        Path(asked["errors"]).write_text(traceback.format_exc(), encoding="utf-8")
    os._exit(1)


def _main() -> None:
    import killed_work  # noqa: F401 - what it imports, its children have

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _run(json.loads(line))
        print(pid, flush=True)


if __name__ == "__main__":
    _main()
