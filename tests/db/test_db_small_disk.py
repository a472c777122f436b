"""A target that is full or read-only, on a real disk that is so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from db.keys import RecoverySlot, Ring, _save
from db.layout import database_path

_HERE = Path(__file__).parent


def _can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = "mount -t tmpfs tmpfs /mnt"
    done = subprocess.run(["unshare", "-rm", "sh", "-c", tried], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not _can_mount(), reason="no small disks can be made here")


@pytest.fixture
def root(data_folder: Path, tmp_path: Path) -> Path:
    slot = RecoverySlot(b"", 1, 8, b"", b"")
    _save(data_folder, Ring("r", (slot,)))
    (tmp_path / "place").mkdir()
    return tmp_path


def run(task: str, root: Path) -> Any:
    paths = [str(_HERE.parent.parent), str(_HERE.parent), str(_HERE)]
    done = subprocess.run(
        ["unshare", "-rm", sys.executable, str(_HERE / "small_disk.py"), task, str(root)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_a_full_second_place_is_said_and_loses_nothing(root: Path) -> None:
    seen = run("mirror", root)
    first = seen["seen"].index("mirror.full")
    assert set(seen["seen"][:first]) == {""}
    assert set(seen["seen"][first:]) == {"mirror.full"}
    assert (seen["left"], seen["after"], seen["drafts"]) == ([], "", 20)
    assert seen["generation"] == 1, "nothing had to be copied anew"


def test_a_disk_that_becomes_full_during_a_backup(root: Path) -> None:
    done = run("backup", root)
    assert done == {"code": "backup.full", "files": ["kept.branchbackup"]}
    assert database_path(root / "data").exists()
    assert [path.name for path in (root / "data" / "backing-up").iterdir()] == ["lock"]


def test_a_read_only_target(root: Path) -> None:
    done = run("read_only", root)
    assert (done["code"], done["files"]) == ("backup.read_only", ["kept.branchbackup"])
    assert (done["mirror"], done["after"], done["number"]) == ("mirror.read_only", "", 1)


def test_a_disk_that_becomes_full_while_pictures_are_added(root: Path) -> None:
    assert run("attach", root) == {"code": "db.full", "whole": True, "lost": 0}
