"""Saved and safe, as the window shows them; the page that keeps the data safe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from driver import Driver
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.app import open_app
from desk.demo.session import demo_actor
from desk.domain.roles import Actor, Role
from desk.i18n import set_language
from desk.services import safety
from desk.services.safety_report import MirrorReport
from desk.ui.branch.safety_page import SafetyPage
from desk.ui.safety.child import Child, refusal
from desk.ui.safety.keeper import SafetyKeeper
from desk.ui.safety.mirror_watch import MirrorWatch
from desk.ui.safety.words import safe_text
from desk.ui.widgets.text import Label
from desk.ui.window import MainWindow

SLOW = 30_000
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
def keeper(window: MainWindow) -> SafetyKeeper:
    assert window.safety is not None
    return window.safety


@pytest.fixture
def page(driver: Driver) -> SafetyPage:
    driver.shell.go("branch", "safety")
    found = driver.shell.screens["branch"].page()  # type: ignore[attr-defined]
    assert isinstance(found, SafetyPage)
    driver.until(lambda: found.backups.last.text())
    return found


def test_a_backup_is_made_shown_and_restorable(
    qtbot: QtBot, driver: Driver, page: SafetyPage, keeper: SafetyKeeper, demo_folder: Path
) -> None:
    assert page.backups.pill.text() == "None yet"
    page.backups.make.click()
    assert keeper.backup is not None
    assert not page.backups.make.isEnabled()
    assert page.backups.cancel.isVisibleTo(page)
    qtbot.waitUntil(lambda: len(page.backups.list.rows.rows()) == 1, timeout=SLOW)
    assert "opened and checked" in page.backups.last.text()
    assert page.backups.make.isEnabled()
    (made,) = (demo_folder / "backups").iterdir()
    assert {path.name for path in made.iterdir()} >= {"branch.db", "keys.json", "manifest.json"}


def test_a_backup_can_be_given_up(
    qtbot: QtBot, page: SafetyPage, keeper: SafetyKeeper, demo_folder: Path
) -> None:
    page.backups.make.click()
    page.backups.cancel.click()
    assert keeper.backup is not None
    assert keeper.backup.percent is None
    assert page.backups.make.isEnabled()
    assert not (demo_folder / "backups").exists()


def test_a_refused_backup_is_said_in_words(
    qtbot: QtBot, driver: Driver, page: SafetyPage, demo_folder: Path
) -> None:
    (demo_folder / "backups").write_text("a file where the folder should be")
    page.backups.make.click()
    message = driver.window.messages
    qtbot.waitUntil(lambda: message.isVisible(), timeout=SLOW)
    qtbot.waitUntil(lambda: page.backups.pill.text() == "Failed", timeout=SLOW)
    assert str(demo_folder / "backups") in page.backups.last.text()


def test_the_second_place_is_tried_used_and_given_up(
    qtbot: QtBot, driver: Driver, page: SafetyPage, keeper: SafetyKeeper, tmp_path: Path
) -> None:
    footer = driver.shell.footer
    assert footer.safe.text() == "No second place set"
    place = tmp_path / "share"
    page.place.folder.setText(str(place))
    page.place.use.click()
    qtbot.waitUntil(lambda: page.place.outcome.property("tone") == "danger", timeout=SLOW)
    assert page.place.outcome.text().startswith("The second place cannot be reached")
    place.mkdir()
    page.place.use.click()
    qtbot.waitUntil(lambda: "Safe on a second place" in footer.safe.text(), timeout=SLOW)
    assert keeper.mirror is not None
    assert page.place.pill.text() == "Works"
    driver.finish_current()
    qtbot.waitUntil(lambda: "not yet safe" in footer.safe.text(), timeout=SLOW)
    qtbot.waitUntil(lambda: "not yet safe" not in footer.safe.text(), timeout=SLOW)
    page.place.none.click()
    qtbot.waitUntil(lambda: footer.safe.text() == "No second place set", timeout=SLOW)


def test_a_place_used_earlier_is_named_until_somebody_has_emptied_it(
    driver: Driver, page: SafetyPage, tmp_path: Path
) -> None:
    context = driver.window.context
    assert context is not None
    assert not page.place.earlier.isVisible()
    for place in ("old", ""):
        (tmp_path / "old").mkdir(exist_ok=True)
        context.write(safety.set_place, str(tmp_path / place) if place else "")
    driver.until(lambda: page.place.earlier.done)
    (done,) = page.place.earlier.done
    driver.until(lambda: done.isVisibleTo(page))
    assert str(tmp_path / "old") in done.accessibleName()
    assert any(str(tmp_path / "old") in said.text() for said in page.place.findChildren(Label))
    done.click()
    driver.until(lambda: not page.place.earlier.done)
    assert not page.place.earlier.isVisible()


def test_closing_the_window_makes_what_is_left_safe(
    qtbot: QtBot, driver: Driver, keeper: SafetyKeeper, tmp_path: Path, demo_folder: Path
) -> None:
    from db.mirror_state import read_state

    (tmp_path / "share").mkdir()
    set_up = Child(driver.window)
    with qtbot.waitSignal(set_up.ended, timeout=SLOW) as ended:
        folder = ["--data-dir", str(demo_folder)]
        set_up.start(["mirror", "check", str(tmp_path / "share"), "--json", *folder])
    assert ended.args is not None
    assert ended.args[0] == 0
    context = driver.window.context
    assert context is not None
    context.write(safety.set_place, str(tmp_path / "share"))
    assert keeper.mirror is not None
    qtbot.waitUntil(lambda: keeper.mirror.safe_at is not None, timeout=SLOW)  # type: ignore[union-attr]
    driver.finish_current()
    latest = keeper.latest
    driver.window.close()
    state = read_state(demo_folder)
    assert state is not None
    assert state.point is not None
    assert state.point.outbox >= latest
    assert state.problem == ""
    shutil.rmtree(tmp_path / "share")


class Told(QObject):
    """A mirror that says what the test wants."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self.watch = MirrorWatch(Path(), clock, self)
        self.watch.place = "/share"

    def say(self, **said: Any) -> None:
        report = MirrorReport(**{"place": "/share", "age": 0.0, **said})
        self.watch._said(msgspec.json.encode(report))


