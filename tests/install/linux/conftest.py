"""Packages that are really installed; skipped, with the reason, where they cannot be."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import linux_roots
import pytest
import unseen_display
from linux_packages import ROOT, build, installed, newest
from linux_roots import CACHE, Root, debian, laid_over

PREVIOUS = os.environ.get("BRANCH_DESK_PREVIOUS", "d89def6")
"""Commit whose program is the package before (its tables are older: 0010), or that package."""


@pytest.fixture(scope="session", autouse=True)
def _can_install() -> None:
    if reason := linux_roots.lacking():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def needs_display() -> None:
    """For tests that look at the window."""
    if reason := unseen_display.lacking():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def deb() -> Path:
    """The branch's package."""
    return newest("branch-desk_*_amd64.deb")


@pytest.fixture(scope="session")
def hq_deb() -> Path:
    """The package of headquarters."""
    return newest("branch-desk-hq_*_amd64.deb")


@pytest.fixture(scope="session")
def previous_deb() -> Path:
    """The branch's package of an earlier commit, packed by the packaging of today; kept."""
    if PREVIOUS.endswith(".deb"):
        return Path(PREVIOUS)
    parts = [ROOT / "packaging" / name for name in ("linux", "frozen")]
    files = sorted(path for part in parts for path in part.rglob("*") if path.is_file())
    sign = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    kept = CACHE / "previous" / f"{PREVIOUS}-{sign}"
    if not list(kept.glob("*.deb")):
        build(kept, commit=PREVIOUS)
    return next(kept.glob("branch-desk_*.deb"))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Root]:
    """A Debian on which nothing was installed."""
    with laid_over([debian()], tmp_path / "bare") as root:
        yield root
    shutil.rmtree(tmp_path / "bare")  # hundreds of megabytes


@pytest.fixture(scope="session")
def with_libraries(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The changes that installing and purging the package makes: what it depends on stays."""
    folder = tmp_path_factory.mktemp("libraries")
    with laid_over([debian()], folder) as root:
        done = root.apt(deb)
        assert done.code == 0, done.out
        root.done("dpkg --purge branch-desk && rm -f /var/tmp/*.deb")
        root.done("useradd --create-home ilze; useradd --create-home janis")
    return folder / "changes"


@pytest.fixture
def office(with_libraries: Path, tmp_path: Path) -> Iterator[Root]:
    """A PC with the libraries and two people, still without the program."""
    with laid_over([with_libraries, debian()], tmp_path / "office") as root:
        yield root
    shutil.rmtree(tmp_path / "office")  # hundreds of megabytes


@pytest.fixture
def desk(office: Root, deb: Path) -> Root:
    """The same with the program; both people may use it."""
    installed(office, deb)
    return office


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures are left, to be looked at."""
    folder = ROOT / "out" / "install"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
