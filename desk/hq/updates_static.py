"""The program's updates, given out as files; what they are worth is said by their signatures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from litestar.static_files import create_static_files_router

FOLDER: Final = "DESK_HQ_UPDATES"
"""Environment variable with the folder that `desk hq update` keeps; without it nothing is given."""

_PARTS: Final = ("metadata", "targets")


def update_routes() -> list[Any]:
    """The routes below /updates; none when no folder is named."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return []
    return [
        create_static_files_router(
            path=f"/updates/{part}", name=f"updates-{part}", directories=[Path(folder) / part]
        )
        for part in _PARTS
    ]
