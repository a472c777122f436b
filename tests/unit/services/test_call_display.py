"""What hangs in the waiting room: numbers and counters in the order of their calls."""

from __future__ import annotations

from branch_at_work import SITE, Branch

from desk.domain.visit import Outcome
from desk.services import call_display, queue
from desk.services.call_display import Calls, rung


def shown(branch: Branch) -> Calls:
    with branch.database.reader() as reader:
        return call_display.calls(reader, branch.env, SITE)


def take_in(branch: Branch, many: int) -> list[str]:
    return [
        branch.do(queue.take_in_walk_in, ("passport-eid",), by=branch.anna).number
        for _client in range(many)
    ]


def lines(calls: Calls) -> list[tuple[str, str, bool]]:
    return [(line.number, line.counter, line.now) for line in calls.lines]


def test_nothing_before_the_first_call(branch: Branch) -> None:
    take_in(branch, 2)
    assert shown(branch).lines == ()


def test_calls_newest_first_those_on_the_way_on_top(branch: Branch) -> None:
    first, second, third = take_in(branch, 3)
    branch.do(queue.call_next, by=branch.anna)
    branch.clock.advance(minutes=1)
    branch.do(queue.call_next, by=branch.inese)
    assert lines(shown(branch)) == [(second, "4", True), (first, "3", True)]
    branch.do(queue.start, by=branch.inese)
    assert lines(shown(branch)) == [(first, "3", True), (second, "4", False)]
    branch.clock.advance(minutes=1)
    branch.do(
        queue.finish, branch.do(queue.start, by=branch.anna).id, Outcome.SOLVED, by=branch.anna
    )
    branch.clock.advance(minutes=1)
    branch.do(queue.call_next, by=branch.anna)
    assert lines(shown(branch))[0] == (third, "3", True)


def test_it_rings_for_a_call_and_for_a_second_one(branch: Branch) -> None:
    take_in(branch, 1)
    before = shown(branch)
    assert not rung(None, before)
    branch.do(queue.call_next, by=branch.anna)
    called = shown(branch)
    assert rung(before, called)
    assert not rung(called, shown(branch))
    branch.clock.advance(minutes=1)
    branch.do(queue.recall, by=branch.anna)
    again = shown(branch)
    assert rung(called, again)
    branch.do(queue.start, by=branch.anna)
    assert not rung(again, shown(branch))


def test_a_call_that_was_taken_back_is_gone(branch: Branch) -> None:
    take_in(branch, 1)
    visit = branch.do(queue.call_next, by=branch.anna)
    branch.clock.advance(minutes=1)
    branch.do(queue.undo, by=branch.anna)
    assert shown(branch).lines == ()
    assert visit.number


def test_nothing_in_it_is_a_name(branch: Branch) -> None:
    names = set(call_display.Called.__dataclass_fields__)
    assert names == {"number", "counter", "at", "calls", "now"}
