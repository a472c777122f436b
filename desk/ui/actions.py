"""The window's actions: one per line of the key table, switched off while a dialog is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desk.ui.keys import KEYS, KeyTable
from desk.ui.widgets.fields import reserve_keys

_SECOND = {entry.id: entry.second for entry in KEYS if entry.second}


class Actions(QObject):
    """Shortcuts of a window.

    Signals:
        triggered(str): the id of what was asked for by key.
    """

    triggered = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.table = KeyTable()
        self._actions: dict[str, QAction] = {}
        for entry in KEYS:
            action = QAction(self)
            action.setObjectName(entry.id)
            action.setAutoRepeat(False)
            action.triggered.connect(self._triggered)
            window.addAction(action)
            self._actions[entry.id] = action
        self.use(self.table)

    def use(self, table: KeyTable) -> None:
        """Put other keys in force."""
        self.table = table
        for name, action in self._actions.items():
            keys = (table.key(name), _SECOND.get(name, ""))
            action.setShortcuts([QKeySequence(key) for key in keys if key])
        reserve_keys(table.sequences() - {"Ctrl+Z"})

    def share(self, window: QWidget) -> None:
        """Let the keys work in another window too (the strip)."""
        window.addActions(list(self._actions.values()))

    def allow(self, names: frozenset[str] | None) -> None:
        """Let only these work (a dialog is open, nobody is signed in); None lets all work."""
        for name, action in self._actions.items():
            action.setEnabled(names is None or name in names)

    def _triggered(self) -> None:
        self.triggered.emit(self.sender().objectName())


ALWAYS = frozenset(entry.id for entry in KEYS if entry.always)
"""What works while a dialog is open too."""
