"""What this PC is like: whether its disk is encrypted, and whether anything can be printed on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

_DM_CRYPT: Final = "CRYPT-"
_SECONDS: Final = 20
_BITLOCKER: Final = {"1": True, "2": False, "3": True}
"""System.Volume.BitLockerProtection: on, off, being encrypted."""


def disk_encrypted(folder: Path) -> bool | None:
    """Whether what lies in a folder is encrypted on its disk; None when that cannot be told.

    Linux: dm-crypt (LUKS) below the file system.  Windows: BitLocker, as any user may ask.  A disk
    that encrypts by itself is not recognised.
    """
    if sys.platform == "win32":
        return _by_bitlocker(folder.resolve().drive)
    device = _block_device(folder)
    return None if device is None else below_crypt(device)


def below_crypt(device: Path) -> bool:
    """Whether a block device, or all that it is made of, is encrypted by dm-crypt.

    Args:
        device: its folder in sysfs.
    """
    kind = device / "dm" / "uuid"
    if kind.is_file() and kind.read_text(encoding="ascii").startswith(_DM_CRYPT):
        return True
    made_of = sorted((device / "slaves").glob("*"))
    return bool(made_of) and all(below_crypt(part) for part in made_of)


def mount_source(table: str, device: str) -> str:
    """What a file system is mounted from; "" when the table has it not.

    Args:
        table: text of /proc/self/mountinfo.
        device: its "major:minor".
    """
    for line in table.splitlines():
        left, _, right = line.partition(" - ")
        if device in left.split()[2:3]:
            return right.split()[1]
    return ""


def printers() -> tuple[str, ...] | None:
    """The printers that the program's window would offer; None when Qt cannot be loaded."""
    try:
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError:
        return None
    return tuple(QPrinterInfo.availablePrinterNames())


def _block_device(folder: Path) -> Path | None:
    """Some file systems (btrfs) have no device number of their own: then by what is mounted."""
    number = folder.stat().st_dev
    known = _sysfs(number)
    if known.exists():
        return known
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        known = _sysfs(Path(mount_source(table, _name(number))).stat().st_rdev)
    except OSError:
        return None
    return known if known.exists() else None


def _sysfs(number: int) -> Path:
    return Path("/sys/dev/block") / _name(number)


def _name(number: int) -> str:
    return f"{os.major(number)}:{os.minor(number)}"


def _by_bitlocker(drive: str) -> bool | None:
    question = (
        f"(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')"
    )
    try:
        asked = subprocess.run(  # noqa: S603 - the drive's letter is all that varies
            ["powershell", "-NoProfile", "-NonInteractive", "-Command", question],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _BITLOCKER.get(asked.stdout.strip())
