"""Bundled packs: what changed has a higher version, or installed programs keep the old one."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).parents[3] / "packaging" / "dev" / "pack_versions.py"
_SPEC = importlib.util.spec_from_file_location("pack_versions", _SCRIPT)
assert _SPEC is not None and _SPEC.loader is not None
pack_versions = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pack_versions)


def test_every_changed_pack_has_a_higher_version() -> None:
    """When this fails: raise `version` in pack.toml, then `pack_versions.py update`."""
    now = pack_versions.of_packs()
    assert pack_versions.problems(pack_versions.noted(), now) == []
    assert pack_versions.noted() == now, "raised, and not noted yet"


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        ("services.toml", "\n", "\n# a remark\n", False),
        ("pack.toml", 'title.en = "PMLP', 'title.en = "The PMLP', True),
        ("pack.toml", "version = ", "version = 9", False),
        ("pack.toml", "version = ", "version = 0 # ", True),
    ],
)
def test_what_counts_as_a_change(
    tmp_path: Path, file: str, old: str, new: str, wrong: bool
) -> None:
    shutil.copytree(pack_versions.PACKS / "pmlp", tmp_path / "pmlp")
    before = {"pmlp": pack_versions.of_pack(tmp_path / "pmlp")}
    changed = tmp_path / "pmlp" / file
    text = changed.read_text("utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), "utf-8")
    now = {"pmlp": pack_versions.of_pack(tmp_path / "pmlp")}
    assert bool(pack_versions.problems(before, now)) is wrong
