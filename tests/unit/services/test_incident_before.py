"""What a report copies of its visit, and what its forms know because of that."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from branch_at_work import Branch

from desk.domain.incident import FirstReport, Incident, IncidentKind, Step
from desk.domain.incident_handling import Before, VisitBefore
from desk.domain.incident_typed import DetailTyped, EvidenceTyped
from desk.domain.visit import Outcome
from desk.services import incident_detail, incidents, phone_calls, queue
from desk.services.incident_before import before_words, detail_to_type, evidence_to_type
from desk.services.incident_paper import incident_paper


@pytest.fixture
def visit_id(branch: Branch) -> UUID:
    """A client at Anna's counter, who waited ten minutes."""
    made = branch.do(queue.take_in_walk_in, ["eid"], by=branch.anna)
    branch.clock.advance(minutes=10)
    called(branch, made.id)
    return UUID(str(made.id))


def called(branch: Branch, visit_id: UUID) -> None:
    branch.do(queue.call_next, by=branch.anna)
    branch.clock.advance(minutes=1)
    branch.do(queue.start, by=branch.anna)
    branch.clock.advance(minutes=1)


def report(branch: Branch, visit_id: UUID | None, at: datetime | None = None) -> Incident:
    first = FirstReport(IncidentKind.AGGRESSION, at or branch.clock(), level="1")
    made: Incident = branch.do(incidents.report, first, visit_id, by=branch.anna)
    return made


def refused(branch: Branch, visit_id: UUID) -> None:
    branch.do(queue.finish, visit_id, Outcome.REFUSED, "nav dokumenta", by=branch.anna)
    branch.clock.advance(minutes=1)


def test_what_went_before_is_counted_and_leads_to_nobody(branch: Branch, visit_id: UUID) -> None:
    call = branch.do(phone_calls.begin, by=branch.anna)
    branch.clock.advance(minutes=2)
    branch.do(phone_calls.end, call.id, by=branch.anna)
    branch.do(queue.transfer, visit_id, service="passport", by=branch.anna)
    called(branch, visit_id)
    refused(branch, visit_id)
    made = report(branch, visit_id)
    assert made.handling.visit == VisitBefore(refusals=1, transfers=1, interruptions=1)
    with branch.database.reader() as reader:
        (event,) = reader.incidents.events(made.id)
    assert str(visit_id) not in repr(event.data)
    assert dict(before_words(made.handling.visit)) == {
        "In the same visit": "1 refusal, 1 transfer, 1 interruption"
    }
    assert ("In the same visit", "1 refusal, 1 transfer, 1 interruption") in branch.do(
        incident_paper, made.id, by=branch.anna
    ).fields


def test_nothing_happened_before_says_nothing(branch: Branch, visit_id: UUID) -> None:
    made = report(branch, visit_id)
    assert made.handling.visit == VisitBefore()
    assert list(before_words(made.handling.visit)) == []
    assert report(branch, None).handling.visit is None


def test_what_came_after_it_is_no_before(branch: Branch, visit_id: UUID) -> None:
    at = branch.clock()
    branch.clock.advance(minutes=5)
    branch.do(queue.transfer, visit_id, service="passport", by=branch.anna)
    known = report(branch, visit_id, at).handling.visit
    assert known is not None and known.transfers == 0


def test_a_refusal_is_said_before_it_is_recorded(branch: Branch, visit_id: UUID) -> None:
    at = branch.clock()
    branch.clock.advance(minutes=5)
    refused(branch, visit_id)
    known = report(branch, visit_id, at).handling.visit
    assert known is not None and known.refusals == 1


def test_what_was_undone_did_not_happen(branch: Branch, visit_id: UUID) -> None:
    refused(branch, visit_id)
    branch.do(queue.undo, by=branch.anna)
    assert report(branch, visit_id).handling.visit == VisitBefore()


@pytest.mark.parametrize(("outcome", "count"), [(Outcome.SOLVED, 0), (Outcome.REFUSED, 1)])
def test_a_corrected_end_counts_as_corrected(
    branch: Branch, visit_id: UUID, outcome: Outcome, count: int
) -> None:
    refused(branch, visit_id)
    branch.do(queue.correct, visit_id, outcome=outcome, why="kļūda", by=branch.head)
    known = report(branch, visit_id).handling.visit
    assert known is not None and known.refusals == count


@pytest.mark.parametrize(("minutes", "earlier"), [(-1, True), (0, False), (1, False)])
def test_it_may_have_begun_before_the_visit(
    branch: Branch, visit_id: UUID, minutes: int, earlier: bool
) -> None:
    issued = branch.clock() - timedelta(minutes=12)
    made = report(branch, visit_id, issued + timedelta(minutes=minutes))
    known = made.handling.visit
    assert known is not None and known.began_earlier is earlier
    assert made.waited_minutes == (None if earlier else 10)
    assert made.service == "eid"
    said = dict(before_words(known)).get("The visit")
    assert said == ("it began before the client took a ticket" if earlier else None)


def test_the_detail_begins_with_the_refusal(branch: Branch, visit_id: UUID) -> None:
    assert detail_to_type(report(branch, visit_id), {}).before == ()
    refused(branch, visit_id)
    made = report(branch, visit_id)
    assert detail_to_type(made, {}).before == (Before.REFUSAL,)
    typed = DetailTyped(before=(Before.FEE,))
    after = branch.do(incident_detail.set_detail, made.id, typed, by=branch.anna)
    assert detail_to_type(after, {}).before == (Before.FEE,), "what a person said stays"


def test_the_evidence_begins_with_the_ladder_s_stamps(branch: Branch) -> None:
    at = branch.clock()
    steps = (
        Step("call_police:came", at + timedelta(minutes=9)),
        Step("warn", at),
        Step("call_police", at + timedelta(minutes=2)),
    )
    branch.clock.advance(minutes=10)
    first = FirstReport(IncidentKind.AGGRESSION, at, steps=steps, level="2")
    made = branch.do(incidents.report, first, by=branch.anna)
    typed = evidence_to_type(made, {})
    assert (typed.police_called_at, typed.police_came_at) == (steps[2].at, steps[0].at)
    after = branch.do(incident_detail.evidence, made.id, EvidenceTyped(asked="x"), by=branch.anna)
    assert evidence_to_type(after, {}).police_called_at is None, "what a person said stays"


def test_that_the_police_took_over_says_that_they_came(branch: Branch) -> None:
    at = branch.clock()
    steps = (Step("call_police", at), Step("police", at + timedelta(minutes=1)))
    branch.clock.advance(minutes=10)
    first = FirstReport(IncidentKind.AGGRESSION, at, steps=steps, level="2")
    typed = evidence_to_type(branch.do(incidents.report, first, by=branch.anna), {})
    assert typed.police_came_at == steps[1].at
