"""The texts of a report: kept while it is open, and for their period from its closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from branch_at_work import DAY, Branch
from erasing_at_work import day_of, go_to, lives, with_period

from desk.domain.incident import FirstReport, IncidentAction, IncidentKind, Told
from desk.services import incident_review, incidents


def _report(branch: Branch) -> tuple[UUID, UUID]:
    told = Told("Ilze", "phone", branch.clock())
    first = FirstReport(IncidentKind.ERROR, branch.clock(), told=told, text="fakts")
    made = branch.do(incidents.report, first, by=branch.anna)
    assert made.text_id is not None
    return made.id, made.text_id


def test_an_open_incident_keeps_its_text_and_counts_from_its_closing(branch: Branch) -> None:
    branch.env = with_period(branch, "incident_text", 10)
    incident, text = _report(branch)
    go_to(branch, DAY + timedelta(days=20))
    assert lives(branch, text)
    assert day_of(branch, text) == DAY + timedelta(days=20), "looked at again every day"
    branch.close_report(incident)
    go_to(branch, DAY + timedelta(days=30))
    assert lives(branch, text)
    assert day_of(branch, text) == DAY + timedelta(days=30)
    go_to(branch, DAY + timedelta(days=31))
    assert not lives(branch, text)


def test_a_merged_report_keeps_its_text_until_the_other_is_closed(branch: Branch) -> None:
    branch.env = with_period(branch, "incident_text", 10)
    (incident, text), (whole, _) = _report(branch), _report(branch)
    branch.do(incident_review.merge, incident, whole, by=branch.head)
    go_to(branch, DAY + timedelta(days=20))
    assert lives(branch, text)
    branch.close_report(whole)
    go_to(branch, DAY + timedelta(days=31))
    assert not lives(branch, text)


def test_a_report_opened_again_keeps_its_texts(branch: Branch) -> None:
    branch.env = with_period(branch, "incident_detail", 10)
    incident, _ = _report(branch)
    branch.close_report(incident)
    branch.do(incident_review.reopen, incident, "jauns fakts", by=branch.head)
    with branch.database.reader() as reader:
        (level,) = (
            event.data["why_id"]
            for event in reader.incidents.events(incident)
            if event.kind is IncidentAction.LEVEL
        )
    go_to(branch, DAY + timedelta(days=20))
    assert lives(branch, UUID(str(level)))
    branch.do(incident_review.void, incident, "kļūda", by=branch.head)
    go_to(branch, DAY + timedelta(days=31))
    assert not lives(branch, UUID(str(level)))


def test_an_earlier_wording_follows_its_incident(branch: Branch) -> None:
    branch.env = with_period(branch, "incident_text", 1)
    first = FirstReport(IncidentKind.ERROR, branch.clock(), text="viens")
    made = branch.do(incidents.report, first, by=branch.anna)
    branch.do(incidents.amend, made.id, replace(first, text="divi"), by=branch.anna)
    go_to(branch, DAY + timedelta(days=6))
    assert made.text_id is not None and lives(branch, made.text_id)
