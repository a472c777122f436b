"""`desk hq appointments` from the command line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hq_device import Pc
from virtual import VirtualClock, make_id

from db.hq.database import open_hq, transaction
from db.hq.people import Person as HqPerson
from db.hq.upgrade import upgrade_hq
from desk.cli import main
from desk.clocks import system_clock
from desk.hq.enrolling import new_code
from desk.hq.identity import make
from desk.hq.people import HqRole, add
from desk.hq.work import Work
from desk.services import passwords

PASSWORD = "vidēji gara parole"
Say = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command at headquarters with one branch that has a PC."""
    url = f"sqlite:///{tmp_path / 'hq.db'}"
    engine = open_hq(url)
    upgrade_hq(engine)
    with transaction(engine) as connection:
        make(connection, make_id)
        roles = frozenset({HqRole.REGISTRAR.value})
        hashed = passwords.hashed(PASSWORD)
        ieva = HqPerson(make_id(), "ieva", "Ieva", "Registrar", roles, hashed, system_clock())
        add(connection, None, ieva, system_clock(), new_id=make_id)
        code = new_code(connection, "riga-2", system_clock())
    Pc(Work(engine, VirtualClock(system_clock()))).enrol(code)
    engine.dispose()
    monkeypatch.setenv("DESK_HQ_DATABASE", url)

    def run(*words: str, more: str = "") -> tuple[int, dict[str, Any]]:
        typed = io.StringIO(f"{PASSWORD}\n{more}")
        monkeypatch.setattr("sys.stdin", typed)
        signed = ["--login", "ieva", "--password-stdin"] if words[0] != "list" else []
        capsys.readouterr()
        code = main(["hq", "appointments", *words, "--branch", "riga-2", "--json", *signed])
        told = capsys.readouterr()
        return code, json.loads(told.out or told.err)

    return run


def _days_on(days: int) -> str:
    from datetime import timedelta

    return (system_clock() + timedelta(days=days)).date().isoformat()


def test_a_day_is_opened_leased_sold_moved_and_listed(say: Say) -> None:
    day = _days_on(3)
    assert say("policy", "--share", "0")[0] == 0
    opened = say("open", "--day", day, "--from", "9:00", "--to", "10:00", "--places", "2")
    assert opened[1]["parts"] == 4
    assert say("lease", "--day", day, "--places", "1")[1]["leased"] == 4
    words = ("book", "--day", day, "--service", "passport-eid", "--client", "-")
    code, made = say(*words, "--at", "9:00", "--minutes", "15", more="Zelma R\n20000012\n\n")
    assert (code, made["state"], made["source"]) == (0, "booked", "hq")
    assert say(*words, "--at", "9:05", "--minutes", "5", more="Cits C\n")[0] != 0, "it is full"
    moved = say("move", "--day", day, "--at", "9.30", "--reference", made["reference"])[1]
    assert (moved["asked"], moved["asked_start"][11:16]) == ("move", "09:30")
    listed = say("list", "--day", day)[1]["bookings"]
    assert [one["reference"] for one in listed] == [made["reference"]]
    assert "Zelma" not in json.dumps(listed)
    assert say("cancel", "--reference", made["reference"])[1]["asked"] == "cancel"


def test_a_broken_line_of_a_file_imports_nothing_of_it(say: Say, tmp_path: Path) -> None:
    day = _days_on(3)
    file = tmp_path / "day.csv"
    good = f"A-1;{day} 09:00;Zelma R"
    file.write_text(f"reference;start;name\n{good}\nA-2;9.65;Olivers Z\n", "utf-8")
    code, told = say("import", str(file))
    assert (code, told["imported"]) == (3, 0)
    assert [(one["line"], one["field"]) for one in told["problems"]] == [(3, "start")]
    assert say("list", "--day", day)[1]["bookings"] == []
    file.write_text(f"reference;start;name\n{good}\n", "utf-8")
    assert say("import", str(file))[1]["added"] == 1
    assert say("import", str(file))[1]["unchanged"] == 1


def test_a_pc_that_was_taken_in_later_gets_the_client_too(say: Say, tmp_path: Path) -> None:
    day = _days_on(3)
    say("open", "--day", day, "--from", "9:00", "--to", "10:00", "--places", "2")
    client = ("--client", "-")
    words = ("book", "--day", day, "--service", "passport-eid", *client, "--at", "9:00")
    made = say(*words, more="Zelma R\n20000012\n\n")[1]

    def lacking() -> list[int]:
        return [one["pcs_without_client"] for one in say("list", "--day", day)[1]["bookings"]]

    assert lacking() == [0]
    engine = open_hq(f"sqlite:///{tmp_path / 'hq.db'}")
    with transaction(engine) as connection:
        code = new_code(connection, "riga-2", system_clock())
    Pc(Work(engine, VirtualClock(system_clock()))).enrol(code)
    engine.dispose()
    assert lacking() == [1]
    given = ("client", "--reference", made["reference"], *client)
    assert say(*given, more="Zelma R\n20000012\n\n")[0] == 0
    assert lacking() == [0]
    assert say("client", "--reference", "none", *client, more="Zelma R\n")[0] != 0
