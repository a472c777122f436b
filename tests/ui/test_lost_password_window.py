"""A lost password at the sign-in card, with the keyboard alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from driver import Key
from fitting import misfits
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime, make_id

from db.stores.sync import Enrolment
from desk.app import open_app
from desk.domain.errors import DeskError
from desk.domain.spoken import spoken
from desk.error_texts import error_text
from desk.services import session
from desk.sync.challenge import answer, nonce_of, shared_secret
from desk.ui.signin.view import SignInView

NEW = "pavisam cita parole"
HQ, PC = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def enrolled(folder: Path, clock: VirtualClock) -> None:
    app = open_app(folder, clock=clock)
    public = HQ.public_key().public_bytes_raw()
    with app.database.unit_of_work() as uow:
        uow.sync.enrol(
            Enrolment(
                app.env.device_id, "https://127.0.0.1:1", "", "", "riga-2", make_id(), public,
                make_id(), PC.private_bytes_raw(), make_id(), bytes(32), clock(), 1, 0, bytes(32),
                0, 0,
            )
        )  # fmt: skip
        uow.commit()
    app.close()


@pytest.fixture
def desk(
    qtbot: QtBot,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    demo_clock: VirtualClock,
) -> Iterator[BranchWindow]:
    """A branch that headquarters have taken in (or, by parameter, not); nobody has signed in."""
    folder = staffed_copy(tmp_path, tmp_path_factory)
    if getattr(request, "param", True):
        enrolled(folder, demo_clock)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    try:
        qtbot.waitUntil(opened.window.signin.form.isVisible)
        yield opened
    finally:
        opened.window.close()


def chosen(desk: BranchWindow, login: str) -> SignInView:
    card = desk.window.signin
    card.form.person.setCurrentIndex(card.form.person.findData(login))
    card.form.counter.setText("1")
    return card


def to(desk: BranchWindow, widget: QWidget) -> None:
    """Go there with Tab."""
    for _ in range(12):
        if desk.window.focusWidget() is widget:
            return
        desk.driver.press(Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


def asked(desk: BranchWindow, login: str = "ilze") -> SignInView:
    card = chosen(desk, login)
    to(desk, card.lose)
    desk.driver.press(Key.Key_Space)
    desk.bot.waitUntil(card.lost.isVisible)
    return card


def told(desk: BranchWindow, card: SignInView, login: str = "ilze") -> str:
    with desk.window.app.database.reader() as reader:
        known = reader.sync.enrolment()
    assert known is not None
    secret = shared_secret(HQ.private_bytes_raw(), PC.public_key().public_bytes_raw(), known.device)
    nonce = nonce_of(secret, login, card.lost.code.text())
    assert nonce is not None
    return answer(secret, login, nonce)


def respond(desk: BranchWindow, answered: str) -> None:
    card = desk.window.signin
    card.lost.answer.clear()
    to(desk, card.lost.answer)
    desk.driver.type(answered)
    desk.driver.press(Key.Key_Return)


def choose(desk: BranchWindow, new: str = NEW, again: str = "") -> None:
    card = desk.window.signin
    desk.bot.waitUntil(card.lost.password.isVisible)
    for field, text in ((card.lost.password, new), (card.lost.again, again or new)):
        field.clear()
        to(desk, field)
        desk.driver.type(text)
    desk.driver.press(Key.Key_Return)


def test_with_the_keyboard_alone_from_the_card_to_work(desk: BranchWindow) -> None:
    card = asked(desk)
    assert "Ilze Rozīte" in card.lost.who.text()
    respond(desk, told(desk, card).lower())
    choose(desk)
    desk.at_work("Ilze Rozīte")
    assert not card.lost.code.text()
    assert not card.lost.password.text()
    with desk.window.app.database.reader() as reader:
        env = desk.window.app.env
        assert session.check_password(reader, env, "ilze", NEW).right
        assert not session.check_password(reader, env, "ilze", PASSWORD).right


def test_what_is_wrong_is_said_and_typed_again(desk: BranchWindow) -> None:
    card = asked(desk)
    wrong = error_text(DeskError("challenge.wrong"))
    respond(desk, spoken(7, 3))
    desk.bot.waitUntil(lambda: card.message.text() == wrong)
    assert desk.window.focusWidget() is card.lost.answer
    respond(desk, told(desk, card))
    choose(desk, NEW, "something else")
    assert card.lost.differ.isVisible()
    choose(desk, "short")
    desk.bot.waitUntil(lambda: card.message.isVisible())
    assert card.lost.password.isVisible()
    choose(desk)
    desk.at_work("Ilze Rozīte")


def test_esc_goes_back_and_the_code_stays_the_same(desk: BranchWindow) -> None:
    card = asked(desk)
    code = card.lost.code.text()
    desk.driver.press(Key.Key_Escape)
    assert card.form.isVisible()
    assert not card.lost.code.text(), "nothing of it stays on the screen"
    assert asked(desk).lost.code.text() == code


@pytest.mark.parametrize(
    ("login", "code"),
    [("anna", "session.no_password"), ("ilze", "session.no_password_manager")],
)
@pytest.mark.parametrize("language", ["en", "lv"])
def test_an_account_that_came_back_without_its_password_is_told_what_to_do(
    desk: BranchWindow, login: str, code: str, language: str
) -> None:
    desk.window.use_language(language)
    desk.window.use_scale(150)
    desk.window.resize(1024, 700)
    _lose_password(desk, login)
    card = chosen(desk, login)
    card.form.password.setText("what it was before")
    QTest.keyClick(card.form.password, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: card.message.text() == error_text(DeskError(code)))
    assert card.form.isVisible()
    assert card.lose.isVisible()
    assert not card.form.password.text()
    assert misfits(card) == []
    if folder := os.environ.get("SHOTS"):
        desk.window.grab().save(f"{folder}/nopass-{login}-{language}.png")


def _lose_password(desk: BranchWindow, login: str) -> None:
    """The account is made anew from its events, as after a restore."""
    made: list[bool] = []

    def back(uow: Any) -> None:
        lost = uow.accounts.by_login(login)
        uow._connection.exec_driver_sql(
            "DELETE FROM account_secret WHERE account_id = ?", (lost.id.bytes,)
        )
        uow.accounts.restore(lost.id)

    desk.window.runner.write(back, lambda _none: made.append(True))
    desk.bot.waitUntil(lambda: bool(made))


def test_a_clerk_is_sent_to_the_head(desk: BranchWindow) -> None:
    card = chosen(desk, "anna")
    card.lose.click()
    text = error_text(DeskError("challenge.not_manager"))
    desk.bot.waitUntil(lambda: card.message.text() == text)
    assert card.form.isVisible()


@pytest.mark.parametrize("desk", [False], indirect=True)
def test_without_headquarters_nothing_is_offered(desk: BranchWindow) -> None:
    assert not desk.window.signin.lose.isVisible()
