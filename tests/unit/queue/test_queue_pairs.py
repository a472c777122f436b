"""Every action against every second action, from every state, on the real database."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from queue_actions import ACTS, check_everything, kinds
from queue_desk import Desk, wall
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from desk.domain.errors import DeskError
from desk.domain.visit import TicketState, Visit
from desk.services import queue

PATHS: dict[str, list[str]] = {
    "waiting": [],
    "called": ["call_this"],
    "serving": ["call_this", "start"],
    "parked": ["park"],
    "transferred": ["to_4"],
    "served": ["call_this", "start", "finish"],
    "no_show": ["call_this", "recall", "no_show"],
    "stopped": ["stop"],
    "left": ["leave"],
    "unseen": ["call_next"],
    "unseen_waiting": ["call_next", "undo"],
}


def test_every_use_case_is_in_the_table() -> None:
    names = set(queue.__all__) - {"take_in_booking", "take_in_walk_in"}
    covered = {
        *ACTS.keys() & names,
        *{"finish", "transfer", "correct", "set_note", "set_contact", "set_assistance"},
    }
    assert covered == names


def prepared(desk: Desk, state: str) -> Visit:
    """A booked client whose ticket is in a state, at counter 3 where it is at one."""
    booking = desk.booking(wall(9))
    if state.startswith("unseen"):
        desk.do(queue.call_next)
        with desk.database.reader() as reader:
            visit = reader.visits.by_appointment(booking.id)
        assert visit is not None
        for act in PATHS[state][1:]:
            step(desk, act, visit)
        return desk.get(visit)
    visit = desk.arrive(booking)
    for act in PATHS[state]:
        step(desk, act, visit)
    return desk.get(visit)


def step(desk: Desk, act: str, visit: Visit) -> None:
    desk.clock.advance(seconds=2)
    with desk.database.unit_of_work() as uow:
        ACTS[act](uow, desk, desk.anna, visit)
        uow.commit()


@pytest.mark.parametrize("state", PATHS)
def test_every_pair_of_actions_of_two_counters(desk: Desk, state: str) -> None:
    """Anna acts, then Inese on what Anna may have changed: each is done whole or refused whole."""
    desk.walk_in()
    visit = prepared(desk, state)
    expected = "called" if state == "unseen" else state.removeprefix("unseen_")
    assert visit.state is TicketState(expected)
    now = desk.clock()
    both = 0
    for first in ACTS:
        for second in ACTS:
            desk.clock.now = now
            with desk.database.unit_of_work() as uow:
                done = [
                    _tried(uow, desk, desk.anna, first, visit),
                    _tried(uow, desk, desk.inese, second, visit),
                ]
                if any(done):
                    check_everything(uow, desk)
            both += all(done)
    assert both > 20, "hardly anything happened twice: the pairs test nothing"
    assert desk.get(visit) == visit


def _tried(uow: Any, desk: Desk, actor: Any, act: str, visit: Visit) -> bool:
    desk.clock.advance(seconds=2)
    before = kinds(uow, visit)
    try:
        ACTS[act](uow, desk, actor, visit)
    except DeskError as refused:
        assert refused.code.split(".")[0] in ("visit", "queue", "undo", "appointment", "call")
        assert kinds(uow, visit) == before
        return False
    return True


def test_two_counters_calling_at_once_never_get_the_same_client(
    desk: Desk, data_folder: Path, clock: VirtualClock
) -> None:
    """Two processes' worth of connections on one file, each calling as fast as it can."""
    tickets = {desk.walk_in().id for _ in range(24)}
    called: dict[str, list[object]] = {"3": [], "4": []}
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def work(actor: Any) -> None:
        database = Database.open(data_folder, KEY, make_id, clock, DEVICE)
        try:
            start.wait()
            while True:
                with database.unit_of_work() as uow:
                    visit = queue.call_next(uow, desk.env, actor)
                    queue.leave(uow, desk.env, actor, visit.id)
                    uow.commit()
                called[actor.counter].append(visit.id)
        except DeskError as refused:
            if refused.code != "queue.empty":
                failures.append(refused)
        except BaseException as failure:
            failures.append(failure)
        finally:
            database.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in (desk.anna, desk.inese)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    everyone = called["3"] + called["4"]
    assert len(everyone) == len(set(everyone)) == 24
    assert set(everyone) == tickets
