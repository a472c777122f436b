"""What IT reads of the line from the command line is what the window says."""

from __future__ import annotations

from pathlib import Path

from command_line import CommandLine
from hq_process import command, started


def test_the_state_of_the_line_as_json(staffed: CommandLine, tmp_path: Path) -> None:
    alone = staffed("sync", "--status", "--json").json
    assert (alone["state"], alone["waiting"], alone["device"]) == ("not_enrolled", 0, None)
    database = f"sqlite:///{tmp_path / 'hq.db'}"
    command(database, "init")
    with started(database, tmp_path) as server:
        code = command(database, "enrol-code", "--branch", "riga-2")["code"]
        staffed("enrol", "--hq", server.url, "--code", code, login="ilze")
        before = staffed("sync", "--status", "--json").json
        assert (before["state"], before["as_of"], before["branch"]) == ("trying", None, "riga-2")
        assert before["waiting"] > 3
        assert before["oldest"]
        staffed("sync", "--once")
        after = staffed("sync", "--status", "--json").json
        assert (after["state"], after["waiting"], after["oldest"]) == ("online", 0, None)
        assert (after["hq"], after["refused"], abs(after["clock_seconds"]) < 120) == (
            server.url,
            [],
            True,
        )
        assert after["as_of"]
    assert staffed("sync", "--once", "--json").error == "sync.offline"
    away = staffed("sync", "--status", "--json").json
    assert (away["state"], away["error"]) == ("offline", "sync.offline")
    assert away["as_of"] == after["as_of"]
    said = staffed("sync", "--status").out
    assert said.startswith("State: offline.")
    assert "as of" in said


def test_once_or_status_has_to_be_said(staffed: CommandLine) -> None:
    assert staffed("sync").code != 0
    assert staffed("sync", "--once", "--status").code != 0
