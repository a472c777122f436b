"""Half-typed forms of somebody who left the PC to a colleague: kept until they come back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from desk.domain.roles import Actor
from desk.ui.context import Context
from desk.ui.widgets.dialog import Dialog, Overlay


@dataclass(frozen=True, slots=True)
class _Forms:
    context: Context
    dialogs: tuple[Dialog, ...]


class Parked(QObject):
    """Open dialogs by person, out of sight and of the accessible tree.

    Args:
        overlay: where they come from and go back to.
    """

    def __init__(self, overlay: Overlay, parent: QObject) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self._attic = QWidget(None, Qt.WindowType.Popup)
        self._forms: dict[UUID, _Forms] = {}

    def park(self, context: Context) -> bool:
        """Take what is open off the window; True when there was anything."""
        dialogs = self._overlay.take_all()
        for dialog in dialogs:
            dialog.setParent(self._attic)
        if dialogs:
            self._forms[context.actor.account_id] = _Forms(context, dialogs)
        return bool(dialogs)

    def bring_back(self, actor: Actor) -> None:
        """Open again what this person had open; the person is where they are now."""
        forms = self._forms.pop(actor.account_id, None)
        if forms is None:
            return
        forms.context.actor = actor
        for dialog in forms.dialogs:
            self._overlay.open(dialog)

    def drop(self, account_id: UUID) -> None:
        """The person signed out for good."""
        forms = self._forms.pop(account_id, None)
        if forms is not None:
            for dialog in forms.dialogs:
                dialog.deleteLater()
            forms.context.deleteLater()
