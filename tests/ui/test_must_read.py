"""Messages that must be read open by themselves: at a quiet moment, and once."""

from __future__ import annotations

import os

import pytest
from colleague import work_as
from driver import Driver
from fitting import misfits
from hq_messages import by_itself, come, news, said
from PySide6.QtCore import Qt

from desk.ui.bulletins import must_read
from desk.ui.bulletins.must_read import MustReadDialog
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again soon."""
    monkeypatch.setattr(must_read, "LOOK_AGAIN_MS", 20)


@pytest.fixture
def marta(driver: Driver) -> Driver:
    """A clerk at work, in English."""
    driver.window.use_language("en")
    work_as(driver, "marta")
    driver.until(lambda: driver.shell.feed.board is not None)
    return driver


def stays_away(driver: Driver) -> None:
    """It does not open, however long one waits."""
    driver.until(lambda: news(driver)._must)
    driver.bot.wait(150)
    assert not driver.window.overlay.holds(MustReadDialog)


def test_it_opens_by_itself_and_goes_when_it_was_read(marta: Driver) -> None:
    come(marta, must=True)
    dialog = by_itself(marta)
    (card,) = dialog.cards
    marta.until(lambda: marta.window.focusWidget() is card.button)
    marta.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    marta.until(lambda: said(marta) == [(1, "clerk")])
    marta.until(lambda: marta.window.overlay.top() is None)
    work_as(marta, "marta")
    marta.until(lambda: marta.shell.feed.board is not None)
    marta.bot.wait(150)
    assert not marta.window.overlay.holds(MustReadDialog), "not again once it was read"


def test_a_message_that_need_not_be_read_opens_nothing(marta: Driver) -> None:
    come(marta, must=False)
    marta.until(news(marta).isVisible)
    marta.bot.wait(100)
    assert marta.window.overlay.top() is None


def test_not_while_a_client_is_at_the_counter_but_when_the_visit_ended(driver: Driver) -> None:
    assert driver.fresh().serving is not None
    come(driver, must=True)
    stays_away(driver)
    driver.finish_current()
    by_itself(driver)


def test_not_over_another_dialog_but_after_it(marta: Driver) -> None:
    other = Dialog("Something else")
    context = marta.window.context
    assert context is not None
    context.open(other)
    come(marta, must=True)
    stays_away(marta)
    other.leave()
    by_itself(marta)


def test_not_while_something_is_half_typed(marta: Driver) -> None:
    field = LineField("field", "")
    marta.shell.layout().addWidget(field)  # type: ignore[union-attr]
    field.setText("half a na")
    field.setFocus()
    come(marta, must=True)
    stays_away(marta)
    field.clear()
    by_itself(marta)


def test_not_while_the_pc_is_locked(marta: Driver) -> None:
    marta.window.lock()
    assert marta.window.guard.locked
    come(marta, must=True)
    stays_away(marta)


def test_who_puts_it_off_is_asked_again_after_the_next_sign_in(marta: Driver) -> None:
    come(marta, must=True)
    by_itself(marta).leave()
    marta.window.use_scale(125)  # the screens are built anew, the person is the same
    marta.until(lambda: marta.window.context is not None)
    stays_away(marta)
    assert news(marta).mark.isVisible()
    notices = marta.window.workplace.notices
    assert notices is not None
    notices.arrive()
    marta.shell.feed.refresh()
    by_itself(marta)


def test_every_word_has_its_room(driver: Driver) -> None:
    for language in ("en", "lv"):
        driver.window.use_language(language)
        work_as(driver, "marta")
        for scale, size in ((100, (1366, 768)), (150, (1366, 768)), (150, (1024, 700))):
            driver.window.use_scale(scale)
            driver.window.resize(*size)
            driver.until(lambda: driver.window.context is not None)
            driver.until(lambda: driver.shell.feed.board is not None)
            come(driver, must=True)
            dialog = by_itself(driver)
            driver.until(driver.window.overlay.at_rest)
            assert misfits(dialog) == []
            if folder := os.environ.get("SHOTS"):
                driver.window.grab().save(f"{folder}/must-{language}-{scale}-{size[0]}.png")
            dialog.leave()
