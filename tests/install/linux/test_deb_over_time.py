"""Upgrading with data, refusing what would hurt, removing, purging."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from linux_packages import installed
from linux_roots import Root

PASSWORD = "a sentence that is long enough"
BOOKINGS = """reference;start;service;name;phone;email
A-1;2026-11-24 09:00;2018;Anna Bērziņa;20000001;
A-2;2026-11-24 09:20;2018;Jānis Ozols;20000002;
"""
_KEYS = {"DESK_KEY_DIR": "/etc/branch-desk/keys"}
"""Where keys lie today; the program of the package before looked one folder higher."""

_DATA = "--data-dir /var/lib/branch-desk"


def set_up(root: Root) -> None:
    """A branch with a head and two bookings."""
    root.done(f"desk init --institution pmlp --branch riga-2 {_DATA}", user="ilze", **_KEYS)
    root.file("/home/ilze/password").write_text(PASSWORD)
    root.file("/home/ilze/day.csv").write_text(BOOKINGS)
    with_password(root, 'account add ilze --name "Ilze Rozīte" --role head --new-password-fd 3')
    imported = with_password(root, "import day.csv --login ilze --password-fd 3 --json", may=(0, 3))
    assert json.loads(imported)["added"] == 2, imported


def with_password(root: Root, words: str, may: tuple[int, ...] = (0,)) -> str:
    """A command of the head's, who is asked for a password."""
    done = root.run(f"cd; desk {words} {_DATA} 3<password", user="ilze", **_KEYS)
    assert done.code in may, done.out
    return done.out


def bookings(root: Root) -> int:
    """How many of the two are there: those that importing again does not add."""
    said = with_password(
        root, "import day.csv --dry-run --login ilze --password-fd 3 --json", (0, 3)
    )
    return 2 - int(json.loads(said)["added"])


@pytest.fixture
def working(office: Root, previous_deb: Path) -> Root:
    """A PC with the package before and a day's data."""
    installed(office, previous_deb)
    set_up(office)
    return office


def test_an_upgrade_keeps_the_data_and_brings_the_tables_up(working: Root, deb: Path) -> None:
    before = schema(working)
    done = working.apt(deb)
    assert done.code == 0, done.out
    assert bookings(working) == 2
    doctor = json.loads(working.run("desk doctor --json", user="ilze").out)
    found = {one["check"]: one["status"] for one in doctor["checks"]}
    assert found["database"] == found["schema"] == found["key_store"] == "ok", doctor
    assert schema(working) > before
    assert "Ilze Rozīte" in with_password(working, "account list --login ilze --password-fd 3")


def schema(root: Root) -> str:
    """What `desk doctor` says of the tables."""
    found = json.loads(root.run(f"desk doctor --json {_DATA}", user="ilze", **_KEYS).out)
    return str(next(one["message"] for one in found["checks"] if one["check"] == "schema"))


def test_an_older_package_is_refused_unless_on_purpose(desk: Root, previous_deb: Path) -> None:
    inside = desk.take(previous_deb)
    newer = version(desk)
    refused = desk.run(f"apt-get install --yes --allow-downgrades {inside}")
    assert refused.code != 0
    assert f"Branch Desk {newer} is newer than" in refused.out
    assert version(desk) == newer
    assert desk.done("dpkg --audit") == ""
    assert desk.done("dpkg --verify branch-desk") == ""
    desk.done(f"apt-get install --yes --allow-downgrades {inside}", BRANCH_DESK_WAY_BACK="1")
    assert version(desk) < newer


def test_an_older_package_is_refused_over_what_a_newer_one_left(
    desk: Root, previous_deb: Path
) -> None:
    desk.done("dpkg --remove branch-desk")
    refused = desk.run(f"dpkg --install {desk.take(previous_deb)}")
    assert refused.code != 0
    assert "is newer than" in refused.out


def version(root: Root) -> str:
    """The version that is in."""
    return root.done("dpkg-query -W -f '${Version}' branch-desk")


@contextmanager
def open_window(root: Root) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody works with the program."""
    command = root.command("exec desk", "ilze", QT_QPA_PLATFORM="offscreen")
    program = subprocess.Popen(command)
    try:
        root.done(
            "for n in $(seq 100); do [ -e /home/ilze/.config ] && break; sleep 0.1; done; sleep 3"
        )
        yield program
    finally:
        program.terminate()
        program.wait(60)


def until_it_listens(program: subprocess.Popen[bytes]) -> None:
    """Wait until the window closes in order when the system asks it to end."""
    end = monotonic() + 60
    status = Path(f"/proc/{program.pid}/status")
    while True:
        caught = int(status.read_text().partition("SigCgt:")[2].split()[0], 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        assert program.poll() is None and monotonic() < end
        sleep(0.1)


def test_an_open_window_is_not_replaced(desk: Root, deb: Path) -> None:
    with open_window(desk) as program:
        refused = desk.apt(deb, "--reinstall")
        assert refused.code != 0
        assert "Branch Desk is open on this PC" in refused.out
        assert program.poll() is None
        assert desk.done("dpkg --audit") == ""
        removed = desk.run("dpkg --remove branch-desk")
        assert removed.code != 0
        assert program.poll() is None
        done = desk.apt(deb, "--reinstall", BRANCH_DESK_CLOSE="1")
        assert done.code == 0, done.out
        assert program.wait(5) == 0  # it had closed by itself, in order


def test_removing_keeps_everything_and_installing_again_finds_it(desk: Root, deb: Path) -> None:
    set_up(desk)
    before = desk.done("find /var/lib/branch-desk /etc/branch-desk | sort")
    said = desk.done("dpkg --remove branch-desk")
    assert "The data of Branch Desk stay in /var/lib/branch-desk" in said
    assert desk.done("find /var/lib/branch-desk /etc/branch-desk | sort") == before
    assert desk.run("command -v desk").code != 0
    assert not desk.file("/usr/lib/branch-desk").exists()
    installed(desk, deb)
    assert bookings(desk) == 2


@pytest.mark.parametrize(
    ("answer", "kept"), [(None, True), ("false", True), ("true", False)], ids=str
)
def test_purging_erases_only_when_told_to(desk: Root, answer: str | None, kept: bool) -> None:
    set_up(desk)
    if answer is not None:
        desk.file("/var/tmp/answer").write_text(
            f"branch-desk branch-desk/erase-data boolean {answer}\n"
        )
        desk.done("debconf-set-selections /var/tmp/answer")
    desk.done("dpkg --purge branch-desk")
    left = desk.run("find /var/lib/branch-desk /etc/branch-desk -type f").out
    assert ("branch.db" in left and ".key" in left) is kept, left
    assert (desk.run("getent group branchdesk").code == 0) is kept


def test_purging_asks(desk: Root) -> None:
    set_up(desk)
    asked = desk.run(
        "printf 'no\\n' | script -qec 'dpkg --purge branch-desk' /dev/null",
        DEBIAN_FRONTEND="teletype",
        TERM="dumb",
    )
    assert asked.code == 0, asked.out
    assert "Erase the data of Branch Desk?" in asked.out
    assert "/var/lib/branch-desk" in asked.out
    assert desk.file("/var/lib/branch-desk").is_dir()
