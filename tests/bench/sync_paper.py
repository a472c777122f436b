"""How many branches one headquarters carries, and what breaks first: measured, then reckoned.

What one operation and one request cost is measured on this machine.  What a branch asks for in a
day comes from the program's own rule of when to try (`desk.sync.keeping`), played with a day of
clients.  The rest is arithmetic, and the page `packaging/sizing.md` is written of it.

`python -m tests.bench.sync_paper [VISITS]` prints the page's figures; `--write` puts them into it.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from math import ceil, inf
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from sqlalchemy import Engine, text

from desk.hq.door import TOLERANCE
from desk.sync.keeping import Keeping
from tests.bench.sync_stand import Branch, Headquarters, headquarters, make_week, seal_all, take_in
from tests.bench.sync_stand import cpu_seconds as cpu

PAGE = Path(__file__).parents[2] / "packaging" / "sizing.md"
BRANCHES = (30, 300, 3000, 10_000)

_OPEN_HOURS = 9
_CLIENTS = 300
_WORK_DAYS = 250
_PLAYED = 40
_ROUNDS = 100
_CONNECTIONS = 8
_MARKS = ("<!-- figures: begin -->", "<!-- figures: end -->")
_TABLES = ("op", "feed")


@dataclass(frozen=True)
class Costs:
    """What was measured, for one operation (`op_`), request (`ask_`) or nonce.

    Args:
        *_python, *_sql: milliseconds of a processor, in the workers and in PostgreSQL.
        op_stored, op_wal, op_sent: bytes on headquarters' disk, in the log, on the line.
        nonce: bytes of a row, with its keys; commits: durable commits a second, one after another.
        ops: of a client; rounds: of a branch in a day that send something; idle: that send nothing.
    """

    op_python: float
    op_sql: float
    op_stored: float
    op_wal: float
    op_sent: float
    ask_python: float
    ask_sql: float
    nonce: float
    commits: float
    ops: float
    rounds: float
    idle: float


@dataclass(frozen=True)
class Load:
    """What so many branches come to.

    Args:
        asks, commits: a second, in an open hour; python, sql: processors that are busy with it.
        workers, connections: for that, at half load; disk: gigabytes a year; nonces: rows alive.
        week: hours until all are back after a week offline, on eight processors.
    """

    branches: int
    asks: float
    commits: float
    python: float
    sql: float
    workers: int
    connections: int
    disk: float
    nonces: float
    week: float


def load(costs: Costs, branches: int) -> Load:
    """Reckon."""
    seconds = _OPEN_HOURS * 3600
    asks = branches * (2 * costs.rounds + costs.idle) / seconds
    ops = branches * _CLIENTS * costs.ops / seconds
    python = (asks * costs.ask_python + ops * costs.op_python) / 1000
    sql = (asks * costs.ask_sql + ops * costs.op_sql) / 1000
    workers = max(2, ceil(python * 2))
    back = branches * _CLIENTS * costs.ops * 5 * (costs.op_python + costs.op_sql) / 1000
    return Load(
        branches=branches,
        asks=asks,
        commits=branches * costs.rounds / seconds,
        python=python,
        sql=sql,
        workers=workers,
        connections=workers * _CONNECTIONS,
        disk=branches * _CLIENTS * costs.ops * _WORK_DAYS * costs.op_stored / 1e9,
        nonces=asks * 2 * TOLERANCE.total_seconds(),
        week=back / 8 / 3600,
    )


def limits(costs: Costs) -> list[tuple[str, float]]:
    """What gives out at how many branches, the first one first."""
    one = load(costs, 1000)
    found = {
        "the disk's commits, each waiting for the one before": costs.commits / one.commits,
        "PostgreSQL's 100 connections, without a pooler": 100 / _CONNECTIONS / one.python / 2,
        "four processors of PostgreSQL, half loaded": 2 / one.sql,
        "eight processors of workers, half loaded": 4 / one.python,
        "one terabyte of disk in a year": 1000 / one.disk,
        "a million numbers of requests kept": 1e6 / one.nonces,
    }
    return sorted(((name, factor * 1000) for name, factor in found.items()), key=lambda x: x[1])


def rounds_a_day(seed: int = 1) -> tuple[float, float]:
    """Rounds of one branch in an open day: those that send, those that only ask; a mean of some."""
    chance = Random(seed)
    days = [_day(chance) for _ in range(_PLAYED)]
    return tuple(sum(kind) / _PLAYED for kind in zip(*days, strict=True))  # type: ignore[return-value]


def _day(chance: Random) -> tuple[int, int]:
    """A day of key presses that come as they come, and the program's rule of when to try."""
    presses, end = _CLIENTS * 5, _OPEN_HOURS * 3600.0
    saved = [*sorted(chance.uniform(0, end) for _ in range(presses)), inf]
    keeping, waiting, sends, idle = Keeping.opened(0, chance.random()), 0, 0, 0
    while True:
        if saved[0] < keeping.due:
            waiting, keeping = waiting + 1, keeping.changed(saved.pop(0))
            continue
        now = keeping.due
        if now > end:
            return sends, idle
        sends, idle = (sends + 1, idle) if waiting else (sends, idle + 1)
        waiting, keeping = 0, keeping.began().succeeded(now, chance.random())


def measure(visits: int) -> Costs:
    """Measure on this machine; some seconds for a few hundred visits."""
    with tempfile.TemporaryDirectory(prefix="desk-paper-") as name, headquarters() as hq:
        place = Path(name)
        data = make_week(place / "week", visits)
        warm = take_in(hq, data, place / "warm", "warm")
        warm.round()
        branch = take_in(hq, data, place / "branch", "branch")
        found = _pushed(hq, branch, visits) | _asked(hq, branch)
        found["commits"] = _commits(hq.engine)
        warm.close()
        branch.close()
    found["rounds"], found["idle"] = rounds_a_day()
    return Costs(**found)


