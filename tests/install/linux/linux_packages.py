"""Building and installing a package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from linux_roots import Root

ROOT = Path(__file__).resolve().parents[3]


def newest(pattern: str) -> Path:
    """A package as `make package-linux` left it in dist, or in BRANCH_DESK_PACKAGES."""
    folder = Path(os.environ.get("BRANCH_DESK_PACKAGES", ROOT / "dist"))
    found = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)
    if not found:
        pytest.skip(f"no {pattern} in {folder}; `make package-linux` builds it")
    return found[-1]


def build(out: Path, *, commit: str, quick: bool = True, work: Path | None = None) -> None:
    """Build the branch's package of a commit."""
    out.mkdir(parents=True, exist_ok=True)
    script = str(ROOT / "packaging/linux/build.sh")
    where = {"TMPDIR": str(work)} if work else {}
    done = subprocess.run(
        ["bash", script, str(Path(sys.executable).parent), "branch", commit, str(out)],
        env=os.environ | where | ({"QUICK": "1"} if quick else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def installed(root: Root, package: Path) -> None:
    """Install a package; both people may use it."""
    root.done(f"dpkg --install {root.take(package)}")
    root.done("usermod -aG branchdesk ilze && usermod -aG branchdesk janis")
