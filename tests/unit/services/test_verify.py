"""The incident log against somebody who edits the file: each change is found and named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from branch_at_work import Branch
from logged_branch import BEFORE, Log, swap_lines
from sqlalchemy import Connection
from tampering import point_elsewhere, recompute, renumber, sql, swap_text
from virtual import DEVICE, KEY, make_id

from db.database import Database
from db.layout import database_path
from db.rebuild import rebuild_projections
from desk.domain.entry_log import Occasion, Root, read_root
from desk.domain.erasure import Why
from desk.domain.log_check import Found, LogCheck
from desk.domain.person import Person
from desk.services.verify import verify


@pytest.fixture
def log(branch: Branch) -> Log:
    return Log(branch)


def named(check: LogCheck, found: Found) -> list[str]:
    return [finding.entry for finding in check.findings if finding.found is found]


def indexes(check: LogCheck, found: Found) -> list[int | None]:
    return [finding.index for finding in check.findings if finding.found is found]


def test_an_honest_log_is_fine(log: Log) -> None:
    check = log.check(*log.roots)
    assert check.findings == ()
    assert (check.size, check.checkpoints) == (2 * BEFORE * 3, 2)
    assert [one.matches for one in check.roots] == [True, True]
    assert check.root == log.roots[-1].root
    assert check.note.startswith(f"branch-desk/incident-log\n{check.size}\n")


def test_an_empty_log_is_fine(branch: Branch) -> None:
    with branch.database.reader() as reader:
        check = verify(reader)
    assert (check.fine, check.size, check.note) == (True, 0, "")


def test_a_changed_body_is_named_with_its_time(log: Log) -> None:
    event = log.event(1, 1)
    change = "UPDATE incident_event SET body = json_set(body, '$.level', '3') WHERE id = ?"
    log.tamper(lambda on: sql(on, change, event))
    check = log.check()
    [found] = [one for one in check.findings if one.found is Found.CHANGED]
    assert (found.entry, found.index) == (log.label(1, 1, "report"), 3)
    with log.branch.database.reader() as reader:
        assert found.recorded_at == reader.incidents.events(log.made[1].id)[0].recorded_at


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "update"), ("at", 1), ("recorded_at", 2), ("actor_id", DEVICE.bytes), ("body", "")],
)
def test_every_changed_column_is_found(log: Log, column: str, value: object) -> None:
    event = log.event(2, 2)
    log.tamper(lambda on: sql(on, f"UPDATE incident_event SET {column}=? WHERE id=?", value, event))
    assert indexes(log.check(), Found.CHANGED) == [7]


def test_a_changed_text_is_named(log: Log) -> None:
    log.tamper(lambda on: swap_text(on, log.text(3), "it was nothing"))
    assert named(log.check(), Found.CHANGED) == [log.label(3, 2, "amend")]


def test_a_text_that_leads_elsewhere_is_named(log: Log) -> None:
    log.tamper(lambda on: point_elsewhere(on, log.text(3), "it was nothing"))
    assert named(log.check(), Found.SWAPPED) == [log.label(3, 2, "amend")]


def test_a_correction_that_nobody_made_in_the_program_is_found(log: Log) -> None:
    def forge(on: Connection) -> None:
        data = point_elsewhere(on, log.text(3), "it was nothing")
        asked = "INSERT INTO correction (id, person_id, data_id, why, at, actor_id) VALUES"
        values = (make_id().bytes, log.text(3).bytes, data.bytes, "wrong", 5, DEVICE.bytes)
        sql(on, f"{asked} (?, ?, ?, ?, ?, ?)", *values)

    log.tamper(forge)
    check = log.check()
    assert named(check, Found.INSERTED) == [f"{log.label(3, 2, 'amend')}: correction"]


def test_a_text_whose_key_is_gone_or_spoilt_is_named(log: Log) -> None:
    asked = "DELETE FROM person_key WHERE person_id = ?"
    log.tamper(lambda on: sql(on, asked, log.text(0).bytes))
    spoil = "UPDATE person_key SET key = zeroblob(32) WHERE person_id = ?"
    log.tamper(lambda on: sql(on, spoil, log.text(1).bytes))
    check = log.check()
    assert named(check, Found.KEY_GONE) == [log.label(0, 2, "amend")]
    assert named(check, Found.UNREADABLE) == [log.label(1, 2, "amend")]
    assert named(log.check(erased=(log.text(0),)), Found.KEY_GONE) == []


def test_a_removed_event_is_named(log: Log) -> None:
    event = log.event(2, 2)
    log.tamper(lambda on: sql(on, "DELETE FROM incident_event WHERE id = ?", event))
    check = log.check()
    assert named(check, Found.REMOVED) == [log.label(2, 2, "amend")]
    assert named(check, Found.GAP) == []


def test_a_removed_event_without_its_line_leaves_a_gap(log: Log) -> None:
    event = log.event(2, 2)
    log.tamper(
        lambda on: sql(on, "DELETE FROM incident_event WHERE id = ?", event),
        lambda on: sql(on, "DELETE FROM entry_log WHERE row_id = ?", event),
    )
    check = log.check()
    assert f"{log.made[2].number}/2" in named(check, Found.GAP)
    assert 7 in indexes(check, Found.GAP)
    assert check.findings[0].detail.endswith(f"{log.label(2, 3, 'acknowledge')} comes next")


def remove_incident(log: Log, place: int, *, lines: bool) -> Callable[[Connection], None]:
    def remove(on: Connection) -> None:
        one = log.made[place].id.bytes
        if lines:
            asked = "SELECT id FROM incident_event WHERE incident_id = ?"
            sql(on, f"DELETE FROM entry_log WHERE row_id IN ({asked})", one)
        sql(on, "DELETE FROM incident_event WHERE incident_id = ?", one)
        sql(on, "DELETE FROM incident WHERE id = ?", one)

    return remove


def test_a_whole_incident_that_is_gone_is_named(log: Log) -> None:
    log.tamper(remove_incident(log, 2, lines=False))
    words = ("report", "amend", "acknowledge")
    expected = [log.label(2, seq, word) for seq, word in enumerate(words, start=1)]
    assert named(log.check(), Found.REMOVED) == expected


def test_a_whole_incident_gone_with_its_lines_is_named_by_its_number(log: Log) -> None:
    log.tamper(remove_incident(log, 2, lines=True), renumber)
    check = log.check()
    assert log.made[2].number in named(check, Found.GAP)
    assert Found.LOG_CHANGED in {one.found for one in check.findings}


def test_an_inserted_event_is_named(log: Log) -> None:
    one = log.made[1].id.bytes
    columns = "id, kind, at, recorded_at, actor_id, body, incident_id, seq"
    values = (make_id().bytes, "update", 7, 8, DEVICE.bytes, "{}", one, 4)
    asked = f"INSERT INTO incident_event ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    log.tamper(lambda on: sql(on, asked, *values))
    assert named(log.check(), Found.INSERTED) == [log.label(1, 4, "update")]


def test_swapped_lines_are_named(log: Log) -> None:
    log.tamper(swap_lines(1, 4))
    check = log.check()
    assert Found.LOG_CHANGED in {one.found for one in check.findings}
    assert {log.label(0, 2, "amend"), log.label(1, 2, "amend")} & set(named(check, Found.REORDERED))


def test_swapped_events_are_named(log: Log) -> None:
    def swap(on: Connection) -> None:
        one = log.made[0].id.bytes
        for old, new in ((2, -1), (3, 2), (-1, 3)):
            change = "UPDATE incident_event SET seq = ? WHERE seq = ? AND incident_id = ?"
            sql(on, change, new, old, one)

    log.tamper(swap)
    check = log.check()
    assert set(indexes(check, Found.CHANGED)) == {1, 2}
    assert Found.REORDERED in {one.found for one in check.findings}


@pytest.mark.parametrize(
    ("column", "value"), [("level", "0"), ("state", "reported"), ("acknowledged_by", None)]
)
def test_an_incident_shown_otherwise_is_named(log: Log, column: str, value: object) -> None:
    one = log.made[3].id.bytes
    log.tamper(lambda on: sql(on, f"UPDATE incident SET {column} = ? WHERE id = ?", value, one))
    check = log.check()
    [found] = check.findings
    assert (found.found, found.entry, found.detail) == (
        Found.PROJECTION,
        log.made[3].number,
        column,
    )


def test_a_changed_leaf_is_found_twice(log: Log) -> None:
    log.tamper(lambda on: sql(on, "UPDATE entry_log SET leaf = zeroblob(32) WHERE idx = 5"))
    check = log.check()
    assert indexes(check, Found.CHANGED) == [5]
    assert indexes(check, Found.LOG_CHANGED) == [0, 0]


def test_a_checkpoint_that_nobody_signed_is_found(log: Log) -> None:
    log.tamper(lambda on: sql(on, "UPDATE checkpoint SET at = at + 1 WHERE position = 1"))
    assert [one.found for one in log.check().findings] == [Found.SIGNATURE]


def change_level(log: Log, place: int) -> Callable[[Connection], object]:
    asked = "UPDATE incident_event SET body = json_set(body, '$.level', '0') WHERE incident_id = ?"
    return lambda on: sql(on, f"{asked} AND seq < 3", log.made[place].id.bytes)


def show_anew(log: Log) -> None:
    """Let the tables that screens read follow the changed events."""
    with log.branch.database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()


def test_who_recomputes_everything_is_found_by_a_printed_root_alone(log: Log) -> None:
    log.tamper(change_level(log, BEFORE + 1), recompute)
    show_anew(log)
    assert log.check().findings == ()
    check = log.check(*log.roots)
    [found] = check.findings
    assert found.found is Found.ROOT
    assert [one.matches for one in check.roots] == [True, False]
    assert check.roots[1].since == log.roots[0].size
    labels = [line.label for line in check.roots[1].entries]
    assert log.label(BEFORE + 1, 1, "report") in labels
    assert log.label(BEFORE - 1, 1, "report") not in labels


def test_a_shortened_log_is_found_by_a_printed_root(log: Log) -> None:
    log.tamper(remove_incident(log, 2 * BEFORE - 1, lines=True), recompute)
    check = log.check(*log.roots)
    assert [one.matches for one in check.roots] == [True, None]
    assert "24 lines when it was printed, 21 now" in check.findings[-1].detail


def test_a_mistyped_root_is_told_from_a_changed_log(log: Log) -> None:
    wrong = Root(log.roots[0].size, bytes(32))
    check = log.check(wrong, log.roots[1])
    assert [one.doubted for one in check.roots] == [True, False]
    assert "typed wrongly?" in check.findings[0].detail


@pytest.mark.parametrize("written", ["{} : {}", "{}:{}", " {}:{} "])
def test_roots_are_read_as_people_type_them(log: Log, written: str) -> None:
    root = log.roots[0]
    text = root.root.hex()
    groups = "-".join(text[start : start + 4] for start in range(0, 64, 4))
    assert read_root(written.format(root.size, groups.upper())) == root


@pytest.mark.parametrize("written", ["", "12", "12:", "12:abcd", "x:" + "0" * 64])
def test_no_root_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        read_root(written)


def test_erasing_and_correcting_change_nothing(log: Log) -> None:
    branch = log.branch
    with branch.database.unit_of_work() as uow:
        at = branch.clock()
        uow.erasures.correct(
            log.text(1), Person(text="was loud"), "wrong", at=at, actor_id=branch.head.account_id
        )
        uow.erasures.erase([log.text(0)], Why.EXPIRED, at=at)
        uow.commit()
    check = log.check(*log.roots)
    assert check.findings == ()
    assert check.size == 2 * BEFORE * 3 + 1


def test_rebuilding_the_projections_changes_nothing(log: Log) -> None:
    with log.branch.database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    check = log.check(*log.roots)
    assert (check.findings, check.size) == ((), 2 * BEFORE * 3)


def test_a_copy_on_another_pc_signs_with_its_own_key(log: Log, tmp_path: Path) -> None:
    log.branch.database.tidy()
    other, clock = tmp_path / "other", log.branch.clock
    other.mkdir()
    shutil.copyfile(database_path(log.folder), database_path(other))
    copy = Database.open(other, KEY, make_id, clock, make_id())
    with copy.unit_of_work() as uow:
        made = uow.entry_log.checkpoint(Occasion.START)
        uow.commit()
    with copy.reader() as reader:
        check = verify(reader, log.roots)
        keys = reader._connection.exec_driver_sql("SELECT private FROM device_key").all()
    copy.close()
    assert (check.fine, check.checkpoints) == (True, 3)
    assert made.device_id == copy.device_id
    assert sum(private is not None for (private,) in keys) == 1


def test_the_same_checkpoint_is_not_signed_twice_a_day(log: Log) -> None:
    with log.branch.database.unit_of_work() as uow:
        first = uow.entry_log.checkpoint(Occasion.START)
        assert uow.entry_log.checkpoint(Occasion.START) == first
        assert uow.entry_log.checkpoint(Occasion.DAY_CLOSE) != first
        log.branch.clock.advance(days=1)
        assert uow.entry_log.checkpoint(Occasion.START) != first


def test_a_checkpoint_made_step_by_step_is_that_of_the_whole_log(log: Log) -> None:
    for _incident in range(3):
        log.report()
        root = log.print_root()
        with log.branch.database.reader() as reader:
            assert reader.entry_log.root_at(root.size) == root.root
    assert log.check(*log.roots).fine
