"""A Windows that is Wine, in a prefix of its own, and what the tests of installers ask of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOOLCHAIN = ROOT / "packaging/windows/toolchain.sh"
FROZEN = ROOT / "build/windows/frozen"
NEEDED = ("wine", "xvfb-run", "makensis", "wixl", "x86_64-w64-mingw32-gcc", "faketime")
PROGRAM = "Program Files/Branch Desk"
DATA = "ProgramData/Branch Desk"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Branch Desk"
_SECONDS = 600


def missing() -> str:
    """Why nothing can be tried here; "" when it can."""
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    return (
        "" if (FROZEN / "desk.exe").is_file() else f"`make package-windows` has not made {FROZEN}"
    )


@dataclass(frozen=True)
class Done:
    """How a program ended, and what it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Wine:
    """The prefix; its drive C: is a folder here."""

    prefix: Path

    @property
    def drive(self) -> Path:
        """Drive C:."""
        return self.prefix / "drive_c"

    def make(self) -> None:
        """A new Windows."""
        begun = f'. "{TOOLCHAIN}" && wine_prefix'
        subprocess.run(["bash", "-c", begun], env=self._env(), check=True)

    def run(self, *command: str, **extra: str) -> Done:
        """Run a program to its end."""
        ended = subprocess.run(
            ["xvfb-run", "-a", "wine", *command],
            env={**self._env(), **extra},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS,
            check=False,
        )
        return Done(ended.returncode, ended.stdout.decode("utf-8", "replace"))

    def desk(self, *arguments: str) -> Done:
        """Run the program that is installed for the machine."""
        return self.run(rf"C:\{PROGRAM}\desk.exe".replace("/", "\\"), *arguments)

    def registry(self, key: str, name: str) -> str:
        """A text of the registry, "" when there is none."""
        asked = self.run("reg", "query", key, "/v", name, "/reg:64")
        lines = [
            line.split("REG_SZ", 1)[1].strip()
            for line in asked.said.splitlines()
            if "REG_SZ" in line
        ]
        return lines[0] if asked.code == 0 and lines else ""

    def has_task(self) -> bool:
        """Whether the task that looks for updates is there."""
        return (self.drive / "windows/system32/tasks/Branch Desk update").exists()

    def windows_path(self, path: Path) -> str:
        """How Windows calls a file of ours."""
        return "Z:" + str(path).replace("/", "\\")

    def end(self) -> None:
        """End every program of this prefix, and no other."""
        subprocess.run(["wineserver", "-k"], env=self._env(), check=False)

    def _env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
        return {
            **kept,
            "DESK_WINDOWS_PREFIX": str(self.prefix),
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscms=n;winemenubuilder.exe=d",
            "WINEQT_QPA_PLATFORM": "offscreen",
        }


def installers(version: str, folder: Path) -> tuple[Path, Path]:
    """Setup and MSI of a version: what was frozen last, packed fast."""
    made = folder / f"branch-desk-{version}-setup.exe", folder / f"branch-desk-{version}.msi"
    if not all(path.exists() for path in made):
        subprocess.run(
            ["bash", "packaging/windows/build.sh", ".venv/bin", str(folder)],
            cwd=ROOT,
            env={
                **os.environ,
                "DESK_FROZEN": str(FROZEN),
                "DESK_VERSION": version,
                "QUICK": "1",
            },
            check=True,
            capture_output=True,
        )
    return made


@dataclass(frozen=True)
class Packages:
    """The same program as two versions."""

    old_setup: Path
    old_msi: Path
    setup: Path
    msi: Path


def uninstall(windows: Wine, *options: str, folder: str = PROGRAM) -> int:
    """Run the uninstaller where it lies, so that it is waited for."""
    place = "C:\\" + folder.replace("/", "\\")
    return windows.run(rf"{place}\uninstall.exe", "/S", *options, f"_?={place}").code
