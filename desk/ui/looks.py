"""Telling the access log of a look once it has settled: typing and arrowing past are none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desk.ui.context import Context

SETTLED = 2_000
"""Milliseconds without another key after which somebody has read what is shown."""


class SettledLook(QObject):
    """Writes a line of the access log when the same thing stays looked at.

    Args:
        note: use case that writes the line: note(uow, env, actor, subject).
    """

    def __init__(self, context: Context, note: Callable[..., None], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._note = context, note
        self._subject: object = None
        self._waiting: object = None
        self._noted: object = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED)
        self._timer.timeout.connect(self._settle)

    def at(self, subject: object, what: object) -> None:
        """This is looked at now; the same again is still the same look.

        Args:
            subject: what the log names.
            what: which look it is, e.g. the words searched for; never logged; None for no look.
        """
        if what is None:
            self._timer.stop()
            self._waiting = self._noted = None
        elif what != self._waiting:
            self._subject, self._waiting = subject, what
            self._timer.start()

    def _settle(self) -> None:
        if self._waiting != self._noted:
            self._noted = self._waiting
            self._tell()

    def _tell(self) -> None:
        self._context.write(self._note, self._subject)


class SettledSearch(SettledLook):
    """A search: its words go along to be compared with the searcher's name, and kept nowhere."""

    def _tell(self) -> None:
        self._context.write(self._note, self._subject, str(self._noted))
