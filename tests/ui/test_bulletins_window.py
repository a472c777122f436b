"""Messages of headquarters: told quietly, read in a list, and answered where that is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from colleague import work_as, write
from driver import Driver
from fitting import misfits
from hq_messages import ENGLISH, LATVIAN, by_itself, come, news, opened, said
from PySide6.QtWidgets import QLabel

from db.stores.from_hq import BulletinRow
from desk.ui.bulletins.dialog import BulletinsDialog


def _texts(dialog: BulletinsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_nothing_is_told_and_the_list_says_so(driver: Driver) -> None:
    driver.window.use_language("en")
    work_as(driver, "marta")
    dialog = opened(driver)
    assert "There are no messages" in _texts(dialog)
    assert not news(driver).isVisible()


def test_a_message_is_told_quietly_and_is_read_once_it_was_shown(driver: Driver) -> None:
    driver.window.use_language("en")
    work_as(driver, "marta")
    come(driver, must=False)
    line = news(driver)
    driver.until(line.isVisible)
    assert line.text.text() == "1 new message from headquarters."
    assert not line.mark.isVisible()
    line.look.click()
    dialog = driver.dialog()
    driver.until(lambda: ENGLISH in _texts(dialog))
    assert [card.button for card in dialog.cards] == [None]
    driver.until(lambda: not line.isVisible())
    assert said(driver) == []


def test_a_must_read_message_asks_for_a_press_that_is_recorded(driver: Driver) -> None:
    driver.window.use_language("en")
    work_as(driver, "marta")
    come(driver, must=True)
    by_itself(driver).leave()
    line = news(driver)
    driver.until(line.isVisible)
    assert line.mark.isVisible()
    dialog = opened(driver)
    assert line.isVisible() and said(driver) == []
    (card,) = dialog.cards
    assert card.button is not None
    driver.until(lambda: driver.window.focusWidget() is card.button)
    card.button.click()
    driver.until(lambda: said(driver) == [(1, "clerk")])
    driver.until(lambda: [one.button for one in dialog.cards] == [None])
    assert "You have read it" in _texts(dialog)
    dialog.leave()
    driver.until(lambda: not line.isVisible())
    work_as(driver, "ilze")
    driver.until(news(driver).isVisible)
    assert by_itself(driver).cards[0].button is not None, "another person has not read it"


def test_without_the_persons_language_it_is_latvian_and_says_so(driver: Driver) -> None:
    driver.window.use_language("ru")
    work_as(driver, "marta")
    come(driver, must=False, english=False)
    dialog = opened(driver)
    assert LATVIAN in _texts(dialog)
    assert dialog.cards[0].shown.in_latvian


def test_a_withdrawn_message_cannot_be_said_to_be_read(driver: Driver) -> None:
    driver.window.use_language("en")
    work_as(driver, "marta")
    number = come(driver, must=True)
    dialog = by_itself(driver)
    context = driver.window.context
    assert context is not None
    row = BulletinRow(number, 2, {"lv": LATVIAN}, "", context.env.clock(), None, True, True)

    def withdraw(uow: Any) -> None:
        uow.from_hq.put_bulletin(row)

    write(driver, withdraw)
    button = dialog.cards[0].button
    assert button is not None
    button.click()
    driver.until(lambda: "changed or withdrawn" in driver.window.messages.text())
    assert said(driver) == []


def test_every_word_has_its_room(driver: Driver) -> None:
    for language in ("en", "lv"):
        driver.window.use_language(language)
        work_as(driver, "marta")
        for must in (True, False):
            come(driver, must=must, until=date(2026, 12, 1))
        for scale, size in ((100, (1366, 768)), (150, (1366, 768)), (150, (1024, 700))):
            driver.window.use_scale(scale)
            driver.window.resize(*size)
            driver.until(lambda: driver.shell.feed.board is not None)
            driver.until(news(driver).isVisible)
            if driver.window.overlay.top() is not None:
                driver.dialog().leave()
            _shoot(driver, f"line-{language}-{scale}-{size[0]}")
            assert misfits(news(driver)) == []
            dialog = opened(driver)
            driver.until(lambda: not misfits(driver.dialog()))
            _shoot(driver, f"list-{language}-{scale}-{size[0]}")
            dialog.leave()


def _shoot(driver: Driver, name: str) -> None:
    import os

    folder = os.environ.get("SHOTS")
    if folder:
        driver.window.grab().save(f"{folder}/{name}.png")
