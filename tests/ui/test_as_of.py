"""What headquarters said tells its age where it is shown, while they are not reached."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from colleague import show
from driver import Driver
from fitting import misfits
from hq_messages import come, opened
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.services.sync_state import LineState, SyncState
from desk.ui.branch.people_page import PeoplePage
from desk.ui.conflicts.dialog import ConflictsDialog
from desk.ui.sync.as_of import AsOf
from desk.ui.sync.keeper import sync_of
from desk.ui.sync.words import stale_text, words_of

FRESH = {LineState.NOT_ENROLLED, LineState.ONLINE, LineState.CLOCK, LineState.RESTORED}


def stand(driver: Driver, state: LineState) -> None:
    """The line is so, and was last well two hours ago."""
    context = driver.window.context
    assert context is not None
    keeper = sync_of(context)
    keeper._use(SyncState(state=state, as_of=context.env.clock() - timedelta(hours=2)))


def line_in(part: QWidget) -> AsOf:
    """The line of a screen or dialog."""
    (found,) = part.findChildren(AsOf)
    assert isinstance(found, AsOf)
    return found


@pytest.mark.parametrize("state", LineState)
def test_every_state_is_fresh_or_tells_since_when(driver: Driver, state: LineState) -> None:
    context = driver.window.context
    assert context is not None
    driver.window.use_language("en")
    now = context.env.clock()
    known = SyncState(state=state, as_of=now - timedelta(hours=2))
    assert bool(stale_text(known, state, now)) is (state not in FRESH)
    assert stale_text(SyncState(state=state), state, now) == "", "nothing ever came"


def test_a_doubted_chain_is_said_in_words(driver: Driver) -> None:
    context = driver.window.context
    assert context is not None
    driver.window.use_language("en")
    for code, said in (
        ("sync.hq_missing", "left out"),
        ("sync.hq_altered", "not what they once wrote"),
        ("sync.hq_reordered", "out of order"),
        ("sync.hq_other_past", "another past"),
    ):
        known = SyncState(state=LineState.DOUBTED, error=DeskError(code, seq=4))
        words = words_of(known, known.state, context.env.clock())
        assert (words.tone, words.short) == ("danger", "HQ: doubtful")
        assert said in words.says
        assert "tell IT at once" in words.says


def _schedule(driver: Driver) -> QWidget:
    return show(driver, "schedule")


def _incidents(driver: Driver) -> QWidget:
    return show(driver, "incidents")


def _people(driver: Driver) -> QWidget:
    context = driver.window.context
    assert context is not None
    page = PeoplePage(context)
    driver.bot.addWidget(page)
    page.setParent(driver.window.centralWidget())
    page.show()
    return page


def _messages(driver: Driver) -> QWidget:
    come(driver, must=False)
    return opened(driver)


def _conflicts(driver: Driver) -> QWidget:
    context = driver.window.context
    assert context is not None
    dialog = ConflictsDialog(context)
    dialog.setParent(driver.window.overlay)
    return dialog


PLACES: tuple[Callable[[Driver], QWidget], ...] = (_schedule, _incidents, _people, _messages)


@pytest.mark.parametrize("place", PLACES)
def test_it_stands_where_something_of_theirs_does(
    driver: Driver, place: Callable[[Driver], QWidget]
) -> None:
    driver.window.use_language("en")
    stand(driver, LineState.ONLINE)
    line = line_in(place(driver))
    assert not line.isVisible()
    stand(driver, LineState.OFFLINE)
    driver.until(line.isVisible)
    assert line.text().startswith("From headquarters: as of ")
    stand(driver, LineState.ONLINE)
    driver.until(lambda: not line.isVisible())


def test_the_worklist_of_bookings_has_it_too(driver: Driver) -> None:
    stand(driver, LineState.OFFLINE)
    assert line_in(_conflicts(driver)).text()


def test_every_word_has_its_room(driver: Driver) -> None:
    for language in ("en", "lv"):
        driver.window.use_language(language)
        for scale, size in ((100, (1366, 768)), (150, (1024, 700))):
            driver.window.use_scale(scale)
            driver.window.resize(*size)
            driver.until(lambda: driver.window.context is not None)
            driver.until(lambda: driver.shell.feed.board is not None)
            driver.settle()  # the size was remembered, and the state read anew since
            stand(driver, LineState.OFFLINE)
            for name in ("schedule", "incidents"):
                screen = show(driver, name)
                driver.until(line_in(screen).isVisible)
                driver.settle()
                assert misfits(line_in(screen)) == []
                if folder := os.environ.get("SHOTS"):
                    driver.window.grab().save(f"{folder}/asof-{name}-{language}-{scale}.png")
