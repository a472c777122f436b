"""The print preview: the paper as it will be, zoomed, printed, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.preview.child import Paper
from desk.ui.preview.files import ask_save, write_file
from desk.ui.preview.maker import PaperMaker
from desk.ui.preview.page_view import PageList, PageView
from desk.ui.preview.pages import render
from desk.ui.preview.printing import ask_print
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label

_SCREEN_DPI = 96
_MM_PER_INCH = 25.4
_ZOOMS = (50, 75, 100, 125, 150, 200)


class PreviewDialog(Dialog):
    """Gathers, lays out, shows.

    Args:
        gather: use case that gives the paper and logs the print: gather(uow, env, actor).
        name: proposed name of the saved file, without its ending.
    """

    def __init__(
        self, context: Context, title: str, gather: Callable[[Any, Any, Any], Any], name: str
    ) -> None:
        super().__init__(title, size="full")
        self.context = context
        self.pdf = b""
        self.size_mm = QSizeF(210, 297)
        self._maker: PaperMaker | None = None
        self.zoom = _ZOOMS[2]
        self._name = name
        self.pages, self.list = PageView(), PageList()
        self._state = EmptyState(_("Laying out the paper…"))
        self.smaller, self.larger = Button("−", name=_("Smaller")), Button("+", name=_("Larger"))
        self._percent = Label(role="small", tone="ink2")
        self.save = Button(_("Save as…"))
        self.print = Button(_("Print…"), kind="primary", key="Ctrl+P")
        self._build()
        self._connect()
        self._enable(False)
        context.write(gather, done=self._lay_out, failed=self._failed)

    def start_focus(self) -> QWidget:
        """The pages, to scroll with the keys."""
        return self.pages

    def use_zoom(self, step: int) -> None:
        """One step larger or smaller."""
        place = _ZOOMS.index(self.zoom) + step
        if self.pdf and 0 <= place < len(_ZOOMS):
            self.zoom = _ZOOMS[place]
            self._render()

    def _build(self) -> None:
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        shown = QWidget()
        sides = row(shown, gap=12)
        sides.addWidget(self.list)
        sides.addWidget(self.pages, 1)
        self._stack.addWidget(self._state)
        self._stack.addWidget(shown)
        self.body.addWidget(holder, 1)
        for place, part in enumerate((self.smaller, self._percent, self.larger)):
            self.buttons.insertWidget(place, part)
        self.buttons.addWidget(self.save)
        self.buttons.addWidget(self.print)

    def _connect(self) -> None:
        self.list.page_chosen.connect(self.pages.go_to)
        self.pages.zoomed.connect(self.use_zoom)
        self.smaller.clicked.connect(lambda: self.use_zoom(-1))
        self.larger.clicked.connect(lambda: self.use_zoom(1))
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        keys = {
            "Ctrl+P": self._print,
            "Ctrl++": lambda: self.use_zoom(1),
            "Ctrl+=": lambda: self.use_zoom(1),
            "Ctrl+-": lambda: self.use_zoom(-1),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed half-way: the paper is not needed any more."""
        if self._maker is not None:
            self._maker.stop()
        super().hideEvent(event)

    def _lay_out(self, paper: Paper) -> None:
        practice = self.context.env.practice
        self._maker = PaperMaker(self, paper, self._laid_out, self._failed, practice=practice)

    def _laid_out(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._render()

    def _render(self) -> None:
        dpi = _SCREEN_DPI * self.zoom / 100 * self.devicePixelRatioF()
        pdf, zoom = self.pdf, self.zoom
        self.context.runner.work(lambda: (zoom, render(pdf, dpi)), self._rendered, self._failed)

    def _rendered(self, result: tuple[int, tuple[QImage, ...]]) -> None:
        zoom, images = result
        if zoom != self.zoom:
            return
        dpi = _SCREEN_DPI * zoom / 100 * self.devicePixelRatioF()
        self.size_mm = QSizeF(images[0].size()) * (_MM_PER_INCH / dpi)
        self._percent.setText(f"{zoom} %")
        self.pages.show_pages(images)
        self.list.show_pages(images)
        self._enable(True)
        self._stack.setCurrentIndex(1)

    def _enable(self, on: bool) -> None:
        for button in (self.smaller, self.larger, self.save, self.print):
            button.setEnabled(on)

    def _failed(self, error: DeskError) -> None:
        self._state.set(_("The paper could not be made"), error_text(error))

    def _save(self) -> None:
        kinds = [_("Paper (*.pdf)")]
        ask_save(self, self.title.text(), f"{self._name}.pdf", kinds, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the PDF to a file."""
        pdf = self.pdf
        self.context.runner.work(
            lambda: write_file(path, pdf),
            lambda _none: self.context.say(_("Saved: {name}").format(name=path.name)),
            self.context.fail,
        )

    def _print(self) -> None:
        if self.pdf:
            ask_print(self, self.context, self.pdf, self.title.text(), self.size_mm)
