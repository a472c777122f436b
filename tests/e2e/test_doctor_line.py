"""What doctor tells of settings, versions and the line to headquarters."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from desk import doctor_line
from desk.app import create_app
from desk.doctor import Status


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch that nobody has told headquarters of."""
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("DESK_SITE_FILE", str(tmp_path / "site.toml"))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    app, _code = create_app(tmp_path / "data", institution="pmlp", branch="riga-2")
    app.close()
    return tmp_path / "data"


def set_site(branch: Path, text: str) -> None:
    (branch.parent / "site.toml").write_text(text)


def test_versions_are_told(branch: Path) -> None:
    status, message = doctor_line.versions(branch)
    assert status is Status.OK
    for name in ("Branch Desk", "Python", "Qt 6.", "SQLCipher 4.", "SQLite 3.", "schema 00"):
        assert name in message
    assert "SQLite 3." in doctor_line.versions(branch / "nowhere")[1]


@pytest.mark.parametrize(
    ("text", "status", "part"),
    [
        ("", Status.OK, "nothing set by IT"),
        ('institution = "pmlp"\nbranch = "riga-2"\n', Status.OK, "institution, branch set"),
        ('institution = "pmlp"\nbranch = "riga-1"\n', Status.WARNING, "data here are of riga-2"),
        ('institutoin = "pmlp"\n', Status.WARNING, "institutoin"),
        ('[updates]\nhours = "always"\n', Status.WARNING, "updates.hours"),
    ],
)
def test_settings_that_cannot_be_are_warned_of(
    branch: Path, text: str, status: Status, part: str
) -> None:
    set_site(branch, text)
    found = doctor_line.site(branch)
    assert found[0] is status
    assert part in found[1]


def test_a_code_that_waits_is_told_but_not_shown(branch: Path) -> None:
    set_site(branch, '[hq]\naddress = "https://127.0.0.1:1"\n')
    (branch.parent / "enrol-code").write_text("ABCD-EFGH-JKLM-NPQR")
    message = doctor_line.site(branch)[1]
    assert "a code to enrol with waits" in message
    assert "ABCD" not in message


def test_without_headquarters_nobody_is_asked(branch: Path) -> None:
    assert doctor_line.network(branch) == (Status.OK, "not connected with headquarters")


def test_headquarters_that_do_not_answer_are_no_fault(branch: Path) -> None:
    set_site(branch, '[hq]\naddress = "https://127.0.0.1:1"\n')
    status, message = doctor_line.network(branch)
    assert status is Status.WARNING
    assert "the system names no proxy" in message
    assert "not taken in yet" in message


def test_the_systems_proxy_is_told(branch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    set_site(branch, '[hq]\naddress = "https://127.0.0.1:2"\n')
    assert "by the system's proxy" in doctor_line.network(branch)[1]


@pytest.fixture
def silent() -> Iterator[str]:
    """Somebody who takes the call and says nothing."""
    over = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            over.wait(20)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with closing(server.socket):
        yield f"http://127.0.0.1:{server.server_address[1]}"
        over.set()
        server.shutdown()
        thread.join()


def test_somebody_who_hangs_is_not_waited_for(
    branch: Path, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_line, "_PATIENCE", 0.2)
    set_site(branch, f'[hq]\naddress = "{silent}"\n')
    status, message = doctor_line.network(branch)
    assert (status, message.partition(",")[0]) == (
        Status.WARNING,
        "headquarters do not answer",
    )
