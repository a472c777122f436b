"""The manual page, made out of `--help` so that it cannot say something else.

manual.py VERSION branch|hq
"""

from __future__ import annotations

import subprocess
import sys

_PAGES = {
    "branch": ("desk", "front desk of a branch office, offline", []),
    "hq": ("desk-hq", "server of headquarters for the branches' front desks", ["hq"]),
}
"""Name of the program, what it is, and whose help is the page's text."""


def page(version: str, name: str, what: str, help_text: str) -> str:
    """The page in roff."""
    escaped = name.replace("-", "\\-")
    body = help_text.replace("\\", "\\e").replace("-", "\\-")
    lines = [f"\\&{line}" if line.startswith((".", "'")) else line for line in body.splitlines()]
    head = [
        f'.TH {name.upper()} 1 "" "Branch Desk {version}"',
        ".SH NAME",
        f"{escaped} \\- {what}",
        ".SH SYNOPSIS",
        f"{escaped} [OPTIONS] [COMMAND ...]",
    ]
    return "\n".join([*head, ".SH DESCRIPTION", ".nf", *lines, ".fi", ""])


def main(version: str, part: str) -> None:
    """Write the page of a package's program."""
    name, what, words = _PAGES[part]
    said = subprocess.run(
        [sys.executable, "-m", "desk", *words, "--help"], capture_output=True, text=True, check=True
    )
    told = said.stdout.replace("desk hq", "desk-hq") if words else said.stdout
    sys.stdout.write(page(version, name, what, told))


if __name__ == "__main__":
    main(*sys.argv[1:3])
