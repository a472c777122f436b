"""Where Tab goes: through everything that can be used, in the order one reads.

The order is taken from where things stand on the screen at the moment, pane by pane, so that it is
right in a narrow window, in large text and after a form has opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget


def tab(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to what comes after (or before) the control that has it; round and round.

    Args:
        root: a window, or the dialog that keeps Tab inside itself.

    Returns:
        whether there was anything to go to.
    """
    order = list(reading_order(root))
    if not order:
        return False
    focus = root.window().focusWidget()
    step, first = (1, 0) if forward else (-1, -1)
    place = (order.index(focus) + step) % len(order) if focus in order else first
    reasons = Qt.FocusReason
    order[place].setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
    _bring_into_sight(order[place])
    return True


def reading_order(root: QWidget) -> Iterator[QWidget]:
    """The controls in a widget that Tab goes to: left to right, line by line, pane by pane."""
    children = [child for child in root.children() if isinstance(child, QWidget)]
    shown = [child for child in children if child.isVisible() and not child.isWindow()]
    for child in sorted(shown, key=cmp_to_key(_compare)):
        if takes_tab(child):
            yield child
        yield from reading_order(child)


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab goes to a control; of several of which one is on, it goes to that one."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    if not policy or not widget.isEnabled() or widget.focusProxy() is not None:
        return False
    if isinstance(widget, QScrollArea):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive() or group.checkedButton() is None:
        return True
    return bool(widget is group.checkedButton())


def _compare(one: QWidget, other: QWidget) -> int:
    a, b = one.geometry(), other.geometry()
    return a.x() - b.x() if _beside(a, b) else a.y() - b.y()


def _beside(a: QRect, b: QRect) -> bool:
    """On one line: they share half of the lower one's height."""
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    return shared * 2 > min(a.height(), b.height())


def _bring_into_sight(widget: QWidget) -> None:
    holder = widget.parentWidget()
    while holder is not None:
        content = holder.widget() if isinstance(holder, QScrollArea) else None
        if isinstance(holder, QScrollArea) and content is not None:
            at = widget.mapTo(content, QPoint(0, widget.height() // 2))
            holder.ensureVisible(at.x(), at.y(), 0, widget.height())
        holder = holder.parentWidget()
