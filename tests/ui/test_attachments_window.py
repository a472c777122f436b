"""Pictures and scans of a report in the window: chosen, dropped, pasted, looked at, taken out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.domain.attachment import CopyPurpose, FileKind
from desk.ui.attachments import dialog as dialog_module
from desk.ui.attachments.dialog import FilesDialog
from desk.ui.attachments.forms import AddDialog, CopyDialog, DetachDialog
from desk.ui.attachments.viewer import FileView
from desk.ui.incidents.view import IncidentsScreen

_W = TypeVar("_W", bound=QWidget)


def photo(folder: Path, name: str = "durvis.jpg", tone: int = 90) -> Path:
    path = folder / name
    Image.new("RGB", (640, 480), (tone, 60, 40)).save(path)
    return path


class Desk:
    """The Incidents screen with an error's report open."""

    def __init__(self, driver: Driver, kind: str = "error") -> None:
        self.driver = driver
        screen = show(driver, "incidents")
        assert isinstance(screen, IncidentsScreen)
        self.screen = screen
        driver.until(lambda: bool(screen.rows))
        key = next(key for key, row in screen.rows.items() if row.kind == kind)
        screen.list.choose(key)
        screen.list.setFocus()
        driver.press(Key.Key_Return)
        driver.until(lambda: screen.detail is not None)

    def top(self, form: type[_W]) -> _W:
        self.driver.bot.waitUntil(
            lambda: isinstance(self.driver.window.overlay.top(), form), timeout=15_000
        )
        top = self.driver.window.overlay.top()
        assert isinstance(top, form)
        return top

    def files(self) -> FilesDialog:
        self.screen.pane.buttons["files"].click()
        return self.top(FilesDialog)

    def add(self, dialog: FilesDialog, path: Path, about: str = "Durvju rokturis") -> None:
        before = len(dialog.files)
        dialog.add(path)
        form = self.top(AddDialog)
        form.about.setText(about)
        form.shows.choose("open")
        form.confirm()
        self.driver.until(lambda: len(dialog.files) == before + 1)

    def words(self) -> str:
        QApplication.processEvents()
        labels = self.screen.pane.sheet.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not label.isHidden())


@pytest.fixture
def desk(driver: Driver) -> Desk:
    driver.window.use_language("en")
    work_as(driver, "ilze")
    return Desk(driver)


