"""How old what headquarters say is, at the place where it is shown; nothing while it is fresh."""

from __future__ import annotations

from desk.ui.context import Context
from desk.ui.style import air
from desk.ui.sync.keeper import sync_of
from desk.ui.sync.words import stale_text
from desk.ui.widgets.text import Label


class AsOf(Label):
    """A line that is there while headquarters are not reached, and something of theirs is shown.

    Args:
        inset: it stands in a panel's body, which leaves no room at the sides.
    """

    def __init__(self, context: Context, *, inset: bool = False) -> None:
        super().__init__(role="small", tone="warn", wrap=True)
        if inset:
            self.setContentsMargins(*map(air, (16, 6, 16, 6)))
        self._context, self._keeper = context, sync_of(context)
        self._keeper.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it as it is now, in the language in force."""
        keeper = self._keeper
        text = stale_text(keeper.state, keeper.shown_state, self._context.env.clock())
        self.setText(text)
        if not text:
            self.hide()
        elif self.parent() is not None:  # a widget without one would be a window of its own
            self.show()
