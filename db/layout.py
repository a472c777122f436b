"""What lies where in a data folder; a backup has the same layout."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

DATABASE_NAME: Final = "branch.db"
KEYS_NAME: Final = "keys.json"
DEVICE_NAME: Final = "device.id"


def database_path(folder: Path) -> Path:
    """The database file of a data folder."""
    return folder / DATABASE_NAME


def keys_path(folder: Path) -> Path:
    """The file of wrapped keys of a data folder."""
    return folder / KEYS_NAME


def settle(written: Path, final: Path) -> None:
    """Give a completely written file its name, so that both survive a power cut."""
    handle = os.open(written, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    written.replace(final)
    if sys.platform != "win32":
        _sync_folder(final.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
