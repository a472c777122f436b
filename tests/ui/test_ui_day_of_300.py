"""A whole day through the window: 300 bookings imported, called and finished by keyboard.

The test keeps a ledger of its own: what it pressed for whom, and when.  At the end the stored
visits, the board's figures and the exported day are compared with that ledger, which knows nothing
of the program's states, order or arithmetic.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from driver import CTRL, Driver, Key
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, make_id

from desk.app import App, create_app, open_app
from desk.demo.session import demo_actor
from desk.domain.clock import RIGA
from desk.domain.roles import Role
from desk.domain.visit import Outcome, PeriodKind, TicketState, Visit
from desk.services import accounts, export_day, session
from desk.services.dayfile.write_file import Format
from desk.ui.importing.dialog import ImportDialog
from desk.ui.window import MainWindow

DAY = date(2026, 11, 24)
OPENING = datetime(2026, 11, 24, 8, 30, tzinfo=RIGA).astimezone(UTC)
COUNT = 300
AHEAD = 6
"""Every second client checks in so many minutes before the slot; the others are simply called."""
PASSWORD = "correct-horse-17"
SERVICES = ("Pase", "eID karte", "Izziņa no reģistra")


@dataclass
class Entry:
    """What the test did for one client."""

    reference: str
    slot: datetime
    arrived: datetime | None = None
    called: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None
    consulted: bool = False


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock) -> Path:
    """A new branch with one clerk, as `desk init` and the first account leave it."""
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "keys"))
    folder = tmp_path / "office"
    app, _code = create_app(folder, institution="pmlp", branch="riga-2", clock=clock)
    _add_clerk(app)
    app.close()
    return folder


def _add_clerk(app: App) -> None:
    with app.database.unit_of_work() as uow:
        nobody = session.nobody(uow, app.env)
        accounts.add(
            uow,
            app.env,
            nobody,
            login="anna",
            name="Anna Bērziņa",
            role=Role.HEAD,
            password=PASSWORD,
        )
        uow.commit()


@pytest.fixture
def desk(qtbot: QtBot, office: Path, clock: VirtualClock) -> Iterator[Driver]:
    """The branch's window, nobody signed in yet."""

    def opener() -> Any:
        return open_app(office, clock=clock, new_id=make_id)

    window = MainWindow(opener, demo_actor)
    qtbot.addWidget(window)
    window.show()
    window.start()
    yield Driver(qtbot, window, lambda seconds: clock.advance(seconds=seconds))
    window.close()


def _sign_in(desk: Driver) -> None:
    form = desk.window.signin.form
    desk.until(form.password.isVisible)
    form.counter.setText("3")
    form.password.setFocus()
    desk.type(PASSWORD)
    desk.press(Key.Key_Return)
    desk.until(lambda: desk.window.shell is not None and desk.feed.board is not None)


def _ledger() -> list[Entry]:
    return [
        Entry(f"R2-{number:04}", OPENING + timedelta(minutes=number)) for number in range(COUNT)
    ]


def _write_day_file(path: Path, ledger: list[Entry]) -> None:
    """As a spreadsheet in Latvia saves it: semicolons, Windows-1257, Windows line ends."""
    lines = ["Atsauce;Sākums;Pakalpojums;Vārds;Tālrunis;E-pasts"]
    for number, entry in enumerate(ledger):
        start = entry.slot.astimezone(RIGA).strftime("%d.%m.%Y. %H.%M")
        service = SERVICES[number % len(SERVICES)]
        lines.append(f"{entry.reference};{start};{service};Šķūņa Žanis {number};20000{number:03};")
    path.write_bytes("\r\n".join(lines).encode("cp1257"))


def _import(desk: Driver, path: Path) -> None:
    desk.press(Key.Key_I, CTRL)
    dialog = desk.dialog()
    assert isinstance(dialog, ImportDialog)
    dialog.look_at(path)
    desk.until(dialog.go.isEnabled)
    desk.press(Key.Key_Return, CTRL)
    desk.until(lambda: dialog.pages.currentWidget() is not dialog.preview)
    desk.press(Key.Key_Escape)
    desk.until(lambda: desk.window.overlay.top() is None)
    desk.press(Key.Key_1, CTRL)


