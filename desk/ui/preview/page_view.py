"""The pages of a paper: small ones to choose from, large ones to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QIcon,
    QImage,
    QKeyEvent,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QListView

from desk.i18n import _
from desk.ui.duties.sheet import focus_frame
from desk.ui.style import px, tokens
from desk.ui.widgets.layout import ScrollColumn, clear

_THUMB = 120


class PageList(QListView):
    """Small pages under each other.

    Signals:
        page_chosen(int): a page's place, from 0.
    """

    page_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pages = QStandardItemModel(self)
        self.setModel(self._pages)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setSpacing(px(8))
        self.setIconSize(QSize(px(_THUMB), px(_THUMB)))
        self.setFixedWidth(px(_THUMB + 40))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Pages"))
        self.selectionModel().currentChanged.connect(self._told)

    def show_pages(self, images: Sequence[QImage]) -> None:
        """List pages; the one chosen stays chosen."""
        place = max(0, self.currentIndex().row())
        self._pages.clear()
        size = QSize(px(_THUMB), px(_THUMB)) * self.devicePixelRatioF()
        for number, image in enumerate(images, 1):
            small = image.scaled(
                size,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            item = QStandardItem(_icon(QPixmap.fromImage(small)), str(number))
            item.setAccessibleText(_("Page {number}").format(number=number))
            self._pages.appendRow(item)
        self.setCurrentIndex(self._pages.index(min(place, len(images) - 1), 0))

    def _told(self) -> None:
        self.page_chosen.emit(self.currentIndex().row())


def _icon(pixmap: QPixmap) -> QIcon:
    """An icon that is not tinted while it is chosen: the number under it shows that."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class PageView(ScrollColumn):
    """Large pages under each other.

    Signals:
        zoomed(int): Ctrl with the wheel: +1 larger, -1 smaller.
    """

    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__(gap=12, margins=(16, 16, 16, 16))
        self.pages: list[QLabel] = []
        self.inner.setObjectName("ground")
        self.inner.setStyleSheet(f"QWidget#ground {{ background: {tokens().bg}; }}")
        self.setStyleSheet(focus_frame())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(_("The paper"))

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show pages as they are, staying where one reads."""
        before = self.verticalScrollBar()
        share = before.value() / before.maximum() if before.maximum() else 0.0
        clear(self.column)
        self.pages = []
        for number, image in enumerate(images, 1):
            page = QLabel()
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            page.setPixmap(pixmap)
            page.setAccessibleName(_("Page {number}").format(number=number))
            page.setStyleSheet(f"border: 1px solid {tokens().line};")
            self.column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            self.pages.append(page)
        self.column.addStretch(1)
        self.inner.adjustSize()
        before.setValue(round(share * before.maximum()))

    def go_to(self, place: int) -> None:
        """Scroll to a page."""
        if 0 <= place < len(self.pages):
            self.verticalScrollBar().setValue(self.pages[place].y() - px(8))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End reach the ends; the rest scrolls as ever."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)
