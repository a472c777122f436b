"""An incident's paper: what the review said is on it, and it can be made again at any time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from branch_at_work import Branch, refuses

from desk.domain.account import AccountAction
from desk.domain.incident import FirstReport, Incident, IncidentAction, IncidentKind, Told
from desk.domain.paper_compare import differences
from desk.domain.paper_proof import PaperMade, read_made
from desk.domain.roles import Role
from desk.i18n import LANGUAGES, speaking
from desk.reports import incident as report
from desk.reports.reading import pages_unlike, read_pdf
from desk.services import incident_review, incidents
from desk.services.incident_paper import incident_paper
from desk.services.incident_paper_remade import remade
from desk.services.incident_paper_words import HISTORY, TITLES


@pytest.fixture
def made(branch: Branch) -> Incident:
    """A report by Anna, reviewed by the head, who raised its level."""
    branch.head = branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    branch.anna = branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    first = FirstReport(
        kind=IncidentKind.AGGRESSION,
        occurred_at=branch.clock(),
        level="1",
        told=Told("supervisor", "phone", branch.clock()),
        text="Skaļi apvainoja.",
    )
    incident: Incident = branch.do(incidents.report, first, by=branch.anna)
    branch.clock.advance(minutes=20)
    branch.do(incident_review.begin, incident.id, by=branch.head)
    why = "kliedza arī uz citiem"
    return branch.do(incident_review.confirm_level, incident.id, "2", why, by=branch.head)


def test_what_the_review_said_is_on_it(branch: Branch, made: Incident) -> None:
    printed = branch.do(incident_paper, made.id, by=branch.head)
    assert [what for _at, what, _who in printed.history] == [
        "reported",
        "acknowledged",
        "review begun",
        "level confirmed: 2; kliedza arī uz citiem",
    ]
    assert {who for _at, _what, who in printed.history} == {"Anna Bērziņa", "Ilze Rozīte"}


def test_every_kind_and_action_has_its_words() -> None:
    assert set(HISTORY) == set(IncidentAction)
    assert set(TITLES) == set(IncidentKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_made_again_in_every_language_also_later(
    branch: Branch, made: Incident, language: str
) -> None:
    with speaking(language):
        first = branch.do(incident_paper, made.id, by=branch.head)
        branch.clock.advance(days=3)
        branch.do(incident_review.void, made.id, "kļūda", by=branch.head)
        assert first.proof is not None
        found = read_made(first.proof.made.text)
        assert found == first.proof.made
        again = branch.do(remade, found, by=branch.head)
        one, other = report.pdf(first), report.pdf(again.paper)
    assert (again.paper, again.doubts, again.rules) == (first, {}, True)
    assert differences(read_pdf(one).pages, read_pdf(other).pages) == ((), frozenset())
    assert pages_unlike(one, other) == []


def test_a_changed_name_is_a_doubt_and_no_forgery(branch: Branch, made: Incident) -> None:
    first = branch.do(incident_paper, made.id, by=branch.head)
    branch.clock.advance(days=1)
    with branch.database.unit_of_work() as uow:
        account = replace(uow.accounts.get(branch.anna.account_id), name="Anna Kalniņa")
        at, by = branch.clock(), branch.head.account_id
        uow.accounts.update(account, AccountAction.CHANGE, actor_id=by, at=at)
        uow.commit()
    assert first.proof is not None
    again = branch.do(remade, first.proof.made, by=branch.head)
    right, found = (read_pdf(report.pdf(one)).pages for one in (again.paper, first))
    assert differences(right, found, again.doubts) == ((), frozenset(again.doubts))
    assert set(again.doubts.values()) == {"a name has been changed since"}


def test_only_who_may_read_it_compares_it(branch: Branch, made: Incident) -> None:
    first = branch.do(incident_paper, made.id, by=branch.head)
    assert first.proof is not None
    with refuses("incident.not_yours"):
        branch.do(remade, first.proof.made, by=branch.inese)
    with refuses("access.no_right"):
        branch.do(remade, first.proof.made, by=branch.it)
    with refuses("incident.unknown"):
        branch.do(remade, replace(first.proof.made, seq=99), by=branch.head)
    assert ("open", "incident", "verify_paper") not in branch.looks()


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "null", '{"form":"branch-desk-paper","version":1}', "a b c"]
)
def test_other_keywords_are_not_ours(text: str) -> None:
    assert read_made(text) is None


def test_keywords_written_otherwise_are_not_ours(branch: Branch, made: Incident) -> None:
    proof = branch.do(incident_paper, made.id, by=branch.head).proof
    assert proof is not None
    text = proof.made.text
    assert isinstance(read_made(text), PaperMade)
    assert read_made(text.replace(",", ", ")) is None
    assert read_made(text.replace('"seq":4', '"seq":"4"')) is None
