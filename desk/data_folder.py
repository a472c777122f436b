"""What a data folder is for, and where its machine's secret lies; light enough for the agent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from db.machine_store import default_key_dir

DEMO_FILE: Final = "demo"


def default_data_dir() -> Path:
    """Where the database lies when nobody says otherwise: the user's folder for program data."""
    from platformdirs import user_data_path

    return user_data_path("branch-desk", appauthor=False)


def is_demo(folder: Path) -> bool:
    """Whether a folder was made for the demo, so that it may be thrown away."""
    return (folder / DEMO_FILE).is_file()


def key_dir(folder: Path) -> Path:
    """Where this machine keeps the secret of a folder's key; the demo's lies inside it."""
    return folder / "key" if is_demo(folder) else default_key_dir()
