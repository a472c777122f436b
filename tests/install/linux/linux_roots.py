"""Debian systems without Python in which packages are installed for real: overlays over one root
that debootstrap made, seen through chroot.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
CACHE = Path(
    os.environ.get("BRANCH_DESK_INSTALL_CACHE", Path.home() / ".cache" / "branch-desk-install")
)
_PATIENCE = 900


@dataclass(frozen=True)
class Done:
    """How a command ended; `out` holds both of what it said."""

    code: int
    out: str


@dataclass(frozen=True)
class Root:
    """A system of its own.

    Args:
        layers: the folders that it was laid over, the topmost first.
        changes: what was changed in it.
    """

    path: Path
    layers: tuple[Path, ...]
    changes: Path

    def run(
        self, script: str, *, user: str = "root", seconds: float = _PATIENCE, **env: str
    ) -> Done:
        """A shell script as one of its people; what it prints, and its exit code."""
        done = subprocess.run(
            self.command(script, user, **env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode("utf-8", "replace"))

    def done(self, script: str, *, user: str = "root", **env: str) -> str:
        """The same, where it must succeed; what it printed."""
        done = self.run(script, user=user, **env)
        assert done.code == 0, f"{script}\n{done.out}"
        return done.out

    def command(self, script: str, user: str = "root", **env: str) -> list[str]:
        """What is to be run for that."""
        home = "/root" if user == "root" else f"/home/{user}"
        given = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": home,
            "USER": user,
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        } | env
        words = ["env", "-i", *(f"{name}={value}" for name, value in given.items())]
        shell = ["sh", "-c", script]
        if user != "root":
            shell = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *shell]
        return ["chroot", str(self.path), *words, *shell]

    def file(self, name: str) -> Path:
        """One of its files, as seen from outside."""
        return self.path / name.lstrip("/")

    def take(self, package: Path) -> str:
        """Bring a package in; where it lies inside."""
        shutil.copy(package, self.path / "var/tmp" / package.name)
        return f"/var/tmp/{package.name}"

    def apt(self, package: Path, *options: str, **env: str) -> Done:
        """`apt-get install` of a file."""
        inside = self.take(package)
        # the cache is this machine's, where another such test may be at work
        no_lock = ("-o", "Debug::NoLocking=true")
        given = " ".join(("--yes", "--no-install-recommends", *no_lock, *options))
        return self.run(f"apt-get install {given} {inside}", **env)


def lacking() -> str:
    """Why there can be no such system here; "" when there can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root can install packages"
    needed = {"debootstrap": "debootstrap", "chroot": "coreutils", "mount": "mount"}
    found = [package for name, package in needed.items() if shutil.which(name) is None]
    return f"not installed: {' '.join(found)}" if found else ""


def debian() -> Path:
    """The smallest Debian, made once and then kept."""
    made = CACHE / SUITE
    if not (made / "usr/bin/dpkg").exists():
        draft = CACHE / f"{SUITE}.new"
        shutil.rmtree(draft, ignore_errors=True)
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["debootstrap", "--variant=minbase", SUITE, str(draft), MIRROR]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
        draft.rename(made)
    return made


@contextmanager
def laid_over(layers: Sequence[Path], folder: Path, *, with_ours: bool = True) -> Iterator[Root]:
    """A system over others, which stay as they are.

    Args:
        folder: where what changes is kept.
        with_ours: processes and devices of this machine are seen in it; not where it is booted.
    """
    whole, changes, work = folder / "root", folder / "changes", folder / "work"
    for one in (whole, changes, work):
        one.mkdir(parents=True, exist_ok=True)
    archives = CACHE / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    options = f"lowerdir={':'.join(map(str, layers))},upperdir={changes},workdir={work}"
    with ExitStack() as mounted:
        _mount(mounted, whole, "-t", "overlay", "overlay", "-o", options)
        if with_ours:
            _mount(mounted, whole / "proc", "--bind", "/proc")
            _mount(mounted, whole / "dev", "--bind", "/dev")
            _mount(mounted, whole / "dev/pts", "--bind", "/dev/pts")
            _mount(mounted, whole / "var/cache/apt/archives", "--bind", str(archives))
        yield Root(whole, tuple(layers), changes)


@contextmanager
def bound(root: Root, outside: Path, inside: str) -> Iterator[None]:
    """A folder of this machine seen in the other."""
    with ExitStack() as mounted:
        root.file(inside).mkdir(parents=True, exist_ok=True)
        _mount(mounted, root.file(inside), "--bind", str(outside))
        yield


def _mount(mounted: ExitStack, where: Path, *how: str) -> None:
    subprocess.run(["mount", *how, str(where)], check=True)
    mounted.callback(subprocess.run, ["umount", "--lazy", str(where)], check=False)
