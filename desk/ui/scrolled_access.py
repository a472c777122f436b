"""What a screen reader sees of a scrolled column: always the same number of parts.

Qt counts a scroll bar as a part only while it is shown, and looks a part up without asking
whether there are so many. A screen reader that has counted two and asks for the second after
the bar has gone would take the program down with it. A plain control's parts are checked.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea


def use_safe_scroll_areas() -> None:
    """Let screen readers have every scrolled column as a plain control; once in a program."""
    QAccessible.installFactory(_scrolled)


def _scrolled(_class: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, QScrollArea):
        return QAccessibleWidget(thing, QAccessible.Role.Client)
    return None
