"""Self-checks, contact and assistance of the visit being served."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.domain.board import Serving
from desk.i18n import _, language
from desk.services.content.schema import Option
from desk.ui.style import px
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.chip_box import ChipBox
from desk.ui.widgets.layout import column


class Checks(QWidget):
    """Ticks in two columns where there is room.

    Signals:
        ticked(str, bool): a self-check; contact: phone or e-mail is wanted.
        assistance(tuple): the ids now chosen.
    """

    ticked = Signal(str, bool)
    contact = Signal()
    assistance = Signal(object)

    def __init__(self, ticks: Sequence[Option], assistance: Sequence[Option]) -> None:
        super().__init__()
        self._options = {option.id: option for option in (*ticks, *assistance)}
        self.ticks = {option.id: CheckRow("", guarded=True) for option in ticks}
        self.reach = CheckRow("", guarded=True)
        self.helps = ChipBox([option.id for option in assistance], guarded=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(0)
        self._columns = 0
        layout = column(self, gap=4)
        layout.addLayout(self._grid)
        layout.addWidget(self.helps)
        self._arrange(1)
        self._connect()

    def _connect(self) -> None:
        for name, tick in self.ticks.items():
            tick.setProperty("tick", name)
            tick.toggled.connect(self._tick)
        self.reach.clicked.connect(self._contact)
        self.helps.changed.connect(self.assistance)

    def show_serving(self, serving: Serving) -> None:
        """Show the visit's marks."""
        visit = serving.visit
        for name, tick in self.ticks.items():
            switch_on(tick, name in visit.ticks)
        self.helps.show_chosen(serving.assistance)
        reach = serving.contact
        switch_on(self.reach, reach is not None)
        parts = [reach.phone, reach.email] if reach is not None else []
        shown = " · ".join(part for part in parts if part)
        self.reach.set_words(
            shown or _("Phone or e-mail for contact"), "" if shown else _("only if they wish")
        )

    def retranslate(self) -> None:
        """Say it in the language in force."""
        for name, tick in self.ticks.items():
            tick.set_words(self._options[name].text.get(language()))
        self.helps.set_texts(
            _("Assistance"),
            _("Assistance: what helps, never why"),
            {name: self._options[name].text.get(language()) for name in self.helps.chips},
        )
        self.reach.set_words(_("Phone or e-mail for contact"), _("only if they wish"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where both have room."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= px(460) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        widgets = [*self.ticks.values(), self.reach]
        for place, widget in enumerate(widgets):
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, place // columns, place % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns > 1 else 0)

    def _tick(self, on: bool) -> None:
        self.ticked.emit(str(self.sender().property("tick")), on)

    def _contact(self) -> None:
        """The mark follows what is kept, not the click."""
        self.reach.toggle()
        self.contact.emit()
