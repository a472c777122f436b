"""The window and headquarters: it tries by itself, tells how it stands, and waits for nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from driver import CTRL, Driver, Key
from hq_process import Server, command, started
from odd_hq import Odd, odd_hq
from pytestqt.qtbot import QtBot

from db.stores.sync import Enrolment
from desk.app import open_app
from desk.clocks import new_uuid7
from desk.demo.session import demo_actor
from desk.domain.roles import Actor, Role
from desk.domain.topics import Topic
from desk.services.sync_state import LineState
from desk.sync import keeping
from desk.sync.incarnation import write_incarnation
from desk.sync.joining import Address, join
from desk.sync.wire import NOTHING
from desk.ui.sync.dialog import SyncDialog
from desk.ui.sync.keeper import SyncKeeper
from desk.ui.sync.page import SyncPage
from desk.ui.widgets.discard import discard
from desk.ui.window import MainWindow

LONG = 20_000
"""A process has to begin, or a round to end (milliseconds)."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Headquarters' database, made once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('hq') / 'hq.db'}"
    command(url, "init")
    return url


@pytest.fixture(scope="module")
def hq(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Headquarters at work."""
    with started(database, tmp_path_factory.mktemp("log")) as server:
        yield server


@pytest.fixture
def odd() -> Iterator[Odd]:
    """A server that does what the test says."""
    with odd_hq() as made:
        yield made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has the patience of a window."""
    for name, seconds in (("START", 0.05), ("QUIET", 0.1), ("FIRST", 0.4), ("EVERY", 60.0)):
        monkeypatch.setattr(keeping, name, seconds)


def code_of(database: str) -> str:
    return str(command(database, "enrol-code", "--branch", "riga-2")["code"])


def as_head(uow: Any, env: Any) -> Actor:
    return replace(demo_actor(uow, env), role=Role.HEAD)


class Patient(Driver):
    """Hands that wait for headquarters' process too, however busy the machine is."""

    def until(self, condition: Callable[[], object]) -> None:
        """Let the window work until something is so."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=LONG)


Open = Callable[..., Driver]


@pytest.fixture
def opened(qtbot: QtBot, demo_folder: Path, quick: None) -> Iterator[Open]:
    """A maker of windows over the demo's data, in English."""
    made: list[MainWindow] = []

    def open_it(who: Any = as_head) -> Driver:
        window = MainWindow(lambda: open_app(demo_folder), who)
        qtbot.addWidget(window)
        made.append(window)
        window.show()
        window.start()
        qtbot.waitUntil(
            lambda: window.shell is not None and window.shell.feed.board is not None, timeout=LONG
        )
        window.use_language("en")
        return Patient(qtbot, window, lambda seconds: None)

    yield open_it
    for window in made:
        window.close()
        discard(window)


def lead_to(folder: Path, url: str) -> None:
    """The PC that was taken in looks for headquarters at another address."""
    with closing(open_app(folder)) as app, app.database.unit_of_work() as uow:
        uow.sync.change(url=url)
        uow.commit()


def as_another_pc(folder: Path) -> None:
    """Headquarters take each PC in once, and every copy of the demo says that it is the same."""
    (folder / "device.id").write_text(f"{new_uuid7()}\n")


@pytest.fixture
def enrolled(demo_folder: Path, hq: Server, database: str) -> Path:
    """The demo's folder, taken in as `desk enrol` does."""
    as_another_pc(demo_folder)
    with closing(open_app(demo_folder)) as app:
        code = code_of(database)
        join(app.database, Address(hq.url), code, "PC", app.env.clock, new_uuid7)
    return demo_folder


@pytest.fixture
def led_astray(demo_folder: Path, odd: Odd) -> Path:
    """The demo's folder, taken in long ago by what is now an odd server."""
    private, incarnation = Ed25519PrivateKey.generate().private_bytes_raw(), new_uuid7()
    write_incarnation(demo_folder, incarnation)
    with closing(open_app(demo_folder)) as app, app.database.unit_of_work() as uow:
        uow.sync.enrol(
            Enrolment(
                app.database.device_id, odd.url, "", "", "riga-2", new_uuid7(), bytes(32),
                new_uuid7(), private, incarnation, NOTHING, app.env.clock(), 1, 0, NOTHING, 0, 0,
            )
        )  # fmt: skip
        uow.commit()
    return demo_folder


def keeper_in(driver: Driver) -> SyncKeeper:
    found = driver.window.keepers.sync
    assert found is not None
    return found


def wait_for(driver: Driver, *states: LineState) -> SyncKeeper:
    keeper = keeper_in(driver)
    driver.until(lambda: keeper.shown_state in states)
    return keeper


def page_of(driver: Driver) -> SyncPage:
    driver.shell.go("branch", "headquarters")
    found = driver.shell.screens["branch"].page()  # type: ignore[attr-defined]
    assert isinstance(found, SyncPage)
    return found


def works(driver: Driver) -> None:
    """A clerk notices nothing: a client is finished as quickly as always."""
    driver.shell.go("today")
    driver.press(Key.Key_F4)
    driver.press(Key.Key_F4)
    driver.until(lambda: driver.board.serving is None)


def test_a_pc_of_its_own_says_so_and_asks_nobody(opened: Open) -> None:
    driver = opened()
    assert "not connected" in driver.shell.footer.line.text()
    assert keeper_in(driver).state.state is LineState.NOT_ENROLLED
    works(driver)


def test_what_is_saved_goes_there_by_itself(opened: Open, enrolled: Path, database: str) -> None:
    driver = opened()
    keeper = wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    driver.until(lambda: not keeper.state.waiting)
    works(driver)
    driver.until(lambda: bool(keeper.state.waiting) or keeper.running)
    driver.until(lambda: not keeper.state.waiting)


def test_dead_headquarters_are_said_and_nobody_waits(opened: Open, led_astray: Path) -> None:
    lead_to(led_astray, "http://127.0.0.1:9")
    driver = opened()
    keeper = wait_for(driver, LineState.OFFLINE)
    assert "not reached" in driver.shell.footer.line.text()
    assert keeper.keeping.failures
    works(driver)


def test_headquarters_that_hang_halt_nothing_not_even_the_end(
    opened: Open, led_astray: Path, odd: Odd
) -> None:
    odd.hangs = True
    driver = opened()
    keeper = keeper_in(driver)
    driver.until(lambda: bool(odd.asked))
    assert keeper.running
    works(driver)
    page = page_of(driver)
    driver.until(lambda: page.line.url.text())
    page.line.test.click()  # beside the round that hangs
    driver.until(lambda: len(odd.asked) > 1)
    began = time.monotonic()
    driver.window.close()
    assert time.monotonic() - began < 3


REFUSALS = (
    (403, "hq.revoked", LineState.REVOKED, "shut out"),
    (404, "hq.path", LineState.TOO_OLD, "update needed"),
    (409, "hq.superseded", LineState.COPIED, "second copy"),
    (503, "hq.database", LineState.BUSY, "busy"),
    (413, "hq.too_large", LineState.REFUSED, "refuses"),
    (418, "hq.from_the_future", LineState.TOO_OLD, "update needed"),
    (401, "hq.stale", LineState.CLOCK, "clock is off"),
)


def test_each_refusal_is_survived_and_said(opened: Open, led_astray: Path, odd: Odd) -> None:
    odd.refuse(500, "hq.internal")
    driver = opened()
    keeper = wait_for(driver, LineState.BUSY)
    page, line = page_of(driver), driver.shell.footer.line
    for status, code, state, words in REFUSALS:
        odd.refuse(status, code)
        driver.until(lambda: not keeper.running)
        keeper.sync_now()
        wait_for(driver, state)
        assert words in line.text()
        assert words in line.accessibleName()
        assert line.toolTip()
        driver.until(lambda state=state: page.box.known.state is state)
        assert page.box.pill.text()
        assert page.box.says.text()
    works(driver)


NONSENSE = (
    (200, b"<html>Please sign in</html>"),
    (302, b""),
    (200, b""),
    (200, b"\xff\xfe\x00"),
    (500, b"Traceback"),
    (200, b'{"standing": "alike"}'),
    (403, b'{"code": 7}'),
    (403, b'{"code": "hq.gap", "at": "2026-11-24T07:00:00Z", "params": {"code": "x"}}'),
)


def test_nonsense_is_survived(opened: Open, led_astray: Path, odd: Odd) -> None:
    odd.status, odd.body = NONSENSE[0]
    driver = opened()
    keeper = wait_for(driver, LineState.OFFLINE)
    for status, body in NONSENSE:
        odd.status, odd.body = status, body
        driver.until(lambda: not keeper.running)
        before = len(odd.asked)
        keeper.sync_now()
        driver.until(lambda before=before: len(odd.asked) > before)
        wait_for(driver, LineState.OFFLINE, LineState.BUSY)
    before = len(odd.asked)
    driver.until(lambda: not keeper.running)
    keeper.network_back()
    driver.until(lambda: len(odd.asked) > before)
    works(driver)


def test_headquarters_are_left_alone_when_they_ask(
    opened: Open, led_astray: Path, odd: Odd
) -> None:
    odd.refuse(429, "hq.too_often", "Retry-After: 300")
    driver = opened()
    keeper = wait_for(driver, LineState.BUSY)
    now = driver.window.app.env.uptime().seconds
    assert 290 < keeper.keeping.wait(now) < 340
    keeper.network_back()
    assert keeper.keeping.wait(now) > 290
    before = len(odd.asked)
    keeper.sync_now()
    driver.until(lambda: len(odd.asked) > before)


def test_the_network_that_is_back_is_used_at_once(
    opened: Open, enrolled: Path, hq: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FIRST", 600.0)
    lead_to(enrolled, "http://127.0.0.1:9")
    driver = opened()
    keeper = wait_for(driver, LineState.OFFLINE)
    driver.until(lambda: not keeper.running)
    lead_to(enrolled, hq.url)
    keeper.network_back()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)


def test_a_clerk_sees_the_state_by_a_key_and_no_settings(opened: Open, enrolled: Path) -> None:
    driver = opened(demo_actor_as_clerk)
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    driver.press(Key.Key_G, CTRL)
    dialog = driver.dialog()
    assert isinstance(dialog, SyncDialog)
    driver.until(lambda: dialog.box.known.as_of is not None)
    assert dialog.box.values["as_of"].text().startswith("as of ")
    assert dialog.box.known.settings.url == ""
    assert not dialog.more.isVisible()
    assert driver.window.focusWidget() in (dialog.box.now, dialog.done)
    dialog.box.now.setFocus()
    driver.press(Key.Key_Space)
    driver.press(Key.Key_Escape)
    driver.until(lambda: driver.window.overlay.top() is None)
    driver.shell.footer.line.click()
    assert isinstance(driver.dialog(), SyncDialog)


def demo_actor_as_clerk(uow: Any, env: Any) -> Actor:
    return replace(demo_actor(uow, env), role=Role.CLERK)


def test_a_head_goes_on_from_the_dialog_to_the_page(opened: Open) -> None:
    driver = opened()
    driver.press(Key.Key_G, CTRL)
    driver.dialog().more.click()
    driver.until(lambda: driver.window.overlay.top() is None)
    screen = driver.shell.screens["branch"]
    driver.until(lambda: isinstance(screen.page(), SyncPage))  # type: ignore[attr-defined]


def test_a_pc_is_connected_from_the_window(
    opened: Open, hq: Server, database: str, demo_folder: Path
) -> None:
    as_another_pc(demo_folder)
    driver = opened()
    page = page_of(driver)
    panel = page.line
    driver.until(panel.enrol.isVisible)
    panel.enrol.click()
    assert panel.code.property("wrong")
    panel.code.setText("ABCD-EFGH-JKLM-NPQR")
    panel.enrol.click()
    driver.until(lambda: panel.outcome.text().startswith("The address of headquarters begins"))
    panel.url.setText(hq.url)
    panel.test.click()
    driver.until(lambda: "answered after" in panel.outcome.text())
    panel.enrol.click()
    driver.until(lambda: "do not know this code" in panel.outcome.text())
    assert panel.enrol.isEnabled()
    panel.code.setText(code_of(database).lower())
    panel.enrol.click()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    driver.until(lambda: not panel.enrol.isVisible())
    assert panel.save.isVisible()
    assert page.box.values["known_as"].text().startswith("riga-2")


def test_settings_are_tried_saved_and_used(opened: Open, enrolled: Path, odd: Odd) -> None:
    odd.status, odd.body = 200, b"<html>sign in</html>"
    driver = opened()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    page = page_of(driver)
    panel = page.line
    driver.until(lambda: panel.url.text())
    panel.ca_file.setText(str(enrolled / "no such file.pem"))
    panel.test.click()
    driver.until(lambda: "cannot be read" in panel.outcome.text())
    assert panel.ca_file.property("wrong")
    panel.ca_file.clear()
    panel.way.setCurrentIndex(panel.way.findData("own"))
    panel._show_way()
    panel.proxy.setText("ftp://nowhere")
    panel.test.click()
    driver.until(lambda: "proxy" in panel.outcome.text())
    panel.proxy.setText(odd.url)
    panel.test.click()
    driver.until(lambda: "Something else" in panel.outcome.text())
    assert any("/health" in line for line in odd.asked)
    panel.save.click()
    wait_for(driver, LineState.OFFLINE)
    panel.way.setCurrentIndex(panel.way.findData("none"))
    panel.save.click()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    with driver.window.app.database.reader() as reader:
        assert reader.sync.enrolment().proxy == "none"


def test_it_is_stopped_and_goes_on(opened: Open, enrolled: Path, hq: Server) -> None:
    driver = opened()
    keeper = wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    page = page_of(driver)
    driver.until(page.box.stop.isEnabled)
    page.box.stop.click()
    assert keeper.shown_state is LineState.STOPPED
    assert "stopped" in driver.shell.footer.line.text()
    works(driver)
    driver.bot.wait(300)
    assert not keeper.running
    page = page_of(driver)
    page.box.now.click()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)


