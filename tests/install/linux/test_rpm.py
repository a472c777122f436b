"""The .rpm with Debian's rpm, in a root that is no Fedora: its files, scripts and requirements.

Requirements are compared with what the programs in it are linked against; that a Fedora has all of
them under these names is not proved by this.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from linux_packages import newest
from linux_roots import Root

_OF_GLIBC = re.compile(r"(ld-linux-x86-64|lib(c|m|dl|pthread|rt|resolv))\.so\.\d")
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")


@pytest.fixture(scope="session")
def rpm() -> Path:
    """The branch's package."""
    return newest("branch-desk-0*.x86_64.rpm")


@pytest.fixture(scope="session")
def hq_rpm() -> Path:
    """The package of headquarters."""
    return newest("branch-desk-hq-*.x86_64.rpm")


@pytest.fixture
def with_rpm(office: Root) -> Root:
    """A PC with the libraries, and with rpm."""
    office.done("apt-get install --yes --no-install-recommends rpm")
    return office


def test_it_is_installed_verified_and_removed(with_rpm: Root, rpm: Path) -> None:
    inside = with_rpm.take(rpm)
    with_rpm.done(f"rpm --install --nodeps {inside}")
    assert with_rpm.done("rpm --verify --nodeps branch-desk") == ""
    assert "Branch Desk" in with_rpm.done("desk --version")
    rights = with_rpm.done(
        "stat -c '%a %U %G' /etc/branch-desk /etc/branch-desk/keys /var/lib/branch-desk"
    )
    assert rights.split("\n")[:3] == [
        "2750 root branchdesk",
        "3770 root branchdesk",
        "2770 root branchdesk",
    ]
    with_rpm.file("/var/lib/branch-desk/a-file").write_text("data")
    with_rpm.done("rpm --erase branch-desk")
    assert not with_rpm.file("/usr/lib/branch-desk").exists()
    assert with_rpm.file("/var/lib/branch-desk/a-file").read_text() == "data"
    assert with_rpm.file("/etc/branch-desk/keys").is_dir()


def test_wrong_answers_are_refused(with_rpm: Root, rpm: Path) -> None:
    with_rpm.file("/etc/branch-desk").mkdir(exist_ok=True)
    with_rpm.file("/etc/branch-desk/answers.toml").write_text(
        'institution = "pmlp"\nbranch = "?"\n'
    )
    refused = with_rpm.run(f"rpm --install --nodeps {with_rpm.take(rpm)}")
    assert "Branch Desk is not set up" in refused.out
    assert not with_rpm.file("/etc/branch-desk/site.toml").exists()


def test_headquarters_too(with_rpm: Root, hq_rpm: Path) -> None:
    said = with_rpm.done(f"rpm --install --nodeps {with_rpm.take(hq_rpm)}")
    assert "wait for their settings" in said
    assert with_rpm.done("rpm --verify --nodeps branch-desk-hq") == ""
    assert "Branch Desk" in with_rpm.done("desk-hq --version")


@pytest.mark.parametrize("which", ["rpm", "hq_rpm"])
def test_all_that_it_is_linked_against_is_required(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if lacking := [name for name in ("rpm", "rpm2cpio", "cpio") if shutil.which(name) is None]:
        pytest.skip(f"not installed: {' '.join(lacking)}")
    package = request.getfixturevalue(which)
    subprocess.run(
        ["sh", "-c", f"rpm2cpio '{package}' | cpio --quiet -idm"], cwd=tmp_path, check=True
    )
    files = [path for path in (tmp_path / "usr/lib").rglob("*") if path.is_file()]
    own = {path.name for path in files}
    needed = set()
    for path in files:
        if ".so" in path.name or path.stat().st_mode & 0o100:
            told = subprocess.run(
                ["readelf", "-d", path], capture_output=True, text=True, check=False
            )
            needed |= set(_NEEDED.findall(told.stdout))
    required = subprocess.run(
        ["rpm", "-qp", "--requires", package], capture_output=True, text=True, check=True
    ).stdout
    from_outside = {name for name in needed - own if not _OF_GLIBC.fullmatch(name)}
    assert from_outside
    assert {name for name in from_outside if f"{name}()(64bit)" not in required} == set()
