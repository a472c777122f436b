"""The bundle for support: everything that helps, and nothing that tells of anybody."""

from __future__ import annotations

import getpass
import json
import logging
import re
import socket
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from uuid import UUID

import pytest

from db.driver import connect
from db.keys import unlock
from db.layout import database_path
from desk.app import open_app, unlocked_key
from desk.cli import main
from desk.clocks import system_clock
from desk.crash import Run, reports
from desk.data_folder import key_dir
from desk.demo import PASSWORD
from desk.demo.make import make_demo
from desk.log import log_file, start_log, stop_log
from desk.redacting import redactor
from desk.site import code_file
from desk.support_bundle import packed, parts

CODE = "7KQ2-M9XA-44TR-PZ0B"
PHONE, MAIL, PERSONAL = "+371 29 123 456", "zelma.rasaspura@example.lv", "010190-12345"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch full of people, at work for days."""
    return make_demo(tmp_path_factory.mktemp("bundle") / "data")


@pytest.fixture
def told(branch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same, where everything that could go wrong in logs and reports went wrong."""
    site = tmp_path / "etc" / "site.toml"
    site.parent.mkdir()
    monkeypatch.setenv("DESK_SITE_FILE", str(site))
    site.write_text(
        'institution = "pmlp"\nbranch = "riga-2"\ncounter = "3"\n'
        '[hq]\naddress = "https://secret-host.example.lv:8443"\nca_file = "/home/ilze/ca.pem"\n'
    )
    code_file().write_text(CODE)
    site.with_name("configure.log").write_text(f"2026-11-24 refused: {CODE}\n")
    said = (*names_of(branch), PHONE, MAIL, PERSONAL, CODE, key_of(branch).hex())
    start_log(branch)
    log = logging.getLogger("desk.bad")
    for line in said:
        log.error("somebody wrote %s into the log", line)
    log.error("on %s of %s in %s", socket.gethostname(), getpass.getuser(), branch)
    log.error("at https://anna:parole@10.1.2.3:8443/x and 192.168.1.17, \\\\server\\anna\\x")
    log.error("in /home/anna/.local and C:\\Users\\Inese\\AppData")
    stop_log()
    run = Run(branch, system_clock)
    run.begin()
    run.write(f"of {said[0]}")
    run.end()
    assert len(reports(branch)) >= 1
    yield branch
    log_file(branch).unlink(missing_ok=True)


def names_of(folder: Path) -> list[str]:
    """Everybody's name and login; clients' names, telephones and addresses too."""
    found: set[str] = set()
    with closing(open_app(folder)) as app, app.database.reader() as reader:
        for account in reader.accounts.all():
            found |= {account.name, account.login}
        raw = reader._connection.exec_driver_sql("SELECT id FROM person_data").all()
        for person in reader.persons.get_many([UUID(bytes=row[0]) for row in raw]).values():
            found |= {person.name, person.phone, person.email}
    return sorted(found - {""})


def texts_of(folder: Path) -> list[str]:
    """Whatever a clerk has worded: notes, reports, reasons."""
    with closing(open_app(folder)) as app, app.database.reader() as reader:
        raw = reader._connection.exec_driver_sql("SELECT id FROM person_data").all()
        people = reader.persons.get_many([UUID(bytes=row[0]) for row in raw]).values()
        return [text for person in people for text in astuple(person) if len(text) > 12]


def key_of(folder: Path) -> bytes:
    return unlocked_key(folder)


def bundle(folder: Path) -> dict[str, str]:
    """The bundle as support opens it."""
    return {part.name: part.text for part in parts(folder, system_clock)}


def test_no_name_login_or_contact_of_the_database_is_in_it(told: Path) -> None:
    names = names_of(told)
    assert len(names) > 100
    whole = "\n".join(bundle(told).values()).casefold()
    words = set(re.findall(r"\w+", whole))
    for name in names:
        assert name.casefold() not in words or len(name) < 3
        if " " in name or "@" in name:
            assert name.casefold() not in whole
        for word in re.split(r"[\s-]+", name):
            assert word.casefold() not in words or len(word) < 3, word
    for text in texts_of(told):
        assert text.casefold() not in whole


