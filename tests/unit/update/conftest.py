"""Fixtures: headquarters that have published the version that everybody has."""

from __future__ import annotations

from pathlib import Path

import pytest
from update_world import World

from desk.i18n import set_language


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Whatever a test before spoke on this worker."""
    set_language("en")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.publish("1.0", branch="")
    return made
