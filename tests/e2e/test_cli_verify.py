"""`desk verify` against files that were edited: the database's, and papers'."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from command_line import PASSWORD, CommandLine, Done

from db.driver import connect
from db.layout import database_path
from desk.app import App, open_app, unlocked_key
from desk.cli import main
from desk.domain.closing_paper import ClosingPaper
from desk.domain.erasure import Why
from desk.domain.incident import FirstReport, Incident, IncidentKind, Told
from desk.domain.paper import IncidentPaper
from desk.domain.person import Person
from desk.domain.roles import Actor, Role
from desk.i18n import set_language, speaking
from desk.reports import closing as closing_report
from desk.reports import incident as incident_report
from desk.services import incidents, paper
from desk.services.closing_report import closing_paper

TEXT = "Skaļi apvainoja. Lūdza vadītāju. Aizgāja pats."


@dataclass
class Office:
    """A branch with three reports, their papers, and the command line."""

    cli: CommandLine
    made: list[Incident]
    incident: IncidentPaper
    sheet: ClosingPaper

    @property
    def folder(self) -> Path:
        return self.cli.folder / "data"

    def file(self, content: bytes) -> Path:
        path = self.cli.folder / "paper.pdf"
        path.write_bytes(content)
        return path

    def verify(self, *args: object, login: str = "") -> Done:
        """In this process: a new one takes a second."""
        given = ["verify", *map(str, args), "--json", "--data-dir", str(self.folder)]
        if login:
            reading, writing = os.pipe()
            os.write(writing, f"{PASSWORD}\n".encode())
            os.close(writing)
            given += ["--login", login, "--password-fd", str(reading)]
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(given)
        return Done(code, out.getvalue(), err.getvalue())

    def paper(self, content: bytes) -> Done:
        return self.verify("--pdf", self.file(content), login="ilze")

    def sql(self, *statements: str) -> None:
        with closing(connect(database_path(self.folder), unlocked_key(self.folder))) as raw:
            for statement in statements:
                raw.execute(statement)


def report(app: App, actor: Actor, text: str) -> Incident:
    first = FirstReport(
        kind=IncidentKind.AGGRESSION,
        occurred_at=app.env.clock(),
        level="1",
        triggers=("insulting",),
        told=Told("supervisor", "phone", app.env.clock()),
        text=text,
    )
    with app.database.unit_of_work() as uow:
        made = incidents.report(uow, app.env, actor, first)
        uow.commit()
    return made


@pytest.fixture
def office(staffed: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("DESK_KEY_DIR", str(staffed.folder / "key"))
    with closing(open_app(staffed.folder / "data")) as app:
        with app.database.reader() as reader:
            known = {one.login: one for one in reader.accounts.all()}
        home = app.env.home_branch
        anna = Actor(known["anna"].id, known["anna"].name, Role.CLERK, home, "3")
        head = Actor(known["ilze"].id, known["ilze"].name, Role.HEAD, home, "1")
        made = [report(app, anna, f"{TEXT} {number}.") for number in range(1, 4)]
        with app.database.unit_of_work() as uow, speaking("lv"):
            incidents.acknowledge(uow, app.env, head, made[1].id)
            one = paper.incident_paper(uow, app.env, head, made[1].id)
            sheet = closing_paper(uow, app.env, head)
            uow.commit()
    yield Office(staffed, made, one, sheet)
    set_language("lv")


def pdf_of(one: IncidentPaper) -> bytes:
    with speaking("lv"):
        return incident_report.pdf(one)


def sheet_of(one: ClosingPaper) -> bytes:
    with speaking("lv"):
        return closing_report.pdf(one)


def edited(content: bytes, change: Callable[[pypdfium2.PdfDocument], None], to: Path) -> bytes:
    with closing(pypdfium2.PdfDocument(content)) as document:
        change(document)
        document.save(to)
    return to.read_bytes()


def test_nobody_signs_in_to_check_the_log(office: Office) -> None:
    done = office.verify()
    assert (done.code, done.json["ok"], done.json["size"]) == (0, True, 6)
    assert done.json["checkpoint"].startswith("branch-desk/incident-log\n6\n")
    said = office.cli("verify")
    assert "nothing was changed" in said.out and "printed root" in said.out
    assert "Anna" not in said.out and TEXT not in said.out


def test_a_change_by_sql_is_named(office: Office) -> None:
    office.sql(
        "DROP TRIGGER incident_event_no_update",
        "UPDATE incident_event SET body = json_set(body, '$.level', '0') WHERE position = 2",
    )
    done = office.verify()
    found = {one["found"]: one["entry"] for one in done.json["findings"]}
    assert done.code == 1
    assert found["changed"] == f"{office.made[1].number}/1 report"
    assert found["unguarded"] == "incident_event"
    assert f"{office.made[1].number}/1 report" in office.cli("verify").out


def test_a_root_from_paper(office: Office) -> None:
    assert office.sheet.proof is not None
    written = office.sheet.proof.log.written
    done = office.verify("--root", written)
    assert (done.code, done.json["roots"][0]["matches"]) == (0, True)
    other = written[:-1] + ("0" if written[-1] != "0" else "1")
    wrong = office.verify("--root", other)
    assert (wrong.code, wrong.json["roots"][0]["matches"]) == (1, False)
    assert [one["index"] for one in wrong.json["roots"][0]["entries"]] == [0, 1, 2, 3, 4, 5]
    assert office.verify("--root", "4:abc").code == 2


def test_it_could_not_look(office: Office, tmp_path: Path) -> None:
    assert office.verify("--pdf", tmp_path / "none.pdf").code == 2
    no_pdf = office.paper(b"no paper")
    assert (no_pdf.code, no_pdf.error) == (2, "verify.no_pdf")
    missing = office.cli.run(["verify", "--json", "--data-dir", str(tmp_path / "none")], "", "")
    assert (missing.code, missing.error) == (2, "app.no_database")
    path = office.file(pdf_of(office.incident))
    nobody = office.cli("verify", "--json", "--pdf", path)
    assert (nobody.code, nobody.error) == (2, "session.needed")


def test_an_incidents_paper_is_what_was_printed(office: Office) -> None:
    done = office.paper(pdf_of(office.incident))
    assert (done.code, done.json["paper"]["ok"]) == (0, True), done.out
    assert done.json["paper"]["number"] == office.made[1].number


def test_a_paper_stays_right_when_the_report_goes_on(office: Office) -> None:
    with closing(open_app(office.folder)) as app:
        with app.database.reader() as reader:
            anna = next(one for one in reader.accounts.all() if one.login == "anna")
        report(app, Actor(anna.id, anna.name, Role.CLERK, app.env.home_branch, "3"), "cits")
    assert office.paper(pdf_of(office.incident)).code == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, text=one.text.replace("Skaļi", "Klusi")),
        lambda one: replace(one, fields=(*one.fields[:-1], (one.fields[-1][0], "cits"))),
        lambda one: replace(one, history=one.history[:1]),
        lambda one: replace(one, text="\n".join([one.text] * 90)),
        lambda one: replace(one, printed_by="Kāds"),
        lambda one: replace(one, proof=replace(one.proof, made=replace(one.proof.made, seq=1))),
        lambda one: replace(one, proof=replace(one.proof, leaf=bytes(32))),
    ],
    ids=["word", "field", "history", "pages", "by", "event", "hash"],
)
def test_a_paper_made_anew_with_other_words_is_found(
    office: Office, change: Callable[[IncidentPaper], IncidentPaper]
) -> None:
    done = office.paper(pdf_of(change(office.incident)))
    assert (done.code, done.json["paper"]["ok"]) == (1, False)
    assert done.json["paper"]["differences"]


def test_the_changed_line_is_named(office: Office) -> None:
    other = replace(office.incident, text=office.incident.text.replace("Skaļi", "Klusi"))
    [found] = office.paper(pdf_of(other)).json["paper"]["differences"]
    assert (found["page"], found["found"]) == (1, f"{TEXT} 2.".replace("Skaļi", "Klusi"))
    assert found["right"] == f"{TEXT} 2."


def cover(document: pypdfium2.PdfDocument) -> None:
    """Paint a white box over some words."""
    page = document[0]
    box = pdfium.FPDFPageObj_CreateNewRect(60, 560, 200, 40)
    pdfium.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
    pdfium.FPDFPath_SetDrawMode(box, pdfium.FPDF_FILLMODE_ALTERNATE, 0)
    pdfium.FPDFPage_InsertObject(page.raw, box)
    pdfium.FPDFPage_GenerateContent(page.raw)


def reword(document: pypdfium2.PdfDocument) -> None:
    """Take one object of text off the page's content."""
    page = document[0]
    texts = [one for one in page.get_objects() if one.type == pdfium.FPDF_PAGEOBJ_TEXT]
    page.remove_obj(texts[12])
    page.gen_content()