def _pushed(hq: Headquarters, branch: Branch, visits: int) -> dict[str, float]:
    seal_all(branch.database)
    sent = _Counted(branch)
    before = _spent(hq)
    done = branch.round()
    after = _spent(hq)
    python, sql, stored, wal = ((b - a) / done.sent for a, b in zip(before, after, strict=True))
    return {
        "op_python": python * 1000,
        "op_sql": sql * 1000,
        "op_stored": stored,
        "op_wal": wal,
        "op_sent": sent.bytes / done.sent,
        "ops": done.sent / visits,
    }


def _asked(hq: Headquarters, branch: Branch) -> dict[str, float]:
    before = _spent(hq)
    for _ in range(_ROUNDS):
        branch.round()
    after = _spent(hq)
    with hq.engine.connect() as connection:
        size, rows = connection.execute(
            text("SELECT pg_total_relation_size('nonce'), (SELECT count(*) FROM nonce)")
        ).one()
    return {
        "ask_python": (after[0] - before[0]) * 1000 / _ROUNDS,
        "ask_sql": (after[1] - before[1]) * 1000 / _ROUNDS,
        "nonce": size / rows,
    }


class _Counted:
    """Counts the bytes of a branch's requests."""

    def __init__(self, branch: Branch) -> None:
        self.bytes = 0
        branch.client.event_hooks = {"request": [self._add]}

    def _add(self, request: Any) -> None:
        self.bytes += len(request.content) + sum(len(a) + len(b) for a, b in request.headers.raw)


def _spent(hq: Headquarters) -> tuple[float, float, float, float]:
    """Seconds of the workers and of PostgreSQL, bytes of its tables and of its log, so far."""
    with hq.engine.connect() as connection:
        sizes = " + ".join(f"pg_total_relation_size('{name}')" for name in _TABLES)
        query = f"SELECT {sizes}, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
        stored, wal = connection.execute(text(query)).one()
    return cpu(hq.processes), cpu(hq.backends), float(stored), float(wal)


def _commits(engine: Engine) -> float:
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE paper (n integer)"))
        connection.commit()
        began = time.perf_counter()
        for number in range(_ROUNDS):
            connection.execute(text("INSERT INTO paper VALUES (:n)"), {"n": number})
            connection.commit()
        return _ROUNDS / (time.perf_counter() - began)


def tables(costs: Costs) -> str:
    """The figures of the page, as tables."""
    rows = [load(costs, number) for number in BRANCHES]
    lines = ["| one ... costs | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in _units(costs)]
    lines += ["", f"| | {' | '.join(f'{row.branches:,} branches' for row in rows)} |"]
    lines += ["| --- |" + " --- |" * len(rows)]
    for name, key, form in _ROWS:
        lines.append(f"| {name} | {' | '.join(format(asdict(r)[key], form) for r in rows)} |")
    lines += ["", "| what gives out | at about |", "| --- | --- |"]
    lines += [f"| {name} | {number:,.0f} branches |" for name, number in limits(costs)]
    return "\n".join(lines)


_ROWS = (
    ("requests a second", "asks", ",.1f"),
    ("commits that wait for the disk, a second", "commits", ",.1f"),
    ("processors busy: workers", "python", ",.2f"),
    ("processors busy: PostgreSQL", "sql", ",.2f"),
    ("workers, half loaded", "workers", ",d"),
    ("connections of theirs", "connections", ",d"),
    ("gigabytes a year", "disk", ",.0f"),
    ("numbers of requests kept", "nonces", ",.0f"),
    ("all back after a week offline, hours", "week", ",.2f"),
)


def _units(costs: Costs) -> list[tuple[str, str]]:
    return [
        ("operation: workers' processor", f"{costs.op_python * 1000:.0f} µs"),
        ("operation: PostgreSQL's processor", f"{costs.op_sql * 1000:.0f} µs"),
        ("operation: on the line", f"{costs.op_sent:.0f} bytes"),
        ("operation: in the tables, with their keys", f"{costs.op_stored:.0f} bytes"),
        ("operation: in the log", f"{costs.op_wal:.0f} bytes"),
        ("request that changes nothing: workers' processor", f"{costs.ask_python:.1f} ms"),
        ("request that changes nothing: PostgreSQL's processor", f"{costs.ask_sql:.1f} ms"),
        ("number of a request, with its keys", f"{costs.nonce:.0f} bytes"),
        ("client: operations", f"{costs.ops:.1f}"),
        (f"branch's day of {_CLIENTS} clients: rounds that send", f"{costs.rounds:.0f}"),
        (f"branch's day of {_CLIENTS} clients: rounds that only ask", f"{costs.idle:.0f}"),
        ("durable commits a second, one after another", f"{costs.commits:.0f}"),
    ]


def written(page: str, figures: str) -> str:
    """The page with other figures."""
    begin, end = _MARKS
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    return pattern.sub(lambda _old: f"{begin}\n\n{figures}\n\n{end}", page)


def main() -> None:
    """Measure, print, and write when asked to."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    costs = measure(*(numbers or [600]))
    figures = tables(costs)
    print(figures)
    print(msgspec.json.encode(costs).decode(), file=sys.stderr)
    if "--write" in sys.argv:
        PAGE.write_text(written(PAGE.read_text(), figures))


if __name__ == "__main__":
    main()
