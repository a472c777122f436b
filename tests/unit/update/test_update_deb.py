"""Real packages by the real dpkg, into a root of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from update_world import LEFT, PROGRAM, Pc, World

from desk.update.installers import Installer, Product
from desk.update.releases import add, stage
from desk.update.working import Outcome, carry_on, due_now

pytestmark = pytest.mark.skipif(
    shutil.which("dpkg-deb") is None or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="dpkg installs for root alone",
)


def build(folder: Path, version: str, *faults: str) -> Path:
    """A .deb with the tests' program, as big as it is."""
    tree = folder / f"tree-{version}"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        f"Package: branch-desk\nVersion: {version}\nArchitecture: all\n"
        "Maintainer: Tests <tests@example.org>\nDescription: a program of the tests\n"
    )
    if "refused" in faults:
        (tree / "DEBIAN/control").write_text(
            (tree / "DEBIAN/control").read_text() + "Depends: something-that-is-nowhere\n"
        )
    program = tree / "usr/bin/desk"
    program.write_text(PROGRAM.format(python=sys.executable, version=version, faults=faults))
    program.chmod(0o755)
    target = folder / f"branch-desk_{version}_all.deb"
    subprocess.run(
        ["dpkg-deb", "--build", "--root-owner-group", str(tree), str(target)],
        check=True,
        capture_output=True,
    )
    return target


class DebPc(Pc):
    """A PC with a root of its own that dpkg installs into."""

    @property
    def root(self) -> Path:
        return self.folder / "root"

    @property
    def product(self) -> Product:
        dpkg = ("dpkg", f"--root={self.root}")
        asked = ("--show", "--showformat", "${Version}", "branch-desk")
        return Product(
            Installer(
                "deb",
                (*dpkg, "--install"),
                ("dpkg-query", f"--admindir={self.root}/var/lib/dpkg", *asked),
                (*dpkg, "--configure", "-a"),
            ),
            (str(self.root / "usr/bin/desk"),),
        )

    def run(self) -> Outcome | None:
        from dataclasses import replace

        return carry_on(replace(self.updating, product=self.product), due_now, lasting=True)


@pytest.fixture
def pc(tmp_path: Path) -> DebPc:
    world = World(tmp_path)
    first = build(tmp_path, "1.0")
    add(world.repository, world.keys, first, "1.0")
    plain = world.pc()
    made = DebPc(plain.folder, world.clock, world.slept)
    admin = made.root / "var/lib/dpkg"
    for name in ("info", "updates", "triggers"):
        (admin / name).mkdir(parents=True)
    for name in ("status", "available"):
        (admin / name).touch()
    assert made.product.installer.install(first, tmp_path / "first.log")
    assert made.product.version() == "1.0"
    made.world = world  # type: ignore[attr-defined]
    return made


def publish(pc: DebPc, version: str, *faults: str) -> None:
    world = pc.world  # type: ignore[attr-defined]
    add(world.repository, world.keys, build(world.folder, version, *faults), version)
    stage(world.repository, world.keys, version, {"*": ""})


def test_a_package_comes_in(pc: DebPc) -> None:
    publish(pc, "1.1")
    assert pc.run() is Outcome.PUT_IN
    assert pc.product.version() == "1.1"
    assert pc.database == "migrated by 1.1"


@pytest.mark.parametrize("fault", ["check", "database", "refused"])
def test_a_bad_package_makes_room_for_the_one_before(pc: DebPc, fault: str) -> None:
    publish(pc, "1.1", fault)
    assert pc.run() is Outcome.WENT_BACK
    assert pc.product.version() == "1.0"
    assert pc.database == LEFT
    done = subprocess.run([*pc.product.program, "--version"], capture_output=True, check=True)
    assert done.stdout == b"Branch Desk 1.0\n"
