"""An annex whose keys are lost, wholly or in part: said in words; the report goes on without it."""

from __future__ import annotations

from uuid import UUID

import pytest
from annex_at_work import CODE, JANIS, Annexed, light
from branch_at_work import PASSWORD, wall
from virtual import VirtualClock

from db.database import Database
from db.recovery_code import new_code
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentState
from desk.domain.roles import Actor, Role
from desk.error_texts import error_text
from desk.reports import incident as report
from desk.reports.reading import read_pdf
from desk.services import accounts, annex, incident_review, incidents
from desk.services.incident_paper import incident_paper
from desk.services.verify import verify

NEW = "pavisam cita parole"


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


def successor(branch: Annexed) -> Actor:
    """Vita, head after Ilze, who left and took her password along; nobody gave Vita keys."""
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.do(accounts.disable, branch.ilze.account_id, by=vita)
    return vita


def test_head_and_code_gone_says_what_is_lost_and_what_is_not(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = successor(branch)
    assert branch.use_code(new_code()).made, "a new code: the old paper is gone too"
    with pytest.raises(DeskError) as refusal:
        branch.open(incident_id, vita)
    assert refusal.value.code == "annex.key_lost"
    said = error_text(refusal.value)
    assert "cannot be read any more" in said and "The report itself is whole" in said


def test_the_report_itself_goes_on(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = successor(branch)
    assert branch.outcome(incident_id, vita) == "annex.key_lost"
    opened = branch.do(incidents.open, incident_id, by=vita)
    assert opened.text == "Kliedza."
    branch.do(incident_review.begin, incident_id, by=vita)
    printed = read_pdf(report.pdf(branch.do(incident_paper, incident_id, by=vita)))
    assert "Kliedza." in printed.text and JANIS.name not in printed.text
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    assert branch.outcome(incident_id, vita) == "", "who it was is sealed anew"
    with branch.database.reader() as reader:
        assert verify(reader).fine


def test_a_closed_report_with_a_lost_annex_stays_closed(branch: Annexed) -> None:
    incident_id = branch.report(level="1")
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    vita = successor(branch)
    branch.do(incident_review.begin, incident_id, by=vita)
    branch.do(incident_review.confirm_level, incident_id, "1", by=vita)
    closed = branch.do(incident_review.close, incident_id, by=vita)
    assert closed.state is IncidentState.CLOSED


def test_with_the_code_nothing_is_lost(branch: Annexed) -> None:
    branch.use_code(CODE)
    incident_id = branch.sealed()
    vita = successor(branch)
    assert branch.outcome(incident_id, vita) == "annex.waiting"
    branch.use_code(CODE)
    assert branch.outcome(incident_id, vita) == ""


def test_half_lost_the_other_half_is_read(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = successor(branch)
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    opened = branch.open(incident_id, vita)
    assert ([one.who for one in opened.entries], opened.lost) == ([JANIS], 1)
    assert (opened.locked, opened.damaged) == (0, 0)


def test_waiting_is_not_lost(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    opened = branch.open(incident_id, vita)
    assert (len(opened.entries), opened.locked, opened.lost) == (1, 1, 0)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE annex_entry SET ciphertext = zeroblob(length(ciphertext)) WHERE id = ?",
        "UPDATE annex_entry SET nonce = zeroblob(length(nonce)) WHERE id = ?",
        "UPDATE annex_key SET sealed = zeroblob(length(sealed)) WHERE entry_id = ?",
        "UPDATE annex_key SET sealed = x'00' WHERE entry_id = ?",
    ],
)
def test_a_damaged_row_hides_no_other(branch: Annexed, damage: str) -> None:
    incident_id = branch.sealed()
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    first, second = entries(branch, incident_id)
    spoil(branch, damage, first)
    opened = branch.open(incident_id, branch.ilze)
    assert ([one.who for one in opened.entries], opened.damaged) == ([JANIS], 1)
    assert (opened.locked, opened.lost) == (0, 0)
    spoil(branch, damage, second)
    assert branch.outcome(incident_id, branch.ilze) == "annex.damaged"
    assert branch.do(incidents.open, incident_id, by=branch.ilze).text == "Kliedza."


def entries(branch: Annexed, incident_id: UUID) -> list[UUID]:
    with branch.database.reader() as reader:
        return [row.id for row in reader.annex.entries(incident_id)]


def spoil(branch: Annexed, damage: str, entry: UUID) -> None:
    """Change a row as somebody does who edits the file."""
    with branch.database.unit_of_work() as uow:
        for trigger in ("update", "delete"):
            uow._connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS annex_entry_no_{trigger}")
        uow._connection.exec_driver_sql(damage, (entry.bytes,))
        uow.commit()


def test_a_reset_password_alone_loses_nothing_for_others(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.give(branch.ilze)
    branch.do(accounts.change_password, branch.ilze.account_id, new=NEW, by=vita)
    assert branch.outcome(incident_id, vita, PASSWORD) == ""
