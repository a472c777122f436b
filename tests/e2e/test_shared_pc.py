"""One PC, several persons of its system: one database in the machine's folder, for all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from desk.program import own_path

ANNA, BERTA, GROUP = 23_001, 23_002, 23_100

_ROOT_ALONE = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or which("setpriv") is None,
    reason="only root becomes other persons",
)

_OPEN = """
from pathlib import Path
from contextlib import closing
from desk.app import open_app
from desk.instance import Claim
import sys
folder = Path(sys.argv[1])
claim = Claim(folder, str(__import__("os").geteuid()))
assert claim.take(), "no window"
assert claim.others() == 0, claim.others()
with closing(open_app(folder)) as app, app.database.unit_of_work() as uow:
    uow.settings.put("who", {"uid": sys.argv[2]})
    uow.commit()
claim.give_back()
"""


def run(person: int, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As a person of the system would: with no right to write but that of the group.

    The interpreter may lie in root's own folder, so the right to read anything is kept.
    """
    rights = ("--ambient-caps", "+dac_read_search", "--inh-caps", "+dac_read_search")
    become = ("setpriv", f"--reuid={person}", f"--regid={GROUP}", "--clear-groups", *rights)
    return subprocess.run(
        [*become, sys.executable, *words],
        umask=0o022,
        cwd="/",
        env={
            "PYTHONPATH": own_path(),
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "DESK_KEY_DIR": str(folder / "keys"),
            "DESK_SITE_FILE": str(folder / "none.toml"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def machine(tmp_path: Path) -> tuple[Path, Path]:
    """Folders as the package makes them."""
    for path in (tmp_path, *tmp_path.parents):
        if path.is_dir() and path != Path("/") and not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o011)
    root, data = tmp_path, tmp_path / "data"
    for folder in (data, root / "keys"):
        folder.mkdir()
        os.chown(folder, 0, GROUP)
        folder.chmod(0o2770)
    return root, data


@_ROOT_ALONE
def test_two_persons_and_root_use_one_database(tmp_path: Path) -> None:
    root, data = machine(tmp_path)
    set_up = ("-m", "desk", "init", "--institution", "pmlp", "--branch", "riga-2")
    made = run(ANNA, root, *set_up, "--data-dir", str(data))
    assert made.returncode == 0, made.stderr
    for path in (root / "keys").iterdir():  # as the installed program gives its key to the group
        path.chmod(0o640)
    for person in (BERTA, ANNA, BERTA):
        done = run(person, root, "-c", _OPEN, str(data), str(person))
        assert done.returncode == 0, done.stderr
    doctor = run(BERTA, root, "-m", "desk", "doctor", "--data-dir", str(data))
    assert "ok       database" in doctor.stdout, doctor.stdout + doctor.stderr
    out = str(root / "data" / "b.branchbackup")
    done = run(BERTA, root, "-m", "desk", "backup", "--out", out, "--data-dir", str(data))
    assert done.returncode == 0, done.stderr
    done = run(ANNA, root, "-m", "desk", "backup", "--data-dir", str(data))
    assert done.returncode == 0, done.stderr
    private = [
        path
        for path in data.rglob("*")
        if path.stat().st_mode & 0o060 != 0o060 or path.stat().st_gid != GROUP
    ]
    assert private == []
    assert all(path.stat().st_mode & 0o007 == 0 for path in data.rglob("*"))


@_ROOT_ALONE
def test_root_is_not_led_to_a_file_elsewhere(tmp_path: Path) -> None:
    from db.sharing import share

    _root, data = machine(tmp_path)
    victim, beside = tmp_path / "shadow", tmp_path / "away"
    victim.write_text("secret")
    victim.chmod(0o600)
    beside.mkdir(mode=0o700)
    (data / "link").symlink_to(victim)
    (data / "folder").symlink_to(beside)
    os.link(victim, data / "second-name")
    before = os.umask(0o022)
    try:
        share(data)
    finally:
        os.umask(before)
    assert victim.stat().st_mode & 0o777 == 0o600
    assert beside.stat().st_mode & 0o777 == 0o700


@_ROOT_ALONE
def test_a_folder_of_ones_own_stays_ones_own(tmp_path: Path) -> None:
    from db.sharing import share

    (tmp_path / "file").write_text("mine")
    (tmp_path / "file").chmod(0o600)
    before = os.umask(0o022)
    share(tmp_path)
    assert os.umask(before) == 0o022
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
