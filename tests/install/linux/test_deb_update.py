"""The installed program updates itself: real packages, the real apt, signed as headquarters do."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from linux_roots import Root, bound

from desk.domain.clock import local
from desk.update.releases import add, stage
from desk.update.repository import ONLINE, Repository
from desk.update.signing import new_key

_PASSWORD = "a long enough password"
_STATE = "/var/lib/branch-desk-update"
_TIMER = (
    f"p={_STATE}/runner/desk; [ -e {_STATE}/journal.json ] && [ -x $p ] || p=/usr/bin/desk;"
    " exec $p update run --json"
)
"""What the timer's service runs."""

_BROKEN = """\
#!/bin/sh
[ "$1" = --version ] && echo "Branch Desk 9.0" && exit 0
exit 1
"""


def repacked(deb: Path, folder: Path, version: str, program: str = "") -> Path:
    """The package as another version, perhaps with another program in it."""
    tree, target = folder / f"tree-{version}", folder / f"branch-desk_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    own = version_of(deb)
    for name in ("control", "preinst"):
        file = tree / "DEBIAN" / name
        file.write_text(file.read_text().replace(own, version))
    if program:
        (tree / "usr/lib/branch-desk/desk").write_text(program)
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--build", tree, target], check=True)
    shutil.rmtree(tree)
    return target


def version_of(deb: Path) -> str:
    asked = ["dpkg-deb", "--field", deb, "Version"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def pc(desk: Root, deb: Path, tmp_path: Path) -> Iterator[Root]:
    """A branch that trusts headquarters, whose repository is seen in it as /srv/updates."""
    made = Repository(tmp_path / "updates", lambda: datetime.now(UTC))
    keys = {role: new_key(tmp_path / "keys", role, _PASSWORD) for role in _ROLES}
    made.create(
        {one.public_key.keyid: one for one in keys.values()},
        {role: [one.public_key] for role, one in keys.items()},
        1,
    )
    desk.file("/etc/branch-desk/root.json").write_bytes(
        (made.metadata / "1.root.json").read_bytes()
    )
    now = local(datetime.now(UTC))
    begin, end = now - timedelta(hours=1), now + timedelta(hours=4)
    desk.file("/etc/branch-desk/site.toml").write_text(
        'institution = "pmlp"\nbranch = "riga-2"\n[updates]\nsource = "/srv/updates"\n'
        'root = "/etc/branch-desk/root.json"\nrate = 0\n'
        f'hours = "{begin:%H}:00-{end:%H}:00"\n'
    )
    desk.done("desk init --institution pmlp --branch riga-2", user="ilze")
    publish(tmp_path, deb, version_of(deb), staged=False)
    with bound(desk, made.folder, "/srv/updates"):
        yield desk


_ROLES = ("root", "targets", *ONLINE)


def publish(folder: Path, package: Path, version: str, *, staged: bool = True) -> None:
    from desk.update.signing import open_keys

    repository = Repository(folder / "updates", lambda: datetime.now(UTC))
    keys = open_keys(folder / "keys", _PASSWORD)
    add(repository, keys, package, version)
    if staged:
        stage(repository, keys, version, {"riga-2": ""})


def in_it(root: Root) -> str:
    return root.done("dpkg-query --show --showformat '${Version} ${db:Status-Status}' branch-desk")


def opens(root: Root) -> None:
    """The branch's database is its people's, and the program that is in opens it."""
    assert root.run("desk backup --list --json", user="ilze").code == 0
    owners = root.done("find /var/lib/branch-desk ! -user ilze -type f")
    assert owners == ""


def test_a_new_version_comes_in_by_itself(pc: Root, deb: Path, tmp_path: Path) -> None:
    publish(tmp_path, repacked(deb, tmp_path, "9.0"), "9.0")
    done = pc.run(_TIMER)
    assert done.code == 0, done.out
    assert json.loads(done.out)["outcome"] == "put_in"
    assert in_it(pc) == "9.0 installed"
    assert len(json.loads(pc.done("desk backup --list --json", user="ilze"))) == 1
    opens(pc)
    assert not pc.file(f"{_STATE}/journal.json").exists()
    assert json.loads(pc.done(_TIMER))["outcome"] == "nothing"


def test_a_program_that_does_not_work_goes_back(pc: Root, deb: Path, tmp_path: Path) -> None:
    publish(tmp_path, repacked(deb, tmp_path, "9.0", _BROKEN), "9.0")
    done = pc.run(_TIMER)
    assert (done.code, json.loads(done.out)["outcome"]) == (1, "went_back"), done.out
    assert in_it(pc) == f"{version_of(deb)} installed"
    opens(pc)
    assert json.loads(pc.done(_TIMER))["outcome"] == "nothing"
    (failed,) = json.loads(pc.done("desk update status --json"))["failed"]
    assert (failed["version"], failed["why"]) == ("9.0", "check")


@pytest.mark.parametrize("delay", [0.0, 1.0, 3.0])
def test_the_power_goes_while_dpkg_unpacks(
    pc: Root, deb: Path, tmp_path: Path, delay: float
) -> None:
    publish(tmp_path, repacked(deb, tmp_path, "9.0"), "9.0")
    with subprocess.Popen(pc.command(_TIMER), stdout=subprocess.DEVNULL) as running:
        wait_for_step(pc, "putting_in")
        wait_for_dpkg(running.pid)
        sleep(delay)
        for process in (*children(running.pid), running.pid):
            os.kill(process, signal.SIGKILL)
    pc.run("rm -f /var/lib/dpkg/lock* /var/cache/apt/archives/lock")
    done = pc.run(_TIMER)
    assert done.code == 0, done.out
    assert in_it(pc) == "9.0 installed"
    opens(pc)
    assert not pc.file(f"{_STATE}/journal.json").exists()


def wait_for_step(root: Root, step: str) -> None:
    file, until = root.file(f"{_STATE}/journal.json"), monotonic() + 300
    while not (file.exists() and json.loads(file.read_bytes())["step"] == step):
        assert monotonic() < until
        sleep(0.05)


def wait_for_dpkg(parent: int) -> None:
    until = monotonic() + 120
    while not any("dpkg" in name_of(one) for one in children(parent)):
        assert monotonic() < until
        sleep(0.02)


def name_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text()
    except OSError:
        return ""


def children(parent: int) -> list[int]:
    """All processes below one, the lowest first."""
    found = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for word in task.read_text().split():
            found += [*children(int(word)), int(word)]
    return found
