"""Importing day files, and exporting a day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.person import Person
from desk.services import appointments, import_day, queue
from desk.services.dayfile.model import Covers
from desk.services.dayfile.write_file import Format
from desk.services.export_day import export
from desk.services.import_day import ImportResult, Preview

HEAD = "reference;start;service;name;phone;email"
ROWS = {
    "R1": "R1;2026-11-24 10:00;Pase un eID karte;Zelma Rasaspura;2000 0001;z@example.com",
    "R2": "R2;2026-11-24 10:15;eID karte;Gaitis Miglkalns;;",
    "R3": "R3;2026-11-24 19:00;Dejas;Olga Sinelesova;20000003;",
}


class Files:
    """Day files, written, previewed and imported."""

    def __init__(self, branch: Branch, folder: Path) -> None:
        self.branch, self.path = branch, folder / "day.csv"

    def write(self, *rows: str, head: str = HEAD) -> Path:
        self.path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return self.path

    def preview(self, **options: object) -> Preview:
        found = self.branch.read(import_day.preview, self.path, by=self.branch.anna, **options)
        assert isinstance(found, Preview)
        return found

    def apply(self, typed: str = "", **options: object) -> tuple[int, int, int, int]:
        shown = self.preview(**options)
        done = self.branch.do(import_day.apply, shown, typed, by=self.branch.anna)
        return counts(done)

    def bookings(self) -> dict[str, Appointment]:
        with self.branch.database.reader() as reader:
            found = reader.appointments.of_days(SITE, DAY, DAY.replace(day=30))
        return {item.reference: item for item in found}

    def person(self, reference: str) -> Person | None:
        person_id = self.bookings()[reference].person_id
        with self.branch.database.reader() as reader:
            return reader.persons.get(person_id) if person_id else None


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.added, result.changed, result.cancelled, result.unchanged


@pytest.fixture
def files(branch: Branch, tmp_path: Path) -> Files:
    return Files(branch, tmp_path)


def test_bookings_are_added_and_services_understood(files: Files) -> None:
    files.write(*ROWS.values())
    assert files.apply() == (3, 0, 0, 0)
    found = files.bookings()
    assert [(item.service, item.service_text, item.minutes) for item in found.values()] == [
        ("passport-eid", "Pase un eID karte", 15),
        ("eid", "eID karte", 10),
        ("", "Dejas", files.branch.env.policy.slot_minutes),
    ]
    assert found["R1"].start == wall(10)
    assert files.person("R1") == Person("Zelma Rasaspura", "+37120000001", "z@example.com")
    assert {item.state for item in found.values()} == {AppointmentState.BOOKED}


def test_a_preview_stores_nothing(files: Files) -> None:
    files.write(*ROWS.values())
    assert counts(import_day.result_of(files.preview())) == (3, 0, 0, 0)
    assert files.bookings() == {}
    assert files.branch.looks() == []


def test_importing_again_changes_nothing(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    before = files.bookings()
    assert files.apply() == (0, 0, 0, 3)
    assert files.bookings() == before


def test_another_way_to_write_a_number_is_no_change(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    files.write(ROWS["R1"].replace("2000 0001", "+371 20000001"))
    assert files.apply() == (0, 0, 0, 1)


def test_a_moved_booking_follows_with_its_person(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    files.write(ROWS["R1"].replace("2026-11-24 10:00", "2026-11-25 09:30"))
    assert files.apply() == (0, 1, 0, 0)
    moved = files.bookings()["R1"]
    assert (moved.day, moved.minutes) == (DAY.replace(day=25), 15)
    assert files.person("R1") == Person("Zelma Rasaspura", "+37120000001", "z@example.com")


def test_a_changed_contact_displaces_the_old_one_for_ever(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    old = files.bookings()["R1"].person_id
    files.write(ROWS["R1"].replace("z@example.com", "zelma@example.com"))
    assert files.apply() == (0, 1, 0, 0)
    assert files.person("R1") == Person("Zelma Rasaspura", "+37120000001", "zelma@example.com")
    with files.branch.database.reader() as reader:
        assert old is not None
        assert reader.persons.get(old) is None


def test_another_service_brings_its_own_length(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    files.write(ROWS["R2"].replace("eID karte", "Uzturēšanās atļauja"))
    files.apply()
    changed = files.bookings()["R2"]
    usual = files.branch.env.service("residence-permit").minutes
    assert (changed.service, changed.minutes) == ("residence-permit", usual)


def test_absence_cancels_nothing(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    files.write(ROWS["R1"])
    assert files.apply() == (0, 0, 0, 1)


def test_a_declared_full_list_cancels_with_the_number_typed(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    files.write(ROWS["R1"], ROWS["R3"])
    covers = Covers(SITE, DAY)
    assert files.preview(covers=covers).plan.needs_confirmation
    for typed in ("", "yes", "2"):
        with refuses("import.confirm_cancel"):
            files.apply(typed, covers=covers)
    assert files.apply("1", covers=covers) == (0, 0, 1, 2)
    assert files.bookings()["R2"].state is AppointmentState.CANCELLED


def test_a_cancelled_booking_that_is_back_stands_again(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    files.write(ROWS["R1"], ROWS["R3"])
    files.apply("1", covers=Covers(SITE, DAY))
    files.write(ROWS["R2"].replace("10:15", "11:15"))
    assert files.apply() == (0, 1, 0, 0)
    again = files.bookings()["R2"]
    assert (again.state, again.start) == (AppointmentState.BOOKED, wall(11, 15))


def test_who_has_arrived_stays_whatever_the_file_says(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    arrived = files.bookings()["R2"]
    files.branch.do(queue.take_in_booking, arrived.id, by=files.branch.anna)
    before = files.bookings()["R2"]
    files.write(ROWS["R2"].replace("10:15", "12:00"))
    assert files.apply() == (0, 0, 0, 1)
    files.write(ROWS["R1"], ROWS["R3"])
    assert files.apply(covers=Covers(SITE, DAY)) == (0, 0, 0, 2)
    assert files.bookings()["R2"] == before


def test_a_phone_booking_of_ours_is_never_doubled(files: Files) -> None:
    branch = files.branch
    ours = branch.do(
        appointments.book,
        by=branch.anna,
        start=wall(11),
        minutes=10,
        service="eid",
        person=Person("Zelma"),
    )
    content = branch.do(export, DAY, Format.CSV, by=branch.head)
    files.path.write_bytes(content)
    assert files.apply() == (0, 0, 0, 1)
    assert files.bookings() == {ours.reference: ours}


def test_rows_with_problems_are_left_out_and_the_rest_imported(files: Files) -> None:
    files.write(ROWS["R1"], "R2;tomorrow;eID;X;;", ";2026-11-24 10:00;eID;X;;")
    shown = files.preview()
    assert [(item.line, item.field) for item in shown.problems] == [(3, "start"), (4, "reference")]
    assert files.apply() == (1, 0, 0, 0)


def test_a_persons_mapping_goes_before_ours(files: Files) -> None:
    files.write("A9;24.11.2026 10:00;Zelma", head="Kods;Kad;Kas")
    mapping = {"Kods": "reference", "Kad": "start", "Kas": "name"}
    assert files.apply(mapping=mapping) == (1, 0, 0, 0)
    assert files.person("A9") == Person("Zelma")


def test_a_column_that_is_not_mapped_is_kept_nowhere(files: Files) -> None:
    files.write(ROWS["R1"] + ";Diagnoze 7", head=HEAD + ";Piezīmes")
    shown = files.preview()
    assert shown.unmapped == ("Piezīmes",)
    assert "Diagnoze" not in repr(shown)


def test_a_file_for_another_branch_is_refused(files: Files) -> None:
    files.write(*ROWS.values())
    with refuses("site.not_permitted"):
        files.preview(covers=Covers("riga-1", DAY))


def test_a_file_that_cannot_be_opened(files: Files) -> None:
    with refuses("import.unreadable"):
        files.preview()


def test_an_import_is_logged_and_recorded(files: Files) -> None:
    files.write(*ROWS.values())
    files.apply()
    assert files.branch.looks() == [("import", "day", "day_file")]
    with files.branch.database.reader() as reader:
        last = reader.imports.last(SITE, DAY)
    assert last is not None
    assert (last.added, last.changed, last.cancelled) == (3, 0, 0)


@pytest.mark.parametrize("form", list(Format))
def test_only_head_and_deputy_export_and_it_is_logged(files: Files, form: Format) -> None:
    branch = files.branch
    with refuses("access.no_right"):
        branch.do(export, DAY, form, by=branch.anna)
    with refuses("access.no_right"):
        branch.do(export, DAY, form, by=branch.it)
    branch.do(export, DAY, form, by=branch.head)
    assert branch.looks() == [("export", "day", form.value)]


@pytest.mark.parametrize("form", [Format.CSV, Format.ICS])
def test_an_export_imported_again_changes_nothing(files: Files, form: Format) -> None:
    files.write(*ROWS.values())
    files.apply()
    before = files.bookings()
    files.path.write_bytes(files.branch.do(export, DAY, form, by=files.branch.head))
    assert files.apply() == (0, 0, 0, 3)
    assert files.bookings() == before


def test_the_json_export_names_branch_and_day(files: Files) -> None:
    files.write(ROWS["R1"])
    files.apply()
    whole = json.loads(files.branch.do(export, DAY, Format.JSON, by=files.branch.head))
    assert (whole["branch"], whole["date"]) == (SITE, "2026-11-24")
    assert [item["reference"] for item in whole["appointments"]] == ["R1"]
