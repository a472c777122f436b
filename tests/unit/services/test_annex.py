"""The sealed annex: sealing by anyone, opening by few, erased on a clock of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from annex_at_work import CODE, JANIS, Annexed, light
from branch_at_work import PASSWORD, environment, pack, refuses, wall
from msgspec import structs
from pypdfium2 import PdfDocument
from virtual import VirtualClock, make_id

from db.database import Database
from desk.domain.annex import Identity, OpenPurpose
from desk.domain.erasure import Why
from desk.domain.held import Asked
from desk.domain.incident import FirstReport, IncidentAction, IncidentKind
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Role
from desk.reports.annex import pdf
from desk.services import (
    annex,
    annex_open,
    annex_paper,
    annex_retention,
    appointments,
    incident_review,
    incidents,
    person_request,
    person_request_paper,
    queue,
    retention_job,
    retention_table,
)

NEW = "pavisam cita parole"


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


def test_a_clerk_seals_and_the_head_opens(branch: Annexed) -> None:
    incident_id = branch.sealed()
    opened = branch.open(incident_id, branch.ilze)
    assert [entry.who for entry in opened.entries] == [JANIS]
    assert opened.names[opened.entries[0].by] == "Anna Bērziņa"
    assert ("open", "annex", "police") in branch.looks()
    with branch.database.reader() as reader:
        assert reader.incidents.events(incident_id)[-1].kind is IncidentAction.ANNEX


def test_further_entries_are_added_and_stand_beside_the_first(branch: Annexed) -> None:
    incident_id = branch.sealed()
    more = Identity(text="Atnāca atpakaļ, citā jakā.")
    branch.do(annex.seal, incident_id, more, by=branch.clerk)
    opened = branch.open(incident_id, branch.ilze)
    assert [entry.who for entry in opened.entries] == [JANIS, more]


def test_who_opens_next_reads_who_opened_before_and_why(branch: Annexed) -> None:
    incident_id = branch.sealed()
    assert branch.open(incident_id, branch.ilze, words=" lieta Nr. 7 ").openings == ()
    before = branch.open(incident_id, branch.ilze, purpose=OpenPurpose.COMPLAINT).openings
    assert [(one.by, one.why.purpose, one.why.words) for one in before] == [
        (branch.ilze.account_id, OpenPurpose.POLICE, "lieta Nr. 7")
    ]
    assert "lieta" not in str(branch.rows("SELECT * FROM access_log"))


def test_what_is_known_without_opening(branch: Annexed) -> None:
    incident_id = branch.report()
    bare = branch.read(annex.standing, incident_id, by=branch.clerk)
    assert (bare.since, bare.may_seal, bare.may_open) == (None, True, False)
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    for who, opens in ((branch.clerk, False), (branch.ilze, True)):
        known = branch.read(annex.standing, incident_id, by=who)
        assert (known.since, known.by, known.may_open) == (wall(9), "Anna Bērziņa", opens)
    with refuses("incident.not_yours"):
        branch.read(annex.standing, incident_id, by=branch.inese)
    with refuses("incident.not_yours"):
        branch.do(annex.seal, incident_id, JANIS, by=branch.inese)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (Identity(), "annex.empty"),
        (Identity(name="  "), "annex.empty"),
        (Identity(name="Jānis", document="pase, 010180-12345"), "text.personal_code"),
        (Identity(text="kods 32123456789"), "text.personal_code"),
        (Identity(name="J" * 301), "text.too_long"),
        (Identity(text="x" * 100_000), "text.too_long"),
    ],
)
def test_what_is_not_sealed(branch: Annexed, typed: Identity, code: str) -> None:
    incident_id = branch.report()
    with refuses(code):
        branch.do(annex.seal, incident_id, typed, by=branch.clerk)
    assert branch.rows("SELECT * FROM annex_entry") == []


@pytest.mark.parametrize("text", ["🙂🔥 „pēdiņas”", "שלום عليكم", "строка\nдве"])
def test_any_script_comes_back_as_it_was(branch: Annexed, text: str) -> None:
    incident_id = branch.sealed(Identity(name=text, text=text))
    assert branch.open(incident_id, branch.ilze).entries[0].who == Identity(name=text, text=text)


def test_the_length_tells_little(branch: Annexed) -> None:
    short = branch.sealed(Identity(name="A"))
    long = branch.sealed(Identity(name="A" * 300, text="B" * 800))
    lengths = {len(row[0]) for row in branch.rows("SELECT ciphertext FROM annex_entry")}
    assert len(lengths) == 1
    assert short != long


def test_without_anybody_who_holds_keys(database: Database, clock: VirtualClock) -> None:
    """The form says so; the report itself is filed all the same."""
    clock.now = wall(9)
    branch = Annexed(database, clock)
    visit = branch.do(queue.take_in_walk_in, ["eid"], by=branch.anna)
    first = FirstReport(IncidentKind.AGGRESSION, clock(), level="1", text="x")
    made = branch.do(incidents.report, first, visit.id, by=branch.anna)
    assert branch.rows("SELECT * FROM annex_entry") == []
    with refuses("annex.nobody"):
        branch.do(annex.seal, made.id, JANIS, by=branch.anna)
    assert not branch.read(annex.standing, made.id, by=branch.anna).holders


def test_the_link_to_visit_and_client_is_sealed_with_the_report(branch: Annexed) -> None:
    person = Person("Zane Qkalniņa", "+37129111222", "zane@example.lv")
    booked = branch.do(
        appointments.book,
        start=wall(9, 30),
        minutes=15,
        service="eid",
        person=person,
        confirm_outside=True,
        by=branch.clerk,
    )
    visit = branch.do(queue.take_in_booking, booked.id, by=branch.clerk)
    branch.do(queue.set_contact, visit.id, Person(email="cits@example.lv"), by=branch.clerk)
    incident_id = branch.report(visit=visit.id)
    who = branch.open(incident_id, branch.ilze).entries[0].who
    assert (who.visit_id, who.ticket, who.name) == (visit.id, visit.number, "Zane Qkalniņa")
    assert who.contact == "+37129111222, zane@example.lv, cits@example.lv"


def test_a_visit_given_with_an_entry_is_sealed_with_it(branch: Annexed) -> None:
    visit = branch.do(queue.take_in_walk_in, ["eid"], by=branch.clerk)
    incident_id = branch.report()
    branch.do(annex.seal, incident_id, JANIS, visit.id, by=branch.clerk)
    who = branch.open(incident_id, branch.ilze).entries[0].who
    assert who == replace(JANIS, visit_id=visit.id, ticket=visit.number)


def test_the_full_password_is_asked_for_each_time(branch: Annexed) -> None:
    incident_id = branch.sealed()
    assert branch.outcome(incident_id, branch.ilze, "nav īstā parole") == "session.wrong_password"
    with branch.database.reader() as reader:
        assert reader.accounts.get(branch.ilze.account_id).failed == 1
    by_pin = replace(branch.ilze, by_pin=True)
    with refuses("access.password_needed"):
        branch.prove(by_pin)
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    with refuses("session.wrong_password"):  # somebody else's proof
        proof = branch.prove(vita)
        branch.do(annex_open.open, incident_id, proof, OpenPurpose.POLICE, "x", by=branch.ilze)


@pytest.mark.parametrize("role", [Role.CLERK, Role.IT, Role.OFFICER])
def test_others_do_not_open(branch: Annexed, role: Role) -> None:
    who = branch.sign_up("kads", "Kāds Cits", role)
    incident_id = branch.sealed()
    with refuses("access.no_right"):
        branch.prove(who)
    proof = branch.prove(branch.ilze)
    with refuses("access.no_right"):
        branch.do(annex_open.open, incident_id, proof, OpenPurpose.POLICE, "x", by=who)


@pytest.mark.parametrize("purpose", list(OpenPurpose))
@pytest.mark.parametrize("level", ["0", "1", "2", "3"])
def test_purpose_and_level(branch: Annexed, purpose: OpenPurpose, level: str) -> None:
    incident_id = branch.report(level)
    branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    if purpose is OpenPurpose.COURT and level < "2":
        with refuses("annex.level_low"):
            branch.open(incident_id, branch.ilze, purpose=purpose)
    else:
        assert branch.open(incident_id, branch.ilze, purpose=purpose).entries


def test_a_word_about_why_is_wanted(branch: Annexed) -> None:
    incident_id = branch.sealed()
    for words, code in (
        (" ", "annex.words_missing"),
        ("x" * 301, "text.too_long"),
        ("par 010180-12345", "text.personal_code"),
    ):
        with refuses(code):
            branch.open(incident_id, branch.ilze, words=words)
    assert ("open", "annex", "police") not in branch.looks()


def test_nothing_is_sealed_there(branch: Annexed) -> None:
    assert branch.outcome(branch.report(), branch.ilze) == "annex.nothing"
    assert branch.outcome(make_id(), branch.ilze) == "incident.unknown"


def test_nothing_goes_into_a_report_that_was_voided(branch: Annexed) -> None:
    incident_id = branch.report()
    branch.do(incident_review.void, incident_id, "pārpratums", by=branch.ilze)
    with refuses("incident.voided"):
        branch.do(annex.seal, incident_id, JANIS, by=branch.clerk)
    assert not branch.read(annex.standing, incident_id, by=branch.clerk).may_seal


def test_it_is_erased_a_year_after_the_incident_ended(branch: Annexed) -> None:
    """The record stays; a report that is open keeps its annex, whatever the day."""
    over, still_open = branch.sealed(), branch.sealed()
    branch.do(incident_review.void, over, "pārpratums", by=branch.ilze)
    until = branch.read(annex.standing, over, by=branch.ilze).until
    assert until == wall(9).date() + timedelta(days=365)
    branch.clock.advance(days=365)
    assert erased(branch) == 0
    branch.clock.advance(days=1)
    assert erased(branch) == 1
    assert branch.outcome(over, branch.ilze) == "annex.erased"
    assert branch.outcome(still_open, branch.ilze) == ""
    assert branch.read(annex.standing, over, by=branch.ilze).erased
    with branch.database.reader() as reader:
        lines = [one for one in reader.erasures.lines(50) if one.purpose == "incident_annex"]
        assert [(one.why, one.rows) for one in lines] == [(Why.EXPIRED, 1)]
        assert reader.incidents.get(over).number
    assert branch.rows("SELECT count(*) FROM annex_entry")[0][0] >= 2


def erased(branch: Annexed) -> int:
    """How many entries the job erases, run to its end with the date confirmed."""
    before = branch.rows("SELECT count(DISTINCT entry_id) FROM annex_key")[0][0]
    with branch.database.unit_of_work() as uow:
        uow.meta.note("retention.seen", branch.clock().date().isoformat())
        while retention_job.step(uow, branch.env).more:
            pass
        uow.commit()
    left = branch.rows("SELECT count(DISTINCT entry_id) FROM annex_key")[0][0]
    return int(before - left)


def test_what_was_merged_waits_for_the_other_report(branch: Annexed) -> None:
    one, other = branch.sealed(), branch.sealed()
    branch.do(incident_review.begin, other, by=branch.ilze)
    branch.do(incident_review.merge, one, other, "divi ziņojumi", by=branch.ilze)
    branch.clock.advance(days=800)
    assert erased(branch) == 0
    branch.do(incident_review.void, other, "pārpratums", by=branch.ilze)
    branch.clock.advance(days=366)
    assert erased(branch) == 2


def test_without_a_period_it_stays_and_the_table_says_so(branch: Annexed) -> None:
    incident_id = branch.sealed()
    policy = pack().policy
    assert policy is not None
    kept = [one for one in policy.retention if one.purpose != "incident_annex"]
    content = structs.replace(pack(), policy=structs.replace(policy, retention=kept))
    env = environment(branch.clock, content=content)
    branch.do(incident_review.void, incident_id, "x", by=branch.ilze)
    with branch.database.reader() as reader:
        assert annex_retention.due(reader, env, wall(9).date() + timedelta(days=9999), 9) == ()
        row = next(
            one
            for one in retention_table.table(reader, branch.env).rows
            if one.purpose == "incident_annex"
        )
    assert (row.days, row.default, row.rows, row.oldest) == (365, True, 1, wall(9))


def test_erasing_twice_counts_once(branch: Annexed) -> None:
    branch.sealed()
    with branch.database.unit_of_work() as uow:
        entries = [row[0] for row in uow._connection.exec_driver_sql("SELECT id FROM annex_entry")]
        ids = [type(make_id())(bytes=bytes(one)) for one in entries]
        assert uow.annex.erase(ids, Why.EXPIRED, at=branch.clock()) == 1
        assert uow.annex.erase(ids, Why.EXPIRED, at=branch.clock()) == 0
        uow.commit()


def test_the_demo_s_own_hand_opens_nothing(branch: Annexed) -> None:
    """It has every right and no account: nobody's password opens anything for it."""
    incident_id = branch.sealed()
    system = Actor(make_id(), "", Role.SYSTEM, branch.ilze.site)
    with refuses("account.unknown"):
        branch.prove(system)
    assert branch.use_code(CODE).made
    assert branch.outcome(incident_id, branch.ilze, PASSWORD) == ""


