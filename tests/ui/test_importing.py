"""Importing the day file in the window: nothing changes before "Import"."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from colleague import ask
from driver import CTRL, Driver, Key
from PySide6.QtCore import Qt

from desk.domain.appointment import Appointment, AppointmentState
from desk.services.import_day import ImportResult
from desk.ui.importing.dialog import ImportDialog

TODAY = date(2026, 11, 24)
OTHER = date(2026, 12, 8)
HEAD = "Numurs;Sākums;Pakalpojums;Vārds;Īpašais lauks"


def _file(folder: Path, count: int, *extra: str, head: str = HEAD) -> Path:
    """A day of `count` bookings on 8 December, as a Latvian spreadsheet saves it."""
    rows = [
        f"Z-{n:03};08.12.2026 {9 + n // 4}:{n % 4 * 15:02};Pase;Klients Nr{n};slepens"
        for n in range(count)
    ]
    path = folder / "diena.csv"
    path.write_text("\n".join([head, *rows, *extra]), encoding="cp1257")
    return path


def _stored(driver: Driver) -> tuple[Appointment, ...]:
    return ask(driver, lambda reader: reader.appointments.of_day("riga-2", OTHER))


def _open(driver: Driver, path: Path) -> ImportDialog:
    """Ctrl+I, then the file's place typed in, as without a mouse."""
    driver.press(Key.Key_I, CTRL)
    dialog = driver.dialog()
    assert isinstance(dialog, ImportDialog)
    driver.press(Key.Key_Tab)
    assert driver.window.focusWidget() is dialog.choose.path
    dialog.choose.path.setText(str(path))
    driver.press(Key.Key_Return)
    driver.until(lambda: dialog.shown is not None)
    return dialog


def _import(driver: Driver, dialog: ImportDialog) -> ImportResult:
    got: list[object] = []
    dialog.closed.connect(got.append)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: not dialog.go.isVisible())
    driver.press(Key.Key_Return)  # the Close button has the focus
    driver.until(lambda: got)
    assert isinstance(got[0], ImportResult)
    return got[0]


def _counts(dialog: ImportDialog) -> dict[str, str]:
    figures = dialog.preview.counts.figures
    return {name: label.text() for name, label in figures.items()}


def test_the_preview_changes_nothing(driver: Driver, tmp_path: Path) -> None:
    dialog = _open(driver, _file(tmp_path, 12))
    assert _counts(dialog)["added"] == "12"
    assert _stored(driver) == ()
    driver.press(Key.Key_Escape)
    assert _stored(driver) == ()


def test_import_then_the_same_file_again(driver: Driver, tmp_path: Path) -> None:
    path = _file(tmp_path, 12)
    result = _import(driver, _open(driver, path))
    assert (result.added, result.unchanged) == (12, 0)
    assert len(_stored(driver)) == 12
    dialog = _open(driver, path)
    assert _counts(dialog)["unchanged"] == "12"
    again = _import(driver, dialog)
    assert (again.added, again.changed, again.cancelled, again.unchanged) == (0, 0, 0, 12)


def test_enter_alone_does_not_import(driver: Driver, tmp_path: Path) -> None:
    dialog = _open(driver, _file(tmp_path, 3))
    assert driver.window.focusWidget() is dialog.go
    driver.press(Key.Key_Return)
    driver.press(Key.Key_Space)
    assert dialog.go.isVisible()
    assert _stored(driver) == ()


def test_problems_stand_by_line_and_field(driver: Driver, tmp_path: Path) -> None:
    path = _file(tmp_path, 3, "Z-900;99.99.2026 9:00;Pase;A;", "Z-001;08.12.2026 10:00;Pase;B;")
    dialog = _open(driver, path)
    model = dialog.preview.problems.problems
    lines = [
        tuple(str(model.index(row, column).data()) for column in range(2))
        for row in range(model.rowCount())
    ]
    assert [line for line, _field in lines] == ["5", "6"]
    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert len(set(names)) == 4
    assert _import(driver, dialog).added == 3


def test_an_unmapped_column_is_named_and_can_be_mapped(driver: Driver, tmp_path: Path) -> None:
    path = _file(tmp_path, 3, head="Numurs;Sākums;Pakalpojums;Persona;Īpašais lauks")
    dialog = _open(driver, path)
    pickers = dialog.preview.columns.pickers
    assert pickers["Īpašais lauks"].key() == ""
    assert pickers["Persona"].key() == ""
    before = dialog.shown
    pickers["Persona"].setCurrentIndex(pickers["Persona"].findData("name"))
    pickers["Persona"].activated.emit(0)
    driver.until(lambda: dialog.shown is not before)
    _import(driver, dialog)
    stored = _stored(driver)
    persons = ask(driver, lambda r: r.persons.get_many([i.person_id for i in stored]))
    assert {person.name for person in persons.values()} == {f"Klients Nr{n}" for n in range(3)}
    assert "slepens" not in repr((stored, persons))


def test_absence_cancels_only_when_the_day_is_declared_whole(
    driver: Driver, tmp_path: Path
) -> None:
    _import(driver, _open(driver, _file(tmp_path, 20)))
    dialog = _open(driver, _file(tmp_path, 19))
    assert _counts(dialog)["cancelled"] == "0"
    before = dialog.shown
    dialog.preview.cover.whole.click()
    driver.until(lambda: dialog.shown is not before)
    assert _counts(dialog)["cancelled"] == "1"
    assert not dialog.preview.cover.typed.isVisible()  # 5 %: under the guard
    assert _import(driver, dialog).cancelled == 1
    states = {item.reference: item.state for item in _stored(driver)}
    assert states["Z-019"] is AppointmentState.CANCELLED
    assert list(states.values()).count(AppointmentState.BOOKED) == 19


def test_many_cancellations_want_their_number_typed(driver: Driver, tmp_path: Path) -> None:
    _import(driver, _open(driver, _file(tmp_path, 20)))
    dialog = _open(driver, _file(tmp_path, 8))
    before = dialog.shown
    dialog.preview.cover.whole.click()
    driver.until(lambda: dialog.shown is not before)
    typed = dialog.preview.cover.typed
    assert typed.isVisible()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: typed.property("wrong"))
    assert driver.window.focusWidget() is typed
    assert all(item.state is AppointmentState.BOOKED for item in _stored(driver))
    driver.type("12")
    assert _import(driver, dialog).cancelled == 12


def test_a_file_that_cannot_be_read_is_said_and_another_asked_for(
    driver: Driver, tmp_path: Path
) -> None:
    driver.press(Key.Key_I, CTRL)
    dialog = driver.dialog()
    assert isinstance(dialog, ImportDialog)
    dialog.look_at(tmp_path / "nothing.csv")
    driver.until(lambda: dialog.choose.refusal.isVisible())
    assert dialog.pages.currentWidget() is dialog.choose
    dialog.look_at(_file(tmp_path, 2))
    driver.until(lambda: dialog.shown is not None)
    assert not dialog.choose.refusal.isVisible()


@pytest.mark.parametrize("content", ["", "just text\n", "a;b\n1;2\n"])
def test_a_file_of_another_kind_shows_why_nothing_is_in_it(
    driver: Driver, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(content, encoding="utf-8")
    dialog = _open(driver, path)
    assert dialog.preview.problems.problems.rowCount() > 0
    assert set(_counts(dialog).values()) == {"0"}
