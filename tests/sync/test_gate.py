"""A round that is let go of: whoever is inside ends first, and nobody comes in after."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from virtual import VirtualClock, make_id

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.sync.attempts import Attempts
from desk.sync.gate import Gate
from desk.sync.line import Line, ask_health
from desk.sync.wire import NOTHING, Hello


def test_what_a_change_was_about_is_told_once_it_is_kept(database: Database) -> None:
    told: list[frozenset[Topic]] = []
    gate = Gate(database, told.append)
    with gate.unit_of_work() as uow:
        uow.settings.put("x", 1)
        uow.commit()
        assert not told
    with gate.unit_of_work() as uow:
        uow.meta.note("nobody", "sees this")
        uow.commit()
    assert told == [{Topic.SETTINGS}]
    with gate.reader() as reader:
        assert reader.settings.get("x") == 1
    assert gate.folder == database.folder  # type: ignore[attr-defined]


def test_nobody_passes_once_it_is_shut(database: Database) -> None:
    gate = Gate(database)
    gate.shut()
    for way in (gate.unit_of_work, gate.reader):
        with pytest.raises(DeskError, match=r"sync\.stopped"), way():
            pass
    with pytest.raises(DeskError, match=r"sync\.stopped"):
        gate.scrub()


def test_whoever_is_inside_ends_first(database: Database) -> None:
    gate, inside, may_end = Gate(database), threading.Event(), threading.Event()
    ended: list[str] = []

    def work() -> None:
        with gate.unit_of_work() as uow:
            inside.set()
            may_end.wait()
            uow.meta.note("done", "yes")
            uow.commit()
            ended.append("work")

    def shut() -> None:
        gate.shut()
        ended.append("shut")

    threads = [threading.Thread(target=one) for one in (work, shut)]
    threads[0].start()
    inside.wait()
    threads[1].start()
    may_end.set()
    for thread in threads:
        thread.join()
    assert ended == ["work", "shut"]
    with database.reader() as reader:
        assert reader.meta.get("done") == "yes"


def test_a_hurried_change_is_followed_by_a_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, rests = Gate(database, ease=2.0), list[float]()
    monkeypatch.setattr(gate._shut, "wait", lambda seconds: rests.append(seconds))
    with gate.reader() as reader:
        reader.meta.get("x")
    with gate.unit_of_work() as uow:
        uow.meta.note("x", "y")
    assert len(rests) == 2
    assert all(0 < seconds <= 0.1 for seconds in rests)


def _enrol(database: Database, url: str, ca_file: str = "") -> None:
    with database.unit_of_work() as uow:
        uow.sync.enrol(
            Enrolment(
                make_id(), url, ca_file, "none", "riga-2", uuid4(), bytes(32), uuid4(), bytes(32),
                uuid4(), NOTHING, datetime(2026, 11, 24, tzinfo=UTC), 1, 0, NOTHING, 0, 0,
            )
        )  # fmt: skip
        uow.commit()


@pytest.mark.parametrize(
    ("url", "ca_file", "code", "passing"),
    [
        ("http://127.0.0.1:9", "", "sync.offline", True),
        ("https://127.0.0.1:9", "/no/such.pem", "sync.ca_file", False),
        ("http://[::1", "", "sync.address", False),
        ("ftp://hq", "", "sync.address", False),
    ],
)
def test_whatever_is_set_a_try_ends_with_an_outcome(
    database: Database, clock: VirtualClock, url: str, ca_file: str, code: str, passing: bool
) -> None:
    _enrol(database, url, ca_file)
    attempts = Attempts(Gate(database), clock, make_id, "1.0")
    for _ in range(2):
        tried = attempts.once()
        assert tried.outcome is not None
        assert (tried.outcome.code, tried.passing) == (code, passing)
    attempts.close()


def test_an_error_of_our_own_is_no_end(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enrol(database, "http://127.0.0.1:9")

    def fail(_line: Line, _hello: Hello) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Line, "hello", fail)
    tried = Attempts(Gate(database), clock, make_id, "1.0").once()
    assert tried.outcome is not None
    assert (tried.outcome.code, tried.passing) == ("sync.unexpected", True)


def test_a_pc_of_its_own_or_one_that_is_let_go_of_has_no_outcome(
    database: Database, clock: VirtualClock
) -> None:
    assert Attempts(Gate(database), clock, make_id, "1.0").once().outcome is None
    _enrol(database, "http://127.0.0.1:9")
    gate = Gate(database)
    attempts = Attempts(gate, clock, make_id, "1.0")
    gate.shut()
    assert attempts.once().outcome is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", 0), ("30", 30), ("-3", 0), ("soon", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0)],
)
def test_what_headquarters_ask_to_wait(clock: VirtualClock, header: str, seconds: float) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        said = {"code": "hq.too_often", "at": clock().isoformat()}
        return httpx.Response(429, json=said, headers={"retry-after": header})

    with httpx.Client(base_url="http://hq", transport=httpx.MockTransport(answer)) as client:
        line = Line(client, make_id(), lambda text: bytes(64), clock, make_id)
        with pytest.raises(DeskError, match=r"hq\.too_often"):
            line.changes("riga-2", 0)
        assert line.wait == seconds


@pytest.mark.parametrize(
    ("status", "text", "says"),
    [
        (200, '{"status": "ok", "version": "1.2"}', "1.2"),
        (200, "<html>", "sync.nonsense"),
        (404, "{}", "sync.nonsense"),
        (503, '{"code": "hq.not_ready", "at": "2026-11-24T07:00:00Z"}', "hq.not_ready"),
        (503, '{"code": "hq.odd", "at": "2026-11-24T07:00:00Z"}', "sync.nonsense"),
    ],
)
def test_a_try_of_the_connection(status: int, text: str, says: str) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status, text=text))
    with httpx.Client(base_url="http://hq", transport=transport) as client:
        try:
            heard = ask_health(client)
        except DeskError as error:
            heard = error.code
    assert heard == says
