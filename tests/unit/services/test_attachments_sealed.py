"""Pictures that show a person or a name: sealed with who it was, opened and erased with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from annex_at_work import JANIS, Annexed, light
from branch_at_work import DAY
from erasing_at_work import go_to, with_period
from files_at_work import door
from raw_pages import database_bytes
from tampering import sql, tamperer
from virtual import KEY, VirtualClock

from db.attachment_cipher import seal_file
from db.database import Database
from db.erasure_copies import Gone, clean_database
from db.layout import database_path
from desk.domain.attachment import Attachment, CopyPurpose
from desk.domain.errors import DeskError
from desk.domain.incident import IncidentState
from desk.domain.log_check import Found
from desk.domain.roles import Role
from desk.services import annex, attachments, incident_review, incidents
from desk.services.verify import verify

ABOUT = "Kliente Qbērziņa pie loga"


@pytest.fixture
def desk(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


def sealed(desk: Annexed, report: UUID, tone: int = 90) -> Attachment:
    after = desk.do(attachments.attach, report, door(tone), ABOUT, names_people=True, by=desk.clerk)
    file: Attachment = after.handling.attachments[-1]
    return file


def code(step: object) -> str:
    with pytest.raises(DeskError) as error:
        step()  # type: ignore[operator]
    return error.value.code


def test_nobody_sees_it_but_by_opening_the_sealed_part(desk: Annexed) -> None:
    report = desk.report()
    file = sealed(desk, report)
    assert file.sealed and file.text_id is None
    for who in (desk.clerk, desk.ilze):
        assert code(lambda who=who: desk.do(attachments.look, report, file.id, by=who)) == (
            "attachment.sealed"
        )
    copy = lambda: desk.do(attachments.copy, report, file.id, CopyPurpose.POLICE, by=desk.ilze)  # noqa: E731
    assert code(copy) == "attachment.sealed"
    opened = desk.open(report, desk.ilze)
    (one,) = opened.files
    assert (one.what.about, opened.entries, "key" in repr(one)) == (ABOUT, (), False)
    data = desk.do(attachments.look_sealed, opened, file.id, by=desk.ilze)
    assert data == door().data
    assert desk.do(attachments.copy_sealed, opened, file.id, by=desk.ilze) == data
    lines = desk.rows("SELECT what, subject_kind, purpose FROM access_log ORDER BY position")
    assert [tuple(line) for line in lines][-3:] == [
        ("open", "annex", "police"),
        ("open", "annex", "police"),
        ("export", "annex", "police"),
    ]
    assert code(lambda: desk.do(attachments.look_sealed, opened, file.id, by=desk.clerk)) == (
        "access.no_right"
    )
    assert code(lambda: desk.do(attachments.look_sealed, opened, report, by=desk.ilze)) == (
        "attachment.unknown"
    )


def test_neither_key_nor_word_lies_in_the_file(desk: Annexed, data_folder: Path) -> None:
    report = desk.report()
    file = sealed(desk, report)
    opened = desk.open(report, desk.ilze)
    desk.database.scrub()
    left = database_bytes(database_path(data_folder), KEY)
    (one,) = opened.files
    assert seal_file(file.id, one.what.key, door().data)[0][:64] in left
    assert one.what.key not in left and "Qbērziņa".encode() not in left


def test_who_it_was_and_pictures_are_opened_together(desk: Annexed) -> None:
    report = desk.sealed()
    first, second = sealed(desk, report), sealed(desk, report, 200)
    opened = desk.open(report, desk.ilze)
    assert opened.entries[0].who == JANIS
    assert [one.what.file_id for one in opened.files] == [first.id, second.id]
    again = desk.open(report, desk.ilze)
    assert len(again.openings) == 1


def test_the_same_sealed_picture_can_be_compared_with_nothing(desk: Annexed) -> None:
    report = desk.report()
    assert sealed(desk, report).address != sealed(desk, report).address


def test_a_new_head_sees_it_once_confirmed(desk: Annexed) -> None:
    report = desk.report()
    file = sealed(desk, report)
    inga = desk.sign_up("inga", "Inga Liepa", Role.HEAD)
    desk.signed_in(inga)
    assert code(lambda: desk.open(report, inga)) == "annex.waiting"
    desk.give(desk.ilze)
    opened = desk.open(report, inga)
    assert desk.do(attachments.look_sealed, opened, file.id, by=inga) == door().data


def test_it_is_erased_on_the_clock_of_the_sealed_part(desk: Annexed, data_folder: Path) -> None:
    desk.env = with_period(desk, "incident_annex", 10)
    report = desk.report()
    file = sealed(desk, report)
    (one,) = desk.open(report, desk.ilze).files
    desk.do(incident_review.void, report, "kļūda", by=desk.ilze)
    go_to(desk, DAY + timedelta(days=9))
    with desk.database.reader() as reader:
        assert reader.attachments.read(file.id, one.what.key) == door().data
    go_to(desk, DAY + timedelta(days=14))
    with desk.database.reader() as reader:
        assert not reader.attachments.is_kept(file.id)
        check = verify(reader)
    assert desk.rows("SELECT count(*) FROM attachment_chunk") == [(0,)]
    assert check.fine
    desk.database.scrub()
    left = database_bytes(database_path(data_folder), KEY)
    assert seal_file(file.id, one.what.key, door().data)[0][:64] not in left
    with desk.database.reader() as reader:
        assert reader.incidents.get(report).state is IncidentState.VOIDED


def test_one_sealed_by_mistake_is_destroyed_at_once(desk: Annexed) -> None:
    report = desk.sealed()
    file = sealed(desk, report)
    desk.do(attachments.detach, report, file.id, "cits cilvēks", destroy=True, by=desk.clerk)
    opened = desk.open(report, desk.ilze)
    assert (opened.files, opened.entries[0].who) == ((), JANIS)
    with desk.database.reader() as reader:
        assert verify(reader).fine


def test_one_taken_out_is_still_in_the_sealed_part(desk: Annexed) -> None:
    report = desk.report()
    file = sealed(desk, report)
    desk.do(attachments.detach, report, file.id, "lieks", by=desk.clerk)
    assert desk.open(report, desk.ilze).files


def test_a_copy_is_rid_of_it(desk: Annexed, data_folder: Path, tmp_path: Path) -> None:
    report = desk.report()
    file = sealed(desk, report)
    (one,) = desk.open(report, desk.ilze).files
    path = tmp_path / "copy.db"
    desk.database.scrub()
    path.write_bytes(database_path(data_folder).read_bytes())
    assert file.entry_id is not None
    clean_database(path, KEY, Gone([file.entry_id]))
    assert seal_file(file.id, one.what.key, door().data)[0][:64] not in database_bytes(path, KEY)


def test_an_older_copy_put_back_is_rid_of_it(desk: Annexed) -> None:
    """What the record outside names is erased again, sealed or not."""
    from desk.services import retention_job

    report = desk.report()
    file = sealed(desk, report)
    assert file.entry_id is not None
    with desk.database.unit_of_work() as uow:
        assert retention_job.replay(uow, desk.env, [file.entry_id]) == 1
        assert not uow.attachments.is_kept(file.id)
        uow.commit()


def test_verify_names_a_sealed_one_that_was_changed(desk: Annexed, data_folder: Path) -> None:
    report = desk.report()
    sealed(desk, report)
    with tamperer(data_folder) as connection:
        sql(connection, "UPDATE attachment_chunk SET ciphertext = x'00'")
    with desk.database.reader() as reader:
        number = reader.incidents.get(report).number
        found = {(one.found, one.entry) for one in verify(reader).findings}
    assert found == {(Found.CHANGED, f"{number}/2 attach")}


def test_what_is_added_needs_no_rights_to_read(desk: Annexed) -> None:
    report = desk.report()
    sealed(desk, report)
    standing = desk.read(annex.standing, report, by=desk.clerk)
    assert standing.since is not None and not standing.may_open
    opened = desk.do(incidents.open, report, by=desk.clerk)
    assert ABOUT not in str(opened)