def test_a_person_s_request_is_told_of_sealed_parts_and_given_what_the_head_opened(
    branch: Annexed,
) -> None:
    """Name, contact and document go out; other people, and what was written, do not."""
    incident_id, other = branch.sealed(), branch.sealed()
    listed = branch.read(annex_open.annexed, by=branch.ilze)
    assert {line.incident_id for line in listed} == {incident_id, other}
    asked = Asked(name="Jānis Qbērziņš")
    assert branch.read(person_request.find, asked, by=branch.ilze) == (), "no search reaches it"
    bare = branch.do(person_request_paper.answer, asked, (), (), by=branch.ilze)
    assert (bare.entries, bare.sealed) == ((), 2)
    opened = branch.open(incident_id, branch.ilze, purpose=OpenPurpose.PERSON)
    paper = branch.do(person_request_paper.answer, asked, (), (), (opened,), by=branch.ilze)
    said = str(paper.entries)
    assert "Jānis Qbērziņš" in said and "+371 29654321" in said
    assert "Qozola" not in said and "zila jaka" not in said
    assert paper.sealed == 1
    assert ("export", "annex", "person_request") in branch.looks()
    assert {look.what for look in paper.looks} >= {"opened"}
    assert [name for name, _basis, _kept in paper.purposes] == ["Incidents: who it was, sealed"]


def test_its_own_paper_is_marked_and_logged(branch: Annexed) -> None:
    opened = branch.open(branch.sealed(), branch.ilze)
    paper = branch.do(annex_paper.paper, opened, "lieta 1", by=branch.ilze)
    assert paper.purpose == "Police: lieta 1"
    assert ("print", "annex", "police") in branch.looks()
    text = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(pdf(paper)))
    assert text.count(f"SEALED DATA · {opened.number}") == 2, "above and in the footer"
    assert "Jānis Qbērziņš" in text


def test_no_other_paper_list_or_export_has_it(branch: Annexed) -> None:
    incident_id = branch.sealed()
    detail = branch.do(incidents.open, incident_id, by=branch.ilze)
    rows = branch.read(incidents.rows, by=branch.ilze)
    assert "Qbērziņš" not in str(detail) + str(rows)
    for text in ("Qbērziņš", "29654321"):
        with branch.database.reader() as reader:
            assert all(not reader.persons.search(text, purpose) for purpose in Purpose)
