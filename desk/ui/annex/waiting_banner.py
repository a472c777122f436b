"""A calm line over the screens: colleagues wait for the keys of sealed parts."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desk.domain.annex import HOLDER_ROLES
from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.i18n import _
from desk.services import annex_giving
from desk.services.annex_giving import Waiting
from desk.ui.annex.waiting_texts import headline
from desk.ui.context import Context
from desk.ui.shell import Shell
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row
from desk.ui.widgets.text import Label

if TYPE_CHECKING:
    from desk.ui.window import MainWindow

_UNDER_THE_TABS = 2


class WaitingBanner(Surface):
    """Hidden while nobody waits, and after a PIN, which opens nothing that is sealed."""

    def __init__(self, context: Context) -> None:
        super().__init__("soft")
        self._context = context
        self._people: tuple[Waiting, ...] = ()
        self.text, self.look = Label(wrap=True), Button(kind="quiet")
        inside = row(self, gap=12, margins=(16, 4, 12, 4))
        inside.addWidget(self.text, 1)
        inside.addWidget(self.look)
        self.look.clicked.connect(self.open)
        self.hide()
        context.bus.changed.connect(self._changed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.look.set_text(_("Look"), _("Look at who waits for the keys of sealed parts"))
        self._show(self._people)

    def refresh(self) -> None:
        """Ask who waits."""
        if self._context.actor.by_pin:
            self._show(())
            return
        self._context.read(
            annex_giving.waiting, done=self._show, failed=self._none, kind="annex.waiting"
        )

    def open(self) -> None:
        """Show them one by one."""
        from desk.ui.annex.waiting import WaitingDialog  # seldom needed

        self._context.open(WaitingDialog(self._context))

    def _changed(self, topics: Set[object]) -> None:
        if Topic.ACCOUNTS in topics:
            self.refresh()

    def _show(self, people: tuple[Waiting, ...]) -> None:
        self._people = tuple(one for one in people if not one.confirmed)
        self.text.setText(headline(self._people) if self._people else "")
        self.setVisible(bool(self._people))

    def _none(self, _error: DeskError) -> None:
        self._show(())


def watch_waiting(window: MainWindow, context: Context, shell: Shell) -> WaitingBanner | None:
    """The banner of a session that has just begun; None for who opens nothing that is sealed."""
    if context.actor.role not in HOLDER_ROLES:
        return None
    banner = WaitingBanner(context)
    layout = shell.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(_UNDER_THE_TABS, banner)
    window.retranslated.connect(banner.retranslate)
    banner.refresh()
    return banner
