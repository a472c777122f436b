"""Which branch this PC works for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desk.domain.text import fold
from desk.i18n import _
from desk.services.first_start import FirstStart, Place
from desk.ui.style import px
from desk.ui.widgets.fields import Picker, SearchField
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label
from desk.ui.wizard.base import WizardPage


class PlacePage(WizardPage):
    """Institution, and a list of its branches that typing narrows.

    Args:
        folder: the data folder, shown.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self._folder = folder
        self.institution, self.search = Picker(), SearchField("", "")
        self.list = RowList("", number_width=0, side=10, enter_opens=True)
        self.list.setMinimumHeight(px(240))
        self.where = Label(role="small", tone="dim", wrap=True)
        self.add_field(self.institution)
        self.add_field(self.search)
        box = Surface("box")
        column(box, margins=(1, 1, 1, 1)).addWidget(self.list)
        self.content.addWidget(box, 1)
        self.content.addWidget(self.where)
        self.institution.currentIndexChanged.connect(self._narrow)
        self.search.textChanged.connect(self._narrow)
        self.search.moved.connect(self.list.step)
        self.search.returnPressed.connect(self.forward)
        self.list.opened.connect(self.forward)
        self.end()

    def show_places(self, places: tuple[Place, ...]) -> None:
        """Offer these branches."""
        self._places = places
        names = {place.institution: place.institution_name for place in places}
        self.institution.set_items(sorted(names.items(), key=lambda item: item[1]), "pmlp")
        self._narrow()

    def title(self) -> str:
        """The page's heading."""
        return _("Which branch?")

    def names(self) -> tuple[str, ...]:
        """Two fields."""
        return _("Institution"), _("Branch")

    def say_texts(self) -> None:
        """Hint, list, folder."""
        self.search.setPlaceholderText(_("type a part of its name"))
        self.list.setAccessibleName(_("Branches"))
        text = _("The data will lie in {folder}. Another folder: desk --data-dir FOLDER")
        self.where.setText(text.format(folder=self._folder))

    def start_focus(self) -> QWidget:
        """The search."""
        return self.search

    def fill(self, start: FirstStart) -> FirstStart:
        """Institution and branch."""
        return replace(start, institution=self.institution.key(), branch=self.list.key())

    def wrong(self) -> bool:
        """A branch is needed."""
        return not self.list.key() and self.need(_("Choose the branch."), self.search)

    def _narrow(self) -> None:
        wanted = fold(self.search.text())
        rows = [
            Row(place.branch, place.name, place.address)
            for place in self._places
            if place.institution == self.institution.key() and wanted in fold(place.name)
        ]
        self.list.set_rows(rows)
        if len(rows) == 1 or (rows and wanted):
            self.list.choose_first()
