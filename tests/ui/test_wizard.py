"""The first start: from an empty folder to a head at work, and nothing half-made on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import Key
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.app import has_database, open_app
from desk.demo.session import demo_actor
from desk.domain.roles import Role
from desk.first_start import FirstSteps
from desk.i18n import language, set_language
from desk.services.device_settings import WatchedFolder, device_setting
from desk.services.preferences import preferences
from desk.ui.qt_texts import use_qt_texts
from desk.ui.style import tokens
from desk.ui.widgets.discard import discard
from desk.ui.window import MainWindow
from desk.ui.wizard.view import WizardView

PASSWORD = "zala teja bez cukura"
WAIT = 20_000


class FirstMorning:
    """A window over an empty folder."""

    def __init__(self, qtbot: QtBot, folder: Path, clock: VirtualClock) -> None:
        self.bot, self.folder = qtbot, folder
        self.window = MainWindow(
            lambda: open_app(folder, clock=clock),
            demo_actor,
            lambda: FirstSteps(folder, clock=clock),
        )
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.start()
        self.until(lambda: self.window._starting)
        self.until(lambda: self.view.place._places)

    @property
    def view(self) -> WizardView:
        assert self.window._starting is not None
        return self.window._starting.view

    def until(self, condition: object) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=WAIT)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key)

    def type(self, text: str) -> None:
        widget = self.window.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    def to_the_code(self, password: str = PASSWORD) -> None:
        """By the keyboard alone, from the first page to the recovery code."""
        self.view.welcome.ways.setFocus()
        self.press(Key.Key_1)
        QTest.keyClick(
            self.window.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        assert self.view.name == "place"
        self.type("rigas 2")
        self.press(Key.Key_Return)
        self.type("Ilze Rozite")
        for text in ("", "", password, password):
            self.press(Key.Key_Tab)
            self.type(text)
        self.press(Key.Key_Return)
        assert self.view.name == "device", self.view.person.problem.text()
        self.type("2")
        self.press(Key.Key_Tab)
        self.type(str(self.folder.parent))
        self.press(Key.Key_Return)

    def shown_code(self) -> list[str]:
        self.until(lambda: self.view.name == "code")
        return self.view.code._groups

    def confirm(self, groups: list[str]) -> None:
        self.press(Key.Key_Tab)
        self.type(groups[2].lower())
        self.press(Key.Key_Tab)
        self.type(groups[5])
        self.press(Key.Key_Return)


@pytest.fixture
def first(
    qtbot: QtBot, tmp_path: Path, demo_clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FirstMorning]:
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "keys"))
    before = language()
    set_language("lv")
    made = FirstMorning(qtbot, tmp_path / "data", demo_clock)
    yield made
    made.window.close()
    discard(made.window)
    set_language(before)
    use_qt_texts(before)


def test_from_an_empty_folder_to_a_head_at_work_by_keys(first: FirstMorning) -> None:
    first.to_the_code()
    groups = list(first.shown_code())
    assert len(groups) == 8
    assert not has_database(first.folder)
    first.confirm(groups)
    window = first.window
    first.until(lambda: window.shell is not None and window.shell.feed.board is not None)
    actor = window.context.actor
    assert (actor.name, actor.role, actor.site, actor.counter) == (
        "Ilze Rozite", Role.HEAD, "riga-2", "2",
    )  # fmt: skip
    assert window._starting is None
    with window._app.database.reader() as reader:
        assert device_setting(reader, WatchedFolder).folder == str(first.folder.parent)
        assert preferences(reader).counter == "2"
        assert reader.accounts.by_login("ilze") is not None


def test_the_code_must_be_in_hand(first: FirstMorning) -> None:
    first.to_the_code()
    groups = list(first.shown_code())
    first.confirm([*groups[:2], "00000", *groups[3:]])
    assert first.view.code.problem.isVisible()
    assert first.view.name == "code"
    assert not has_database(first.folder)


def test_going_back_from_the_code_leaves_nothing(first: FirstMorning) -> None:
    first.to_the_code()
    before = list(first.shown_code())
    first.press(Key.Key_Escape)
    first.until(lambda: first.view.name == "device")
    assert not has_database(first.folder)
    assert not (first.folder / "keys.json").exists()
    assert first.view.code._groups == []
    first.view.next.click()
    after = list(first.shown_code())
    assert after != before
    first.confirm(after)
    first.until(lambda: first.window.shell is not None)


def test_closing_the_window_at_the_code_leaves_nothing(first: FirstMorning) -> None:
    first.to_the_code()
    first.shown_code()
    first.window.close()
    assert not has_database(first.folder)
    assert not (first.folder / "keys.json").exists()


def test_what_is_missing_is_said_where_it_is_missing(first: FirstMorning) -> None:
    view = first.view
    view.next.click()
    view.next.click()
    assert view.place.problem.isVisible()
    view.place.search.setText("cēs")
    assert [row.title for row in view.place.list.rows.rows()] == ["Cēsu nodaļa"]
    view.next.click()
    person = view.person
    for fill, field in (
        (lambda: None, person.name),
        (lambda: person.name.setText("Ilze"), person.login),
        (lambda: person.login.setText("ilze"), person.password),
        (lambda: person.password.setText("short"), person.password),
        (lambda: person.password.setText(PASSWORD), person.again),
    ):
        fill()
        view.next.click()
        assert person.problem.isVisible()
        assert first.window.focusWidget() is field
    person.again.setText(PASSWORD)
    view.next.click()
    assert view.name == "device"


def test_a_login_that_is_refused_comes_back_to_its_page(first: FirstMorning) -> None:
    view = first.view
    view.next.click()
    view.place.search.setText("cēs")
    view.next.click()
    view.person.name.setText("Ilze")
    view.person.login.setText("ilze rozīte!")
    view.person.password.setText(PASSWORD)
    view.person.again.setText(PASSWORD)
    view.next.click()
    view.next.click()
    first.until(lambda: view.name == "person" and view.person.problem.isVisible())
    assert not has_database(first.folder)


def test_language_and_size_are_chosen_first_and_kept(first: FirstMorning) -> None:
    first.view.welcome.languages["ru"].click()
    assert language() == "ru"
    size = first.view.welcome.size_
    size.setCurrentIndex(size.findData("150"))
    assert tokens().scale == 1.5
    assert first.view.place._places
    first.to_the_code()
    first.confirm(list(first.shown_code()))
    first.until(lambda: first.window.shell is not None)
    with first.window._app.database.reader() as reader:
        known = preferences(reader)
    assert (known.language, known.text_percent) == ("ru", 150)


def test_a_backup_that_is_none_is_refused_in_words(first: FirstMorning, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("not a backup", encoding="utf-8")
    view = first.view
    view.welcome.ways.choose("restore")
    view.next.click()
    view.backup.file.setText(str(tmp_path / "note.txt"))
    view.backup.code.setText("AAAAA-" * 7 + "AAAAA")
    view.next.click()
    first.until(lambda: view.name == "restore" and view.backup.problem.isVisible())
    assert not has_database(first.folder)


def test_every_control_has_a_name_and_its_room_at_150(first: FirstMorning) -> None:
    first.window.resize(1024, 700)
    size = first.view.welcome.size_
    size.setCurrentIndex(size.findData("150"))
    view = first.view
    for name in view._pages:
        view.show_page(name)
        first.bot.wait(1)
        page = view._pages[name]
        for kind in (QAbstractButton, QLineEdit, QComboBox, QListView):
            for control in page.findChildren(kind):
                if control.isVisible() and not isinstance(control.parent(), QComboBox):
                    assert control.accessibleName(), (name, control)
        for button in view.findChildren(QAbstractButton):
            if button.isVisible() and type(button).__name__ == "Button":
                assert button.width() >= button.sizeHint().width()
