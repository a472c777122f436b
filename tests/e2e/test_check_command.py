"""`desk --check`: what an installation may lack is noticed; the branch's data stay untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.check import data
from desk.check.run import check_program
from desk.cli import main
from desk.domain.errors import DeskError

NAMES = ["resources", "keys", "database", "paper", "tls", "window"]


def test_everything_is_checked_in_a_folder_that_goes_away(
    tmp_path: Path,
) -> None:
    """As installers call it: a process of its own, for the window is there once in a process."""
    from command_line import CommandLine

    pc = CommandLine(tmp_path)
    done = pc._process(["-m", "desk", "--check", "--json"])
    assert done.code == 0, done.out + done.err
    known = done.json
    assert known["ok"]
    assert [one["check"] for one in known["checks"]] == NAMES
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "key").exists()


def test_what_fails_is_named_and_the_rest_is_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: Path) -> str:
        raise DeskError("resources.missing", folder="nowhere")

    def bug(folder: Path) -> str:
        raise ValueError("no such thing")

    monkeypatch.setattr(data, "resources", refuse)
    monkeypatch.setattr(data, "database", bug)
    for name in ("paper.in_child", "secure.handshake", "window.painted"):
        monkeypatch.setattr(f"desk.check.{name}", lambda folder: "well")
    found = {one.check: one for one in check_program()}
    assert [one.ok for one in found.values()] == [False, True, False, True, True, True]
    assert "nowhere" in found["resources"].message
    assert found["database"].message == "ValueError: no such thing"
    assert main(["--check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [
        ["failed", "resources"],
        ["ok", "keys"],
        ["failed", "database"],
    ]
    assert main(["--check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_a_line_without_a_trusted_certificate_is_refused(tmp_path: Path) -> None:
    from desk.check.secure import handshake

    assert "not trusted" in handshake(tmp_path)


def test_a_server_that_anybody_would_trust_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.check import secure
    from desk.sync import line

    trusting = line.open_client

    def careless(url: str, *, ca_file: str | None = None, proxy: str | None = None) -> object:
        return trusting(url, ca_file=ca_file or str(tmp_path / "loopback.crt"), proxy=proxy)

    monkeypatch.setattr(line, "open_client", careless)
    with pytest.raises(DeskError, match=r"check\.trusts_anyone"):
        secure.handshake(tmp_path)


def test_the_help_does_not_speak_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert "--check" not in shown
    assert "support-bundle" in shown
