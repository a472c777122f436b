"""The window around the screens: signing in, languages, text size, keys, what is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import CTRL, Driver, Key
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.app import create_app, open_app
from desk.demo import PASSWORD
from desk.demo.session import demo_actor
from desk.i18n import _, language, set_language
from desk.ui.card import ActionCard
from desk.ui.keys_dialog import KeysDialog
from desk.ui.qt_texts import use_qt_texts
from desk.ui.style import tokens
from desk.ui.window import MainWindow


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = language()
    yield
    set_language(before)
    use_qt_texts(before)


def _texts(window: QWidget) -> str:
    parts = [w.text() for w in window.findChildren(QLabel)]
    return "\n".join(parts + [w.text() for w in window.findChildren(QAbstractButton)])


def test_the_window_is_painted_before_the_database_is_opened(qtbot: QtBot) -> None:
    opened: list[bool] = []
    window = MainWindow(lambda: opened.append(True), demo_actor)
    qtbot.addWidget(window)
    window.show()
    assert window.signin.isVisible()
    assert not opened
    window.close()


def test_a_missing_database_is_said_in_the_card(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(lambda: open_app(tmp_path), demo_actor)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.signin.message.property("tone") == "danger")
    assert not window.signin.form.isVisible()
    window.close()


def test_the_first_account_then_signing_in(
    qtbot: QtBot, tmp_path: Path, clock: VirtualClock
) -> None:
    app, _code = create_app(tmp_path / "new", institution="pmlp", branch="riga-2", clock=clock)
    app.close()
    window = MainWindow(lambda: open_app(tmp_path / "new", clock=clock), demo_actor)
    qtbot.addWidget(window)
    window.show()
    window.start()
    first, form = window.signin.first, window.signin.form
    qtbot.waitUntil(first.isVisible)
    first.name.setText("Ilze Riekstiņa")
    first.login.setText("ilze")
    first.password.setText("zaļa tēja bez cukura")
    first.again.setText("something else")
    first.save.click()
    assert first.differ.isVisible()
    first.again.setText("zaļa tēja bez cukura")
    first.save.click()
    qtbot.waitUntil(form.isVisible)
    assert form.person.currentText() == "Ilze Riekstiņa"
    form.counter.setText("1")
    form.password.setText("wrong")
    form.enter.click()
    qtbot.waitUntil(lambda: window.signin.message.property("tone") == "danger")
    assert form.password.text() == ""
    form.password.setText("zaļa tēja bez cukura")
    form.enter.click()
    qtbot.waitUntil(lambda: window.shell is not None and window.shell.feed.board is not None)
    assert window.context.actor.name == "Ilze Riekstiņa"
    window.close()


def test_lock_and_come_back(driver: Driver) -> None:
    window = driver.window
    shell = window.shell
    driver.press(Key.Key_L, CTRL)
    driver.until(lambda: window.guard.view is not None and window.guard.view.list.key() != "")
    assert not shell.isVisible()
    window.guard.view.other.click()
    driver.until(window.signin.form.isVisible)
    driver.press(Key.Key_F2)
    form = window.signin.form
    form.person.setCurrentIndex(form.person.findText("Anna Bērziņa"))
    form.password.setText(PASSWORD)
    form.enter.click()
    driver.until(lambda: window.shell is not None and window.shell.feed.board is not None)
    assert window.context.actor.counter == "3"


def test_a_missing_counter_keeps_the_password_and_a_head_needs_none(driver: Driver) -> None:
    window = driver.window
    window.sign_out()
    form = window.signin.form
    driver.until(form.isVisible)
    form.person.setCurrentIndex(form.person.findText("Anna Bērziņa"))
    form.counter.clear()
    form.password.setText(PASSWORD)
    form.enter.click()
    driver.until(lambda: window.focusWidget() is form.counter)
    assert form.password.text() == PASSWORD
    assert window.signin.message.text()
    form.person.setCurrentIndex(form.person.findText("Ilze Rozīte"))
    form.enter.click()
    driver.until(lambda: window.shell is not None and window.shell.feed.board is not None)
    assert window.context.actor.counter == ""
    assert not driver.today.middle.idle.button.isVisible()
    assert not driver.today.queue.next.button.isEnabled()
    driver.press(Key.Key_F2)
    driver.until(window.messages.text)


@pytest.mark.parametrize("name", ["en", "ru", "lv"])
def test_the_language_switches_at_once_and_is_remembered(driver: Driver, name: str) -> None:
    window = driver.window
    window.use_language("en" if name != "en" else "lv")
    before = _texts(window)
    driver.shell.footer.languages[name].click()
    assert language() == name
    assert driver.shell.tabs.tabs["today"].text() == _("Today")
    driver.until(window.centralWidget().updatesEnabled)
    assert driver.today.queue.booked.text() == _("Booked client")
    driver.settle()
    if name == "en":
        assert _texts(window) != before
    with window._app.database.reader() as reader:
        assert reader.settings.get("window", {})["language"] == name


def test_the_text_grows_and_what_was_typed_stays(driver: Driver) -> None:
    driver.today.middle.serving.notes.area.setPlainText("typed before")
    driver.shell.footer.percent.click()
    driver.until(lambda: tokens().scale == 1.1)
    driver.until(lambda: driver.shell.feed.board)
    driver.until(lambda: driver.today.middle.serving.notes.area.toPlainText() == "typed before")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 700)])
@pytest.mark.parametrize("percent", [100, 150])
def test_the_window_keeps_its_size_and_shows_every_button(
    driver: Driver, width: int, height: int, percent: int
) -> None:
    window = driver.window
    window.resize(width, height)
    window.use_scale(percent)
    driver.until(lambda: driver.shell.feed.board)
    driver.settle()
    assert (window.width(), window.height()) == (width, height)
    for button in driver.today.middle.bar.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
            assert window.rect().contains(
                button.rect().translated(button.mapTo(window, button.rect().topLeft()))
            )


def test_lines_of_the_queue_follow_the_language_from_any_screen(driver: Driver) -> None:
    service = driver.board.rows[0].service
    driver.press(Key.Key_3, CTRL)
    driver.window.use_language("ru")
    driver.until(lambda: driver.board.rows[0].service != service)
    titles = [row.title for row in driver.today.queue.list.rows.rows()]
    assert any("паспорт" in title.casefold() for title in titles)


def test_the_title_and_qts_own_texts_follow_the_language(driver: Driver) -> None:
    said = {}
    for name in ("lv", "ru", "en"):
        driver.window.use_language(name)
        cancel = QCoreApplication.translate("QPlatformTheme", "Cancel")
        said[name] = (cancel, driver.window.windowTitle())
    assert said == {
        "lv": ("Atcelt", "Branch Desk · demonstrācija"),
        "ru": ("Отмена", "Branch Desk · демонстрация"),
        "en": ("Cancel", "Branch Desk · demo"),
    }


def test_the_list_of_keys_and_the_card(driver: Driver) -> None:
    driver.press(Key.Key_F1)
    assert isinstance(driver.dialog(), KeysDialog)
    driver.press(Key.Key_F2)
    driver.press(Key.Key_F12)
    driver.until(lambda: isinstance(driver.window.overlay.top(), ActionCard))
    driver.press(Key.Key_F12)
    driver.press(Key.Key_Escape)
    driver.press(Key.Key_Escape)
    assert driver.window.overlay.top() is None
    assert driver.window.messages.text() == ""


def test_no_key_works_before_signing_in(driver: Driver) -> None:
    driver.window.sign_out()
    driver.until(driver.window.signin.form.isVisible)
    for key in (Key.Key_F1, Key.Key_F2, Key.Key_F9, Key.Key_F12):
        driver.press(key)
    assert driver.window.overlay.top() is None


def test_the_header_tells_where_when_and_who(driver: Driver) -> None:
    header = driver.shell.header
    assert header.branch.text() == "Rīgas 2. nodaļa"
    assert "3" in header.person.text()
    assert header.hours.text()
    assert header.queue.text() == _("This PC is one queue")


class _Shown(QObject):
    """Notes every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_nothing_but_the_window_is_ever_shown(driver: Driver, qapp: QApplication) -> None:
    """A widget shown before it has its place flashes up and takes the keyboard away."""
    window, shown = driver.window, _Shown()
    window.sign_out()
    form = window.signin.form
    driver.until(form.isVisible)
    qapp.installEventFilter(shown)
    form.person.setCurrentIndex(form.person.findText("Ilze Rozīte"))
    form.password.setText(PASSWORD)
    form.enter.click()
    driver.until(lambda: window.shell is not None and window.shell.feed.board is not None)
    for key in (Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_1):
        driver.press(key, CTRL)
        driver.settle()
    for key in (Key.Key_F1, Key.Key_F9, Key.Key_F11, Key.Key_F12, Key.Key_F4, Key.Key_F10):
        driver.press(key)
        driver.settle()
        driver.press(Key.Key_Escape)
    qapp.removeEventFilter(shown)
    assert shown.windows == []


def test_every_control_has_an_accessible_name(driver: Driver) -> None:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QListView)
    for screen in (driver.today, driver.shell.header, driver.shell.footer, driver.window.signin):
        nameless = [
            widget
            for kind in kinds
            for widget in screen.findChildren(kind)
            if not widget.accessibleName() and type(widget).__name__ in _OURS
        ]
        assert nameless == []


_OURS = {
    "Button", "CheckRow", "Chip", "Tab", "LineField", "SearchField", "TextArea", "Picker",
    "RowList", "ChoiceList", "_Dot",
}  # fmt: skip
