"""A hundred random changes by somebody who then recomputes every hash and signature."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from uuid import UUID

import pytest
from branch_at_work import Branch
from logged_branch import Log, swap_lines
from sqlalchemy import Connection
from tampering import recompute, sql, swap_text, tamperer
from virtual import DEVICE, KEY, make_id

from db.database import Database
from db.layout import database_path
from desk.domain.log_check import Found
from desk.services.verify import verify


@pytest.fixture
def log(branch: Branch) -> Log:
    return Log(branch)


def _body(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    change = "UPDATE incident_event SET body = json_set(body, '$.counter', ?) WHERE id = ?"
    sql(on, change, f"c{choose.randrange(10**6)}", choose.choice(events))


def _time(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    column = choose.choice(("at", "recorded_at"))
    change = f"UPDATE incident_event SET {column} = {column} - ? WHERE id = ?"
    sql(on, change, choose.randrange(1, 10**9), choose.choice(events))


def _actor(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    change = "UPDATE incident_event SET actor_id = ? WHERE id = ?"
    sql(on, change, choose.randbytes(16), choose.choice(events))


def _removal(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    sql(on, "DELETE FROM incident_event WHERE id = ?", choose.choice(events))


def _order(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    first, second = sorted(choose.sample(range(len(events)), 2))
    swap_lines(first, second)(on)


def _text(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    [(text_id,)] = choose.sample(sql(on, "SELECT person_id FROM person_key"), 1)
    swap_text(on, UUID(bytes=text_id), f"nothing {choose.random()}")


def _insertion(on: Connection, choose: random.Random, events: list[bytes]) -> None:
    """An event at the end of an incident, its line in the middle of the log."""
    asked = "SELECT incident_id, max(seq), max(recorded_at) FROM incident_event GROUP BY 1"
    incident_id, seq, at = choose.choice(sql(on, asked))
    row_id, index = make_id().bytes, choose.randrange(len(events))
    columns = "id, kind, at, recorded_at, actor_id, body, incident_id, seq"
    values = (row_id, "update", at, at, DEVICE.bytes, "{}", incident_id, seq + 1)
    sql(on, f"INSERT INTO incident_event ({columns}) VALUES (?,?,?,?,?,?,?,?)", *values)
    for (old,) in sql(on, "SELECT idx FROM entry_log WHERE idx >= ? ORDER BY idx DESC", index):
        sql(on, "UPDATE entry_log SET idx = ? WHERE idx = ?", old + 1, old)
    label = sql(on, "SELECT label FROM entry_log LIMIT 1")[0][0]
    line = (index, "incident_event", row_id, at, label, b"")
    sql(on, "INSERT INTO entry_log VALUES (?, ?, ?, ?, ?, ?)", *line)


CHANGES = (_body, _time, _actor, _removal, _order, _text, _insertion)


def test_a_hundred_of_a_hundred_random_changes_are_found(log: Log, tmp_path: Path) -> None:
    log.branch.database.scrub()
    whole = database_path(log.folder).read_bytes()
    choose, missed = random.Random(6962), []
    for number in range(100):
        folder = tmp_path / f"copy-{number}"
        folder.mkdir()
        database_path(folder).write_bytes(whole)
        change = CHANGES[number % len(CHANGES)]
        with tamperer(folder) as on:
            events = [row_id for (row_id,) in sql(on, "SELECT row_id FROM entry_log")]
            change(on, choose, events)
            recompute(on)
        opened = Database.open(folder, KEY, make_id, log.branch.clock, DEVICE)
        with opened.reader() as reader:
            check = verify(reader, log.roots)
        opened.close()
        shutil.rmtree(folder)
        if not any(one.found is Found.ROOT for one in check.findings):
            missed.append((number, change.__name__))
    assert missed == []