def test_what_came_is_told_to_the_screens_together(opened: Open) -> None:
    driver = opened()
    keeper = keeper_in(driver)
    told: list[frozenset[Topic]] = []
    driver.window.bus.changed.connect(told.append)
    for topic in (Topic.HOURS, Topic.QUEUE) * 50:
        keeper._collect(frozenset({topic}))
    driver.until(lambda: {Topic.HOURS, Topic.QUEUE} in told)
    assert sum(Topic.HOURS in topics for topics in told) == 1


def test_the_database_is_let_go_of_and_opened_again(opened: Open, enrolled: Path) -> None:
    driver = opened()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    window = driver.window
    shut: list[object] = []
    window._let_go(shut.append)
    driver.until(lambda: shut)
    assert window.keepers.sync is None
    window.start()
    driver.until(lambda: window.shell is not None)
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)


def test_everything_on_the_page_is_reached_by_tab(opened: Open, enrolled: Path) -> None:
    driver = opened()
    wait_for(driver, LineState.ONLINE, LineState.CLOCK)
    page = page_of(driver)
    driver.until(page.line.save.isVisible)
    wanted = {page.box.now, page.box.stop, page.line.url, page.line.way, page.line.ca_file}
    wanted |= {page.line.choose, page.line.save, page.line.test, driver.shell.footer.line}
    seen = set()
    for _ in range(60):
        driver.press(Key.Key_Tab)
        seen.add(driver.window.focusWidget())
    assert wanted <= seen
    assert all(widget.accessibleName() for widget in wanted)
