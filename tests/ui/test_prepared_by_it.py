"""A PC that IT has prepared: what was set is not asked again, a code left behind is used once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from branch_window import MORNING, PASSWORD, PEOPLE
from hq_process import Server, command, started
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.app import create_app, open_app
from desk.demo.session import demo_actor
from desk.domain.roles import Role
from desk.first_start import FirstSteps
from desk.i18n import language, set_language
from desk.services import accounts, session
from desk.services.sync_state import LineState
from desk.ui.qt_texts import use_qt_texts
from desk.ui.sync.keeper import SyncKeeper
from desk.ui.widgets.discard import discard
from desk.ui.window import MainWindow
from desk.ui.wizard.view import WizardView
from desk.waiting_code import join_by_site

WAIT = 20_000


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings of this PC; not there yet."""
    file = tmp_path / "etc" / "site.toml"
    file.parent.mkdir()
    monkeypatch.setenv("DESK_SITE_FILE", str(file))
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "keys"))
    return file


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    folder, before = tmp_path / "data", language()
    set_language("en")
    made = MainWindow(
        lambda: open_app(folder),
        demo_actor,
        lambda: FirstSteps(folder, clock=VirtualClock(MORNING)),
    )
    qtbot.addWidget(made)
    yield made
    made.close()
    discard(made)
    set_language(before)
    use_qt_texts(before)


def wizard(qtbot: QtBot, window: MainWindow) -> WizardView:
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window._starting is not None, timeout=WAIT)
    assert window._starting is not None
    view = window._starting.view
    qtbot.waitUntil(lambda: bool(view.place._places), timeout=WAIT)
    return view


def fill_person(view: WizardView) -> None:
    view.person.name.setText("Ilze Rozīte")
    view.person.login.setText("ilze")
    view.person.password.setText(PASSWORD)
    view.person.again.setText(PASSWORD)


def test_branch_and_counter_that_it_has_set_are_shown_and_not_asked(
    qtbot: QtBot, window: MainWindow, site: Path
) -> None:
    site.write_text('institution = "atd"\nbranch = "atd-cesis"\ncounter = "3"\n')
    view = wizard(qtbot, window)
    view.go_on()
    assert view.name == "person"
    assert view.step.text() == "Step 1 of 3"
    assert "Cēsu" in view.person.advice.text()
    fill_person(view)
    view.go_on()
    assert view.name == "device"
    assert view.device.counter.isReadOnly()
    assert view.focusWidget() is view.device.folder
    asked = view.answers()
    assert (asked.institution, asked.branch, asked.counter) == ("atd", "atd-cesis", "3")
    view.go_back()
    view.go_back()
    assert view.name == "welcome"


def test_an_institution_alone_leaves_its_own_branches(
    qtbot: QtBot, window: MainWindow, site: Path
) -> None:
    site.write_text('institution = "atd"\n')
    view = wizard(qtbot, window)
    view.go_on()
    assert view.name == "place"
    assert {place.institution for place in view.place._places} == {"atd"}
    assert len(view.place._places) > 1


@pytest.mark.parametrize("text", ["branch = ", 'institution = "pmlp"\nbranch = "no-such"\n', ""])
def test_settings_that_cannot_be_used_keep_nobody_from_choosing(
    qtbot: QtBot, window: MainWindow, site: Path, text: str
) -> None:
    site.write_text(text)
    view = wizard(qtbot, window)
    view.go_on()
    assert view.name == "place"
    assert not view.device.counter.isReadOnly()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('hq') / 'hq.db'}"
    command(url, "init")
    return url


@pytest.fixture(scope="module")
def hq(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(database, tmp_path_factory.mktemp("log")) as server:
        yield server


def left_by_it(site: Path, url: str, code: str) -> Path:
    site.write_text(f'[hq]\naddress = "{url}"\n')
    file = site.with_name("enrol-code")
    file.write_text(f"{code}\n")
    return file


def make_branch(folder: Path, *, with_head: bool) -> None:
    app, _code = create_app(folder, institution="pmlp", branch="riga-2")
    with closing(app), app.database.unit_of_work() as uow:
        if with_head:
            name, role = PEOPLE["ilze"]
            assert role is Role.HEAD
            nobody = session.nobody(uow, app.env)
            accounts.add(
                uow, app.env, nobody, login="ilze", name=name, role=role, password=PASSWORD
            )
        uow.commit()


def sync_of(window: MainWindow) -> SyncKeeper:
    assert window.keepers.sync is not None
    return window.keepers.sync


def test_a_code_that_waits_is_used_once_a_head_has_an_account(
    qtbot: QtBot, window: MainWindow, site: Path, tmp_path: Path, hq: Server, database: str
) -> None:
    code = str(command(database, "enrol-code", "--branch", "riga-2")["code"])
    file = left_by_it(site, hq.url, code)
    make_branch(tmp_path / "data", with_head=True)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.keepers.sync is not None, timeout=WAIT)
    sync = sync_of(window)
    qtbot.waitUntil(lambda: sync.state.state is not LineState.NOT_ENROLLED, timeout=WAIT)
    qtbot.waitUntil(lambda: not file.exists(), timeout=WAIT)
    with window.app.database.reader() as reader:
        known = reader.sync.enrolment()
    assert known is not None
    assert (known.stream, known.url) == ("riga-2", hq.url)


def test_without_an_account_the_code_waits_on(site: Path, tmp_path: Path) -> None:
    """Headquarters are not even asked: nobody listens there."""
    file = left_by_it(site, "https://127.0.0.1:1", "AAAA-BBBB-CCCC-DDDD")
    make_branch(tmp_path / "data", with_head=False)
    with closing(open_app(tmp_path / "data")) as app:
        assert join_by_site(app.database, app.env) == ""
    assert file.read_text().strip() == "AAAA-BBBB-CCCC-DDDD"


def test_a_code_that_is_refused_is_not_tried_again_and_again(
    qtbot: QtBot, window: MainWindow, site: Path, tmp_path: Path, hq: Server
) -> None:
    left_by_it(site, hq.url, "AAAA-BBBB-CCCC-DDDD")
    make_branch(tmp_path / "data", with_head=True)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.keepers.sync is not None, timeout=WAIT)
    sync = sync_of(window)
    qtbot.waitUntil(lambda: sync._code_done, timeout=WAIT)
    assert sync.state.state is LineState.NOT_ENROLLED
    asked = len(hq.lines)
    sync._see_to_code()
    assert not sync._joining
    assert len(hq.lines) == asked
