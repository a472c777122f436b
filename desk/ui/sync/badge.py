"""The line to headquarters in the window's foot: always there, and a way to all about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QPainter

from desk.i18n import _
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.style import air, colour, px
from desk.ui.sync.keeper import sync_of
from desk.ui.sync.words import Words, words_of
from desk.ui.widgets.button import Button

_SIGNS: Final = {"ok": "●", "ink2": "○", "warn": "▲", "danger": "■"}
_INKS: Final = {"ok": "green", "ink2": "ink2", "warn": "amber", "danger": "red"}
_ALARMING: Final = frozenset({"warn", "danger"})


class SyncBadge(Button):
    """A sign and words, never a colour alone; pressed, it tells the rest."""

    def __init__(self, context: Context) -> None:
        super().__init__(kind="faint")
        self._context, self.keeper = context, sync_of(context)
        self._words: Words | None = None
        self._short = False
        self.setFixedHeight(px(16) + air(8))
        context.keyed(self, "headquarters")
        self.set_key("")  # there is no room for a cap in the foot
        self.keeper.changed.connect(self.say)
        self.clicked.connect(self._ask)
        self.say()

    @property
    def tone(self) -> str:
        """What the colour means."""
        return self._words.tone if self._words is not None else "ink2"

    def say(self) -> None:
        """Say how it stands."""
        before, now = self._words, self._context.env.clock()
        self._words = words_of(self.keeper.state, self.keeper.shown_state, now)
        if before == self._words:
            return
        if before is not None and self.tone in _ALARMING and before.pill != self._words.pill:
            announce(self, self._words.text)
        self._show()

    def shorten(self, short: bool = True) -> None:
        """Fewer words where there is no room; the tip has all of them."""
        if short != self._short:
            self._short = short
            self._show()

    def _show(self) -> None:
        words = self._words
        assert words is not None
        text = words.short if self._short else words.text
        self.set_text(
            f"{_SIGNS[words.tone]} {text}", _("Headquarters: {state}").format(state=words.text)
        )
        self.setToolTip(f"{words.text}. {words.says}")

    def _paint_body(self, painter: QPainter) -> QColor:
        super()._paint_body(painter)
        return colour(_INKS[self.tone])

    def _ask(self) -> None:
        self._context.ask("headquarters")
