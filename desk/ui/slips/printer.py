"""A slip straight to this PC's slip printer; what goes wrong is said, and nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSizeF
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk.domain.errors import DeskError
from desk.i18n import _, speaking
from desk.services.device_settings import SlipPrinting, device_setting
from desk.services.env import Env
from desk.ui.context import Context
from desk.ui.preview.child import OFFICIAL, Paper
from desk.ui.preview.maker import PaperMaker
from desk.ui.preview.pages import render
from desk.ui.preview.printing import DPI, paint, set_up

_MM_PER_INCH = 25.4
_OUT_OF_ORDER = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
Gather = Callable[[Any, Env, Any, SlipPrinting], Paper]
"""Use case that gives a slip: gather(uow, env, actor, setting)."""


class SlipPrinter(QObject):
    """Gathers one slip, lays it out, prints it without asking, and is gone.

    Args:
        owner: what the printing belongs to: it goes on while that lives.
    """

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context

    def send(self, gather: Gather, title: str) -> None:
        """Print; what came of it is said in the message line."""

        def gathered(uow: Any, env: Env, actor: Any) -> tuple[str, str, Paper]:
            setting = device_setting(uow, SlipPrinting)
            with speaking(OFFICIAL):
                return title, setting.printer, gather(uow, env, actor, setting)

        self._context.write(gathered, done=self._lay_out, failed=self._failed)

    def _lay_out(self, found: tuple[str, str, Paper]) -> None:
        title, name, paper = found
        practice = self._context.env.practice
        PaperMaker(self, paper, partial(self._print, name, title), self._failed, practice=practice)

    def _print(self, name: str, title: str, pdf: bytes) -> None:
        self._context.runner.work(partial(print_pdf, pdf, name, title), self._done, self._failed)

    def _done(self, name: str) -> None:
        self._context.say(_("Sent to the printer {name}.").format(name=name))
        self.deleteLater()

    def _failed(self, error: DeskError) -> None:
        self._context.fail(error)
        self.deleteLater()


def print_pdf(pdf: bytes, name: str, title: str) -> str:
    """Print on a printer by its name ("" = the system's own choice); call it off the window.

    Returns:
        The name of the printer that took it.

    Raises:
        DeskError: "printer.none", "printer.missing" (name), "printer.out_of_order" (name).
    """
    info = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
    if info.isNull():
        raise DeskError("printer.missing", name=name) if name else DeskError("printer.none")
    if info.state() in _OUT_OF_ORDER:
        raise DeskError("printer.out_of_order", name=info.printerName())
    paint_pdf(QPrinter(info, QPrinter.PrinterMode.HighResolution), pdf, title, info.printerName())
    return info.printerName()


def paint_pdf(printer: QPrinter, pdf: bytes, title: str, name: str) -> None:
    """Draw a PDF's pages and send them, on paper of their own size.

    Raises:
        DeskError: "printer.out_of_order" (name) when the printer does not take them.
    """
    images = render(pdf, DPI)
    set_up(printer, title, QSizeF(images[0].size()) * (_MM_PER_INCH / DPI))
    if not paint(printer, images):
        raise DeskError("printer.out_of_order", name=name)


def printer_names() -> tuple[str, ...]:
    """The printers that this PC knows; call it off the window, a slow network may answer late."""
    return tuple(QPrinterInfo.availablePrinterNames())
