"""What can be wrong with the room of words and controls: cut, squeezed, outside their holder."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QWidget,
)

from desk.ui.style import font, px
from desk.ui.widgets.row_delegate import TITLE_LINES, RowDelegate
from desk.ui.widgets.row_list import RowList

SLACK = 1
"""Pixels that rounding may cost."""
_FRAME = 11
"""Border and padding of a field in design pixels (app.qss)."""
_SAY = 23
"""Bar and padding of a sentence to say aloud (app.qss)."""


def shown(top: QWidget) -> list[QWidget]:
    """What of a place can be seen now."""
    inside = top.window()
    widgets = top.findChildren(QWidget)
    return [each for each in widgets if each.isVisible() and each.window() is inside]


def misfits(top: QWidget) -> list[str]:
    """Everything in a place whose words are cut or which sticks out, as "path: what"."""
    found = []
    for widget in shown(top):
        wrong = _cut(widget) or _outside(widget)
        if wrong:
            found.append(f"{path(widget)}: {wrong}")
    return found


def _cut(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, QAbstractButton):
        return _cut_button(widget)
    if isinstance(widget, QComboBox):
        return _cut_picker(widget)
    if isinstance(widget, QLineEdit):
        return _cut_hint(widget)
    if isinstance(widget, RowList):
        return "; ".join(_cut_rows(widget))
    if isinstance(widget, QHeaderView):
        return "; ".join(_cut_heads(widget))
    return ""


def _cut_label(label: QLabel) -> str:
    words = label.text()
    if not words or (words.endswith("…") and label.toolTip()):
        return ""
    needed = label.sizeHint()
    if label.wordWrap():
        side = px(_SAY) if label.property("role") == "say" else 0
        metrics = QFontMetrics(label.font())
        longest = max(words.split(), key=metrics.horizontalAdvance, default="")
        wide = metrics.horizontalAdvance(longest) + side
        if wide > label.width() + SLACK:
            return f"{longest!r} of {words!r} needs width {wide}, has {label.width()}"
        tall = label.heightForWidth(label.width())
        return _less(words, tall, label.height(), "height")
    return _less(words, needed.width(), label.width(), "width") or _less(
        words, needed.height(), label.height(), "height"
    )


def _cut_button(button: QAbstractButton) -> str:
    needed = button.sizeHint()
    if button.hasHeightForWidth():
        tall = button.heightForWidth(button.width())
        return _less(button.text(), tall, button.height(), "height")
    return _less(button.text(), needed.width(), button.width(), "width")


def _cut_picker(picker: QComboBox) -> str:
    option = QStyleOptionComboBox()
    picker.initStyleOption(option)
    room = picker.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox,
        option,
        QStyle.SubControl.SC_ComboBoxEditField,
        picker,
    )
    needed = QFontMetrics(picker.font()).horizontalAdvance(picker.currentText())
    if picker.toolTip() == picker.currentText():
        return ""
    return _less(picker.currentText(), needed, room.width(), "width")


def _cut_hint(field: QLineEdit) -> str:
    """What was typed scrolls; the hint does not, and is no good when cut."""
    if field.text() or not field.placeholderText():
        return ""
    sides = field.textMargins().left() + field.textMargins().right() + 2 * px(_FRAME)
    needed = QFontMetrics(field.font()).horizontalAdvance(field.placeholderText())
    hint = field.placeholderText()
    if field.toolTip() == hint:
        return ""
    return _less(hint, needed + sides, field.width(), "width")


def _cut_rows(view: RowList) -> Iterator[str]:
    """The title of a painted row wraps; a heading has one line."""
    width = view.viewport().width()
    for place, row in enumerate(view.rows.rows()):
        if row.heading:
            metrics = QFontMetrics(font("label"))
            needed = metrics.horizontalAdvance(f"{row.title.upper()}  {row.right}") + px(24)
            if needed > width + SLACK:
                yield f"heading {row.title!r} needs {needed}, has {width}"
            continue
        delegate = view.itemDelegateForIndex(view.rows.index(place))
        if not isinstance(delegate, RowDelegate):
            return
        words = delegate.words_width(row, width)
        metrics = QFontMetrics(font("body"))
        wrap = int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(QRect(0, 0, max(words, 40), 10_000), wrap, row.title)
        half = metrics.lineSpacing() // 2  # lines of a text are a little taller than one by one
        most = metrics.lineSpacing() * TITLE_LINES + half
        if box.height() > most or box.width() > words + 2:
            yield f"row {row.title!r} has {words} beside {row.right!r}"


def _cut_heads(head: QHeaderView) -> Iterator[str]:
    if head.orientation() is Qt.Orientation.Vertical:
        return
    for place in range(head.count()):
        text = str(head.model().headerData(place, head.orientation()) or "")
        needed = head.sectionSizeFromContents(place).width() if text else 0
        wrong = _less(text, needed, head.sectionSize(place), "width")
        if wrong and not head.isSectionHidden(place):
            yield wrong


def _less(words: str, needed: int, room: int, side: str) -> str:
    return f"{words!r} needs {side} {needed}, has {room}" if needed > room + SLACK else ""


def _outside(widget: QWidget) -> str:
    """A widget that sticks out of what holds it, so that a part of it cannot be seen."""
    holder = widget.parentWidget()
    if holder is None or widget.isWindow() or isinstance(holder, QComboBox | QTableView):
        return ""
    box, room = widget.geometry(), holder.size()
    if _is_viewport(holder):
        area = holder.parentWidget()
        assert isinstance(area, QAbstractScrollArea)
        off = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        wide = isinstance(area, QScrollArea) and off and box.width() > room.width() + SLACK
        return f"is {box.width()} wide in a view of {room.width()}" if wide else ""
    if box.right() >= room.width() + SLACK or box.bottom() >= room.height() + SLACK:
        return f"{box.getRect()} in {room.toTuple()}"
    return f"{box.getRect()} begins outside" if box.left() < -SLACK or box.top() < -SLACK else ""


def _is_viewport(holder: QWidget) -> bool:
    parent = holder.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is holder


def path(widget: QWidget) -> str:
    """Where a widget lies, in class names from outside in."""
    names: list[str] = []
    step: QWidget | None = widget
    while step is not None and len(names) < 4:
        names.insert(0, step.objectName() or type(step).__name__)
        step = step.parentWidget()
    return "/".join(names)
