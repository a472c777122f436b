"""Which column holds what: our reading of the headers, and a person's word over it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.i18n import _
from desk.services.dayfile.model import Field
from desk.ui.importing.texts import FIELD_TEXTS
from desk.ui.style import px
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.layout import clear
from desk.ui.widgets.text import Label

_UNREAD = ""


class ColumnChoices(QWidget):
    """A selector beside every header of the file.

    Signals:
        changed: a person chose another field for a column.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pickers: dict[str, Picker] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnMinimumWidth(0, px(150))
        self._grid.setColumnStretch(1, 1)

    def show_columns(self, known: Mapping[Field, str], unread: tuple[str, ...]) -> None:
        """Show the columns as they were understood; what is there already only changes."""
        meant = {header: name.value for name, header in known.items()}
        headers = [*known.values(), *dict.fromkeys(unread)]
        if set(headers) != set(self.pickers):
            self._build(headers)
        for header, picker in self.pickers.items():
            picker.set_items(_choices(), meant.get(header, _UNREAD))

    def mapping(self) -> dict[str, str]:
        """Header -> field, "" = will not be read."""
        return {header: picker.key() for header, picker in self.pickers.items()}

    def _build(self, headers: list[str]) -> None:
        clear(self._grid)
        self.pickers = {}
        for place, header in enumerate(headers):
            picker = Picker(_("What the column “{header}” holds").format(header=header))
            picker.activated.connect(self.changed)
            label = Label(header, "medium", wrap=True)
            self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(picker, place, 1)
            self.pickers[header] = picker


def _choices() -> list[tuple[str, str]]:
    return [(_UNREAD, _("will not be read")), *((f.value, _(t)) for f, t in FIELD_TEXTS.items())]
