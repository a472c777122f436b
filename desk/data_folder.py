"""What a data folder is for, and where its machine's secret lies; light enough for the agent."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from db.machine_store import default_key_dir
from desk.domain.errors import DeskError

DEMO_FILE: Final = "demo"


def default_data_dir() -> Path:
    """Where the database lies when nobody says otherwise.

    As IT has set it for this PC; the machine's folder where the program is installed for the
    machine; otherwise the user's folder for program data.

    Raises:
        DeskError: as `desk.site.read_site`: to guess another folder would look like a PC that
            nobody has set up yet.
    """
    from desk.site import read_site

    return _of_site(read_site().data_dir)


def traces_dir() -> Path:
    """The same folder for logs and reports, which are wanted also when the site file is broken."""
    try:
        return default_data_dir()
    except DeskError:
        return _of_site("")


def machine_data_dir() -> Path:
    """The data of a program that is installed for the machine; its package makes the folder."""
    if sys.platform == "win32":
        from desk.site import machine_folder

        return machine_folder() / "data"
    return Path("/var/lib/branch-desk")


def _of_site(chosen: str) -> Path:
    if chosen:
        return Path(os.path.expandvars(chosen))
    if machine_data_dir().is_dir():
        return machine_data_dir()
    from platformdirs import user_data_path

    return user_data_path("branch-desk", appauthor=False)


def is_demo(folder: Path) -> bool:
    """Whether a folder was made for the demo, so that it may be thrown away."""
    return (folder / DEMO_FILE).is_file()


def key_dir(folder: Path) -> Path:
    """Where this machine keeps the secret of a folder's key; the demo's lies inside it."""
    return folder / "key" if is_demo(folder) else default_key_dir()
