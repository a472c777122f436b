"""All that everybody may know of the line, over whatever screen is in front."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.roles import RIGHTS, Right
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.sync.state_box import StateBox
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog


class SyncDialog(Dialog):
    """The state; whoever may do more is led on to the page."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Headquarters"), size="normal")
        self.context = context
        self.box = StateBox(context)
        self.body.addWidget(self.box)
        self.more = Button(_("Settings and refusals…"))
        self.more.clicked.connect(self._go_on)
        self.more.setVisible(False)
        if Right.KEEP_SAFE in RIGHTS[context.actor.role]:
            self.buttons.addWidget(self.more)
            self.more.setVisible(True)
        self.done = Button(_("Close"), kind="primary", key="Esc")
        self.done.clicked.connect(self.leave)
        self.buttons.addWidget(self.done)
        self.box.shown.connect(self._fit)
        self.box.refresh()

    def start_focus(self) -> QWidget:
        """What one may have come for."""
        now = self.box.now
        return now if now.isVisibleTo(self) and now.isEnabled() else self.done

    def _fit(self) -> None:
        """What was read may need more lines."""
        self.context.overlay.fit()

    def _go_on(self) -> None:
        self.finish(None)
        self.context.go("branch", "headquarters")
