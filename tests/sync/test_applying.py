"""What came is applied: whole transactions, once, whatever the order, none in another's way."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from incoming import AT, OWN, Incoming, bulletin, enrol, hours
from virtual import make_id

from db.database import Database
from desk.domain.person import Person, Purpose
from desk.sync import applying
from desk.sync.applying import AT_ONCE, Applied, apply_waiting, revive
from desk.sync.down import BULLETIN, HOURS_EXCEPTION, Bulletin, Wording
from desk.sync.received import Applying, Received
from desk.sync.wire import HQ_STREAM

DAY = date(2026, 11, 26)
NINE, NOON = time(9), time(12)


@pytest.fixture
def incoming(database: Database) -> Incoming:
    """A branch that headquarters know."""
    enrol(database)
    return Incoming(database)


def _told(incoming: Incoming) -> list[str]:
    return [code for (code,) in incoming.ask("SELECT code FROM change_refused ORDER BY position")]


def test_what_was_applied_leaves_its_body_and_is_applied_once(incoming: Incoming) -> None:
    assert incoming.come(HQ_STREAM, (BULLETIN, bulletin())) == Applied(1, 0)
    assert incoming.ask("SELECT state, body FROM received_op") == [("applied", b"")]
    assert incoming.apply() == Applied(0, 0)


def test_a_transaction_of_which_the_third_is_refused_changes_nothing(incoming: Incoming) -> None:
    good, bad = hours(DAY, (NINE, NOON)), hours(DAY, (NOON, NINE))
    ops = [(BULLETIN, bulletin()), (HOURS_EXCEPTION, good), (HOURS_EXCEPTION, bad)]
    assert incoming.come(OWN, *ops) == Applied(0, 3)
    assert incoming.ask("SELECT * FROM bulletin") == incoming.ask("SELECT * FROM hq_hours") == []
    assert (
        incoming.ask("SELECT state, reason FROM received_op")
        == [("refused", "opening.intervals")] * 3
    )
    assert _told(incoming) == ["opening.intervals"] * 3
    assert incoming.come(OWN, (BULLETIN, bulletin())) == Applied(1, 0)


def test_a_refused_transaction_blocks_none_beside_it(incoming: Incoming) -> None:
    for n in range(9):
        body = hours(DAY, (NOON, NINE)) if n == 4 else bulletin(f"{n}")
        kind = HOURS_EXCEPTION if n == 4 else BULLETIN
        incoming.keep(incoming.rows(HQ_STREAM, (kind, body)))
    assert incoming.apply() == Applied(8, 1)
    with incoming.database.reader() as reader:
        assert len(reader.from_hq.bulletins()) == 8
        (refused,) = reader.received.refused()
    assert (refused.kind, refused.code) == (HOURS_EXCEPTION, "opening.intervals")


def test_a_refusal_goes_up_once(incoming: Incoming) -> None:
    incoming.come(OWN, (BULLETIN, b"[]"))
    with incoming.database.unit_of_work() as uow:
        (pointer,) = uow.sync.unsealed(0, 9)
        row = uow.sync.row(pointer.kind, pointer.row_id)
    assert (pointer.kind, row["code"]) == ("change_refused", "sync.body")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"id":1}', b"\xff\xfe", b"null", b'"' + b"x" * 100_000 + b'"'],
)
def test_whatever_came_is_refused_in_words(incoming: Incoming, body: bytes) -> None:
    for kind in (BULLETIN, HOURS_EXCEPTION, "staff_list", "incident_answer"):
        assert incoming.come(OWN, (kind, body)) == Applied(0, 1)
    assert set(_told(incoming)) == {"sync.body"}


def test_an_unknown_kind_is_kept_and_applied_after_an_upgrade(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming.come(HQ_STREAM, (BULLETIN, bulletin()), ("weather", b"{}"))
    assert incoming.ask("SELECT * FROM bulletin") == []
    assert set(incoming.states().values()) == {"unknown"}
    revive(incoming.database)
    assert incoming.apply() == Applied(0, 0)
    seen: list[Received] = []

    def note(_applying: Applying, received: Received) -> None:
        seen.append(received)

    monkeypatch.setitem(applying.APPLIERS, "weather", note)
    revive(incoming.database)
    assert incoming.apply() == Applied(2, 0)
    assert [one.body for one in seen] == [b"{}"]
    assert set(incoming.states().values()) == {"applied"}


def test_a_newer_version_of_a_body_is_kept(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming.come(HQ_STREAM, (BULLETIN, bulletin()), schema=2)
    assert incoming.states() == {BULLETIN: "unknown"}
    monkeypatch.setattr(applying, "DOWN_SCHEMA", 2)
    revive(incoming.database)
    assert incoming.apply() == Applied(1, 0)


def test_headquarters_do_not_write_what_is_the_branchs(incoming: Incoming) -> None:
    row = {"id": str(make_id()), "purpose": "staff", "at": AT, "nonce": b"", "ciphertext": b""}
    incoming.come(OWN, ("person_data", msgspec.json.encode(row)))
    assert incoming.states() == {"person_data": "unknown"}
    assert incoming.ask("SELECT * FROM person_data") == []


def test_what_another_pc_of_the_branch_wrote_stays_as_it_came(incoming: Incoming) -> None:
    incoming.come(OWN, ("person_data", b"{}"), device=make_id())
    assert incoming.states() == {"person_data": "other"}


def test_a_disk_that_is_full_refuses_nothing(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.domain.errors import DeskError

    def full(_applying: Applying, _received: Received) -> None:
        raise DeskError("db.full")

    incoming.keep(incoming.rows(HQ_STREAM, (BULLETIN, bulletin())))
    monkeypatch.setitem(applying.APPLIERS, BULLETIN, full)
    with pytest.raises(DeskError, match=r"db\.full"):
        incoming.apply()
    assert incoming.states() == {BULLETIN: "waiting"}


def test_it_leaves_off_between_transactions_and_goes_on(incoming: Incoming) -> None:
    for n in range(3 * AT_ONCE):
        incoming.keep(incoming.rows(HQ_STREAM, (BULLETIN, bulletin(f"{n}"))))
    asked = iter([False, False, True])
    done = apply_waiting(incoming.database, make_id, stop=lambda: next(asked))
    assert done == Applied(2 * AT_ONCE, 0)
    assert incoming.apply() == Applied(AT_ONCE, 0)


def test_own_rows_that_are_here_change_nothing(incoming: Incoming, database: Database) -> None:
    with database.unit_of_work() as uow:
        person = Person(name="Anna")
        one = uow.persons.put(Purpose.STAFF, person, at=AT, expires=None)
        uow.commit()
    with database.reader() as reader:
        from desk.sync.bodies import body_of

        body = body_of(reader.sync, "person_data", one)
    assert incoming.come(OWN, ("person_data", body), device=database.device_id) == Applied(1, 0)
    with database.reader() as reader:
        assert reader.persons.get(one) == person


_DAYS = st.dates(date(2026, 11, 25), date(2026, 11, 28))
_HOURS = st.builds(
    lambda day, begins, site, out: hours(day, (time(begins), NOON), site=site, withdrawn=out),
    _DAYS, st.integers(7, 11), st.sampled_from(["", "riga-2"]), st.booleans(),
)  # fmt: skip
_IDS = [make_id() for _ in range(3)]
_BULLETINS = st.builds(
    lambda number, version, out: bulletin(
        f"{number} {version}", id=number, version=version, withdrawn=out
    ),
    st.sampled_from(_IDS), st.integers(1, 4), st.booleans(),
)  # fmt: skip
_OPS = st.lists(st.one_of(_HOURS, _BULLETINS), min_size=1, max_size=12)


def _kind(body: msgspec.Struct) -> str:
    return BULLETIN if isinstance(body, Bulletin) else HOURS_EXCEPTION


def _in_force(incoming: Incoming) -> Any:
    hours_now = incoming.ask(
        "SELECT site, day, own, feed, withdrawn, intervals FROM hq_hours ORDER BY 1, 2, 3"
    )
    messages = incoming.ask("SELECT id, version, withdrawn FROM bulletin ORDER BY id")
    return hours_now, messages


def _emptied(incoming: Incoming) -> None:
    with incoming.database.unit_of_work() as uow:
        for table in ("received_op", "hq_hours", "bulletin"):
            uow._connection.exec_driver_sql(f"DELETE FROM {table}")
        uow.commit()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(bodies=_OPS, data=st.data())
def test_order_and_repetition_change_nothing(
    incoming: Incoming, bodies: list[msgspec.Struct], data: st.DataObject
) -> None:
    _emptied(incoming)
    versions: dict[Any, str] = {}
    for n, body in enumerate(bodies):  # one version has one content
        if isinstance(body, Bulletin):
            known = versions.setdefault((body.id, body.version), str(body.withdrawn))
            bodies[n] = msgspec.structs.replace(body, withdrawn=known == "True")
    rows = [incoming.rows(HQ_STREAM, (_kind(body), body)) for body in bodies]
    for one in rows:
        incoming.keep(one)
    assert incoming.apply() == Applied(len(rows), 0)
    wanted = _in_force(incoming)
    _emptied(incoming)
    again = data.draw(st.permutations(rows + rows[: len(rows) // 2]))
    for one in again:
        incoming.keep([row | {"op_id": make_id()} for row in one])
        incoming.apply()
    assert _in_force(incoming) == wanted


def test_the_latest_word_in_other_languages(incoming: Incoming) -> None:
    incoming.come(HQ_STREAM, (BULLETIN, bulletin(wording=Wording("Labrīt", "Good morning", ""))))
    with incoming.database.reader() as reader:
        (one,) = reader.from_hq.bulletins()
    assert one.text == {"lv": "Labrīt", "en": "Good morning"}