def add_page(document: pypdfium2.PdfDocument) -> None:
    document.new_page(595, 842)


@pytest.mark.parametrize("change", [cover, reword, add_page])
def test_an_edited_file_is_found(
    office: Office, change: Callable[[pypdfium2.PdfDocument], None], tmp_path: Path
) -> None:
    content = edited(pdf_of(office.incident), change, tmp_path / "edited.pdf")
    done = office.paper(content)
    assert (done.code, done.json["paper"]["ok"]) == (1, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"program":"0.', b'"program":"9.'),
        (b'"seq":2', b'"seq":1'),
        (b'"form":"branch', b'"form":"brunch'),
        (b"Branch Desk", b"Brunch Desk"),
    ],
)
def test_changed_facts_of_the_file_are_found(office: Office, old: bytes, new: bytes) -> None:
    content = pdf_of(replace(office.incident))
    assert old in content
    assert office.paper(content.replace(old, new)).code == 1


def test_a_text_erased_since_is_no_forgery(office: Office) -> None:
    text_id = office.made[1].text_id
    assert text_id is not None
    with closing(open_app(office.folder)) as app, app.database.unit_of_work() as uow:
        uow.erasures.erase([text_id], Why.EXPIRED, at=app.env.clock())
        uow.commit()
    done = office.paper(pdf_of(office.incident))
    assert (done.code, done.json["paper"]["ok"]) == (3, True), done.out
    assert done.json["paper"]["doubts"] == ["a text has been erased since"]
    other = replace(office.incident, fields=(("Kas", "cits"), *office.incident.fields[1:]))
    assert office.paper(pdf_of(other)).code == 1


