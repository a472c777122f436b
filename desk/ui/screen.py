"""What every screen is to the window."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtWidgets import QWidget

from desk.ui.context import Context
from desk.ui.turns import Steps


class Screen(QWidget):
    """A screen: built once per session, shown and hidden by the window.

    Subclasses set `topics` (which changes concern them) and override what they need.  It is born
    where the session's screens stand: to move hundreds of widgets there is to dress each anew.
    """

    topics: frozenset[object] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__(context.ground)
        self.context = context
        self.stale = True

    def title(self) -> str:
        """The screen's name for screen readers."""
        return ""

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read again; `topics` is empty when the screen is shown for the first time."""

    def retranslate(self) -> None:
        """Say everything again in the language in force."""

    def retranslating(self) -> Steps:
        """The same in steps, where it takes its while."""
        self.retranslate()
        yield

    def preparing(self) -> Steps:
        """Steps that make what would be slow when first shown; done while nobody waits."""
        yield from ()

    def arrive(self, search: str = "") -> None:
        """The screen was chosen: put the focus where work begins, look for `search`."""

    def act(self, action: str) -> None:
        """An action of the key table that belongs to this screen was asked for."""

    def leave(self) -> None:
        """The screen is about to be hidden, or the session ends: keep what was typed."""
