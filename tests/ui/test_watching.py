"""The watched folder in the window: offered where it does not disturb, imported, never touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driver import CTRL, Driver, Key

from desk.app import create_app, open_app
from desk.demo.session import demo_actor
from desk.domain.clock import local_day
from desk.domain.roles import Role
from desk.services import accounts, session
from desk.services.device_settings import WatchedFolder, device_setting, keep_device_setting
from desk.ui.branch.device_page import DevicePage
from desk.ui.branch.view import BranchScreen
from desk.ui.importing.dialog import ImportDialog
from desk.ui.watching.notice import DayFileNotice
from desk.ui.watching.watcher import Watcher, watcher_of
from desk.ui.widgets.discard import discard
from desk.ui.window import MainWindow

HEAD = "reference;start;service;name;phone;email\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bookings"
    made.mkdir()
    return made


@pytest.fixture
def watch(driver: Driver, folder: Path) -> Callable[..., Watcher]:
    """Begins to watch the folder; each further call is two looks at it."""
    context = driver.window.context
    assert context is not None
    watcher = watcher_of(context)

    def look(*, automatic: bool = False) -> Watcher:
        wanted = WatchedFolder(str(folder), automatic=automatic)
        if watcher.setting != wanted:
            context.write(keep_device_setting, wanted)
            driver.until(lambda: watcher.setting == wanted and watcher.looked_at)
        for _look in range(2):
            driver.until(lambda: not watcher._looking)
            watcher.look()
        driver.until(lambda: not watcher._looking)
        driver.settle()
        return watcher

    return look


def put(driver: Driver, folder: Path, name: str, *rows: str) -> Path:
    """A file that was written a while ago; rows are "reference;time"."""
    day = local_day(driver.window._app.env.clock())
    lines = [f"{row.replace(';', f';{day} ')};Pase;Zelma Rasaspura;;" for row in rows]
    path = folder / name
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    os.utime(path, (1_000, 1_000 + len(rows)))
    return path


def shown(driver: Driver) -> DayFileNotice:
    return driver.today.middle.idle.day_file


def test_a_new_file_is_offered_and_imported_by_its_button(
    driver: Driver, folder: Path, watch: Callable[..., Watcher]
) -> None:
    driver.finish_current()
    path = put(driver, folder, "today.csv", "N1;15:00", "N2;15:15")
    content = path.read_bytes()
    watcher = watch()
    driver.until(lambda: watcher.offers)
    notice = shown(driver)
    assert notice.take.isVisible()
    assert "2" in notice.title.text()
    assert "today.csv" in notice.advice.text()
    notice.take.click()
    driver.until(lambda: watcher.taken)
    assert not watcher.offers
    with driver.window._app.database.reader() as reader:
        found = reader.appointments.by_reference("file", ["N1", "N2"])
    assert set(found) == {"N1", "N2"}
    assert path.read_bytes() == content
    notice.away.click()
    assert not notice.title.isVisible()
    assert not watch().offers


def test_nothing_pops_up_while_a_client_is_served(
    driver: Driver, folder: Path, watch: Callable[..., Watcher]
) -> None:
    put(driver, folder, "today.csv", "N1;15:00")
    watcher = watch()
    driver.until(lambda: watcher.offers)
    assert driver.board.serving is not None
    assert not shown(driver).title.isVisible()
    assert driver.window.overlay.top() is None
    assert driver.window.messages.text() == ""
    driver.finish_current()
    assert shown(driver).title.isVisible()


def test_a_clean_file_is_imported_by_itself_when_that_is_wanted(
    driver: Driver, folder: Path, watch: Callable[..., Watcher]
) -> None:
    put(driver, folder, "today.csv", "N1;15:00")
    watcher = watch(automatic=True)
    driver.until(lambda: watcher.taken)
    assert not watcher.offers
    put(driver, folder, "today-2.csv", "N2;15:00", "N3;25:99")
    watcher = watch(automatic=True)
    driver.until(lambda: watcher.offers)
    assert watcher.offers[0].name == "today-2.csv"


def test_a_broken_file_names_line_and_field_and_is_looked_at(
    driver: Driver, folder: Path, watch: Callable[..., Watcher]
) -> None:
    driver.finish_current()
    put(driver, folder, "today.csv", "N1;15:00", "N2;15:xx")
    watcher = watch(automatic=True)
    driver.until(lambda: watcher.offers)
    notice = shown(driver)
    assert "3" in notice.advice.text()
    assert not notice.take.isVisible()
    notice.look.click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ImportDialog)
    driver.until(lambda: dialog.shown)
    assert dialog.shown is not None
    assert [(p.line, p.field) for p in dialog.shown.problems] == [(3, "start")]
    driver.press(Key.Key_Escape)
    notice.away.click()
    driver.settle()
    assert not watch().offers


def test_a_file_imported_by_hand_is_offered_no_more(
    driver: Driver, folder: Path, watch: Callable[..., Watcher]
) -> None:
    driver.finish_current()
    put(driver, folder, "today.csv", "N1;15:00")
    watcher = watch()
    driver.until(lambda: watcher.offers)
    shown(driver).look.click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, ImportDialog)
    driver.until(lambda: dialog.shown)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: not watcher.offers)


def test_a_folder_that_went_away_is_said_in_its_place(
    driver: Driver, folder: Path, watch: Callable[..., Watcher]
) -> None:
    watcher = watch()
    folder.rmdir()
    watch()
    assert watcher.fault is not None
    driver.window.shell.go("branch", "device")
    page = _page(driver)
    state = next(s for s in page.sections if type(s).__name__ == "WatchSection").state
    assert state.property("tone") == "danger"
    assert str(folder) in state.text()


def _page(driver: Driver) -> DevicePage:
    screen = driver.shell.screens["branch"]
    assert isinstance(screen, BranchScreen)
    page = screen.page()
    assert isinstance(page, DevicePage)
    return page


def test_this_pc_is_set_on_its_page(driver: Driver, folder: Path) -> None:
    driver.shell.go("branch", "device")
    named = {type(section).__name__: section for section in _page(driver).sections}
    watching, calls, strip = (named[f"{name}Section"] for name in ("Watch", "Calls", "Strip"))
    driver.until(lambda: watching.pattern.text())
    watching.folder.setText(str(folder))
    watching.automatic.click()
    watching.keep.click()
    driver.until(lambda: watcher_of(driver.window.context).setting.folder == str(folder))
    strip.edge.setCurrentIndex(strip.edge.findData("bottom"))
    strip.keep.click()
    calls.volume.setCurrentIndex(calls.volume.findData("0"))
    calls.keep.click()
    driver.settle()
    with driver.window._app.database.reader() as reader:
        assert device_setting(reader, WatchedFolder) == WatchedFolder(str(folder), automatic=True)
    driver.window.use_language("ru")
    for section in (watching, calls, strip):
        assert section.advice.text()


@pytest.fixture
def bare_window(
    driver: Driver, tmp_path: Path, demo_clock: Callable[[], object]
) -> Iterator[MainWindow]:
    """A branch on its first morning: a head, and nothing imported."""
    made, _code = create_app(
        tmp_path / "bare", institution="pmlp", branch="riga-2", clock=demo_clock
    )
    with made.database.unit_of_work() as uow:
        nobody = session.nobody(uow, made.env)
        accounts.add(
            uow, made.env, nobody, login="ilze", name="Ilze Rozīte", role=Role.HEAD,
            password="garš paroles teikums",
        )  # fmt: skip
        uow.commit()
    made.close()
    window = MainWindow(lambda: open_app(tmp_path / "bare", clock=demo_clock), demo_actor)
    window.show()
    window.start()
    form = window.signin.form
    driver.until(form.isVisible)
    form.counter.setText("1")
    form.password.setText("garš paroles teikums")
    form.enter.click()
    driver.until(lambda: window.shell is not None and window.shell.feed.board is not None)
    yield window
    window.close()
    discard(window)


def test_no_file_for_today_is_said_plainly(driver: Driver, bare_window: MainWindow) -> None:
    today = bare_window.shell.screens["today"]
    notice = today.middle.idle.day_file
    driver.until(notice.title.isVisible)
    assert notice.hand.isVisible()
    assert not notice.away.isVisible()
    bare_window.shell.go("schedule")
    assert bare_window.shell.screens["schedule"].day_file.title.isVisible()
    notice.hand.click()
    assert isinstance(bare_window.overlay.top(), ImportDialog)
