"""A quiet line over the screens: reports that head or deputy has not read yet; no names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desk.domain.notice import NoticeLine
from desk.i18n import _, ngettext
from desk.ui.notice.texts import short_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row
from desk.ui.widgets.text import Label


class NoticeBanner(Surface):
    """Hidden while there is nothing to read.

    Signals:
        wanted: the person wants to see them.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("warn")
        self._lines: tuple[NoticeLine, ...] = ()
        self.text, self.look = Label("", "medium"), Button(kind="quiet")
        inside = row(self, gap=12, margins=(16, 4, 12, 4))
        inside.addWidget(self.text, 1)
        inside.addWidget(self.look)
        self.look.clicked.connect(self.wanted)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.look.set_text(_("Look"), _("Look at the reports that you have not read"))
        self.tell(self._lines)

    def tell(self, lines: Sequence[NoticeLine]) -> None:
        """These are to be read; the banner shows one by its number, several by their count."""
        self._lines = tuple(lines)
        if len(self._lines) == 1:
            self.text.setText(short_text(self._lines[0]))
        elif self._lines:
            many = len(self._lines)
            text = ngettext("{n} report is not read yet", "{n} reports are not read yet", many)
            self.text.setText(text.format(n=many))
        self.setVisible(bool(self._lines))
