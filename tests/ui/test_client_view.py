"""Show to the client: huge words, chosen or typed, and nothing of them left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from driver import CTRL, Driver, Key
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from desk.resources import packs_dir
from desk.services.content.load import load_pack
from desk.services.show_client import MINUTES, phrases
from desk.ui.card import ActionCard
from desk.ui.client_view.big_text import BigText
from desk.ui.client_view.view import ClientView


def _turned(driver: Driver) -> ClientView:
    driver.press(Key.Key_D, CTRL)
    driver.until(lambda: driver.window.turning.view)
    view = driver.window.turning.view
    assert view is not None
    return view


def test_digits_and_arrows_choose_and_esc_goes_back(driver: Driver) -> None:
    view = _turned(driver)
    assert not driver.today.isVisible()
    say = phrases(driver.window.context.env, "serving")
    driver.press(Key.Key_2)
    assert view.sentence.text() == say[1].say.lv
    assert view.translated.text() == say[1].say.en
    driver.press(Key.Key_Right)
    assert view.sentence.text() == say[2].say.lv
    view.languages["uk"].click()
    assert view.translated.text() == say[2].say.uk
    view.languages[""].click()
    assert not view.translated.isVisible()
    driver.press(Key.Key_Escape)
    assert driver.window.turning.view is None
    assert driver.today.isVisible()


def test_minutes_are_stepped_with_arrows(driver: Driver) -> None:
    view = _turned(driver)
    say = phrases(driver.window.context.env, "serving")
    place = next(n for n, phrase in enumerate(say) if phrase.id == "wait-minutes")
    view.show_phrase(place)
    for minutes in MINUTES[1:]:
        driver.press(Key.Key_Up)
        assert f" {minutes} " in view.sentence.text()
    driver.press(Key.Key_Up)
    assert f" {MINUTES[-1]} " in view.sentence.text()


def test_letters_are_typed_and_the_client_types_back(driver: Driver) -> None:
    view = _turned(driver)
    driver.press(Key.Key_K)
    driver.type("as noticis 2 dienas")
    assert view.sentence.text() == "kas noticis 2 dienas"
    assert not view.translated.isVisible()
    driver.press(Key.Key_Escape)
    driver.press(Key.Key_0)
    driver.type("I cannot hear")
    assert view.answer.text() == "I cannot hear"
    driver.press(Key.Key_Escape)
    assert driver.window.turning.view is view
    driver.press(Key.Key_Escape)
    assert driver.window.turning.view is None


def test_nothing_that_was_typed_is_kept(driver: Driver) -> None:
    for _turn in range(2):
        view = _turned(driver)
        assert view.typed.text() == view.answer.text() == ""
        driver.press(Key.Key_Q)
        driver.type("zuzumbergs")
        driver.press(Key.Key_Escape)
        view.toggle_answer()
        driver.type("zuzumbergs")
        driver.press(Key.Key_Escape)
        driver.press(Key.Key_Escape)
    driver.settle()
    folder: Path = driver.window._app.folder
    logs = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db"]
    assert all(b"zuzumbergs" not in path.read_bytes() for path in logs)


def test_the_queue_is_not_run_while_a_client_looks(driver: Driver) -> None:
    _turned(driver)
    before = driver.board.serving
    for key in (Key.Key_F2, Key.Key_F4, Key.Key_F6):
        driver.press(key)
    assert driver.window.turning.view is not None
    assert driver.settle().serving == before


def test_the_card_turns_the_screen_back_first(driver: Driver) -> None:
    _turned(driver)
    driver.press(Key.Key_F12)
    assert driver.window.turning.view is None
    assert isinstance(driver.dialog(), ActionCard)


def test_locking_takes_the_words_away(driver: Driver) -> None:
    _turned(driver)
    driver.press(Key.Key_L, CTRL)
    assert driver.window.turning.view is None


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 700)])
def test_large_text_shows_everything(driver: Driver, width: int, height: int) -> None:
    driver.window.resize(width, height)
    driver.window.use_scale(150)
    driver.until(lambda: driver.shell.feed.board)
    view = _turned(driver)
    for place in range(len(view.choices)):
        view.show_phrase(place)
        driver.bot.wait(1)
        for big in view.findChildren(BigText):
            if big.isVisible():
                assert big.fitting().pixelSize() >= 30
    for button in view.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
            assert button.accessibleName()


def test_big_text_never_cuts_a_word(driver: Driver) -> None:
    big = BigText(largest=120)
    driver.bot.addWidget(big)
    big.set_text("Pilsonības un migrācijas lietu pārvalde")
    sizes = []
    for width in (300, 600, 1200):
        big.resize(width, 400)
        sizes.append(big.fitting().pixelSize())
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1] <= 120


@pytest.mark.parametrize("pack", ["pmlp", "atd"])
def test_every_phase_has_sentences_and_digits_for_them(pack: str) -> None:
    known = load_pack(packs_dir() / pack).client_phrases
    for phase in ("greeting", "serving"):
        of_phase = [phrase for phrase in known if not phrase.phases or phase in phrase.phases]
        assert 5 <= len(of_phase) <= 9
    for phrase in known:
        filled = [getattr(phrase.say, mark) for mark in ("lv", "en", "ru", "uk")]
        assert len({"{minutes}" in text for text in filled}) == 1


def test_typing_with_the_helper_of_the_field(driver: Driver) -> None:
    """The clerk's key works while the client's field has the focus."""
    view = _turned(driver)
    view.toggle_answer()
    QTest.keyClick(view.answer.field, Key.Key_D, CTRL)
    assert driver.window.turning.view is None
