"""The packages as files: size, order, lintian, the same bytes from the same commit."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from linux_packages import ROOT, build

BUDGET = 55_000_000


def said(*command: object) -> str:
    """What a command prints."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_as_small_as_it_is_to_be(deb: Path, hq_deb: Path) -> None:
    for package in (deb, hq_deb):
        assert package.stat().st_size <= BUDGET, f"{package}: {package.stat().st_size}"


def test_what_it_says_of_its_files_is_true(deb: Path, tmp_path: Path) -> None:
    said("dpkg-deb", "--raw-extract", deb, tmp_path)
    said("sh", "-c", f"cd {tmp_path} && md5sum --quiet --check DEBIAN/md5sums")
    bill = json.loads((tmp_path / "usr/share/doc/branch-desk/sbom.cdx.json").read_text())
    names = {part["name"] for part in bill["components"]}
    assert {"SQLAlchemy", "cryptography", "PySide6_Essentials"} <= names
    copyright_text = (tmp_path / "usr/share/doc/branch-desk/copyright").read_text()
    assert "EUROPEAN UNION PUBLIC LICENCE" in copyright_text.upper()


def test_lintian_has_nothing_to_say(deb: Path, hq_deb: Path) -> None:
    if shutil.which("lintian") is None:
        pytest.skip("not installed: lintian")
    for package in (deb, hq_deb):
        done = subprocess.run(
            ["lintian", "--allow-root", "--fail-on", "error,warning", str(package)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_the_same_commit_gives_the_same_bytes(tmp_path: Path) -> None:
    commit = said("git", "-C", ROOT, "rev-parse", "HEAD").strip()
    made = []
    for place in ("one", "another place"):
        work = tmp_path / place.replace(" ", "-") / "deeper" if "another" in place else tmp_path
        work.mkdir(parents=True, exist_ok=True)
        out = tmp_path / f"out-{len(made)}"
        build(out, commit=commit, work=work)  # packed quickly: xz of the same gives the same
        made.append({path.name: path.read_bytes() for path in sorted(out.iterdir())})
    assert made[0].keys() == made[1].keys()
    assert all(made[0][name] == made[1][name] for name in made[0])
