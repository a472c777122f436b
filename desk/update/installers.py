"""The system's own installers, as commands: what IT types, only that nobody has to."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk.domain.errors import DeskError
from desk.update.children import run

_NAME: Final = "branch-desk"
_LONGEST: Final = 30 * 60
_QUESTIONS: Final = 60
_ON_PURPOSE: Final = {"DEBIAN_FRONTEND": "noninteractive", "BRANCH_DESK_WAY_BACK": "1"}
"""The second tells our packages' scripts that an older version is put in on purpose."""

_RESTART_LATER: Final = 3010
"""msiexec: done, and some file changes with the next start."""


@dataclass(frozen=True, slots=True)
class Installer:
    """How packages of a kind are put in.

    Args:
        put_in: the command, to which the package's path is added, and then `settings`; it has to
            put a package over a newer version too.
        version: a command that prints the version that is in; () = the program is asked itself.
        repair: what is run first when the last one was cut off.
        done: exit codes that mean it worked.
    """

    kind: str
    put_in: tuple[str, ...]
    version: tuple[str, ...] = ()
    repair: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    done: frozenset[int] = frozenset({0})

    def install(self, package: Path, log: Path) -> bool:
        """Put a package in; whether the installer says that it worked.

        Args:
            log: a file for what it prints, of this time alone.
        """
        command = (*self.put_in, str(package), *self.settings)
        done = run(command, seconds=_LONGEST, extra=_ON_PURPOSE, log=log)
        return done.code in self.done

    def mend(self) -> None:
        """Let the installer bring itself in order; how it went shows when it is used."""
        if self.repair:
            run(self.repair, seconds=_LONGEST, extra=_ON_PURPOSE)


@dataclass(frozen=True, slots=True)
class Product:
    """The installed program.

    Args:
        program: the command that starts it, the one that its package brings.
    """

    installer: Installer
    program: tuple[str, ...]

    def version(self) -> str:
        """The version that is in, "" when none is."""
        asked = self.installer.version or (*self.program, "--version")
        done = run(asked, seconds=_QUESTIONS)
        return "" if done.code else done.said.strip().rpartition(" ")[2].partition("-")[0]


DEB: Final = Installer(
    "deb",
    (
        *("apt-get", "install", "--yes", "--allow-downgrades", "--reinstall"),
        *("--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"),
        *("-o", "Dpkg::Options::=--force-confold"),
    ),
    ("dpkg-query", "--show", "--showformat", "${Version}", _NAME),
    ("dpkg", "--configure", "-a"),
)
RPM: Final = Installer(
    "rpm",
    ("rpm", "--upgrade", "--oldpackage", "--replacepkgs"),
    ("rpm", "--query", "--queryformat", "%{VERSION}", _NAME),
)
MSI: Final = Installer(
    "msi",
    ("msiexec", "/qn", "/norestart", "/i"),
    ("reg", "query", r"HKLM\Software\Branch Desk", "/v", "Version", "/reg:64"),
    settings=("BRANCH_DESK_WAY_BACK=1",),
    done=frozenset({0, _RESTART_LATER}),
)
_LINUX: Final = ("/usr/bin/desk",)


def find_product() -> Product:
    """How this program was installed.

    Raises:
        DeskError: "update.not_installed" when no installer knows of it.
    """
    if sys.platform == "win32":
        found = [(MSI, "reg", _windows_program())]
    else:
        found = [(DEB, "dpkg-query", _LINUX), (RPM, "rpm", _LINUX)]
    for installer, tool, program in found:
        product = Product(installer, program)
        if shutil.which(tool) and product.version():
            return product
    raise DeskError("update.not_installed")


def _windows_program() -> tuple[str, ...]:
    folder = os.environ.get("PROGRAMFILES", r"C:\Program Files")
    return (str(Path(folder) / "Branch Desk" / "desk.exe"),)
