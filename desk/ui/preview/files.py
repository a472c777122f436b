"""Asking for a file without stopping the program: the answer comes to a function."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.domain.errors import DeskError


def ask_open(
    parent: QWidget, title: str, kinds: list[str], done: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a file that exists; `kinds` are name filters, e.g. "CSV (*.csv)"."""
    dialog = _dialog(parent, title, kinds, done)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def ask_save(
    parent: QWidget, title: str, name: str, kinds: list[str], done: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to save; the ending follows the chosen kind when none was typed."""
    dialog = _dialog(parent, title, kinds, done)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.setDefaultSuffix(_ending(kinds[0]))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_ending(kind)))
    dialog.open()
    return dialog


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what bore its name before stays until then.

    Raises:
        DeskError: "file.not_written" (name).
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise DeskError("file.not_written", name=path.name) from None


def dropped_file(data: QMimeData) -> Path | None:
    """The first file of this PC in what is dragged or dropped, None when there is none."""
    urls = (url for url in data.urls() if url.isLocalFile())
    return next((Path(url.toLocalFile()) for url in urls), None)


def _dialog(
    parent: QWidget, title: str, kinds: list[str], done: Callable[[Path], None]
) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters(kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: done(Path(path)))
    return dialog


def _ending(kind: str) -> str:
    """ "Table (*.csv)" -> "csv"."""
    return kind.rpartition("*.")[2].rstrip(")")
