"""The manual page, made out of `desk --help` so that it cannot say something else.

manual.py VERSION
"""

from __future__ import annotations

import subprocess
import sys

_SYNOPSIS = "desk [\\-\\-data\\-dir DIR] [COMMAND ...]"
_NAME = "desk \\- front desk of a branch office, offline"


def page(version: str, help_text: str) -> str:
    """The page in roff."""
    body = help_text.replace("\\", "\\e").replace("-", "\\-")
    lines = [f"\\&{line}" if line.startswith((".", "'")) else line for line in body.splitlines()]
    head = [f'.TH DESK 1 "" "Branch Desk {version}"', ".SH NAME", _NAME, ".SH SYNOPSIS", _SYNOPSIS]
    return "\n".join([*head, ".SH DESCRIPTION", ".nf", *lines, ".fi", ""])


if __name__ == "__main__":
    said = subprocess.run(
        [sys.executable, "-m", "desk", "--help"], capture_output=True, text=True, check=True
    )
    sys.stdout.write(page(sys.argv[1], said.stdout))
