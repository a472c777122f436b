"""Headquarters that sign updates, and PCs that take them: real files, a clock that stands.

The program of these tests is a small script, and its package a text file with the script in it;
the installer copies it to its place.  What decides about trust, steps and the way back is real.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from desk.site import Site, UpdateSite
from desk.update.fetching import Rate
from desk.update.installers import Installer, Product
from desk.update.journal import Memory
from desk.update.releases import add, stage
from desk.update.repository import ONLINE, Repository
from desk.update.signing import new_key
from desk.update.working import Outcome, Updating, alone, carry_on, due_now

NIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""3.00 in Riga."""

PASSWORD = "a long enough password"
LEFT = "as people left it"
"""What is in a branch's database before an update."""

PROGRAM = """\
#!{python} -IS
import pathlib, sys
VERSION, FAULTS, PLACE = {version!r}, {faults!r}, pathlib.Path(__file__).parent
with (PLACE / "calls.txt").open("a") as calls:
    print(VERSION, *sys.argv[1:], file=calls)
words = sys.argv[1:]
if words == ["--version"]:
    print("Branch Desk", "9.9" if "version" in FAULTS else VERSION)
elif words[0] == "--check":
    sys.exit("check" in FAULTS)
elif words[:2] == ["backup", "--list"]:
    database = pathlib.Path(words[-1]) / "branch.db"
    database.write_text("migrated by " + VERSION)
    sys.exit("database" in FAULTS)
"""

OWN = """\
import json, pathlib, sys
words, data = sys.argv[1:], pathlib.Path(sys.argv[-1])
shelf = data / "backups"
if words[0] == "backup":
    if (data / "locked").exists():
        sys.exit(1)
    shelf.mkdir(exist_ok=True)
    (shelf / "kept").write_bytes((data / "branch.db").read_bytes())
    print(json.dumps({"file": "kept"}))
elif words[:2] == ["update", "put-back"]:
    if (data / "entered").exists():
        print(json.dumps({"error": {"code": "update.entered_since"}}))
        sys.exit(1)
    if (data / "busy").exists():
        print(json.dumps({"error": {"code": "restore.in_use"}}))
        sys.exit(1)
    (data / "branch.db").write_bytes((shelf / words[2]).read_bytes())
    print("{}")
"""

INSTALL = """\
import os, pathlib, shutil, signal, sys
place, package = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
if "refused" in package.read_text().splitlines()[-1]:
    sys.exit(1)
place.parent.mkdir(exist_ok=True)
with (place.parent / "installs.txt").open("a") as told:
    print(package.name, file=told)
torn = place.with_name("torn")
if " torn " in package.read_text().splitlines()[-1] + " " and not torn.exists():
    torn.touch()
    place.write_bytes(package.read_bytes()[:200])
    os.kill(os.getppid(), signal.SIGKILL)
    sys.exit(1)
shutil.copyfile(package, place)
place.chmod(0o755)
"""


@dataclass
class Virtual:
    """A clock that stands until it is moved."""

    now: datetime = NIGHT

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """Headquarters and one site.

    Args:
        clock: everybody's; slept: what a rate made its reader wait, in seconds.
    """

    folder: Path
    clock: Virtual = field(default_factory=Virtual)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = self.folder / "hq"
        self.keys_folder = self.folder / "keys"
        self.repository = Repository(self.source, self.clock)
        roles = ("root", "targets", *ONLINE)
        made = {role: new_key(self.keys_folder, role, PASSWORD) for role in roles}
        self.keys = {one.public_key.keyid: one for one in made.values()}
        public = {role: [one.public_key] for role, one in made.items()}
        self.repository.create(self.keys, public, 1)
        self.root = self.folder / "update-root.json"
        self.root.write_bytes((self.source / "metadata/1.root.json").read_bytes())

    def package(self, version: str, *faults: str) -> Path:
        """A package file of a version, with faults."""
        path = self.folder / "built" / f"branch-desk_{version}_all.deb"
        path.parent.mkdir(exist_ok=True)
        text = PROGRAM.format(python=sys.executable, version=version, faults=faults)
        path.write_text(text + f"# {' '.join(faults)}\n")
        return path

    def publish(self, version: str, *faults: str, branch: str = "*", since: str = "") -> None:
        """Add a version and stage it for a branch."""
        add(self.repository, self.keys, self.package(version, *faults), version)
        if branch:
            stage(self.repository, self.keys, version, {branch: since})

    def pc(self, name: str = "pc1", **updates: object) -> Pc:
        """A PC of riga-2 with version 1.0 in."""
        return make_pc(self, name, **updates)


class Pc:
    """A PC of the site; its folder holds all of it, so another process can be the same PC."""

    def __init__(self, folder: Path, clock: Virtual, slept: list[float]) -> None:
        self.folder = folder
        self.clock = clock
        self.slept = slept
        self.program = folder / "program" / "desk"
        self.data = folder / "data"
        self.site = msgspec.json.decode((folder / "site.json").read_bytes(), type=Site)
        self.memory = Memory(folder / "update")
        self.memory.prepare()

    @property
    def updating(self) -> Updating:
        """What its timer starts with."""
        install = (sys.executable, "-IS", str(self.folder / "install.py"), str(self.program))
        return Updating(
            self.memory,
            self.site,
            Product(Installer("deb", install), (str(self.program),)),
            self.data,
            (sys.executable, "-IS", str(self.folder / "own.py")),
            self.folder.name,
            self.clock,
            Rate(self.site.updates.rate, now=lambda: sum(self.slept), wait=self.slept.append),
        )

    def run(self) -> Outcome | None:
        """What the timer does."""
        with alone(self.memory):
            return carry_on(self.updating, due_now, lasting=True)

    @property
    def version(self) -> str:
        return self.updating.product.version()

    @property
    def database(self) -> str:
        return (self.data / "branch.db").read_text()

    def told(self, name: str) -> list[str]:
        """What was told beside the program: calls.txt, installs.txt."""
        path = self.program.parent / name
        return path.read_text().splitlines() if path.exists() else []


def make_pc(world: World, name: str, **updates: object) -> Pc:
    """A PC of riga-2 into which somebody has put version 1.0."""
    folder = world.folder / name
    (folder / "data").mkdir(parents=True)
    (folder / "program").mkdir()
    (folder / "data" / "branch.db").write_text(LEFT)
    (folder / "own.py").write_text(OWN)
    (folder / "install.py").write_text(INSTALL)
    settings = {"source": str(world.source), "root": str(world.root), "rate": 0} | updates
    site = Site(branch="riga-2", updates=UpdateSite(**settings))  # type: ignore[arg-type]
    (folder / "site.json").write_bytes(msgspec.json.encode(site))
    program = folder / "program" / "desk"
    program.write_bytes(world.package("1.0").read_bytes())
    program.chmod(0o755)
    return Pc(folder, world.clock, world.slept)
