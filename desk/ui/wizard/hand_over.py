"""The recovery code on its way from the thread that made it to a person, and the answer back."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError


class HandOver(QObject):
    """Called on the writing lane with the code; returns once a person has it.

    Signals:
        came(str): the code, to be shown.
    """

    came = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._answered = Event()
        self._kept = False

    def __call__(self, code: str) -> None:
        """Show the code and wait.

        Raises:
            DeskError: "wizard.left" when the person went away instead: nothing is set up then.
        """
        self.came.emit(code)
        self._answered.wait()
        if not self._kept:
            raise DeskError("wizard.left")

    def answer(self, *, kept: bool) -> None:
        """The person has the code, or went away; the first answer stands."""
        if not self._answered.is_set():
            self._kept = kept
            self._answered.set()