def test_no_secret_and_no_place_is_in_it(told: Path) -> None:
    whole = "\n".join(bundle(told).values())
    secrets = [CODE, PERSONAL, PHONE, MAIL, "123 456", "secret-host", "10.1.2.3", "192.168.1.17"]
    secrets += [key_of(told).hex(), PASSWORD, "parole", "/home/anna", "Inese", "\\server"]
    secrets += [str(told), socket.gethostname()]
    for path in (told / "key").iterdir():
        secrets += [path.name.partition(".")[0], path.read_bytes().hex()]
    for secret in secrets:
        assert secret not in whole, secret
    assert not re.search(rf"\b{re.escape(getpass.getuser())}\b", whole)


def test_no_bytes_of_it_are_the_databases(told: Path) -> None:
    """Nor anything sealed, which is nobody's to send."""
    made = packed(parts(told, system_clock))
    whole = "\n".join(bundle(told).values()).encode()
    with closing(connect(database_path(told), unlock(told, key_dir(told)))) as raw:
        for (value,) in raw.execute("SELECT ciphertext FROM person_data LIMIT 50"):
            assert value not in made
            assert value.hex().encode() not in whole


def test_what_helps_is_in_it(told: Path, tmp_path: Path) -> None:
    known = bundle(told)
    checks = json.loads(known["doctor.json"])
    assert {"versions", "network", "site", "updates", "database"} <= {
        one["check"] for one in checks
    }
    rows = json.loads(known["database.json"])["rows"]
    assert rows["visit"] > 5
    assert "CREATE TABLE visit" in known["schema.sql"]
    assert json.loads(known["sync.json"])["state"] == "not_enrolled"
    assert json.loads(known["site.json"])["branch"] == "riga-2"
    assert "somebody wrote <name>" in known["log/desk.log"]
    assert any(name.startswith("crashes/") for name in known)
    assert all(name in known["README.txt"] for name in known if name != "README.txt")


def test_the_command_tells_what_is_inside(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bundle.zip"
    assert main(["support-bundle", "--out", str(out), "--data-dir", str(told)]) == 0
    shown = capsys.readouterr().out
    with zipfile.ZipFile(out) as file:
        assert file.testzip() is None
        inside = file.namelist()
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert all(name in shown for name in inside)
    assert out.stat().st_mode & 0o077 == 0


def test_where_the_database_cannot_be_opened_the_rest_is_there(tmp_path: Path, told: Path) -> None:
    broken = tmp_path / "broken"
    (broken / "log").mkdir(parents=True)
    database_path(broken).write_bytes(b"no database at all" * 1000)
    (broken / "log" / "desk.log").write_text("it stopped\n")
    known = bundle(broken)
    assert json.loads(known["database.json"]) == {"refused": "keys.missing"}
    assert "it stopped" in known["log/desk.log"]
    empty = bundle(tmp_path / "nothing")
    assert "doctor.json" in empty
    assert "database.json" not in empty


def test_ordinary_lines_stay_readable() -> None:
    clean = redactor(["Anna Bērziņa", "anna"], {Path("/srv/desk"): "<data>"})
    line = "2026-11-24 08:31:02,123Z INFO db.upgrade: migrated 0014 -> 0015 in 0.4 s, 1454 pages"
    assert clean(line) == line
    crash = '  desk/ui/main.py:124 in _begin\nValueError: No such file\nFile "desk/x.py", line 3'
    assert clean(crash) == crash
    assert (
        clean("Annas ANNA anna.berzina Bērziņa-Kalna") == "Annas <name> <name>.berzina <name>-Kalna"
    )
    assert clean("/srv/desk/log") == "<data>/log"
    assert clean("call 26123456 or +371 26-123-456") == "call <number> or <number>"
