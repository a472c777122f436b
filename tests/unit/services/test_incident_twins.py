"""Two reports of one event: found, proposed to whoever reviews, merged without loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from branch_at_work import refuses
from incident_people import AT, ERROR, INSULT, Reviewing, desk

from desk.domain.incident import IncidentKind, IncidentState
from desk.domain.incident_typed import DetailTyped
from desk.services import incident_detail, incident_remedy, incident_review, incidents

__all__ = ["desk"]


def other(desk: Reviewing, minutes: int = 0, **changed: Any) -> UUID:
    """A report by Inese, so many minutes after Anna's."""
    first = replace(INSULT, occurred_at=AT + timedelta(minutes=minutes), **changed)
    made: UUID = desk.do(incidents.report, first, by=desk.inese).id
    return made


def twins(desk: Reviewing, made: UUID) -> list[tuple[str, str]]:
    return [(one.number[-4:], one.reporter) for one in desk.opened(made).twins]


def test_the_same_minute_by_two_clerks(desk: Reviewing) -> None:
    one, two = desk.reported(INSULT, text="A"), other(desk, text="B")
    assert twins(desk, one) == [("0002", "Inese Clerk")]
    assert twins(desk, two) == [("0001", "Anna Clerk")]


@pytest.mark.parametrize(("minutes", "alike"), [(15, True), (-15, True), (16, False)])
def test_near_is_a_quarter_of_an_hour(desk: Reviewing, minutes: int, alike: bool) -> None:
    made = desk.reported(INSULT, occurred_at=AT - timedelta(hours=1))
    other(desk, minutes - 60)
    assert bool(desk.opened(made).twins) is alike


@pytest.mark.parametrize(
    ("kind", "alike"),
    [
        (IncidentKind.FILMING, True),
        (IncidentKind.SAFETY, True),
        (IncidentKind.ERROR, False),
        (IncidentKind.GIFT, False),
    ],
)
def test_an_event_has_more_than_one_kind(desk: Reviewing, kind: IncidentKind, alike: bool) -> None:
    made = desk.reported(INSULT)
    other(desk, kind=kind, triggers=(), level="")
    assert bool(desk.opened(made).twins) is alike


def test_an_error_and_its_breach_may_be_one(desk: Reviewing) -> None:
    made = desk.reported(ERROR)
    other(desk, kind=IncidentKind.DATA, triggers=(), level="E1")
    assert twins(desk, made) == [("0002", "Inese Clerk")]


def test_who_cannot_tell_the_time_means_that_day(desk: Reviewing) -> None:
    desk.clock.advance(hours=5)
    made = desk.reported(INSULT)
    other(desk, 240, time_unknown=True)
    other(desk, -24 * 60, time_unknown=True)
    assert twins(desk, made) == [("0002", "Inese Clerk")]


def test_the_nearest_comes_first(desk: Reviewing) -> None:
    made = desk.reported(INSULT)
    for minutes in (-9, 3, -4):
        other(desk, minutes)
    assert [number for number, _name in twins(desk, made)] == ["0003", "0004", "0002"]


def test_what_has_ended_or_is_reported_elsewhere_is_no_twin(desk: Reviewing) -> None:
    made, two = desk.reported(INSULT), other(desk)
    desk.do(incident_review.void, two, "kļūda")
    assert twins(desk, made) == []


def test_only_who_may_merge_is_asked(desk: Reviewing) -> None:
    made, two = desk.reported(INSULT), other(desk)
    assert desk.opened(made, by=desk.anna).twins == ()
    assert desk.opened(two, by=desk.inese).twins == ()
    own = desk.do(incidents.report, INSULT).id
    assert desk.opened(own).twins == (), "the head's own is for the deputy"
    assert len(desk.opened(own, by=desk.deputy).twins) == 2


def test_the_same_clerk_twice(desk: Reviewing) -> None:
    one, _two = desk.reported(INSULT), desk.reported(INSULT)
    assert twins(desk, one) == [("0002", "Anna Clerk")]


@pytest.mark.parametrize("first_into_second", [True, False])
def test_merging_loses_nothing_either_way(desk: Reviewing, first_into_second: bool) -> None:
    one, two = desk.reported(INSULT, text="Anna redzēja"), other(desk, text="Inese redzēja")
    source, target = (one, two) if first_into_second else (two, one)
    for made in (one, two):
        desk.do(incident_detail.set_detail, made, DetailTyped(text=f"sīkāk {made}"))
        desk.task(made)
    before = {made: desk.opened(made) for made in (one, two)}
    desk.do(incident_review.merge, source, target, "tas pats klients")
    with refuses("incident.merged"):
        desk.do(incident_review.merge, source, target)
    with refuses("incident.merge_circle"):
        desk.do(incident_review.merge, target, source)
    after = {made: desk.opened(made) for made in (one, two)}
    for made in (one, two):
        count = len(before[made].history)
        assert after[made].history[:count] == before[made].history
        assert after[made].text == before[made].text
        assert set(before[made].texts.items()) <= set(after[made].texts.items())
        assert after[made].handling.tasks == before[made].handling.tasks
    (merged,) = after[target].merged
    assert (merged.incident.id, merged.text) == (source, before[source].text)
    assert after[target].twins == (), "nothing is left to ask"
    assert "incident.close_tasks" in after[target].closing
    assert desk.get(source).state is IncidentState.MERGED
    for made in (source, target):
        (task,) = desk.get(made).handling.open_tasks
        desk.do(incident_remedy.task_done, made, task.id, by=desk.anna)
    assert "incident.close_tasks" not in desk.opened(target).closing