def _check_in(desk: Driver, entry: Entry, clock: VirtualClock) -> None:
    """F10, the reference, F10: in the list by its own number."""
    before = desk.board.counts.waiting
    desk.press(Key.Key_F10)
    page = desk.today.take_in.booked
    desk.type(entry.reference)
    desk.until(lambda: page.list.model().rowCount() == 1 and page.chosen() is not None)
    desk.press(Key.Key_F10)
    desk.until(lambda: desk.board.counts.waiting == before + 1)
    entry.arrived = clock()


def _serve(desk: Driver, number: int, entry: Entry, clock: VirtualClock) -> None:
    clock.now = max(clock.now, entry.slot)
    desk.press(Key.Key_F2)
    entry.called = clock()
    desk.until(lambda: desk.today.middle.phase == "called")
    clock.advance(seconds=8 + number % 7)
    desk.press(Key.Key_F3)
    entry.started = clock()
    desk.until(lambda: desk.today.middle.phase == "serving")
    clock.advance(seconds=15 + number * 7 % 20)
    desk.press(Key.Key_F4)
    entry.consulted = number % 5 == 0
    if entry.consulted:
        desk.press(Key.Key_5)
    desk.press(Key.Key_F4)
    entry.finished = clock()
    desk.until(lambda: desk.today.middle.phase == "idle")


def test_three_hundred_bookings_from_import_to_finish(
    desk: Driver, clock: VirtualClock, tmp_path: Path
) -> None:
    clock.now = OPENING - timedelta(minutes=AHEAD)
    ledger = _ledger()
    path = tmp_path / "diena.csv"
    _write_day_file(path, ledger)
    _sign_in(desk)
    _import(desk, path)
    assert desk.fresh().counts.expected == COUNT
    for number in range(-AHEAD, COUNT):
        coming = number + AHEAD
        if coming < COUNT and coming % 2 == 0:
            clock.now = max(clock.now, ledger[coming].slot - timedelta(minutes=AHEAD))
            _check_in(desk, ledger[coming], clock)
        if number >= 0:
            _serve(desk, number, ledger[number], clock)
    _compare_counts(desk, ledger)
    _compare_visits(desk, ledger)
    _compare_export(desk, ledger)


def _compare_counts(desk: Driver, ledger: list[Entry]) -> None:
    counts = desk.fresh().counts
    waits = [
        (entry.called - entry.arrived).total_seconds()
        for entry in ledger
        if entry.arrived and entry.called
    ]
    assert (counts.served, counts.waiting, counts.expected, counts.no_show) == (COUNT, 0, 0, 0)
    assert counts.average_wait_minutes == int(sum(waits) / len(waits) / 60)
    assert counts.longest_wait_minutes == int(max(waits) / 60)


def _compare_visits(desk: Driver, ledger: list[Entry]) -> None:
    visits = _visits(desk)
    assert len(visits) == COUNT
    assert len({visit.number for visit in visits.values()}) == COUNT
    for entry in ledger:
        visit = visits[entry.reference]
        spent = {period.kind: (period.start, period.end) for period in visit.periods}
        expected = {
            PeriodKind.CALLED: (entry.called, entry.started),
            PeriodKind.SERVING: (entry.started, entry.finished),
        }
        if entry.arrived:
            expected[PeriodKind.WAITING] = (entry.arrived, entry.called)
        assert spent == expected, entry.reference
        assert visit.state is TicketState.SERVED
        assert visit.outcome is (Outcome.CONSULTED if entry.consulted else Outcome.SOLVED)


def _visits(desk: Driver) -> dict[str, Visit]:
    """The stored visits by the booking's reference, read after everything was written."""
    found: list[dict[str, Visit]] = []

    def read(reader: Any) -> dict[str, Visit]:
        bookings = {item.id: item.reference for item in reader.appointments.of_day("riga-2", DAY)}
        visits = reader.visits.of_day("riga-2", DAY)
        return {bookings[visit.appointment_id]: visit for visit in visits}

    desk.window.runner.read(read, found.append)
    desk.until(lambda: found)
    return found[0]


def _compare_export(desk: Driver, ledger: list[Entry]) -> None:
    context = desk.window.context
    assert context is not None
    files: list[bytes] = []
    desk.window.runner.write(
        lambda uow: export_day.export(uow, context.env, context.actor, DAY, Format.CSV),
        files.append,
    )
    desk.until(lambda: files)
    rows = list(csv.DictReader(io.StringIO(files[0].decode("utf-8-sig")), delimiter=";"))
    assert [row["reference"] for row in rows] == [entry.reference for entry in ledger]
    assert {row["state"] for row in rows} == {"served"}
