"""Pictures and scans of a report: who adds, sees and removes them, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from branch_at_work import DAY
from erasing_at_work import go_to, run, with_period
from files_at_work import door, noise
from incident_people import Reviewing, desk
from projections import dump
from raw_pages import database_bytes
from sqlalchemy import Connection
from tampering import sql, tamperer
from virtual import KEY

from db.attachment_cipher import PORTION, new_key, seal_file
from db.erasure_copies import Gone, clean_database
from db.layout import database_path
from db.rebuild import rebuild_projections
from desk.domain.attachment import Attachment, CleanFile, CopyPurpose, FileKind
from desk.domain.erasure import Ground, Why
from desk.domain.errors import DeskError
from desk.domain.held import Asked
from desk.domain.incident import IncidentState
from desk.domain.log_check import Found
from desk.domain.person import Person
from desk.services import (
    attachments,
    incident_paper,
    incident_review,
    person_request,
)
from desk.services.person_request_paper import field_pairs
from desk.services.verify import verify

__all__ = ["desk"]

ABOUT = "Salauzts Qqrokturis"


def attached(
    desk: Reviewing, report: UUID, made: CleanFile | None = None, **more: object
) -> Attachment:
    """A picture in a report, added by the clerk who reported it."""
    values = {"about": ABOUT, "by": desk.anna, **more}
    after = desk.do(attachments.attach, report, made or door(), **values)
    return after.handling.attachments[-1]


def refused(step: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as error:
        step()
    return error.value.code


def kept(desk: Reviewing, table: str = "attachment_chunk") -> int:
    with desk.branch.database.reader() as reader:
        count: int = reader._connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        return count


def big() -> CleanFile:
    """Four portions and a bit, which nothing makes smaller."""
    return CleanFile(FileKind.PNG, noise()[: 4 * PORTION + 17], 1500, 1000)


# Adding and looking


def test_what_is_added_is_read_back_as_it_is(desk: Reviewing) -> None:
    report, made = desk.reported(), big()
    file = attached(desk, report, made)
    assert (file.kind, file.size, file.width) == (FileKind.PNG, len(made.data), 1500)
    assert (file.by, file.at, file.sealed) == (desk.anna.account_id, desk.clock(), False)
    assert kept(desk) == 5
    for who in (desk.anna, desk.head, desk.deputy):
        assert desk.do(attachments.look, report, file.id, by=who) == made.data
    opened = desk.opened(report, by=desk.anna)
    assert opened.handling.attachments == (file,)
    assert opened.texts[file.text_id] == ABOUT


def test_every_look_is_logged_and_says_no_word_of_it(desk: Reviewing) -> None:
    report = desk.reported()
    file = attached(desk, report)
    desk.do(attachments.look, report, file.id, by=desk.anna)
    desk.do(attachments.copy, report, file.id, CopyPurpose.POLICE)
    later = desk.clock() + timedelta(hours=1)
    with desk.branch.database.reader() as reader:
        lines = reader.access_log.list(desk.clock() - timedelta(hours=1), later)
        found = [(line.what, line.purpose) for line in lines if "attachment" in line.purpose]
    assert sorted(found) == [("export", "attachment_police"), ("open", "attachment")]


def test_only_reporter_and_leads_add_and_look(desk: Reviewing) -> None:
    report = desk.reported()
    file = attached(desk, report)
    stranger = desk.inese
    assert refused(lambda: attached(desk, report, door(200), by=stranger)) == "incident.not_yours"
    look = lambda: desk.do(attachments.look, report, file.id, by=stranger)  # noqa: E731
    assert refused(look) == "incident.not_yours"
    desk.do(incident_review.set_concerned, report, [stranger.account_id])
    assert refused(look) == "incident.not_yours", "who is concerned sees no more than the report"
    copy = lambda: desk.do(attachments.copy, report, file.id, CopyPurpose.POLICE, by=desk.anna)  # noqa: E731
    assert refused(copy) == "access.no_right"
    assert attached(desk, report, door(200), by=desk.deputy).by == desk.deputy.account_id


def test_nothing_is_added_once_it_has_ended(desk: Reviewing) -> None:
    report = desk.reviewed()
    file = attached(desk, report)
    desk.do(incident_review.close, report, "")
    assert refused(lambda: attached(desk, report, door(200))) == "incident.closed"
    remove = lambda: desk.do(attachments.detach, report, file.id, "x", by=desk.anna)  # noqa: E731
    assert refused(remove) == "incident.closed"
    assert desk.do(attachments.look, report, file.id, by=desk.anna) == door().data


def test_the_same_picture_twice_is_found(desk: Reviewing) -> None:
    report = desk.reported()
    file = attached(desk, report)
    assert refused(lambda: attached(desk, report)) == "attachment.there_already"
    other = attached(desk, desk.reported())
    assert other.address != file.address, "the address tells nobody which picture it is"
    desk.do(attachments.detach, report, file.id, "cita", by=desk.anna)
    assert not attached(desk, report).removed


def test_there_is_room_for_ten_of_five_megabytes(desk: Reviewing) -> None:
    report = desk.reported()
    for tone in range(10):
        attached(desk, report, CleanFile(FileKind.PNG, bytes([tone]) * 100, 1, 1))
    assert refused(lambda: attached(desk, report)) == "attachment.too_many"
    large = CleanFile(FileKind.PDF, bytes(5 * 1024 * 1024 + 1), pages=1)
    assert refused(lambda: attached(desk, desk.reported(), large)) == "attachment.not_smaller"


def test_words_are_looked_at_as_everywhere(desk: Reviewing) -> None:
    report = desk.reported()
    assert refused(lambda: attached(desk, report, about="x" * 201)) == "text.too_long"
    assert refused(lambda: attached(desk, report, about="010190-12345")) == "text.personal_code"
    assert kept(desk) == kept(desk, "attachment_key") == 0, "a refusal leaves nothing"


def test_without_holders_nothing_can_be_sealed(desk: Reviewing) -> None:
    report = desk.reported()
    step = lambda: attached(desk, report, names_people=True)  # noqa: E731
    assert refused(step) == "annex.nobody"
    assert kept(desk) == 0


# Taking out


def test_what_is_taken_out_stays_until_its_time_for_leads(desk: Reviewing) -> None:
    report = desk.reported()
    file = attached(desk, report)
    after = desk.do(attachments.detach, report, file.id, "nepareizā bilde", by=desk.anna)
    (gone,) = after.handling.attachments
    assert (gone.removed, gone.destroyed, gone.removed_by) == (True, False, desk.anna.account_id)
    assert refused(lambda: desk.do(attachments.look, report, file.id, by=desk.anna)) == (
        "attachment.removed"
    )
    assert desk.do(attachments.look, report, file.id) == door().data
    again = lambda: desk.do(attachments.detach, report, file.id, "x", by=desk.anna)  # noqa: E731
    assert refused(again) == "attachment.not_yours"
    assert check(desk).fine


def test_what_was_added_by_mistake_is_destroyed_at_once(desk: Reviewing, data_folder: Path) -> None:
    report = desk.reported()
    file, other = attached(desk, report, big()), attached(desk, report)
    key = key_of(desk, file)
    desk.do(attachments.detach, report, file.id, "klienta pase", destroy=True, by=desk.anna)
    assert kept(desk) == 1
    assert refused(lambda: desk.do(attachments.look, report, file.id)) == "attachment.erased"
    assert desk.do(attachments.look, report, other.id) == door().data
    with desk.branch.database.reader() as reader:
        assert {one.why for one in reader.erasures.lines(9)} == {Why.MISTAKE}
    assert check(desk).fine
    desk.branch.database.scrub()
    left = database_bytes(database_path(data_folder), KEY)
    assert key not in left and seal_file(file.id, key, big().data)[1][:64] not in left


def test_why_it_is_taken_out_has_to_be_said_and_not_everybody_may(desk: Reviewing) -> None:
    report = desk.reported()
    by_anna, by_head = attached(desk, report), attached(desk, report, door(200), by=desk.head)
    detach = attachments.detach
    assert refused(lambda: desk.do(detach, report, by_anna.id, " ", by=desk.anna)) == (
        "incident.why_missing"
    )
    assert refused(lambda: desk.do(detach, report, by_head.id, "x", by=desk.anna)) == (
        "attachment.not_yours"
    )
    desk.do(incident_review.set_concerned, report, [desk.deputy.account_id])
    assert refused(lambda: desk.do(detach, report, by_anna.id, "x", by=desk.deputy)) == (
        "attachment.not_yours"
    ), "nobody takes out the proof of a report that concerns them"
    desk.do(detach, report, by_anna.id, "dublikāts", by=desk.head)


# Erasing


def test_it_goes_with_the_reports_texts(desk: Reviewing, data_folder: Path) -> None:
    branch = desk.branch
    branch.env = desk.env = with_period(branch, "incident_file", 10)
    report = desk.reviewed()
    file = attached(desk, report, big())
    key = key_of(desk, file)
    go_to(branch, DAY + timedelta(days=20))
    assert kept(desk) == 5, "an open report keeps it"
    desk.do(incident_review.close, report, "")
    go_to(branch, DAY + timedelta(days=30))
    assert kept(desk) == 5
    go_to(branch, DAY + timedelta(days=31))
    assert (kept(desk), kept(desk, "attachment_key")) == (0, 0)
    assert refused(lambda: desk.do(attachments.look, report, file.id)) == "attachment.erased"
    branch.database.scrub()
    left = database_bytes(database_path(data_folder), KEY)
    assert key not in left and seal_file(file.id, key, big().data)[2][:64] not in left
    assert desk.get(report).state is IncidentState.CLOSED
    assert check(desk).fine, "erasing breaks nothing"


def test_the_bytes_of_much_go_in_small_steps(desk: Reviewing) -> None:
    report = desk.reported()
    files = [attached(desk, report, CleanFile(FileKind.PNG, noise()[n:], 1, 1)) for n in (1, 2)]
    portions = kept(desk)
    with desk.branch.database.unit_of_work() as uow:
        ids = [file.text_id for file in files if file.text_id]
        uow.erasures.erase(ids, Why.EXPIRED, at=desk.clock())
        assert uow.attachments.sweep(8) == 8
        uow.commit()
    assert (kept(desk), kept(desk, "attachment_key")) == (portions - 8, 0)
    run(desk.branch)
    assert kept(desk) == 0


def test_a_copy_is_rid_of_it_too(desk: Reviewing, data_folder: Path, tmp_path: Path) -> None:
    report = desk.reported()
    file, other = attached(desk, report), attached(desk, report, door(200))
    path = tmp_path / "copy.db"
    desk.branch.database.scrub()
    path.write_bytes(database_path(data_folder).read_bytes())
    assert file.text_id is not None
    assert clean_database(path, KEY, Gone([file.text_id])) == 1
    left = database_bytes(path, KEY)
    gone, stays = key_of(desk, file), key_of(desk, other)
    assert gone not in left and stays in left
    assert seal_file(file.id, gone, door().data)[0][:64] not in left


def test_a_person_is_told_of_it_and_erasing_it_takes_the_picture(desk: Reviewing) -> None:
    report = desk.reported()
    file = attached(desk, report, about="Jānis Qozols pie durvīm")
    (record,) = desk.read(person_request.find, Asked(name="Jānis Qozols"))
    (field,) = [one for one in record.fields if one.purpose == "incident_file"]
    (pair,) = field_pairs(desk.env, field)
    assert pair[1] == "a picture or scan: Jānis Qozols pie durvīm"
    bare = replace(field, person=Person())
    assert [value for _label, value in field_pairs(desk.env, bare)] == ["a picture or scan"]
    assert (field.row_id, field.named, field.stays is not None) == (file.text_id, True, True)
    with desk.branch.database.unit_of_work() as uow:
        uow.erasures.erase([field.row_id], Why.REQUESTED, at=desk.clock(), ground=Ground.NOT_NEEDED)
        uow.commit()
    assert refused(lambda: desk.do(attachments.look, report, file.id)) == "attachment.erased"


def test_a_rebuild_gives_the_same_rows(desk: Reviewing, data_folder: Path) -> None:
    report = desk.reported()
    attached(desk, report)
    file = attached(desk, report, door(200))
    desk.do(attachments.detach, report, file.id, "x", by=desk.anna)
    before = dump(data_folder)
    with desk.branch.database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    assert dump(data_folder) == before


def test_paper_says_that_it_is_there_and_shows_nothing_of_it(desk: Reviewing) -> None:
    report = desk.reported()
    file = attached(desk, report)
    paper = desk.do(incident_paper.incident_paper, report)
    assert dict(paper.fields)["Pictures and scans"] == "1, kept in the program alone"
    said = " ".join(what for _at, what, _who in paper.history)
    digits = file.address[:32]
    assert f"JPEG, 2 KB, SHA-256 {' '.join(digits[n : n + 4] for n in range(0, 32, 4))}" in said
    assert "Qqrokturis" not in str(paper)


# Tampering


def check(desk: Reviewing) -> object:
    with desk.branch.database.reader() as reader:
        return verify(reader)


def key_of(desk: Reviewing, file: Attachment) -> bytes:
    with desk.branch.database.reader() as reader:
        asked = "SELECT key FROM attachment_key WHERE attachment_id = ?"
        key: bytes = reader._connection.exec_driver_sql(asked, (file.id.bytes,)).scalar()
        return key


def _change(on: Connection, one: Attachment, _other: Attachment) -> None:
    flip = "UPDATE attachment_chunk SET ciphertext = zeroblob(length(ciphertext))"
    sql(on, f"{flip} WHERE attachment_id = ? AND number = 2", one.id.bytes)


def _cut(on: Connection, one: Attachment, _other: Attachment) -> None:
    sql(on, "DELETE FROM attachment_chunk WHERE attachment_id = ? AND number = 4", one.id.bytes)


def _turn(on: Connection, one: Attachment, _other: Attachment) -> None:
    for before, after in ((1, 99), (2, 1), (99, 2)):
        asked = "UPDATE attachment_chunk SET number = ? WHERE attachment_id = ? AND number = ?"
        sql(on, asked, after, one.id.bytes, before)


def _remove(on: Connection, one: Attachment, _other: Attachment) -> None:
    sql(on, "DELETE FROM attachment_chunk WHERE attachment_id = ?", one.id.bytes)


def _lose_key(on: Connection, one: Attachment, _other: Attachment) -> None:
    sql(on, "DELETE FROM attachment_key WHERE attachment_id = ?", one.id.bytes)


def _other_key(on: Connection, one: Attachment, _other: Attachment) -> None:
    asked = "UPDATE attachment_key SET key = ? WHERE attachment_id = ?"
    sql(on, asked, new_key(), one.id.bytes)


def _swap(on: Connection, one: Attachment, other: Attachment) -> None:
    for table in ("attachment_chunk", "attachment_key"):
        for before, after in ((one.id.bytes, b"?"), (other.id.bytes, one.id.bytes)):
            asked = f"UPDATE {table} SET attachment_id = ? WHERE attachment_id = ?"
            sql(on, asked, after, before)
        sql(on, f"UPDATE {table} SET attachment_id = ? WHERE attachment_id = x'3f'", other.id.bytes)


def _replace(on: Connection, one: Attachment, _other: Attachment) -> None:
    """Another picture under the same key: only the address tells."""
    (key,) = sql(on, "SELECT key FROM attachment_key WHERE attachment_id = ?", one.id.bytes)[0]
    _remove(on, one, _other)
    (portion,) = seal_file(one.id, key, door(250).data)
    asked = "INSERT INTO attachment_chunk (attachment_id, number, ciphertext) VALUES (?, 0, ?)"
    sql(on, asked, one.id.bytes, portion)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (_change, Found.CHANGED),
        (_cut, Found.CHANGED),
        (_turn, Found.CHANGED),
        (_remove, Found.REMOVED),
        (_lose_key, Found.KEY_GONE),
        (_other_key, Found.UNREADABLE),
        (_swap, Found.SWAPPED),
        (_replace, Found.CHANGED),
    ],
)
def test_verify_finds_and_names(
    desk: Reviewing,
    data_folder: Path,
    tamper: Callable[[Connection, Attachment, Attachment], None],
    found: Found,
) -> None:
    report = desk.reported()
    one, other = attached(desk, report, big()), attached(desk, report)
    assert check(desk).fine
    with tamperer(data_folder) as connection:
        tamper(connection, one, other)
    findings = [item for item in check(desk).findings if item.found is found]
    number = desk.get(report).number
    assert f"{number}/2 attach" in {item.entry for item in findings}
    assert all("PNG" in item.detail or "JPEG" in item.detail for item in findings)


def test_a_picture_that_nobody_added_is_found(desk: Reviewing, data_folder: Path) -> None:
    attached(desk, desk.reported())
    with tamperer(data_folder) as connection:
        asked = "INSERT INTO attachment_chunk (attachment_id, number, ciphertext) VALUES (?, 0, ?)"
        sql(connection, asked, bytes(16), b"x")
    (finding,) = check(desk).findings
    assert (finding.found, "no entry names it" in finding.detail) == (Found.INSERTED, True)


def test_a_changed_address_is_found_by_its_entry(desk: Reviewing, data_folder: Path) -> None:
    report = desk.reported()
    attached(desk, report)
    with tamperer(data_folder) as connection:
        change = "UPDATE incident_event SET body = json_set(body, '$.address', ?) WHERE seq = 2"
        sql(connection, change, "0" * 64)
    found = {(item.found, item.entry) for item in check(desk).findings}
    assert (Found.CHANGED, f"{desk.get(report).number}/2 attach") in found


def test_what_was_tampered_with_is_not_shown(desk: Reviewing, data_folder: Path) -> None:
    report = desk.reported()
    one, other = attached(desk, report, big()), attached(desk, report)
    with tamperer(data_folder) as connection:
        _turn(connection, one, other)
    assert refused(lambda: desk.do(attachments.look, report, one.id)) == "attachment.damaged"
