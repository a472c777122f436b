"""Sending a paper to a printer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.context import Context
from desk.ui.preview.pages import render

_DPI = 300


def ask_print(parent: QWidget, context: Context, pdf: bytes, title: str) -> None:
    """Ask for the printer without stopping the program, then print."""
    printer = make_printer(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(print_on, printer, context, pdf))
    dialog.setModal(True)
    dialog.show()


def make_printer(title: str) -> QPrinter:
    """A printer for A4 without margins of its own: the paper has its margins already."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setResolution(_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    return printer


def print_on(printer: QPrinter, context: Context, pdf: bytes) -> None:
    """Draw the pages off the thread, then send them."""
    context.runner.work(partial(render, pdf, _DPI), partial(_send, printer, context), context.fail)


def _send(printer: QPrinter, context: Context, images: Sequence[QImage]) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        context.say(_("The printer did not take the paper."), "danger")
        return
    for place, image in enumerate(images):
        if place:
            printer.newPage()
        painter.drawImage(QRect(0, 0, printer.width(), printer.height()), image)
    painter.end()
    context.say(_("Sent to the printer."))
