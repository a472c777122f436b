"""Headquarters' people at the command line, with passwords, on a real database."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hq_device import Pc
from postgres_server import Postgres
from sqlalchemy import update

from db.hq.database import open_hq, transaction
from db.hq.models import op
from desk.cli import main
from desk.clocks import system_clock
from desk.hq.serving import DATABASE
from desk.hq.work import Work
from desk.i18n import language, set_language
from desk.resources import packs_dir
from desk.services.content.bundled import bundled_pack

PASSWORD = "gara parole štābam"


@dataclass(frozen=True)
class _Done:
    code: int
    out: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> str:
        return str(self.json["error"]["code"])


@dataclass(frozen=True)
class Headquarters:
    """Commands against one database, in this process."""

    url: str
    monkeypatch: pytest.MonkeyPatch

    def __call__(
        self, *words: object, login: str = "", password: str = PASSWORD, new: str = ""
    ) -> _Done:
        given = ["hq", *map(str, words), "--json"]
        given += ["--login", login, "--password-stdin"] if login else []
        given += ["--new-password-fd", str(_pipe(new))] if new else []
        self.monkeypatch.setenv(DATABASE, self.url)
        self.monkeypatch.setattr(sys, "stdin", StringIO(password + "\n"))
        out = StringIO()
        with redirect_stdout(out), redirect_stderr(StringIO()):
            code = main(given)
        return _Done(code, out.getvalue())

    def add(self, login: str, *roles: str, by: str = "") -> _Done:
        """Add a person."""
        told = [word for role in roles for word in ("--role", role)]
        who = ("--name", f"{login.title()} Krūze", "--office", "Klientu daļa")
        return self("person", "add", login, *who, *told, login=by, new=PASSWORD)


def _pipe(text: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, text.encode() + b"\n")
    os.close(writing)
    return reading


@pytest.fixture
def hq(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Headquarters]:
    """Headquarters with an editor, a releaser and a registrar."""
    spoken = language()
    made = Headquarters(postgres.new(), monkeypatch)
    assert made("init").code == 0
    assert made.add("ieva", "registrar", "releaser").code == 0
    assert made.add("juris", "editor", "releaser", "duty_officer", by="ieva").code == 0
    yield made
    set_language(spoken)


@pytest.fixture
def pc(hq: Headquarters) -> Any:
    """A PC of riga-2."""
    code = hq("enrol-code", "--branch", "riga-2").json["code"]
    engine = open_hq(hq.url)
    one = Pc(Work(engine, system_clock))
    one.enrol(code)
    yield one
    engine.dispose()


def _pack(folder: Path, version: int, **replaced: str) -> Path:
    """The shipped pack with another version."""
    for name in ("pmlp", "handbook"):
        shutil.copytree(packs_dir() / name, folder / name)
    file = folder / "pmlp" / "pack.toml"
    own = bundled_pack("pmlp").info.version
    text = file.read_text("utf-8").replace(f"\nversion = {own}\n", f"\nversion = {version}\n")
    for old, new in replaced.items():
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return folder / "pmlp"


def test_people_sign_in_and_what_they_do_is_logged(hq: Headquarters) -> None:
    assert hq.add("anna", "editor").error == "session.needed"
    assert hq.add("anna", "editor", by="juris").error == "hq.no_right"
    weak = hq("person", "password", "juris", login="juris", new="short")
    assert weak.error == "password.short"
    assert hq("person", "password", "juris", login="juris", new="pavisam cita parole").code == 0
    wrong = hq("bulletin", "send", "--all", "--lv", "Sveiki", login="juris")
    assert (wrong.code, wrong.error) == (1, "session.wrong_password")
    sent = hq("bulletin", "send", "--all", "--lv", "Sveiki", "--must-read",
              login="juris", password="pavisam cita parole")  # fmt: skip
    assert sent.code == 0
    assert hq("person", "disable", "juris", login="ieva").json["disabled"]
    gone = hq("bulletin", "withdraw", sent.json["id"],
              login="juris", password="pavisam cita parole")  # fmt: skip
    assert gone.error == "session.disabled"
    told = [(one["login"], one["what"], one["subject"]) for one in hq("log").json]
    assert told == [
        ("ieva", "person_disabled", "juris"),
        ("juris", "bulletin", sent.json["id"]),
        ("juris", "password_set", "juris"),
        ("ieva", "person_added", "juris"),
        ("ieva", "person_added", "ieva"),
    ]
    people = {one["login"]: one for one in hq("person", "list").json}
    assert people["ieva"]["roles"] == ["registrar", "releaser"]
    assert "password" not in people["ieva"]


def test_a_pack_on_its_way_to_the_branches(hq: Headquarters, pc: Pc, tmp_path: Path) -> None:
    version = bundled_pack("pmlp").info.version + 1
    pack = _pack(tmp_path, version)
    looked = hq("publish", pack, "--dry-run")
    assert [group["branches"] for group in looked.json["groups"]] == [["riga-2"]]
    assert hq("publications").json == []
    kept = hq("publish", pack, login="juris")
    assert (kept.code, kept.json["version"]) == (0, version)
    assert hq("status").json["unreleased_publications"] == 1
    number = kept.json["id"]
    assert hq("release", number, login="juris").error == "hq.same_person"
    assert pc.changes("hq").changes == ()
    assert hq("release", number, login="ieva").code == 0
    assert [change.kind for change in pc.changes("hq").changes] == ["content_release"]
    assert hq("publish", pack, login="juris").error == "content.older"
    (listed,) = hq("publications").json
    assert (listed["published_by"], listed["released_by"]) == ("juris", "ieva")
    (told,) = hq("receipts").json
    assert [(one["branch"], one["received_at"]) for one in told["pcs"]] == [("riga-2", None)]
    assert hq("status").json["unreleased_publications"] == 0


def test_a_pack_that_is_rejected_says_why_to_its_editor(
    hq: Headquarters, pc: Pc, tmp_path: Path
) -> None:
    version = bundled_pack("pmlp").info.version + 1
    pack = _pack(tmp_path, version)
    number = hq("publish", pack, login="juris").json["id"]
    assert hq("reject", number, "--why", "  ", login="ieva").error == "hq.reason"
    rejected = hq("reject", number, "--why", "Fee 12-3 is last year's", login="ieva")
    assert (rejected.code, rejected.json["version"]) == (0, version)
    (listed,) = hq("publications").json
    assert (listed["rejected_by"], listed["rejection"]) == ("ieva", "Fee 12-3 is last year's")
    assert (listed["released_by"], listed["released_at"]) == (None, None)
    assert hq("status").json["unreleased_publications"] == 0
    assert hq("release", number, login="ieva").error == "hq.rejected"
    assert hq("reject", number, "--why", "again", login="ieva").error == "hq.rejected"
    assert pc.changes("hq").changes == ()
    assert ("ieva", "rejected") in {(one["login"], one["what"]) for one in hq("log").json}
    again = hq("publish", pack, login="juris").json["id"]
    assert hq("release", again, login="ieva").code == 0
    assert hq("reject", again, "--why", "too late", login="ieva").error == "hq.released"


def test_a_broken_pack_is_refused(hq: Headquarters, tmp_path: Path) -> None:
    pack = _pack(tmp_path, 99, **{'id = "pmlp"': 'id = "pm lp"'})
    assert hq("publish", pack, login="juris").error == "content.invalid"
    assert hq("publish", tmp_path / "none", login="juris").error == "content.invalid"
    assert hq("publish", tmp_path / "handbook", login="juris").error == "content.no_institution"
    assert hq("publications").json == []


def test_hours_bulletins_and_staff(hq: Headquarters, pc: Pc, tmp_path: Path) -> None:
    assert hq("hours", "set", "--branch", "riga-2", "--date", "2099-12-23", "--open", "9:00-13:00",
              "--lv", "Remonts", login="juris").code == 0  # fmt: skip
    assert hq("hours", "withdraw", "--branch", "riga-2", "--date", "2099-12-23",
              login="juris").code == 0  # fmt: skip
    (hours,) = hq("hours", "list").json
    assert (hours["intervals"], hours["withdrawn"]) == ([["09:00", "13:00"]], True)
    people = tmp_path / "people.csv"
    people.write_text("name;position\nIlze Rozīte;vadītāja\nAnna Bērziņa;\n", "utf-8-sig")
    given = ("staff", "--branch", "riga-2", "--file", people, "--from", "2026-12-01")
    assert hq(*given, login="juris").error == "hq.no_right"
    assert hq(*given, login="ieva").json["people"] == 2
    people.write_text("name\n\nAnna\n" + "x" * 81, "utf-8")
    assert hq(*given, login="ieva").error == "hq.staff_file"
    assert hq("bulletin", "send", "--branch", "riga-2", "--lv", "Sveiki", login="juris").code == 0
    (told,) = hq("bulletin", "list").json
    assert (told["stream"], told["text"]) == ("riga-2", "Sveiki")
    kinds = [change.kind for change in pc.changes("riga-2").changes]
    assert kinds == ["hours_exception", "hours_exception", "staff_list", "bulletin"]
    wrong = hq("bulletin", "send", "--lv", "Sveiki", login="juris")
    assert (wrong.code, wrong.error) == (2, "usage")


def test_looking_at_what_branches_report(hq: Headquarters, pc: Pc) -> None:
    assert pc.device
    assert hq("incidents").json == []
    assert hq("incidents", "--branch", "riga-2").json == []
    assert hq("receipts", "--refused").json == []
    answer = hq("answer", "riga-2-2026-0001", "--text", "Skatām", login="juris")
    assert answer.error == "hq.incident_unknown"


def test_verify_tells_by_its_exit_code(hq: Headquarters, pc: Pc) -> None:
    pc.write(b"one", b"two")
    pc.push()
    fine = hq("verify")
    assert (fine.code, fine.json["ok"], fine.json["operations"]) == (0, True, 2)
    with transaction(pc.work.engine) as connection:
        connection.execute(update(op).where(op.c.seq == 2).values(body=b"three"))
    broken = hq("verify")
    (found,) = broken.json["findings"]
    assert (broken.code, found["found"], found["seq"]) == (1, "changed", 2)
    assert found["op_id"] == str(pc.ops[1].op_id)
    assert hq("verify", "--branch", "atlantis").code == 2
    assert replace(hq, url="postgresql://postgres@/none?host=/nowhere")("verify").code == 2


@pytest.mark.parametrize(
    "name", ["person", "log", "publish", "release", "reject", "hours", "bulletin", "staff",
             "answer", "incidents", "receipts", "verify"],
)  # fmt: skip
def test_every_action_has_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["hq", name, "--help"])
    assert f"desk hq {name}" in capsys.readouterr().out.partition("Examples:")[2]
