"""Sending a paper to a printer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.context import Context
from desk.ui.preview.pages import render

DPI = 300
_A4 = QSizeF(210, 297)


def ask_print(
    parent: QWidget, context: Context, pdf: bytes, title: str, size: QSizeF = _A4
) -> None:
    """Ask for the printer without stopping the program, then print.

    Args:
        size: of the paper in millimetres, proposed to the printer.
    """
    printer = make_printer(title, size)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(print_on, printer, context, pdf))
    dialog.setModal(True)
    dialog.show()


def make_printer(title: str, size: QSizeF = _A4) -> QPrinter:
    """A printer for a size of paper without margins of its own: the paper has its margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    set_up(printer, title, size)
    return printer


def set_up(printer: QPrinter, title: str, size: QSizeF) -> None:
    """Give a printer its job's name and the paper's size in millimetres."""
    printer.setDocName(title)
    printer.setResolution(DPI)
    printer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def print_on(printer: QPrinter, context: Context, pdf: bytes) -> None:
    """Draw the pages off the thread, then send them."""
    context.runner.work(partial(render, pdf, DPI), partial(_send, printer, context), context.fail)


def paint(printer: QPrinter, images: Sequence[QImage]) -> bool:
    """Send pages drawn at `DPI`; False when the printer did not take them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for place, image in enumerate(images):
        if place:
            printer.newPage()
        painter.drawImage(_place(printer, image), image)
    return bool(painter.end())


def _place(printer: QPrinter, image: QImage) -> QRect:
    """As large as it is, from the top left; smaller on a sheet that does not hold it."""
    size = image.size() * (printer.resolution() / DPI)
    room = QSize(printer.width(), printer.height())
    if size.width() > room.width() or size.height() > room.height():
        size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(0, 0, size.width(), size.height())


def _send(printer: QPrinter, context: Context, images: Sequence[QImage]) -> None:
    if paint(printer, images):
        context.say(_("Sent to the printer."))
    else:
        context.say(_("The printer did not take the paper."), "danger")
