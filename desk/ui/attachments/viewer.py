"""A picture or scan in the program: fitted to the window, larger and smaller by keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desk.domain.attachment import FileKind
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.preview.page_view import PageView
from desk.ui.preview.pages import render
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.text import Label

_DPI = 200
_AROUND = 48
_TALL = 160
_ZOOMS = (100, 150, 200, 300, 400)


def decoded(kind: FileKind, data: bytes) -> tuple[QImage, ...]:
    """The picture, or a picture of every page; call it off the window's thread."""
    if kind is FileKind.PDF:
        return render(data, _DPI)
    return (QImage.fromData(data),)


class FileView(Dialog):
    """Shows what was read; 100 % is as large as the window allows.

    Args:
        title: what it is; about: what it shows.
    """

    def __init__(
        self, context: Context, title: str, about: str, kind: FileKind, data: bytes
    ) -> None:
        super().__init__(title, size="full", allowed=frozenset({"lock"}))
        self.context = context
        self.zoom = _ZOOMS[0]
        self.images: tuple[QImage, ...] = ()
        self._hidden = False
        self.about = Label(about, tone="ink2", wrap=True)
        self.pages = PageView()
        self.pages.setAccessibleName(about or title)
        self.pages.setMinimumHeight(px(_TALL))
        self.smaller, self.larger = Button("−", name=_("Smaller")), Button("+", name=_("Larger"))
        self.percent = Label(role="small", tone="ink2")
        self.close_now = Button(_("Close"), kind="primary", key="Esc")
        if about:
            self.body.addWidget(self.about)
        self.body.addWidget(self.pages, 1)
        for place, part in enumerate((self.smaller, self.percent, self.larger)):
            self.buttons.insertWidget(place, part)
        self.buttons.addWidget(self.close_now)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self._show)
        self._connect()
        context.runner.work(lambda: decoded(kind, data), self._decoded, self._failed)

    def start_focus(self) -> QWidget:
        """The picture, to scroll with the keys."""
        return self.pages

    def use_zoom(self, step: int) -> None:
        """One step larger or smaller."""
        place = _ZOOMS.index(self.zoom) + step
        if self.images and 0 <= place < len(_ZOOMS):
            self.zoom = _ZOOMS[place]
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture follows the window."""
        super().resizeEvent(event)
        self._fit.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Locked, covered or closed: nothing of it stays in the window."""
        self.images, self._hidden = (), True
        self.pages.show_pages(())
        self.about.clear()
        for part in (self.about, self.pages):
            part.setAccessibleName("")
        QTimer.singleShot(0, self, self._end)
        super().hideEvent(event)

    def _end(self) -> None:
        """Another dialog over it is left alone."""
        if self.context.overlay.top() is self:
            self.finish(None)

    def _connect(self) -> None:
        self.pages.zoomed.connect(self.use_zoom)
        self.smaller.clicked.connect(lambda: self.use_zoom(-1))
        self.larger.clicked.connect(lambda: self.use_zoom(1))
        self.close_now.clicked.connect(self.leave)
        steps = {"Ctrl++": 1, "Ctrl+=": 1, "+": 1, "Ctrl+-": -1, "-": -1}
        for key, step in steps.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.use_zoom(step))

    def _decoded(self, images: tuple[QImage, ...]) -> None:
        if not self._hidden:
            self.images = images
            self._show()

    def _failed(self, error: DeskError) -> None:
        self.about.setText(error_text(error))

    def _show(self) -> None:
        """Every page as wide, a single picture as wide and high as there is room."""
        if not self.images:
            return
        ratio = self.devicePixelRatioF()
        room = (self.pages.viewport().size() - QSize(px(_AROUND), px(_AROUND))) * (
            ratio * self.zoom / 100
        )
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        single = len(self.images) == 1
        self.pages.show_pages(
            [
                one.scaled(room, keep, smooth)
                if single
                else one.scaledToWidth(max(room.width(), 1), smooth)
                for one in self.images
            ]
        )
        self.percent.setText(f"{self.zoom} %")
        self.smaller.setEnabled(self.zoom > _ZOOMS[0])
        self.larger.setEnabled(self.zoom < _ZOOMS[-1])
