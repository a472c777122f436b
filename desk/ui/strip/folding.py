"""Folding the window into the strip, and what is asked while it is folded.

Keys reach the strip when it has the keyboard: no key is taken from the other program, so one clicks
on the strip first, or turns to it with the system's own key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from desk.services.device_settings import StripPlace, device_setting, keep_device_setting
from desk.ui.actions import Actions
from desk.ui.widgets.discard import discard

if TYPE_CHECKING:
    from desk.ui.context import Context
    from desk.ui.feed import BoardFeed
    from desk.ui.strip.strip import Strip


class Folding(QObject):
    """One window that is either whole or a strip."""

    def __init__(self, window: QMainWindow, keys: Actions) -> None:
        super().__init__(window)
        self._window, self._keys = window, keys
        self._context: Context | None = None
        self.strip: Strip | None = None

    def fold(self, context: Context, feed: BoardFeed) -> None:
        """Become a strip, at the place this PC remembers."""
        if self.strip is not None:
            return
        from desk.ui.strip.strip import Strip  # with the forms: not needed for the sign-in card

        self._context = context
        strip = Strip(context, feed, StripPlace())
        strip.asked.connect(context.asked)
        strip.moved.connect(self._keep)
        strip.left.connect(self._window.close)
        self._keys.share(strip)
        self.strip = strip
        context.runner.read(lambda reader: device_setting(reader, StripPlace), self._place)

    def is_folded(self) -> bool:
        """Whether the window is a strip now."""
        return self.strip is not None

    def unfold(self) -> None:
        """Be a window again."""
        if self.strip is None:
            return
        strip, self.strip, self._context = self.strip, None, None
        strip.left.disconnect(self._window.close)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        discard(strip)

    def take(self, action: str) -> bool:
        """Do an action in the strip; what does not fit there unfolds the window.

        Returns:
            whether it was done here.
        """
        if self.strip is None:
            return False
        if self.strip.does(action):
            self.strip.act(action)
            return True
        self.unfold()
        return action == "fold"

    def tell(self, text: str, tone: str) -> bool:
        """Say a sentence in the strip; False when there is none."""
        if self.strip is None:
            return False
        self.strip.say(text, tone)
        return True

    def _place(self, place: StripPlace) -> None:
        if self.strip is None:
            return
        self.strip.use_place(place)
        self.strip.show()
        self.strip.lay()
        self.strip.raise_()
        self.strip.activateWindow()
        self.strip.bar.first_button().setFocus()
        self._window.hide()

    def _keep(self, place: StripPlace) -> None:
        if self._context is not None:
            self._context.write(keep_device_setting, place)
