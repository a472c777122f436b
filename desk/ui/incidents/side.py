"""What stands beside the fields of a report: the ladder, the steps of a short form, the remedy."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desk.domain.incident import FirstReport
from desk.services.content.schema_client import ClientPhrase


class Side(QWidget):
    """One half of a report's form.

    Signals:
        changed: a person changed something that the report holds.
        stamped(str), taken_back(str): a step was stamped, or its stamp taken back.
        asked(str): an action of the key table is wanted.
    """

    changed = Signal()
    stamped = Signal(str)
    taken_back = Signal(str)
    asked = Signal(str)

    def filled(self, report: FirstReport) -> FirstReport:
        """The report with what this side says."""
        raise NotImplementedError

    def use(self, report: FirstReport) -> None:
        """Show what a report says."""
        raise NotImplementedError

    def first_control(self) -> QWidget | None:
        """Where the keyboard begins; None = among the fields."""
        return None

    def has_keyboard(self) -> bool:
        """Whether nobody is typing among the fields."""
        focus = self.window().focusWidget()
        return focus is None or self.isAncestorOf(focus)

    def go_on(self) -> None:
        """The keyboard follows to what comes next."""
        control = self.first_control()
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            in_sight(control.parentWidget() or control)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key outside of the fields means here; False when it means nothing."""
        return False

    def phrases(self) -> tuple[ClientPhrase, ...]:
        """What can be shown to the client now, first the one whose turn it is."""
        return ()


def in_sight(widget: QWidget) -> None:
    """Scroll to a widget, once what changed around it has taken its place."""

    def scroll() -> None:
        holder = widget.parentWidget()
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if holder is not None:
            holder.ensureWidgetVisible(widget, 0, 0)

    QTimer.singleShot(0, widget, scroll)
