"""`make soak`: the machine of what goes wrong and the kills, with new seeds, for hours.

    python -m tests.soak [HOURS]

A run that fails is printed with its seed; the same runs again with DESK_SEED set to it.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time

_RUNS = 10
_KILLS = 300
_PARTS = (
    "tests/sync/test_sync_machine.py",
    "tests/sync/test_kills.py",
    "tests/sync/test_bad_network.py",
)


def main(hours: float) -> int:
    """Run until the time is over or something fails."""
    until = time.monotonic() + hours * 3600
    count = 0
    while time.monotonic() < until:
        seed = secrets.randbelow(2**31)
        done = _run(seed)
        count += 1
        if done.returncode:
            print(done.stdout)
            print(f"FAILED with seed {seed}.  Again: DESK_SEED={seed} DESK_RUNS={_RUNS}", end=" ")
            print(f"DESK_KILLS={_KILLS} python -m pytest -n 2 {' '.join(_PARTS)}")
            return 1
        print(f"run {count}, seed {seed}: holds", flush=True)
    print(f"{count} runs, each of {_RUNS} times the machine and {_KILLS} kills: all hold.")
    return 0


def _run(seed: int) -> subprocess.CompletedProcess[str]:
    chosen = {"DESK_SEED": str(seed), "DESK_RUNS": str(_RUNS), "DESK_KILLS": str(_KILLS)}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *_PARTS],
        env=os.environ | chosen,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 8.0))
