"""Text fields that leave the program's keys to the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desk.ui.style import colour, px
from desk.ui.widgets.keycap import cap_size, paint_cap
from desk.ui.widgets.text import Label, restyle

_OURS: set[str] = set()
_FRAME = 11
_ARROW = 40
"""Room for the arrow of a picker in design pixels (app.qss)."""


def reserve_keys(sequences: set[str]) -> None:
    """Say which key sequences belong to the program even while a text is being typed."""
    _OURS.clear()
    _OURS.update(QKeySequence(text).toString() for text in sequences)


def _passes_on(event: QEvent, undoable: Callable[[], bool]) -> bool:
    """Whether a key is for the program; undo is the text's as long as there is text to undo."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not undoable()
    return QKeySequence(event.keyCombination()).toString() in _OURS


class LineField(QLineEdit):
    """One line of text."""

    def __init__(self, name: str = "", hint: str = "", *, secret: bool = False) -> None:
        super().__init__()
        self.describe(name, hint)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)

    def describe(self, name: str, hint: str = "") -> None:
        """Accessible name, and the grey hint inside."""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._tell_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A hint that has no room is whole in the tip."""
        super().resizeEvent(event)
        self._tell_hint()

    def _tell_hint(self) -> None:
        hint, margins = self.placeholderText(), self.textMargins()
        room = self.width() - margins.left() - margins.right() - 2 * px(_FRAME)
        if hint and self.fontMetrics().horizontalAdvance(hint) > room:
            self.setToolTip(hint)
        elif self.toolTip() == hint:
            self.setToolTip("")

    def set_wrong(self, wrong: bool) -> None:
        """Mark the field as the one to mend."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            restyle(self)

    def event(self, event: QEvent) -> bool:
        """Reserved keys are not eaten; undo is, as long as there is text to undo."""
        if _passes_on(event, self.isUndoAvailable):
            event.ignore()
            return True
        return super().event(event)


class SearchField(LineField):
    """A field to search with, its key on a cap.

    Signals:
        moved(int): up (-1) or down (+1) was pressed: the list beside it moves.
    """

    moved = Signal(int)

    def __init__(self, name: str, hint: str, *, key: str = "") -> None:
        super().__init__(name, hint)
        self._key = key
        self.setProperty("search", True)
        self.setClearButtonEnabled(False)
        self.setTextMargins(0, 0, cap_size(key).width() + px(4), 0)

    def set_key(self, key: str) -> None:
        """Change the cap."""
        self._key = key
        self.setTextMargins(0, 0, cap_size(key).width() + px(4), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list; Esc empties first."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and the cap while it is empty and not in use."""
        super().paintEvent(event)
        if self._key and not self.text() and not self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = self.rect().center().y() + 0.5
            paint_cap(painter, self.width() - px(9), middle, self._key, colour("ink3"))


class TextArea(QPlainTextEdit):
    """Several lines of text.

    Signals:
        left: the focus went elsewhere (a moment to save).
    """

    left = Signal()

    def __init__(self, name: str = "", hint: str = "", *, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.describe(name, hint)
        self.setTabChangesFocus(True)

    def describe(self, name: str, hint: str = "") -> None:
        """Accessible name, and the grey hint inside."""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)

    def event(self, event: QEvent) -> bool:
        """Reserved keys are not eaten; undo is, as long as there is text to undo."""
        if _passes_on(event, lambda: self.document().isUndoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that typing paused."""
        super().focusOutEvent(event)
        self.left.emit()

    def sizeHint(self) -> QSize:
        """So many lines."""
        return QSize(px(240), self.fontMetrics().lineSpacing() * self._lines + px(22))

    def minimumSizeHint(self) -> QSize:
        """Two lines at least."""
        return QSize(px(120), self.fontMetrics().lineSpacing() * min(2, self._lines) + px(22))


class Picker(QComboBox):
    """One of a list, folded; the wheel does not change it by accident.

    Args:
        quiet: a light outline, where it is not the point of the page.
    """

    def __init__(self, name: str = "", *, quiet: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("quiet", quiet)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentIndexChanged.connect(self._tell_choice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A choice that has no room is whole in the tip."""
        super().resizeEvent(event)
        self._tell_choice()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The choice; with dots where it has no room, which Qt leaves out."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - px(_FRAME + _ARROW)
        mode = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(self.currentText(), mode, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _tell_choice(self) -> None:
        words = self.currentText()
        room = self.width() - px(_FRAME + _ARROW)
        self.setToolTip(words if self.fontMetrics().horizontalAdvance(words) > room else "")

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def set_items(self, items: list[tuple[str, str]], chosen: str = "") -> None:
        """Fill with (key, text) and choose one."""
        self.blockSignals(True)
        self.clear()
        for key, text in items:
            self.addItem(text, key)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
        self._tell_choice()

    def key(self) -> str:
        """The chosen key, "" for none."""
        data = self.currentData()
        return data if isinstance(data, str) else ""


def field_row(layout: QFormLayout, text: str, field: QWidget) -> Label:
    """A field under its name, connected for screen readers; returns the label to retranslate."""
    label = Label(text, role="small", tone="ink2")
    label.setBuddy(field)
    layout.addRow(label)
    layout.addRow(field)
    if text and not field.accessibleName():
        field.setAccessibleName(text)
    return label
