"""Ctrl+Enter confirms a form from anywhere in it; Enter alone, as scanners type, does nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from desk.ui.widgets.dialog import Dialog


def confirm_with_ctrl_enter(dialog: Dialog, button: QPushButton) -> None:
    """Let Ctrl+Enter press a button of a dialog while that button can be pressed."""
    for key in ("Ctrl+Return", "Ctrl+Enter"):
        shortcut = QShortcut(QKeySequence(key), dialog)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(button.click)
