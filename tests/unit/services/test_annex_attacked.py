"""Whoever holds the database key opens no annex: every stored value is tried."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from annex_at_work import CODE, Annexed, light
from annex_taken import opens
from branch_at_work import PASSWORD, wall
from virtual import VirtualClock

from db import annex_cipher
from db.annex_cipher import PASSWORD as BY_PASSWORD
from db.annex_cipher import RECOVERY, SealedEntry, Wrapped
from db.database import Database
from db.recovery_code import normal_code
from desk.domain.errors import DeskError
from desk.services import (
    pins,
    session,
)

NEW = "pavisam cita parole"
PIN = "7391"


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


@pytest.fixture
def attacked(branch: Annexed) -> Annexed:
    """Entries, a clerk and a head with PINs, the institution's key."""
    branch.use_code()
    branch.sealed()
    for who in (branch.ilze, branch.clerk):
        with branch.database.reader() as reader:
            login = reader.accounts.get(who.account_id).login
            verified = session.check_password(reader, branch.env, login, PASSWORD)
        with branch.database.unit_of_work() as uow:
            at_work = session.begin(uow, branch.env, verified, branch.ilze.site, "3")
            pins.set_pin(uow, branch.env, at_work, PIN, PASSWORD)
            uow.commit()
    head = branch.ilze
    branch.password(head, NEW, by=head, old=PASSWORD)
    return branch


def test_the_database_key_pins_and_clerks_passwords_open_nothing(attacked: Annexed) -> None:
    """Every stored value, alone and as a key, against everything sealed; then the head's own."""
    values = everything(attacked)
    secrets = [PASSWORD, PIN, "ilze", "anna", CODE.replace("-", ""), *texts(values)]
    holders = attacked.rows(
        "SELECT id, salt, time_cost, memory_kib, nonce, wrapped FROM annex_holder"
    )
    assert len(holders) == 2
    for row in holders:
        kept = Wrapped(*[bytes(v) if isinstance(v, bytes | memoryview) else v for v in row[1:]])
        for secret in secrets[:12]:
            for use in (BY_PASSWORD, RECOVERY):
                assert annex_cipher.unwrap(UUID(bytes=bytes(row[0])), kept, secret, use) is None
    keys = [value[-32:] for value in values] + [value[:32] for value in values]
    sealed = [bytes(row[0]) for row in attacked.rows("SELECT sealed FROM annex_key")]
    bodies = attacked.rows("SELECT incident_id, id, nonce, ciphertext FROM annex_entry")
    for key in {one for one in keys if len(one) == 32}:
        assert not any(opens(key, one) for one in sealed)
        assert not any(body_opens(key, row) for row in bodies)


def test_the_same_search_finds_the_right_keys(attacked: Annexed) -> None:
    """The test above can fail: with the head's password, and with the code, all opens."""
    for secret, use in ((NEW, BY_PASSWORD), (normal_code(CODE), RECOVERY)):
        found = [
            private
            for row in attacked.rows(
                "SELECT id, salt, time_cost, memory_kib, nonce, wrapped FROM annex_holder"
            )
            if (private := annex_cipher.unwrap(UUID(bytes=row[0]), Wrapped(*row[1:]), secret, use))
        ]
        assert len(found) == 1
        sealed = [bytes(row[0]) for row in attacked.rows("SELECT sealed FROM annex_key")]
        assert sum(opens(found[0], one) for one in sealed) == 1


def test_rows_that_are_moved_open_nothing(attacked: Annexed) -> None:
    incident_id, other = attacked.sealed(), attacked.report()
    with attacked.database.unit_of_work() as uow:
        for trigger in ("update", "delete"):
            uow._connection.exec_driver_sql(f"DROP TRIGGER annex_entry_no_{trigger}")
        uow._connection.exec_driver_sql(
            "UPDATE annex_entry SET incident_id = ? WHERE incident_id = ?",
            (other.bytes, incident_id.bytes),
        )
        uow.commit()
    assert attacked.outcome(other, attacked.ilze, NEW) == "annex.damaged"


def everything(branch: Annexed) -> list[bytes]:
    """Every value of every row of the database, as bytes."""
    tables = branch.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    found: list[bytes] = []
    for (name,) in tables:
        for row in branch.rows(f'SELECT * FROM "{name}"'):
            found += [
                v.encode() if isinstance(v, str) else v for v in row if isinstance(v, str | bytes)
            ]
    return found


def texts(values: list[bytes]) -> list[str]:
    """The hashes and other words among them."""
    return [v.decode("utf-8", "replace") for v in values if v.startswith(b"$argon2")]


def body_opens(key: bytes, row: Any) -> bool:
    entry = SealedEntry(bytes(row[2]), bytes(row[3]), key)
    try:
        annex_cipher.open_entry(UUID(bytes=bytes(row[0])), UUID(bytes=bytes(row[1])), entry)
    except DeskError:
        return False
    return True
