"""`desk statistics` as a head runs it: figures, an anonymised file, the sheet."""

from __future__ import annotations

import csv
import stat
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from command_line import CommandLine

from desk.app import open_app
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor, Role
from desk.services import incidents

ALL = ("statistics",)


@pytest.fixture
def busy(staffed: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A branch with six reports of this month."""
    monkeypatch.setenv("DESK_KEY_DIR", str(staffed.folder / "key"))
    with closing(open_app(staffed.folder / "data")) as app:
        now = app.env.clock()
        with app.database.unit_of_work() as uow:
            [anna] = [one for one in uow.accounts.all() if one.login == "anna"]
            actor = Actor(anna.id, anna.name, Role.CLERK, app.env.home_branch)
            first = FirstReport(IncidentKind.AGGRESSION, now, triggers=("insulting",), level="1")
            for _ in range(6):
                incidents.report(uow, app.env, actor, first)
            uow.commit()
    return staffed


def test_figures_as_text_and_as_json(busy: CommandLine) -> None:
    said = busy(*ALL, login="ilze")
    assert said.code == 0, said.err
    assert said.out.startswith("riga-2  ")
    assert "aggression:  6, no visits\n" in said.out
    found = busy(*ALL, "--json", login="ilze").json["statistics"]
    assert found["aggression"]["per_visits"]["count"] == 6
    assert found["aggression"]["per_visits"]["value"] is None
    assert found["process"]["told"]["enough"] is False
    assert found["span"]["first"].endswith("-01")


def test_both_files_are_whole_private_and_never_overwritten(
    busy: CommandLine, tmp_path: Path
) -> None:
    table, sheet = tmp_path / "figures.csv", tmp_path / "sheet.pdf"
    done = busy(*ALL, "--csv", table, "--pdf", sheet, "--json", login="ilze")
    assert done.code == 0, done.err
    assert done.json["files"] == [str(table), str(sheet)]
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    shown = {(row["figure"], row["value"]): row["count"] for row in rows}
    assert shown["aggression.level", "1"] == "6"
    document = pypdfium2.PdfDocument(sheet)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Apvaino" in text and "riga-2" in text
    for file_path in (table, sheet):
        assert stat.S_IMODE(file_path.stat().st_mode) == 0o600
    before = table.read_bytes()
    again = busy(*ALL, "--csv", table, "--json", login="ilze")
    assert (again.code, again.error) == (1, "file.exists")
    assert table.read_bytes() == before


def test_a_file_that_exists_leaves_the_other_unwritten(busy: CommandLine, tmp_path: Path) -> None:
    table, sheet = tmp_path / "figures.csv", tmp_path / "sheet.pdf"
    sheet.write_text("here first")
    assert busy(*ALL, "--csv", table, "--pdf", sheet, "--json", login="ilze").code == 1
    assert not table.exists()
    assert sheet.read_text() == "here first"


@pytest.mark.parametrize(
    ("given", "code", "error"),
    [
        (("--month", "2026-13"), 2, "usage"),
        (("--month", "november"), 2, "usage"),
        (("--from", "2026-11-01"), 1, "statistics.days"),
        (("--month", "2026-11", "--to", "2026-11-02"), 1, "statistics.days"),
        (("--from", "2026-11-02", "--to", "2026-11-01"), 1, "statistics.span"),
        (("--from", "1999-01-01", "--to", "2026-11-01"), 1, "statistics.span"),
        (
            ("--from", "2026-11-02", "--to", "2026-11-30", "--csv", "x.csv"),
            1,
            "statistics.whole_months",
        ),
        (("--csv", "x.csv", "--pdf", "x.csv"), 1, "statistics.two_files"),
        (("--site", "riga-1"), 1, "site.not_permitted"),
    ],
)
def test_what_makes_no_sense_is_refused(
    staffed: CommandLine, given: tuple[str, ...], code: int, error: str
) -> None:
    done = staffed(*ALL, *given, "--json", login="ilze")
    assert (done.code, done.error) == (code, error)
    assert done.err.strip()


def test_it_is_for_leads_who_sign_in(busy: CommandLine) -> None:
    assert busy(*ALL, "--json").error == "session.needed"
    assert busy(*ALL, "--json", login="anna").error == "access.no_right"


def test_nothing_kept_is_this_month_with_nothing(desk: CommandLine) -> None:
    found = desk(*ALL, "--json").json["statistics"]
    assert (found["visits"], found["reports"], found["before"]) == (0, 0, None)


def test_help_with_examples(desk: CommandLine) -> None:
    done = desk(*ALL, "--help")
    assert done.code == 0
    assert "Examples:" in done.out and "desk statistics --month" in done.out
