"""Fixtures: headquarters that have published the version that everybody has."""

from __future__ import annotations

from pathlib import Path

import pytest
from update_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.publish("1.0", branch="")
    return made
