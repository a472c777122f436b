"""One of a few short choices, side by side: arrows move, the chosen one is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from desk.ui.measure import width_of
from desk.ui.style import colour, font, px
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import clear


class _Segment(QAbstractButton):
    """One choice."""

    def __init__(self, text: str, group_name: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(f"{group_name}: {text}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew under the pointer
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Words and air."""
        return QSize(width_of(self.text(), "medium") + px(24), px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Field, ring, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, box = self.isChecked(), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "accent" if on or self.hasFocus() else "edge" if self.underMouse() else "line"
        painter.setPen(QPen(colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(colour("accent" if on else "panel"))
        painter.drawRoundedRect(box, px(6), px(6))
        if on and self.hasFocus():
            painter.setPen(QPen(colour("panel"), 2))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), px(4), px(4))
        painter.setPen(colour("panel" if on else "ink2"))
        painter.setFont(font("medium"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QWidget):
    """Exactly one is chosen, or none yet.

    Signals:
        chosen(str): a person chose another one.
    """

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._flow = Flow(self, gap=6)
        self._group = QButtonGroup(self)
        self._keys: dict[str, _Segment] = {}
        self._group.buttonClicked.connect(self._clicked)

    def set_items(
        self, items: Sequence[tuple[str, str]], meanings: Mapping[str, str] | None = None
    ) -> None:
        """Offer (key, text); `meanings` say by key what a short text stands for."""
        clear(self._flow)
        self._keys = {}
        for key, text in items:
            segment = _Segment(text, self.accessibleName())
            segment.setProperty("segment", key)
            meaning = (meanings or {}).get(key, "")
            segment.setToolTip(meaning)
            segment.setAccessibleDescription(meaning)
            self._group.addButton(segment)
            self._flow.addWidget(segment)
            self._keys[key] = segment

    def key(self) -> str:
        """The chosen one, "" for none."""
        return next((key for key, one in self._keys.items() if one.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose without telling anyone; "" = none."""
        self._group.setExclusive(False)
        for name, segment in self._keys.items():
            segment.setChecked(name == key)
        self._group.setExclusive(True)

    def button(self, key: str) -> QAbstractButton:
        """The button of a choice."""
        return self._keys[key]

    def _clicked(self, segment: QAbstractButton) -> None:
        self.chosen.emit(str(segment.property("segment")))
