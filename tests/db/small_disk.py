"""What happens on a real small disk; run by the tests in a mount namespace of its own.

    unshare -rm python small_disk.py TASK FOLDER

Prints one JSON value.  FOLDER has `data` with a database under the tests' key, and `place`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from virtual import DEVICE, KEY, VirtualClock, make_id

import db.backup_make
from db.attachment_cipher import new_key
from db.backup_make import About, pack, proven_copy
from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.mirror import Mirror
from db.mirror_files import Owner, write_owner
from db.mirror_read import rebuild_from_mirror
from desk.domain.errors import DeskError

NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)


def main(task: str, root: Path) -> Any:
    data, place = root / "data", root / "place"
    size = database_path(data).stat().st_size
    return {"mirror": _mirror, "backup": _backup, "read_only": _read_only, "attach": _attach}[task](
        data, place, size
    )


def _mount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)


def _remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def _commits(data: Path, number: int) -> None:
    raw = connect(database_path(data), KEY)
    for _ in range(number):
        raw.execute("INSERT INTO draft VALUES (randomblob(16), 'note', randomblob(30000), 1)")
    raw.close()


def _mirror(data: Path, place: Path, size: int) -> Any:
    """The second place becomes full, says so, and goes on once there is room."""
    _mount(place, f"size={size + 200_000}")
    write_owner(place, Owner("r", "d", "riga-2", "1"))
    mirror = Mirror(data, KEY, place, lambda: NOON)
    seen = []
    for _ in range(20):
        _commits(data, 1)
        seen.append(mirror.look().problem)
    left = sorted(path.name for path in place.rglob("*.new"))
    _remount(place, "size=50m")
    after = mirror.look()
    mirror.close()
    target = data.parent / "back.db"
    rebuild_from_mirror(place, KEY, target)
    raw = connect(target, KEY)
    drafts = raw.execute("SELECT count(*) FROM draft").fetchone()[0]
    return {"seen": seen, "left": left, "after": after.problem, "drafts": drafts,
            "generation": after.generation}  # fmt: skip


def _backup(data: Path, place: Path, size: int) -> Any:
    """There was room when it began, and none at the end."""
    _mount(place, f"size={size + 4096}")
    (place / "kept.branchbackup").write_bytes(b"earlier")
    db.backup_make._ROOM = -20_000
    return _refused(data, place)


def _read_only(data: Path, place: Path, size: int) -> Any:
    _mount(place, "size=200m")
    write_owner(place, Owner("r", "d", "riga-2", "1"))
    mirror = Mirror(data, KEY, place, lambda: NOON)
    mirror.look()
    (place / "kept.branchbackup").write_bytes(b"earlier")
    _remount(place, "ro")
    _commits(data, 1)
    refused = _refused(data, place)
    problem = mirror.look().problem
    _remount(place, "rw")
    after = mirror.look()
    mirror.close()
    return {**refused, "mirror": problem, "after": after.problem, "number": after.number}


def _attach(data: Path, place: Path, size: int) -> Any:
    """Pictures are added until the disk is full; then there is room again."""
    _mount(place, f"size={size + 6_000_000}")
    shutil.copy(database_path(data), database_path(place))
    database = Database.open(place, KEY, make_id, VirtualClock(NOON), DEVICE)
    kept, code = [], ""
    while not code:
        try:
            kept.append(_one_more(database))
        except DeskError as error:
            code = error.code
    with database.reader() as reader:
        whole = [len(reader.attachments.read(one)) for one in kept]
    _remount(place, "size=50m")
    kept.append(_one_more(database))
    rows = "SELECT count(*) FROM attachment_key"
    with database.reader() as reader:
        (there,) = reader._connection.exec_driver_sql(rows).one()
    database.close()
    return {"code": code, "whole": set(whole) == {1_000_000}, "lost": len(kept) - there}


def _one_more(database: Database) -> UUID:
    file = make_id()
    with database.unit_of_work() as uow:
        uow.attachments.add(file, new_key(), bytes(1_000_000), text_id=make_id())
        uow.commit()
    return file


def _refused(data: Path, place: Path) -> dict[str, Any]:
    about = About(NOON, "1", "pmlp", "riga-2", "d")
    try:
        with proven_copy(data, KEY, about) as (work, manifest):
            pack(work, manifest, place / "kept.branchbackup")
    except DeskError as error:
        code = error.code
    else:
        code = ""
    names = sorted(path.name for path in place.iterdir() if path.name != "mirror.json")
    return {"code": code, "files": [name for name in names if not name.startswith("g0")]}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
