"""When headquarters are tried next: every event, and any sequence of them."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk.sync.keeping import (
    EVERY,
    FIRST,
    LONGEST_QUIET,
    MOST,
    MOST_ASKED,
    QUIET,
    START,
    Keeping,
)

draws = st.floats(0, 1, exclude_max=True)


def idle(now: float = 0.0) -> Keeping:
    """After a try that went well."""
    return Keeping.opened(now, 0).began().succeeded(now, 0.5)


def failed(times: int, now: float = 0.0, draw: float = 1.0) -> Keeping:
    """After so many failures."""
    keeping = idle(now)
    for _ in range(times):
        keeping = keeping.began().failed(now, draw)
    return keeping


def test_the_window_comes_first() -> None:
    assert Keeping.opened(100, 0).due == 100 + START
    assert Keeping.opened(100, 1).due == 100 + 2 * START


def test_by_itself_it_is_tried_about_every_so_often() -> None:
    assert idle().due == EVERY
    assert idle().began().succeeded(7, 0).due == 7 + 0.75 * EVERY


def test_what_is_saved_goes_after_a_quiet_moment() -> None:
    assert idle().changed(10).due == 10 + QUIET
    assert idle().changed(10).changed(11).due == 11 + QUIET


def test_a_busy_counter_does_not_put_it_off_for_ever() -> None:
    keeping = idle()
    for second in range(40):
        keeping = keeping.changed(second)
    assert keeping.due == LONGEST_QUIET


def test_what_is_saved_during_a_try_goes_with_the_next_one() -> None:
    keeping = idle().began().changed(50).succeeded(51, 0.5)
    assert keeping.due == 50 + QUIET


def test_what_was_saved_before_a_try_is_in_it() -> None:
    assert idle().changed(50).began().succeeded(51, 0.5).due == 51 + EVERY


def test_what_is_left_over_follows_soon() -> None:
    assert idle().began().succeeded(9, 0.5, more=True).due == 9 + QUIET


@pytest.mark.parametrize(
    ("times", "seconds"), [(1, FIRST), (2, 10), (3, 20), (4, 40), (8, 640), (9, MOST), (99, MOST)]
)
def test_each_failure_doubles_the_pause(times: int, seconds: float) -> None:
    assert failed(times).due == seconds
    assert failed(times, draw=0).due == seconds / 2


def test_a_success_ends_the_counting() -> None:
    assert failed(5).began().succeeded(0, 0.5).began().failed(0, 1).due == FIRST


def test_saving_does_not_hasten_it_while_headquarters_are_away() -> None:
    assert failed(4).changed(1).due == failed(4).due


def test_after_a_final_refusal_it_is_tried_seldom() -> None:
    assert idle().began().failed(0, 1, final=True).due == MOST
    assert idle().began().failed(0, 0, final=True).due == MOST / 2


def test_headquarters_are_left_alone_for_as_long_as_they_ask() -> None:
    keeping = idle().began().failed(0, 0, asked=120)
    assert keeping.due == 120
    assert keeping.network_back(1, 0).due == 120
    assert keeping.changed(1).due == 120
    assert keeping.began().due == inf


def test_but_not_for_years() -> None:
    assert idle().began().failed(0, 0, asked=1e9).due == MOST_ASKED
    assert idle().began().failed(0, 1, asked=-5).due == FIRST


def test_a_person_is_obeyed_at_once() -> None:
    assert failed(20, now=5).pressed(6).due == 6
    assert idle().began().failed(0, 1, asked=600).pressed(3).due == 3


def test_the_network_is_back() -> None:
    assert failed(9).network_back(30, 0).due == 30
    assert failed(9).network_back(30, 0.5).due == 31
    assert failed(1).network_back(4.5, 1).due == FIRST  # never later than without
    assert idle().network_back(3, 0) == idle()


@given(st.lists(st.tuples(draws, st.floats(0, 1e6), st.booleans()), max_size=40))
def test_pauses_after_failures_stay_within_their_bounds(
    failures: list[tuple[float, float, bool]],
) -> None:
    now, keeping = 0.0, idle()
    for draw, asked, final in failures:
        keeping = keeping.began().failed(now, draw, asked=asked, final=final)
        least = min(asked, MOST_ASKED)
        assert max(FIRST / 2, least) <= keeping.due - now + 1e-6
        assert keeping.due - now <= max(MOST, 1.1 * least) + 1e-6
        now = keeping.due


class Window(RuleBasedStateMachine):
    """A window with a clock of its own: whatever happens, the next try always comes."""

    @initialize(draw=draws)
    def open(self, draw: float) -> None:
        self.now, self.running, self.asked = 0.0, False, 0.0
        self.keeping = Keeping.opened(self.now, draw)

    @rule(seconds=st.floats(0, 500))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def save(self) -> None:
        self.keeping = self.keeping.changed(self.now)

    @rule()
    def press(self) -> None:
        self.asked = 0.0
        self.keeping = self.keeping.pressed(self.now)
        assert self.keeping.wait(self.now) == 0

    @rule(draw=draws)
    def network(self, draw: float) -> None:
        before = self.keeping.due
        self.keeping = self.keeping.network_back(self.now, draw)
        assert self.keeping.due <= before

    @precondition(lambda self: not self.running and self.keeping.wait(self.now) == 0)
    @rule()
    def begin(self) -> None:
        assert self.now >= self.asked
        self.running, self.asked = True, 0.0
        self.keeping = self.keeping.began()

    @precondition(lambda self: self.running)
    @rule(draw=draws, more=st.booleans())
    def succeed(self, draw: float, more: bool) -> None:
        self.running = False
        self.keeping = self.keeping.succeeded(self.now, draw, more=more)

    @precondition(lambda self: self.running)
    @rule(draw=draws, asked=st.floats(0, 5000), final=st.booleans())
    def fail(self, draw: float, asked: float, final: bool) -> None:
        self.running = False
        self.asked = self.now + min(asked, MOST_ASKED) if asked else 0.0
        self.keeping = self.keeping.failed(self.now, draw, asked=asked, final=final)

    @invariant()
    def it_comes(self) -> None:
        if not self.running:
            longest = max(MOST, 1.1 * MOST_ASKED, EVERY * 1.25)
            assert self.keeping.wait(self.now) <= longest


TestWindow = Window.TestCase
