"""A PC that asks a source for updates and gets the newest package."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desk.update.fetching import Rate, way_to
from desk.update.journal import Memory
from desk.update.trusted import ask


def newest_version(source: str, root: Path, folder: Path) -> Path:
    """The file of the package that comes last by its name."""
    memory = Memory(folder)
    memory.prepare()
    with way_to(source, Rate(0)) as way:
        found = ask(memory, root, source, way, datetime.now(UTC))
        name = max(found.releases)
        found.download(name, memory.files / name)
    return memory.files / name
