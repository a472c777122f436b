"""The blank paper log, printed while there is neither a database nor a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.preview.files import ask_save, write_file
from desk.ui.preview.pages import render
from desk.ui.preview.printing import DPI, make_printer, paint
from desk.ui.runner import Runner

Say = Callable[[str, str], None]


def hand_over(parent: QWidget, runner: Runner, pdf: bytes, say: Say) -> None:
    """Print it; save it where there is no printer."""
    if QPrinterInfo.availablePrinterNames():
        _ask_printer(parent, runner, pdf, say)
    else:
        kinds = [_("PDF (*.pdf)")]
        ask_save(parent, _("Save the blank log"), "paper-log.pdf", kinds, partial(_save, pdf, say))


def _ask_printer(parent: QWidget, runner: Runner, pdf: bytes, say: Say) -> None:
    printer = make_printer(_("Blank paper log"))
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(
        lambda: runner.work(partial(render, pdf, DPI), partial(_print, printer, say))
    )
    dialog.setModal(True)
    dialog.show()


def _print(printer: QPrinter, say: Say, images: tuple[QImage, ...]) -> None:
    if paint(printer, images):
        say(_("Sent to the printer."), "ok")
    else:
        say(_("The printer did not take the paper."), "danger")


def _save(pdf: bytes, say: Say, path: object) -> None:
    from pathlib import Path

    target = Path(str(path))
    try:
        write_file(target, pdf)
    except DeskError as error:
        say(error_text(error), "danger")
        return
    say(_("Saved: {name}").format(name=target.name), "ok")
