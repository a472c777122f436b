"""A roll-out with one code, from the command lines of both ends, through a real server."""

from __future__ import annotations

from pathlib import Path

from command_line import CommandLine
from hq_person_commands import Headquarters
from hq_process import command, started


def test_a_pc_asks_waits_is_approved_and_nothing_keeps_the_code(
    staffed: CommandLine, tmp_path: Path
) -> None:
    hq = Headquarters(f"sqlite:///{tmp_path / 'hq.db'}")
    command(hq.url, "init")
    hq.add("ieva", "registrar")
    _, made = hq("site-token", "--branch", "riga-2", "--pcs", "3", login="ieva")
    with started(hq.url, tmp_path) as server:
        given = ("enrol", "--hq", server.url, "--code", made["code"], "--json")
        waits = staffed(*given, login="ilze")
        assert (waits.code, waits.json["waiting"]) == (3, True)
        [seen] = command(hq.url, "applicants")
        assert seen["fingerprint"] == waits.json["fingerprint"]
        assert staffed("sync", "--once", "--json").error == "sync.not_enrolled"
        assert hq("approve", seen["device"], login="ieva")[0] == 0
        told = staffed(*given, login="ilze")
        assert told.json["branch"] == "riga-2", told.err
        assert staffed("sync", "--once", "--json").json["refused"] == 0
        assert command(hq.url, "applicants") == []
    code = made["code"].encode()
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {".log", ".db"} <= {path.suffix for path in kept}
    for path in kept:
        read = path.read_bytes()
        assert code not in read, path
        assert code.replace(b"-", b"") not in read, path
