"""Second places that are no longer used: their copies stay until a person deletes them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.services import safety
from desk.services.safety import Earlier, SafetySettings
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, clear, column
from desk.ui.widgets.text import Label


class EarlierPlaces(QWidget):
    """A box for each of them; nothing at all when there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._places: tuple[Earlier, ...] = ()
        self.done: list[Button] = []
        self._boxes = column(self, gap=8)

    def show_places(self, places: tuple[Earlier, ...]) -> None:
        """Name the folders that may still hold copies."""
        self._places = places
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        clear(self._boxes)
        self.done = [self._box(one) for one in self._places]
        self.setVisible(bool(self._places))

    def _box(self, one: Earlier) -> Button:
        box, done = Surface("warn"), Button(guarded=True)
        inside = column(box, gap=6, margins=(12, 10, 12, 10))
        inside.addWidget(Label(_("A place used earlier may still hold copies"), "strong"))
        folder = Label(
            _("Delete this folder by hand: {folder}").format(folder=one.folder), wrap=True
        )
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(folder)
        name = _("The copies in {place} are deleted").format(place=one.place)
        done.set_text(_("It is deleted"), name)
        done.clicked.connect(partial(self._forget, one.place))
        inside.addWidget(done, 0, Qt.AlignmentFlag.AlignLeft)
        self._boxes.addWidget(box)
        return done

    def _forget(self, place: str) -> None:
        self._context.write(safety.forget_place, place, done=self._forgotten)

    def _forgotten(self, _settings: SafetySettings) -> None:
        self._context.say(_("Noted"))
