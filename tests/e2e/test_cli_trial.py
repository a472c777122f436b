"""Headquarters for a trial: one command there, and at the branch exactly the lines it prints."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from command_line import ROOT, CommandLine
from cryptography import x509

from desk.clocks import system_clock
from desk.hq.certificates import VALID, ready_certificates

_NAMES = ("192.0.2.7", "branch-pc", "localhost")


@dataclass
class _Trial:
    port: int
    lines: list[str]

    @property
    def enrol(self) -> list[str]:
        """The words of the first line that one types at the branch."""
        line = next(line for line in self.lines if line.startswith("  desk enrol "))
        return shlex.split(line.replace("LOGIN", "ilze"))[1:]


@contextmanager
def _started(folder: Path, port: int) -> Iterator[_Trial]:
    process = subprocess.Popen(
        [sys.executable, "-m", "desk", "hq", "trial", "--folder", folder, "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        lines = []
        while not lines or "enrol-code" not in lines[-1]:
            lines.append(process.stdout.readline().rstrip("\n"))
            assert process.poll() is None, lines
        transport = httpx.HTTPTransport(verify=False, retries=8)
        with httpx.Client(transport=transport) as client:
            assert client.get(f"https://localhost:{port}/health").status_code == httpx.codes.OK
        yield _Trial(port, lines)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture
def port() -> int:
    with socket.create_server(("", 0)) as listening:
        return int(listening.getsockname()[1])


def test_a_newcomer_types_what_it_prints(staffed: CommandLine, tmp_path: Path, port: int) -> None:
    folder = tmp_path / "trial"
    with _started(folder, port) as trial:
        distrusted = [word for word in trial.enrol if not word.endswith("ca.crt")]
        distrusted.remove("--ca-file")
        assert _typed(staffed, distrusted) == {"error": "sync.not_trusted"}
        assert _typed(staffed, trial.enrol)["branch"] == "riga-2"
        assert staffed("sync", "--once", "--json").json["sent"] > 0
    for name in ("ca.key", "server.key", "hq.db"):
        assert (folder / name).stat().st_mode & 0o077 == 0
    before = {name: (folder / name).read_bytes() for name in ("ca.crt", "server.crt", "server.key")}
    with _started(folder, port) as trial:
        assert staffed("sync", "--once", "--json").json["sent"] == 0
        assert not any("authority is new" in line for line in trial.lines)
    assert before == {name: (folder / name).read_bytes() for name in before}


def _typed(desk: CommandLine, words: list[str]) -> Any:
    at = words.index("--login")
    told = desk(*words[:at], "--json", login=words[at + 1]).json
    return {"error": told["error"]["code"]} if "error" in told else told


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("", 0)) as listening:
        port = listening.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "desk", "hq", "trial", "--folder", tmp_path / "t",
             "--port", str(port), "--json"],
            cwd=ROOT, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
    assert json.loads(done.stdout)["error"]["code"] == "hq.port"
    assert not (tmp_path / "t").exists()


def test_the_certificate_names_this_pc_and_lasts_a_year(tmp_path: Path) -> None:
    now = system_clock()
    files = ready_certificates(tmp_path, _NAMES, now)
    server = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"branch-pc", "localhost"}
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.7"]
    assert abs(server.not_valid_after_utc - now - VALID) < timedelta(seconds=2)
    assert not files.renewed


@pytest.mark.parametrize(
    ("names", "later", "same_server", "same_authority"),
    [
        (_NAMES, timedelta(days=300), True, True),
        (_NAMES[1:], timedelta(0), True, True),
        ((*_NAMES, "10.1.2.3"), timedelta(0), False, True),
        (_NAMES, VALID - timedelta(days=29), False, False),
        (_NAMES, VALID + timedelta(days=9), False, False),
    ],
)
def test_what_is_made_anew_on_a_later_start(
    tmp_path: Path,
    names: tuple[str, ...],
    later: timedelta,
    same_server: bool,
    same_authority: bool,
) -> None:
    now = system_clock()
    files = ready_certificates(tmp_path, _NAMES, now)
    before = files.certificate.read_bytes(), files.authority.read_bytes()
    again = ready_certificates(tmp_path, names, now + later)
    assert (again.certificate.read_bytes() == before[0]) is same_server
    assert (again.authority.read_bytes() == before[1]) is same_authority
    assert again.renewed is not same_authority


def test_a_key_that_does_not_fit_is_replaced(tmp_path: Path) -> None:
    files = ready_certificates(tmp_path, _NAMES, system_clock())
    files.key.write_bytes((tmp_path / "ca.key").read_bytes())
    certificate = files.certificate.read_bytes()
    assert ready_certificates(tmp_path, _NAMES, system_clock()).certificate.read_bytes() != (
        certificate
    )
