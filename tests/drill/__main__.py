"""`make drill`: the PC of a branch dies at 11:00, and another one takes its place.

Headquarters and the branch's programs are real processes.  Each case sets a branch up, works
through a morning, lets the ways to safety fail one after the other, kills the processes and throws
data and key away; then a PC that knows nothing is restored with the recovery code and asks
headquarters.  The exit code is 1 when anything that was *safe* is lost, or when something other
than what was only *saved* is missing.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.drill.play import Drill, FailedError
from tests.hq_process import command, started

_CASES = (
    ("The second place fails first, then the line", True, "share"),
    ("The line fails first, then the second place", True, "line"),
    ("No second place: last night's backup, and headquarters", False, "share"),
)


def main() -> int:
    """Play every case."""
    good = True
    for number, (title, mirrored, first) in enumerate(_CASES, start=1):
        tell(f"{number}. {title}")
        with ExitStack() as stack:
            room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
            database = f"sqlite:///{room / 'hq.db'}"
            command(database, "init")
            server = stack.enter_context(started(database, room))
            drill = Drill(room, database, server, tell, stack, mirrored, first)
            try:
                seconds = drill.run()
            except FailedError as failed:
                good = False
                tell(f"          FAILED: {failed}")
            else:
                tell(f"          from the new PC to its first client: {seconds:.0f} seconds")
    tell("Nothing that was safe is lost." if good else "Something that was safe is lost.")
    return 0 if good else 1


def tell(text: str) -> None:
    """Say how it goes."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
