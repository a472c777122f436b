"""Where the program's own files lie: packs, translations, icons, fonts, styles."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from desk.domain.errors import DeskError


@cache
def resources_dir() -> Path:
    """The folder `resources`: beside the code in a checkout, inside the bundle when frozen.

    Raises:
        DeskError: "resources.missing" when the installation is incomplete.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    folder = root / "resources"
    if not folder.is_dir():
        raise DeskError("resources.missing", folder=str(folder))
    return folder


def packs_dir() -> Path:
    """The folder of the shipped content packs, one folder each."""
    return resources_dir() / "packs"
