"""Starting the program once more, as a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def own_command(*arguments: str) -> list[str]:
    """The command line that runs a `desk` command with this very program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "desk", *arguments]


def own_path() -> str:
    """PYTHONPATH for `own_command`: where this program's code lies comes first."""
    root = str(Path(__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH")
    return os.pathsep.join([root, known]) if known else root
