"""The incident log on the safety page: how it stands, checked at a click, signed once a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from driver import Driver
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from db.driver import connect
from db.layout import database_path
from desk.app import open_app, unlocked_key
from desk.demo.session import demo_actor
from desk.domain.entry_log import Occasion
from desk.domain.log_check import Found
from desk.domain.roles import Actor, Role
from desk.services import closing_report
from desk.ui.branch.safety_page import SafetyPage
from desk.ui.safety.log_panel import _FOUND, LogPanel
from desk.ui.window import MainWindow

SLOW = 60_000
"""Another process has to begin (milliseconds)."""


def as_head(uow: Any, env: Any) -> Actor:
    return replace(demo_actor(uow, env), role=Role.HEAD)


@pytest.fixture
def window(qtbot: QtBot, demo_folder: Path, demo_clock: VirtualClock) -> Iterator[MainWindow]:
    """The demo's window with its head at work, in English."""
    made = MainWindow(lambda: open_app(demo_folder, clock=demo_clock), as_head)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.shell is not None and made.shell.feed.board is not None)
    made.use_language("en")
    yield made
    made.close()


@pytest.fixture
def panel(driver: Driver) -> LogPanel:
    driver.shell.go("branch", "safety")
    page = driver.shell.screens["branch"].page()  # type: ignore[attr-defined]
    assert isinstance(page, SafetyPage)
    driver.until(lambda: page.log.state.text())
    return page.log


def test_an_honest_log_is_fine(qtbot: QtBot, panel: LogPanel) -> None:
    assert panel.pill.text() == "Not checked yet"
    assert "has not been printed yet" in panel.state.text()
    panel.check.click()
    assert not panel.check.isEnabled() and panel.cancel.isVisibleTo(panel)
    qtbot.waitUntil(lambda: panel.pill.text() == "Fine", timeout=SLOW)
    assert "everything as it was" in panel.state.text()
    assert panel.check.isEnabled() and panel.found.isHidden()


def test_a_changed_entry_is_named(qtbot: QtBot, panel: LogPanel, demo_folder: Path) -> None:
    with closing(connect(database_path(demo_folder), unlocked_key(demo_folder))) as raw:
        raw.execute("DROP TRIGGER incident_event_no_update")
        raw.execute("UPDATE incident_event SET at = at - 1 WHERE position = 1")
        asked = "SELECT label FROM entry_log, incident_event e WHERE row_id = e.id AND position = 1"
        label = raw.execute(asked).fetchone()[0]
    panel.check.click()
    qtbot.waitUntil(lambda: panel.pill.text() == "Changed", timeout=SLOW)
    assert f"{label}: changed" in panel.found.text()
    assert "Tell headquarters" in panel.state.text()


def test_every_finding_has_its_words() -> None:
    assert set(_FOUND) == set(Found)


def test_a_check_can_be_given_up(panel: LogPanel) -> None:
    panel.check.click()
    panel.cancel.click()
    assert panel.check.isEnabled() and panel.pill.text() == "Not checked yet"


def test_the_printed_root_is_told(driver: Driver, panel: LogPanel) -> None:
    context = driver.window.context
    assert context is not None
    context.write(closing_report.closing_paper)
    driver.until(lambda: "last printed on a closing sheet" in panel.state.text())


def test_it_is_signed_once_a_day(driver: Driver, window: MainWindow) -> None:
    assert window.safety is not None and window.safety.signer is not None
    window.safety.signer.ask()
    found: list[Any] = []

    def signed() -> bool:
        window.runner.read(
            lambda reader: reader.entry_log.last_checkpoint(Occasion.START), found.append
        )
        return found[-1:] != [] and found[-1] is not None

    driver.until(signed)
    assert found[-1].size > 0