def test_a_text_put_right_since_is_no_forgery(office: Office) -> None:
    text_id = office.made[1].text_id
    assert text_id is not None
    with closing(open_app(office.folder)) as app, app.database.unit_of_work() as uow:
        at, by = app.env.clock(), app.env.device_id
        uow.erasures.correct(text_id, Person(text="Runāja skaļi"), "wrong", at=at, actor_id=by)
        uow.commit()
    done = office.paper(pdf_of(office.incident))
    assert (done.code, done.json["paper"]["doubts"]) == (3, ["a text has been put right since"])


def test_a_clerk_compares_only_their_own_paper(office: Office) -> None:
    path = office.file(pdf_of(office.incident))
    assert office.verify("--pdf", path, login="anna").code == 0
    refused = office.verify("--pdf", path, login="it")
    assert refused.code == 2


def test_a_closing_sheet_names_the_very_entry(office: Office) -> None:
    content = sheet_of(office.sheet)
    done = office.verify("--pdf", office.file(content))
    assert (done.code, done.json["sheet"]) == (0, {"size": 6, "entries": 6}), done.out
    office.sql(
        "DROP TRIGGER entry_log_no_update",
        "UPDATE entry_log SET leaf = zeroblob(32) WHERE idx = 4",
    )
    done = office.verify("--pdf", office.file(content))
    printed = [one for one in done.json["findings"] if one["found"] == "printed"]
    assert done.code == 1
    assert [one["entry"] for one in printed] == [f"{office.made[2].number}/1 report"]


def test_an_edited_closing_sheet_is_found(office: Office) -> None:
    proof = office.sheet.proof
    assert proof is not None
    lines = (replace(proof.entries[0], leaf=bytes(32)), *proof.entries[1:])
    other = replace(office.sheet, proof=replace(proof, entries=lines))
    assert office.verify("--pdf", office.file(sheet_of(other))).code == 1
    stripped = sheet_of(office.sheet).replace(b"closing-sheet", b"clasing-sheet")
    assert office.verify("--pdf", office.file(stripped)).code == 1


def test_progress_is_told_line_by_line(office: Office) -> None:
    out = office.cli("verify", "--progress", "--json").out.splitlines()
    assert out[0] == '{"percent": 0}' and '{"percent": 100}' in out
