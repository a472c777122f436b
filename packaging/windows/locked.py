"""The part of requirements.lock that the program and its freezing need on Windows, hashes included.

locked.py UV      prints requirements for `uv pip install --require-hashes`
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FREEZING = "pyinstaller\npefile\npywin32-ctypes\ncyclonedx-python-lib\n"
_NAME = re.compile(r"[\w.-]+(?===)")


def names(uv: str) -> set[str]:
    """Every distribution that the program wants on Windows, in the versions of the lock."""
    told = subprocess.run(
        [
            *(uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate"),
            *("--python-platform", "windows", "--python-version", "3.11"),
            *("--constraints", "requirements.lock", "pyproject.toml", "-"),
        ],
        cwd=ROOT,
        input=_FREEZING,
        capture_output=True,
        text=True,
        check=True,
    )
    return {found[0] for found in map(_NAME.match, told.stdout.splitlines()) if found}


def part(lock: str, wanted: set[str]) -> str:
    """The entries of the wanted distributions; each is its line and the indented hashes below."""
    entries = re.split(r"\n(?=\S)", lock.strip())
    kept = [entry for entry in entries if (found := _NAME.match(entry)) and found[0] in wanted]
    if len(kept) != len(wanted):
        raise SystemExit("requirements.lock lacks a distribution that Windows needs")
    return "\n".join(kept) + "\n"


if __name__ == "__main__":
    sys.stdout.write(part((ROOT / "requirements.lock").read_text("utf-8"), names(sys.argv[1])))
