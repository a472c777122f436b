"""How much room a text still has: said when it gets scarce, nothing is ever cut."""

from __future__ import annotations

from desk.domain.typed_text import MAX_TEXT, tidied
from desk.i18n import _, ngettext
from desk.ui.widgets.text import Label

_SCARCE = 0.9


class LengthNote(Label):
    """Hidden while there is room enough."""

    def __init__(self) -> None:
        super().__init__(role="small", tone="ink2", wrap=True)
        self.hide()

    def look(self, text: str) -> bool:
        """Say how long the text is; gives whether it fits."""
        scarce = round(_SCARCE * MAX_TEXT)
        count = len(tidied(text)) if len(text) > scarce else 0
        over = count - MAX_TEXT
        said = _("{n} of {most} characters").format(n=count, most=MAX_TEXT)
        if over > 0:
            said = ngettext(
                "{n} character too many: shorten it.", "{n} characters too many: shorten it.", over
            ).format(n=over)
        self.setText(said)
        self.set_tone("danger" if over > 0 else "ink2")
        self.setVisible(count > scarce)
        return over <= 0
