"""A visit's history: every period with its minutes, every event, what was undone and put right."""

from __future__ import annotations

from dataclasses import replace

from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.back_entry import Ended, PaperVisit
from desk.domain.clock import local
from desk.domain.visit import Action, Outcome, PeriodKind, Visit
from desk.domain.visit_story import EventLine, VisitStory
from desk.services import back_entry, queue, visit_history


def story(branch: Branch, visit: Visit) -> VisitStory:
    made = branch.do(visit_history.history, visit.id, by=branch.anna)
    assert isinstance(made, VisitStory)
    return made


def step(branch: Branch, minutes: int, use_case: object, *values: object, **named: object) -> Visit:
    branch.clock.advance(minutes=minutes)
    made = branch.do(use_case, *values, by=branch.anna, **named)  # type: ignore[arg-type]
    assert isinstance(made, Visit)
    return made


def served(branch: Branch) -> Visit:
    """Waited 10, called 1, served 5, finished, undone after 2, served 3 more, finished."""
    visit = step(branch, 0, queue.take_in_walk_in, ("passport",))
    step(branch, 10, queue.call_next)
    step(branch, 1, queue.start)
    step(branch, 5, queue.finish, visit.id, Outcome.SOLVED)
    step(branch, 2, queue.undo)
    return step(branch, 3, queue.finish, visit.id, Outcome.REFUSED, "Nav piekrišanas", "MK 134")


def line_of(told: VisitStory, kind: Action, nth: int = 0) -> EventLine:
    return [line for line in told.events if line.kind is kind][nth]


def test_periods_add_up_and_the_gap_of_an_undo_is_told(branch: Branch) -> None:
    told = story(branch, served(branch))
    assert [(line.kind, line.seconds) for line in told.periods] == [
        (PeriodKind.WAITING, 600),
        (PeriodKind.CALLED, 60),
        (PeriodKind.SERVING, 600),
    ]
    assert [line.gap_seconds for line in told.periods] == [0, 0, 120]
    assert [line.before_seconds for line in told.periods] == [0, 0, 0]
    assert told.periods[2].counter == "3"


def test_what_was_taken_back_stays_and_is_marked(branch: Branch) -> None:
    told = story(branch, served(branch))
    first, second = line_of(told, Action.FINISH), line_of(told, Action.FINISH, 1)
    assert (first.undone, second.undone) == (True, False)
    undo = line_of(told, Action.UNDO)
    assert undo.undoes == "finish"
    assert dict(second.details) == {
        "outcome": "refused",
        "said": "Nav piekrišanas",
        "legal_basis": "MK 134",
    }
    assert [line.seq for line in told.events] == list(range(1, 7))


def test_a_call_that_was_heard_is_answered_not_unsaid(branch: Branch) -> None:
    visit = step(branch, 0, queue.take_in_walk_in, ("passport",))
    step(branch, 1, queue.call_next)
    step(branch, 1, queue.undo)
    told = story(branch, visit)
    assert line_of(told, Action.CALL).undone
    assert line_of(told, Action.REQUEUE).compensates


def test_a_correction_is_added_later(branch: Branch) -> None:
    visit = served(branch)
    step(branch, 30, queue.correct, visit.id, outcome=Outcome.SOLVED, why="Nepareizi nospiests")
    told = story(branch, visit)
    corrected = line_of(told, Action.CORRECT)
    assert corrected.added_later
    assert dict(corrected.details)["why"] == "Nepareizi nospiests"
    assert told.outcome is Outcome.SOLVED


def test_a_client_who_comes_again_leaves_a_hole_that_is_told(branch: Branch) -> None:
    visit = step(branch, 0, queue.take_in_walk_in, ("passport",))
    step(branch, 4, queue.leave, visit.id)
    step(branch, 20, queue.requeue, visit.id)
    told = story(branch, visit)
    assert [line.before_seconds for line in told.periods] == [0, 1200]
    assert told.periods[1].end is None


def test_paper_is_marked_with_when_it_was_recorded(branch: Branch) -> None:
    branch.clock.now = wall(12)
    at = local(wall(9, 5)).time()
    line = PaperVisit(
        1, at, None, at.replace(minute=10), at.replace(minute=20), "eid", Ended.SOLVED
    )
    entered = branch.do(back_entry.enter, DAY, (replace(line, counter="3"),), by=branch.anna)
    told = story(branch, entered.visits[0])
    assert told.from_paper
    assert all(event.from_paper and event.added_later for event in told.events)
    assert {event.recorded_at for event in told.events} == {wall(12)}


def test_a_look_is_logged_and_another_sites_is_refused(branch: Branch) -> None:
    visit = served(branch)
    story(branch, visit)
    assert branch.looks()[-1] == ("open", "visit", "history")
    with refuses("visit.other_site"):
        branch.do(visit_history.history, visit.id, by=replace(branch.anna, site="riga-1"))
    with refuses("access.no_right"):
        branch.do(visit_history.history, visit.id, by=branch.it)


def test_days_that_are_over_can_be_told(branch: Branch) -> None:
    visit = served(branch)
    branch.clock.advance(days=40)
    assert story(branch, visit).day == DAY
