"""From the sign-in card into the practice and back; the real database is as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from practising import Practising
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.app import create_app, open_app
from desk.data_folder import is_demo
from desk.demo.session import demo_actor
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.practice import can_go_on, open_practice, practice_dir
from desk.services import accounts, session
from desk.ui.practice.way_in import WayIn, offer_practice
from desk.ui.widgets.discard import discard
from desk.ui.window import MainWindow


@pytest.fixture
def real(tmp_path: Path, demo_clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch's real data folder with one account."""
    monkeypatch.setattr("desk.data_folder.default_key_dir", lambda: tmp_path / "keys")
    folder = tmp_path / "data"
    app, _code = create_app(folder, institution="pmlp", branch="riga-2", clock=demo_clock)
    with app.database.unit_of_work() as uow:
        nobody = session.nobody(uow, app.env)
        accounts.add(
            uow,
            app.env,
            nobody,
            login="ilze",
            name="Ilze",
            role=Role.HEAD,
            password="vidēji gara parole",
        )
        uow.commit()
    app.close()
    return folder


@pytest.fixture
def at_the_card(
    qtbot: QtBot, real: Path, demo_clock: VirtualClock
) -> Iterator[tuple[MainWindow, WayIn]]:
    window = MainWindow(lambda: open_app(real, clock=demo_clock), demo_actor)
    qtbot.addWidget(window)
    way = offer_practice(window, real)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.signin.form.isVisible(), timeout=10_000)
    yield window, way
    if way.process is not None:
        way.process.kill()
        way.process.waitForFinished()
    window.close()
    discard(window)


def _bytes(folder: Path) -> dict[str, str]:
    """Every file of a data folder but the practice's and the log, by its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in ("practice", "log")
    }


def test_practising_leaves_every_byte_of_the_real_folder(
    qtbot: QtBot, real: Path, demo_clock: VirtualClock
) -> None:
    before = _bytes(real)
    assert "branch.db" in before
    desk = Practising(qtbot, practice_dir(real), demo_clock)
    for step in ("first", "checks", "finish"):
        desk.go_through(step)
    desk.window.close()
    discard(desk.window)
    assert _bytes(real) == before
    assert is_demo(practice_dir(real)) and not is_demo(real)
    assert can_go_on(practice_dir(real))


def test_the_practice_is_offered_with_two_ways_once_begun(
    at_the_card: tuple[MainWindow, WayIn], real: Path, demo_clock: VirtualClock
) -> None:
    window, way = at_the_card
    view = window.signin
    assert view.practise.isVisible()
    view.practise.click()
    assert view.door.isVisible() and not view.form.isVisible()
    assert not view.door.go_on.isVisible()
    view.door.leave.click()
    assert view.form.isVisible()
    open_practice(practice_dir(real), "pmlp", "riga-2", clock=demo_clock).close()
    view.practise.click()
    assert view.door.go_on.isVisible()
    assert way.process is None


def test_the_window_gives_way_to_the_practice_and_comes_back(
    qtbot: QtBot, at_the_card: tuple[MainWindow, WayIn], real: Path
) -> None:
    window, way = at_the_card
    window.signin.practise.click()
    window.signin.door.anew.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: can_go_on(practice_dir(real)), timeout=30_000)
    assert way.process is not None
    way.process.terminate()  # as the system ends a window
    qtbot.waitUntil(window.isVisible, timeout=20_000)
    assert window.signin.form.isVisible() and way.process is None


def test_a_folder_that_is_no_practice_is_left_alone(real: Path) -> None:
    with pytest.raises(DeskError) as refusal:
        open_practice(real, "pmlp", "riga-2", anew=True)
    assert refusal.value.code == "demo.not_a_demo"


def test_another_branch_gets_a_practice_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    open_practice(folder, "pmlp", "riga-2").close()
    app = open_practice(folder, "atd", "atd-cesis")
    assert (app.env.institution, app.env.home_branch) == ("atd", "atd-cesis")
    assert app.env.practice and app.env.demo
    app.close()


def test_without_a_way_in_nothing_is_offered(qtbot: QtBot, real: Path) -> None:
    window = MainWindow(lambda: open_app(real), demo_actor)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.signin.form.isVisible(), timeout=10_000)
    assert not window.signin.practise.isVisible()
    window.close()
    discard(window)