def drop(widget: QWidget, path: Path) -> bool:
    """A file dragged over a widget and let go; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPoint(9, 9), copy, data, left, none))
    return enter.isAccepted()


def test_a_photo_from_choosing_to_looking_by_keys(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, driver = photo(tmp_path), desk.driver
    dialog = desk.files()
    assert driver.window.focusWidget() is dialog.add_file and dialog.empty.isVisible()

    def chosen(_parent: object, _title: str, _kinds: object, done: Callable[[Path], None]) -> None:
        done(path)

    monkeypatch.setattr(dialog_module, "ask_open", chosen)
    driver.press(Key.Key_O, CTRL)
    assert "durvis.jpg" in dialog.state.text() and dialog.cancel.isVisible()
    form = desk.top(AddDialog)
    assert "640 × 480" in form.kind.text()
    driver.type("Salauzts rokturis")
    driver.press(Key.Key_Return, CTRL)
    assert form.problem.isVisible(), "whether it shows a person has to be said"
    driver.press(Key.Key_1)
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: len(dialog.files) == 1)
    assert dialog.list.rows.rows()[0].title == "Salauzts rokturis"
    dialog.list.setFocus()
    driver.press(Key.Key_Return)
    view = desk.top(FileView)
    driver.until(lambda: len(view.pages.pages) == 1)
    fitted = view.pages.pages[0].pixmap().width()
    driver.press(Key.Key_Plus)
    assert (view.zoom, view.pages.pages[0].pixmap().width() > fitted) == (150, True)
    driver.press(Key.Key_Escape)
    assert view.images == (), "nothing of it stays"
    driver.press(Key.Key_Escape)
    driver.until(lambda: "Salauzts rokturis" in desk.words())


def test_a_file_is_dropped_on_the_report(desk: Desk, tmp_path: Path) -> None:
    assert drop(desk.screen.pane, photo(tmp_path))
    form = desk.top(AddDialog)
    form.shows.choose("open")
    form.confirm()
    dialog = desk.top(FilesDialog)
    desk.driver.until(lambda: len(dialog.files) == 1)
    assert drop(dialog, photo(tmp_path, "b.jpg", 200))
    desk.top(AddDialog).finish(None)
    assert len(dialog.files) == 1, "left without adding"


def test_nothing_is_dropped_on_a_report_that_is_not_open(driver: Driver, tmp_path: Path) -> None:
    work_as(driver, "ilze")
    screen = show(driver, "incidents")
    assert isinstance(screen, IncidentsScreen)
    driver.until(lambda: bool(screen.rows))
    assert not drop(screen.pane, photo(tmp_path))


def test_a_copied_picture_is_pasted(desk: Desk, tmp_path: Path) -> None:
    dialog, clipboard = desk.files(), QGuiApplication.clipboard()
    clipboard.setText("nekas")
    desk.driver.press(Key.Key_V, CTRL)
    assert "no picture" in dialog.state.text()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkRed)
    clipboard.setImage(image)
    desk.driver.press(Key.Key_V, CTRL)
    form = desk.top(AddDialog)
    assert "300 × 200" in form.kind.text()
    form.finish(None)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path)))])
    clipboard.setMimeData(data)
    desk.driver.press(Key.Key_V, CTRL)
    assert "640 × 480" in desk.top(AddDialog).kind.text()
    clipboard.clear()


def test_what_cannot_be_added_is_said_and_leaves_the_dialog_usable(
    desk: Desk, tmp_path: Path
) -> None:
    dialog = desk.files()
    video = tmp_path / "video.mp4"
    with video.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    dialog.add(video)
    desk.driver.until(lambda: "200 MB" in dialog.state.text())
    assert "25 MB" in dialog.state.text() and dialog.add_file.isEnabled()
    (tmp_path / "x.jpg").write_bytes(b"no picture")
    dialog.add(tmp_path / "x.jpg")
    desk.driver.until(lambda: "Only pictures" in dialog.state.text())
    desk.add(dialog, photo(tmp_path))
    dialog.add(photo(tmp_path))
    form = desk.top(AddDialog)
    form.shows.choose("open")
    form.confirm()
    desk.driver.until(lambda: "already" in dialog.state.text())


def test_looking_at_a_file_can_be_left_off(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.files()
    dialog.add(photo(tmp_path))
    assert dialog._cleaner is not None
    dialog.cancel.click()
    assert dialog._cleaner is None and "Nothing was added" in dialog.state.text()
    dialog.add(photo(tmp_path))
    child = dialog._cleaner
    assert child is not None
    desk.driver.press(Key.Key_Escape)
    assert not child._timer.isActive(), "closing ends it too"


def test_a_copy_asks_what_for_and_is_logged(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.files()
    desk.add(dialog, photo(tmp_path))
    dialog.copy.click()
    form = desk.top(CopyDialog)
    form.confirm()
    assert form.problem.isVisible()
    form.finish(None)
    file = dialog.files[0]
    dialog.save_to(tmp_path / "kopija.jpg", file, CopyPurpose.POLICE)
    desk.driver.until(lambda: "kopija.jpg" in dialog.state.text())
    with Image.open(tmp_path / "kopija.jpg") as copy:
        assert copy.size == (640, 480)
    now = desk.driver.window.context.env.clock()  # type: ignore[union-attr]
    lines = ask(desk.driver, lambda r: r.access_log.list(now - timedelta(1), now + timedelta(1)))
    assert "attachment_police" in {line.purpose for line in lines}
    dialog.save_to(tmp_path / "nav" / "kopija.jpg", file, CopyPurpose.POLICE)
    desk.driver.until(lambda: not dialog.state.text().startswith("Saved"))
    assert "kopija.jpg" in dialog.state.text() and not (tmp_path / "nav").exists()


def test_taking_out_needs_a_reason(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.files()
    desk.add(dialog, photo(tmp_path))
    dialog.list.setFocus()
    desk.driver.press(Key.Key_Delete)
    form = desk.top(DetachDialog)
    form.confirm()
    assert form.problem.isVisible()
    form.why.setPlainText("klienta pase")
    form.at_once.setChecked(True)
    form.confirm()
    desk.driver.until(lambda: dialog.files[0].destroyed)
    row = dialog.list.rows.rows()[0]
    assert "destroyed" in row.subtitle and "klienta pase" in row.subtitle
    assert not dialog.look.isVisible() and not dialog.remove.isVisible()


def test_a_clerk_saves_no_copies(driver: Driver, tmp_path: Path) -> None:
    work_as(driver, "ilze")
    head = Desk(driver)
    dialog = head.files()
    head.add(dialog, photo(tmp_path))
    assert dialog.copy.isVisible()
    dialog.finish(None)
    reporter = head.screen.detail.reporter if head.screen.detail else ""
    login = ask(
        driver,
        lambda r: next(one.login for one in r.accounts.all() if one.name == reporter),
    )
    work_as(driver, login)
    clerk = Desk(driver)
    files = clerk.files()
    assert files.look.isVisible() and not files.copy.isVisible() and not files.remove.isVisible()


def test_every_control_has_a_name(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.files()
    desk.add(dialog, photo(tmp_path))
    for widget in (dialog.list, dialog.add_file, dialog.look, dialog.copy, dialog.remove):
        assert widget.accessibleName()
    dialog._look()
    view = desk.top(FileView)
    assert view.pages.accessibleName() == "Durvju rokturis"
    assert FileKind.JPEG is dialog.files[0].kind
