"""The first page: language, text size, and which way on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.i18n import LANGUAGES, _, language
from desk.ui.style import tokens
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.layout import row
from desk.ui.wizard.base import WizardPage

_NAMES = {"lv": "Latviešu", "en": "English", "ru": "Русский"}
"""Each language in its own words."""
_SCALES = (100, 110, 125, 150)


class WelcomePage(WizardPage):
    """What to do on a PC that has no database.

    Signals:
        language_chosen(str), scale_chosen(int).
    """

    language_chosen = Signal(str)
    scale_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.languages = {name: Button(_NAMES[name]) for name in LANGUAGES}
        line = row(gap=8)
        for name, button in self.languages.items():
            button.setProperty("language", name)
            button.clicked.connect(self._language)
            line.addWidget(button)
        line.addStretch(1)
        self.content.insertLayout(0, line)
        self.size_ = Picker()
        self.add_field(self.size_)
        self.ways = ChoiceList("")
        self.content.insertWidget(2, self.ways)
        self.size_.currentIndexChanged.connect(self._scale)
        self.ways.opened.connect(self.forward)
        self.end()

    def title(self) -> str:
        """Greets."""
        return _("Welcome to Branch Desk")

    def names(self) -> tuple[str, ...]:
        """The one field."""
        return (_("Text size"),)

    def say_texts(self) -> None:
        """Ways on, sizes, the language in force."""
        self.advice.setText(_("This PC has no database yet."))
        for name, button in self.languages.items():
            button.set_kind("primary" if name == language() else "normal")
        self.ways.setAccessibleName(_("What to do"))
        choices = [
            Choice("new", _("Set this PC up for a branch")),
            Choice("demo", _("Look at the demo"), _("an invented day, in a folder of its own")),
            Choice("restore", _("Restore from a backup"), _("with the recovery code")),
        ]
        self.ways.set_choices(choices, chosen=self.ways.key() or "new")
        percent = str(round(tokens().scale * 100))
        self.size_.set_items([(str(step), f"{step} %") for step in _SCALES], percent)

    def start_focus(self) -> QWidget:
        """The ways on."""
        return self.ways

    def _language(self) -> None:
        self.language_chosen.emit(str(self.sender().property("language")))

    def _scale(self) -> None:
        self.scale_chosen.emit(int(self.size_.key()))
