"""The program's log: a small rotating file beside the database.  Never personal data in it."""

from __future__ import annotations

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES = 1024 * 1024
_FILES = 5
_NAME = "branch-desk"


def start_log(data_dir: Path) -> None:
    """Log to `log/desk.log` in the data folder, times in UTC; later calls move it there."""
    folder = data_dir / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "desk.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
    )
    handler.name = _NAME
    handler.setFormatter(_formatter())
    stop_log()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # our own lines say when it migrates


def stop_log() -> None:
    """Close the file, so that its folder can be removed."""
    root = logging.getLogger()
    for handler in [item for item in root.handlers if item.name == _NAME]:
        root.removeHandler(handler)
        handler.close()


def _formatter() -> logging.Formatter:
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s")
    formatter.converter = time.gmtime
    return formatter
