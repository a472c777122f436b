"""A reader never passes a change by that was written earlier and commits later."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hq_device import Pc
from sqlalchemy import event

from db.hq.database import open_hq
from desk.domain.errors import DeskError
from desk.hq.work import Work

TakeIn = Callable[..., Pc]
_PATIENCE = 20


@pytest.mark.parametrize("work", ["postgresql"], indirect=True)
def test_who_commits_late_holds_back_who_comes_after(taken_in: TakeIn, work: Work) -> None:
    slow, fast, reader = taken_in(), taken_in(), taken_in()
    slow.write(b"slow")
    fast.write(b"fast")
    engine = open_hq(str(work.engine.url).replace("+psycopg", ""))
    slow.work = Work(engine, work.clock)
    about_to_commit, go_on = threading.Event(), threading.Event()

    @event.listens_for(engine, "commit")
    def hold(_connection: object) -> None:
        about_to_commit.set()
        assert go_on.wait(_PATIENCE)

    first = threading.Thread(target=slow.push)
    second = threading.Thread(target=fast.push)
    first.start()
    assert about_to_commit.wait(_PATIENCE)
    second.start()
    assert reader.changes("riga-2").changes == (), "neither is there while the first is not"
    go_on.set()
    first.join(_PATIENCE)
    second.join(_PATIENCE)
    read = reader.changes("riga-2").changes
    assert [(change.feed, change.body) for change in read] == [(1, b"slow"), (2, b"fast")]
    engine.dispose()


def test_many_write_at_once_and_a_reader_that_follows_misses_nothing(
    taken_in: TakeIn, work: Work
) -> None:
    writers, reader = [taken_in() for _ in range(4)], taken_in()
    rounds, done, seen = 12, threading.Event(), []

    def write(pc: Pc) -> None:
        for n in range(rounds):
            pc.write(*[f"{pc.device} {n}".encode()] * 2)
            _push(pc, 2 * n + 1)

    def follow() -> None:
        while True:
            over = done.is_set()
            page = reader.changes("riga-2", len(seen)).changes
            assert [change.feed for change in page] == list(
                range(len(seen) + 1, len(seen) + len(page) + 1)
            )
            seen.extend(change.body for change in page)
            if over and not page:
                return

    threads = [threading.Thread(target=write, args=(pc,)) for pc in writers]
    following = threading.Thread(target=follow)
    for thread in (following, *threads):
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
    done.set()
    following.join(_PATIENCE)
    assert sorted(seen) == sorted(op.body for pc in writers for op in pc.ops)


def _push(pc: Pc, first: int) -> None:
    """SQLite has one writer; who waits too long for it tries again."""
    while True:
        try:
            pc.push(first)
            return
        except DeskError as error:
            assert error.code == "hq.database"