@pytest.fixture
def told(qapp: object, clock: VirtualClock) -> Iterator[Told]:
    set_language("en")
    yield Told(clock)
    set_language("lv")


def test_words_of_the_foot(told: Told) -> None:
    assert safe_text(told.watch, 9) == (
        "Nothing is safe on a second place yet · 9 changes not yet safe",
        "ink2",
    )
    told.say(copying=40, latest=9)
    assert safe_text(told.watch, 9) == ("Copying to the second place: 40 %", "ink2")
    told.say(safe=9, latest=9)
    assert safe_text(told.watch, 9) == ("Safe on a second place 8:30:00", "ink2")
    assert safe_text(told.watch, 10) == (
        "Safe on a second place 8:30:00 · 1 change not yet safe",
        "ink2",
    )
    assert safe_text(told.watch, 12)[0].endswith("3 changes not yet safe")
    assert safe_text(None, 3) == ("", "ink2")


def test_late_is_amber_and_says_so_in_words(told: Told, clock: VirtualClock) -> None:
    told.say(safe=9, latest=9)
    clock.advance(seconds=59)
    told.say(safe=9, latest=12, age=59.0, problem="mirror.unreachable")
    assert safe_text(told.watch, 12)[1] == "ink2"
    clock.advance(seconds=2)
    told.say(safe=9, latest=12, age=61.0, problem="mirror.unreachable")
    text, tone = safe_text(told.watch, 12)
    assert tone == "warn"
    assert text == (
        "Safe on a second place 8:30:00 · 3 changes not yet safe · second place not reached"
    )
    told.say(safe=12, latest=12, age=0.2)
    assert safe_text(told.watch, 12)[1] == "ink2"


def test_lines_of_others_are_passed_over(told: Told) -> None:
    told.say(safe=9, latest=9)
    known = told.watch.report
    told.watch._said(b"not json")
    told.say(place="/elsewhere", safe=1, latest=1)
    assert told.watch.report is known


def test_the_refusal_of_a_child() -> None:
    assert refusal(b"") == ""
    assert refusal(b'{"stage": "copy", "percent": 3}\n') == ""
    said = b'{"stage": "x"}\n{\n  "error": {\n "code": "a.b",\n "message": "Nav vietas."\n }\n}\n'
    assert refusal(said) == "Nav vietas."
