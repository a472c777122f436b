"""The watched folder: what counts as a new whole file, what is offered, what today still lacks."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from branch_at_work import DAY, SITE, Branch, wall

from desk.domain.errors import DeskError
from desk.services import import_day, watched_folder
from desk.services.device_settings import (
    CallDisplay,
    StripPlace,
    WatchedFolder,
    device_setting,
    keep_device_setting,
)
from desk.services.watched_folder import Looker, Offer

HEAD = "reference;start;service;name;phone;email\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "from the booking system"
    made.mkdir()
    return made


def write(folder: Path, name: str, *rows: str, at: int = 1_000) -> Path:
    path = folder / name
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    os.utime(path, (at, at))
    return path


def row(reference: str = "R1", start: str = "2026-11-24 10:00") -> str:
    return f"{reference};{start};Pase;Zelma Rasaspura;;"


def offer(branch: Branch, path: Path) -> Offer | None:
    found = branch.read(watched_folder.offer, path, by=branch.anna)
    assert found is None or isinstance(found, Offer)
    return found


def test_a_file_counts_once_it_has_come_to_rest(folder: Path) -> None:
    looker, watched = Looker(), WatchedFolder(str(folder))
    path = write(folder, "day.csv", row())
    assert looker.look(watched) == ()
    write(folder, "day.csv", row(), row("R2"), at=1_001)
    assert looker.look(watched) == ()
    assert looker.look(watched) == (path,)
    assert looker.look(watched) == ()


def test_a_file_that_was_changed_counts_again(folder: Path) -> None:
    looker, watched = Looker(), WatchedFolder(str(folder))
    path = write(folder, "day.csv", row())
    looker.look(watched)
    assert looker.look(watched) == (path,)
    write(folder, "day.csv", row("R3"), at=2_000)
    assert looker.look(watched) == ()
    assert looker.look(watched) == (path,)


def test_only_files_of_the_pattern_with_something_in_them(folder: Path) -> None:
    looker, watched = Looker(), WatchedFolder(str(folder), "day*.csv *.ics")
    (folder / "day-empty.csv").touch()
    (folder / "day-folder.csv").mkdir()
    write(folder, "other.csv", row())
    second = write(folder, "b.ics", row(), at=5)
    first = write(folder, "day-2.csv", row(), at=4)
    looker.look(watched)
    assert looker.look(watched) == (first, second)


def test_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    looker = Looker()
    with pytest.raises(DeskError, match=r"watch\.folder"):
        looker.look(WatchedFolder(str(folder / "gone")))


def test_a_new_file_is_offered_with_its_figures(branch: Branch, folder: Path) -> None:
    path = write(folder, "day.csv", row(), row("R2", "2026-11-25 09:00"))
    found = offer(branch, path)
    assert found is not None
    assert (found.first, found.last) == (DAY, DAY + timedelta(days=1))
    assert (found.bookings, found.clean, found.name) == (2, True, "day.csv")
    assert path.exists()


def test_an_imported_file_is_not_offered_again_under_any_name(branch: Branch, folder: Path) -> None:
    path = write(folder, "day.csv", row())
    shown = branch.read(import_day.preview, path, by=branch.anna)
    branch.do(import_day.apply, shown, by=branch.anna)
    assert offer(branch, path) is None
    assert offer(branch, write(folder, "copy.csv", row())) is None
    assert offer(branch, write(folder, "more.csv", row(), row("R2"))) is not None


def test_a_file_put_aside_stays_aside(branch: Branch, folder: Path) -> None:
    path = write(folder, "day.csv", row())
    found = offer(branch, path)
    assert found is not None
    branch.do(watched_folder.put_aside, found.shown.sha256, by=branch.anna)
    assert offer(branch, path) is None


@pytest.mark.parametrize(("days", "offered"), [(-1, False), (0, True), (1, True), (40, False)])
def test_days_that_are_over_or_far_off_are_left_alone(
    branch: Branch, folder: Path, days: int, *, offered: bool
) -> None:
    start = f"{DAY + timedelta(days=days)} 10:00"
    assert (offer(branch, write(folder, "day.csv", row(start=start))) is not None) == offered


def test_a_broken_file_is_offered_to_be_looked_at(branch: Branch, folder: Path) -> None:
    found = offer(branch, write(folder, "day.csv", row(), row("R2", "2026-11-24 25:99")))
    assert found is not None
    assert not found.clean
    assert [(p.line, p.field) for p in found.shown.problems] == [(3, "start")]
    nothing = folder / "day2.csv"
    nothing.write_bytes(b"\xff\xfe\x00binary")
    broken = offer(branch, nothing)
    assert broken is not None
    assert (broken.bookings, broken.first, broken.clean) == (0, None, False)


def test_a_file_that_would_change_what_the_branch_knows_is_not_clean(
    branch: Branch, folder: Path
) -> None:
    from desk.services import appointments

    path = write(folder, "day.csv", row())
    branch.do(watched_folder.take, offer(branch, path), by=branch.anna)
    with branch.database.reader() as reader:
        booking = reader.appointments.of_day(SITE, DAY)[0]
    branch.do(appointments.notify_cancel, booking.id, by=branch.anna)
    found = offer(branch, write(folder, "day.csv", row(start="2026-11-24 11:00")))
    assert found is not None and not found.clean


def test_today_lacks_a_file_until_one_covers_it(branch: Branch, folder: Path) -> None:
    def state() -> watched_folder.DayState:
        found = branch.read(watched_folder.day_state, by=branch.anna)
        assert isinstance(found, watched_folder.DayState)
        return found

    assert state().missing
    tomorrow = write(folder, "tomorrow.csv", row(start="2026-11-25 10:00"))
    branch.do(watched_folder.take, offer(branch, tomorrow), by=branch.anna)
    assert state().missing
    today = write(folder, "today.csv", row("R9"))
    branch.do(watched_folder.take, offer(branch, today), by=branch.anna)
    assert not state().missing


def test_a_person_can_say_that_there_is_none_once_bookings_are_known(branch: Branch) -> None:
    from desk.domain.person import Person
    from desk.services import appointments

    with pytest.raises(DeskError, match=r"watch\.no_bookings"):
        branch.do(watched_folder.no_file_today, by=branch.anna)
    branch.do(
        appointments.book,
        start=wall(11),
        minutes=15,
        service="passport-eid",
        person=Person(name="Zelma Rasaspura"),
        by=branch.anna,
    )
    assert branch.read(watched_folder.day_state, by=branch.anna).missing
    branch.do(watched_folder.no_file_today, by=branch.anna)
    assert not branch.read(watched_folder.day_state, by=branch.anna).missing
    branch.clock.advance(days=1)
    assert branch.read(watched_folder.day_state, by=branch.anna).missing


def test_a_closed_day_lacks_nothing(branch: Branch) -> None:
    branch.clock.now = wall(9, day=DAY.replace(day=22))
    assert not branch.read(watched_folder.day_state, by=branch.anna).missing


@pytest.mark.parametrize(
    "wanted",
    [StripPlace("two", 0.25, "bottom", wide=True), CallDisplay(on=True, screen="two", volume=0),
     WatchedFolder("/mnt/bookings", "*.ics", automatic=True)],
)  # fmt: skip
def test_what_is_set_for_this_pc_comes_back(branch: Branch, wanted: object) -> None:
    branch.do(keep_device_setting, wanted, by=branch.anna)
    with branch.database.reader() as reader:
        assert device_setting(reader, type(wanted)) == wanted


def test_odd_settings_fall_back_to_the_default(branch: Branch) -> None:
    with branch.database.unit_of_work() as uow:
        uow.settings.put("strip", {"left": "far", "edge": 3})
        uow.settings.put("call_display", {"volume": 20, "later": True})
        uow.commit()
    with branch.database.reader() as reader:
        assert device_setting(reader, StripPlace) == StripPlace()
        assert device_setting(reader, CallDisplay) == CallDisplay(volume=20)


def test_who_may_not_import_sets_neither_folder_nor_display(branch: Branch) -> None:
    from dataclasses import replace

    from desk.domain.roles import Role

    officer = replace(branch.anna, role=Role.OFFICER)
    for wanted in (WatchedFolder("/x"), CallDisplay(on=True)):
        with pytest.raises(DeskError, match=r"access\.no_right"):
            branch.do(keep_device_setting, wanted, by=officer)
