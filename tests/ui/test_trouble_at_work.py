"""What goes wrong while somebody is at work: said, nothing typed is lost, and there is a way on."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from branch_window import PASSWORD
from driver import CTRL, Key
from pytestqt.qtbot import QtBot
from troubled import TroubledBranch, troubled_branch

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.ui.trouble.texts import Way
from desk.ui.widgets.text import Label
from desk.ui.window import MainWindow


@pytest.fixture
def branch(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TroubledBranch]:
    """Anna at counter 3, half past ten."""
    made = troubled_branch(tmp_path, tmp_path_factory, qtbot, monkeypatch)
    made.clock.advance(hours=3, minutes=30)
    made.uptime.advance(3.5 * 3600)
    made.start()
    made.until_sign_in()
    assert made.desk is not None
    made.desk.sign_in("anna")
    made.desk.at_work("Anna Bērziņa")
    yield made
    made.window.close()


@contextmanager
def _no_room(branch: TroubledBranch) -> Iterator[None]:
    """No file of this process may become larger than the log is now."""
    size = branch.database.with_name("branch.db-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_keeps_what_was_typed_and_trying_again_works(branch: TroubledBranch) -> None:
    assert branch.desk is not None
    driver, window = branch.desk.driver, branch.window
    before = len(driver.board.rows)
    said: list[str] = []
    window.runner.refused.connect(lambda error: said.append(error.code))
    driver.press(Key.Key_N, CTRL)
    driver.press(Key.Key_2)
    with _no_room(branch):
        driver.press(Key.Key_F10)
        driver.until(lambda: said)
        driver.until(lambda: error_text(DeskError(said[0])) in _shown(window))
        assert said[0] in ("db.full", "db.disk")
        said.clear()
        driver.press(Key.Key_F2)
        driver.until(lambda: window.messages.text() and said)
        assert window.messages.text() == error_text(DeskError(said[0]))
    assert len(driver.fresh().rows) == before, "what can be read is read"
    driver.press(Key.Key_F10)
    driver.until(lambda: len(driver.fresh().rows) == before + 1)


def _shown(window: MainWindow) -> set[str]:
    return {one.text() for one in window.findChildren(Label) if one.isVisible()}


def _damage(branch: TroubledBranch, window: MainWindow) -> None:
    """Harm the file beneath the open database, and let it be read."""
    tidied: list[bool] = []
    app = window._app
    window.runner.work(app.database.tidy, lambda _none: tidied.append(True))
    branch.bot.waitUntil(lambda: bool(tidied))
    branch.flip()
    window.runner.write(lambda uow: uow.settings.put("noise", 1))


def test_a_damage_that_is_found_at_work_leads_to_the_card(branch: TroubledBranch) -> None:
    window = branch.window
    _damage(branch, window)
    branch.bot.waitUntil(lambda: window.bars.shown("broken"), timeout=15_000)
    branch.until_card("The database is damaged")
    assert not branch.card.back.isHidden(), "one may go on with what can be read"
    branch.go(Way.RESTORE)
    form = branch.card.restore
    branch.bot.waitUntil(lambda: form.isVisible() and form.isEnabled())
    form.login.setText("ilze")
    form.password.setText(PASSWORD)
    form.do.click()
    branch.until_sign_in()
    assert not window.bars.shown("broken")
    assert branch.desk is not None
    branch.desk.sign_in("anna")
    branch.desk.at_work("Anna Bērziņa")


def test_while_a_client_is_served_only_the_line_says_it(branch: TroubledBranch) -> None:
    assert branch.desk is not None
    driver, window = branch.desk.driver, branch.window
    driver.press(Key.Key_F2)
    driver.until(lambda: driver.board.serving is not None)
    driver.settle()
    _damage(branch, window)
    branch.bot.waitUntil(lambda: window.bars.shown("broken"), timeout=15_000)
    branch.bot.wait(2500)  # longer than it looks for a safe moment
    assert window.care is not None
    assert window.care.control is None
    window.bars.of["broken"].buttons[0].click()
    branch.until_card("The database is damaged")
    branch.card.back.click()
    assert window.shell is not None
    assert window.shell.isVisible()


@pytest.mark.parametrize("right", [True, False])
def test_a_clock_a_day_back_is_asked_about_and_keeps_nobody_out(
    branch: TroubledBranch, right: bool
) -> None:
    branch.window.close()
    branch.clock.advance(days=-1)
    branch.uptime.restart()
    window = branch.start()
    branch.until_sign_in()
    branch.bot.waitUntil(lambda: window.bars.shown("clock"))
    bar = window.bars.of["clock"]
    asked = bar.text.text()
    assert "23" in asked and "24.11.2026" in asked
    bar.buttons[0 if right else 1].click()
    assert window.bars.shown("clock") is not right
    assert branch.desk is not None
    branch.desk.sign_in("anna")
    branch.desk.at_work("Anna Bērziņa")
    assert window.bars.shown("clock") is not right
    if not right:
        branch.clock.advance(days=1)
        assert window.care is not None
        window.care.clock.look()
        branch.bot.waitUntil(lambda: not window.bars.shown("clock"))


def test_a_clock_a_day_ahead_is_asked_about(branch: TroubledBranch) -> None:
    branch.window.close()
    branch.clock.advance(days=2)
    branch.uptime.restart()
    window = branch.start()
    branch.until_sign_in()
    branch.bot.waitUntil(lambda: window.bars.shown("clock"))
