"""Power cuts: whatever was being done, the next run ends it or takes it back."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from update_world import LEFT, Pc, Virtual, World

from desk.update import installers, journal, putting_in, trusted
from desk.update.journal import Step
from desk.update.putting_in import Why
from desk.update.working import Outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is forked and killed")

POINTS = (
    (journal, "settle"),
    (trusted, "settle"),
    (journal.Memory, "close_journal"),
    (installers, "run"),
    (putting_in, "run"),
    (putting_in, "run_as_owner"),
)
"""Whatever is done to a disk: a file gets its name or goes, a process is started."""


def killed(folder: Path, number: int) -> bool:
    """Run the timer's work in a process that is killed at the N-th thing it does to a disk.

    Args:
        number: it is killed right before that thing or, when negative, right after it.

    Returns:
        False when it did fewer and came to its end.
    """
    child = os.fork()
    if child == 0:
        try:
            calls = count(1)
            for place, name in POINTS:
                setattr(place, name, dying(getattr(place, name), calls, number))
            Pc(folder, Virtual(), []).run()
            os._exit(0)
        finally:
            os._exit(1)
    _child, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


def dying(real: Callable[..., Any], calls: Iterator[int], number: int) -> Callable[..., Any]:
    def instead(*given: Any, **named: Any) -> Any:
        here = next(calls) == abs(number)
        if here and number > 0:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return instead


def cut_off(pc: Pc) -> Iterator[tuple[int, Pc]]:
    """The PC as it is after being killed at the first thing, at the second, ... to the last."""
    number = 1
    while True:
        folder = pc.folder.with_name(f"{pc.folder.name}-{number}")
        shutil.copytree(pc.folder, folder)
        if not killed(folder, number):
            assert number > 10, "nothing was done that could be cut off"
            return
        yield number, Pc(folder, Virtual(), [])
        shutil.rmtree(folder)
        number += 1


def step(pc: Pc) -> Step | None:
    found = pc.memory.journal()
    return found and found.step


def settled(pc: Pc) -> Outcome | None:
    """Run until there is nothing left to do; it must not take long."""
    for _time in range(3):
        outcome = pc.run()
        if outcome in (Outcome.NOTHING, Outcome.WENT_BACK):
            return outcome
    raise AssertionError("it does not come to an end")


def test_a_good_update_comes_in_wherever_it_was_cut_off(world: World) -> None:
    world.publish("1.1")
    for number, pc in cut_off(world.pc()):
        assert (pc.version or "1.0") in ("1.0", "1.1"), number
        assert settled(pc) is Outcome.NOTHING, number
        assert (pc.version, pc.database) == ("1.1", "migrated by 1.1"), number
        state = pc.memory.state()
        assert state.installed is not None and state.installed.version == "1.1", number
        assert (pc.memory.journal(), state.failed) == (None, ()), number


def test_a_bad_update_goes_back_wherever_it_was_cut_off(world: World) -> None:
    world.publish("1.1", "database")
    for number, pc in cut_off(world.pc()):
        settled(pc)
        assert (pc.version, pc.database) == ("1.0", LEFT), number
        state = pc.memory.state()
        assert [one.version for one in state.failed] == ["1.1"], number
        assert state.installed is not None and state.installed.version == "1.0", number
        assert pc.memory.journal() is None, number


def test_an_update_that_always_cuts_the_power_goes_back(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    pc = next(cut for _number, cut in cut_off(pc) if step(cut) is Step.PUTTING_IN)
    for _time in range(2):
        assert killed(pc.folder, -1)
    assert pc.run() is Outcome.WENT_BACK
    assert [one.why for one in pc.memory.state().failed] == [Why.CUT_OFF.value]


def test_one_that_was_cut_off_is_ended_at_any_hour(world: World) -> None:
    world.publish("1.1")
    pc = world.pc(hours="03:00-03:01")
    for number, cut in cut_off(pc):
        if step(cut) is Step.TRYING:
            cut.clock.now = cut.clock.now.replace(hour=9)
            assert cut.run() is Outcome.PUT_IN, number
            return
    raise AssertionError("it was never cut off while it was tried")


@pytest.mark.parametrize("fault", ["", "database"])
def test_a_package_that_is_in_half_is_put_in_again(world: World, fault: str) -> None:
    world.publish("1.1", "torn", fault)
    pc = world.pc()
    assert killed(pc.folder, 1000)  # by the installer, in the middle of its work
    assert (pc.version, step(pc)) == ("", Step.PUTTING_IN)
    settled(pc)
    assert pc.version == ("1.0" if fault else "1.1")
    assert pc.database == (LEFT if fault else "migrated by 1.1")
