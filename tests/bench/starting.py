"""Spawn to the first painted frame, and sign-in to today's board, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

SPAWNS = 9
_TYPING_SECONDS = "1.5"
_ROOT = Path(__file__).parents[2]


def spawn(compiled: str, *arguments: str) -> dict[str, float]:
    """Start a window in a process of its own; milliseconds since the start of each of its marks.

    Args:
        compiled: folder for compiled modules, as an installed program has them.
    """
    environment = _environment(compiled)
    began = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "spawned.py"), *arguments],
        env=environment, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    marks = (line.rsplit(maxsplit=1) for line in done.stdout.splitlines())
    return {name: (int(at) - began) / 1e6 for name, at in marks}


def _environment(compiled: str) -> dict[str, str]:
    known = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(_ROOT)}
    known.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**known, "PYTHONPYCACHEPREFIX": compiled}


def measure(empty: Path, full: Path, spawns: int = SPAWNS) -> dict[str, float]:
    """Medians in milliseconds; the kinds take turns, so that all see the same machine.

    Args:
        empty, full: data folders of a new branch and of one with ten years.
    """
    found: dict[str, list[float]] = {}
    with TemporaryDirectory(prefix="desk-bench-") as compiled:
        for number in range(spawns + 1):
            for name, values in _round(compiled, empty, full).items():
                if number:  # the first round compiles, and warms the caches
                    found.setdefault(name, []).append(values)
    return {name: median(values) for name, values in found.items()}


def _round(compiled: str, empty: Path, full: Path) -> dict[str, float]:
    bare = spawn(compiled, "bare")
    marks: dict[str, float] = {"bare": bare["painted"]}
    for name, folder in (("empty", empty), ("full", full)):
        ours = spawn(compiled, "ours", str(folder.parent))
        marks[f"{name} first frame"] = ours["first frame"]
        marks[f"{name} sign-in card"] = ours["sign-in card"]
        board = spawn(compiled, "board", str(folder), _TYPING_SECONDS)
        marks[f"{name} asked"] = board["asked"]
        marks[f"{name} entered to board"] = board["board"] - board["entered"]
        marks[f"{name} accepted to board"] = board["board"] - board["accepted"]
    return marks


def table(rows: Sequence[tuple[str, float]]) -> str:
    """Names and milliseconds in lines."""
    return "\n".join(f"{name:32} {value:9.1f}" for name, value in rows)


if __name__ == "__main__":
    print(table(list(measure(Path(sys.argv[1]), Path(sys.argv[2])).items())))
