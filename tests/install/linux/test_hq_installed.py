"""The package of headquarters on a Debian without Python, started by its systemd."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from linux_roots import Root, debian, laid_over

PORT = 18443
"""Seen from here too, so not one that a server of this machine has."""

SETTINGS = f"""\
DESK_HQ_DATABASE=sqlite:////var/lib/branch-desk-hq/hq.db
DESK_HQ_OPTIONS=--port {PORT} --workers 2
"""
PATIENCE = 90


@pytest.fixture
def server(bare: Root, hq_deb: Path) -> Root:
    """A machine with systemd and headquarters, not yet told its settings."""
    done = bare.apt(hq_deb, "systemd", "systemd-sysv", "dbus")
    assert done.code == 0, done.out
    bare.file("/var/tmp/said").write_text(done.out)
    return bare


def test_it_runs_without_python_and_says_what_is_to_be_done(server: Root) -> None:
    said = server.file("/var/tmp/said").read_text()
    assert "wait for their settings" in said and "systemctl start branch-desk-hq" in said
    assert server.run("command -v python3").code != 0
    assert "Branch Desk" in server.done("desk-hq --version")
    assert server.done("dpkg --verify branch-desk-hq") == ""
    wanted = "/etc/systemd/system/multi-user.target.wants/branch-desk-hq.service"
    assert server.file(wanted).is_symlink()
    rights = server.done("stat -c '%a %U %G' /etc/branch-desk-hq /var/lib/branch-desk-hq")
    assert rights.splitlines() == ["750 root branchdesk-hq", "700 branchdesk-hq branchdesk-hq"]
    database = {"DESK_HQ_DATABASE": "sqlite:////tmp/trial.db"}
    made = json.loads(server.done("desk-hq init --json", **database))
    assert made["made"]
    code = json.loads(server.done("desk-hq enrol-code --branch riga-2 --json", **database))
    assert code["branch"] == "riga-2"
    verified = server.run("systemd-analyze verify --man=no branch-desk-hq.service")
    assert "branch-desk-hq" not in verified.out, verified.out


@pytest.fixture
def bootable(hq_deb: Path, tmp_path: Path) -> Iterator[Root]:
    """The same with its settings, and nothing of this machine in it."""
    if shutil.which("systemd-nspawn") is None:
        pytest.skip("not installed: systemd-container")
    with laid_over([debian()], tmp_path / "prepared") as root:
        done = root.apt(hq_deb, "systemd", "systemd-sysv", "dbus")
        assert done.code == 0, done.out
        root.file("/etc/branch-desk-hq/hq.env").write_text(SETTINGS)
        root.done("chown root:branchdesk-hq /etc/branch-desk-hq/hq.env")
    layers = [tmp_path / "prepared" / "changes", debian()]
    with laid_over(layers, tmp_path / "booted", with_ours=False) as root:
        yield root


def test_it_starts_with_the_machine_and_again_when_it_fails(bootable: Root, tmp_path: Path) -> None:
    with booted(bootable, tmp_path / "boot.log"):
        until(answers)
        first = server_process()
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: server_process() not in (None, first))
        until(answers)
    assert server_process() is None


@contextmanager
def booted(root: Root, log: Path) -> Iterator[None]:
    """A machine that is switched on, and off at the end."""
    options = ["--quiet", "--boot", "--register=no", "--keep-unit", "--private-users=no"]
    with log.open("wb") as said:
        machine = subprocess.Popen(
            ["systemd-nspawn", *options, "-D", str(root.path)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            yield
        finally:
            machine.terminate()
            machine.wait(PATIENCE)


def answers() -> bool:
    """Whether the server says that it is well."""
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5) as said:  # our own
            return bool(json.load(said)["status"] == "ok")
    except (OSError, URLError):
        return False


def server_process() -> int | None:
    """The server's first process, which starts its workers."""
    for path in sorted(Path("/proc").glob("[0-9]*/cmdline"), key=lambda one: int(one.parent.name)):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if words[1:2] == [b"serve"] and str(PORT).encode() in words:
            return int(path.parent.name)
    return None


def until(found: Callable[[], bool]) -> None:
    """Wait for something."""
    end = monotonic() + PATIENCE
    while not found():
        assert monotonic() < end
        sleep(0.2)
