"""The correction of an e-mail: its wording, always with the apology (EE-01, EE-03)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desk.i18n import _, language
from desk.services.content.schema import Helper
from desk.services.env import Env
from desk.ui.announce import announce
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, SectionTitle

_SCRIPT = "email-correction"


class CorrectionText(QWidget):
    """The institution's wording to copy, and whether the correction is on its way.

    Signals:
        changed: a person ticked that it was sent, or took that back.
    """

    changed = Signal()

    def __init__(self, env: Env) -> None:
        super().__init__()
        found = next((script for script in env.pack.scripts if script.id == _SCRIPT), None)
        steps = found.steps if found is not None else []
        helper = next((step.say for step in steps if step.say is not None), None)
        self._texts = _texts(helper)
        self._sent = CheckRow(_("Correction and apology are sent"))
        self._sent.toggled.connect(self.changed)
        layout = column(self, gap=6)
        title = found.title.get(language()) if found is not None else _("Error in an e-mail")
        layout.addWidget(SectionTitle(title, _("correct it at once")))
        if self._texts:
            box = Surface("soft")
            inside = column(box, gap=6, margins=(12, 8, 12, 8))
            inside.addWidget(Label(self._texts["lv"], "body", "ink2", wrap=True))
            buttons = row(gap=6)
            for name in self._texts:
                buttons.addWidget(self._copier(name))
            buttons.addStretch(1)
            inside.addLayout(buttons)
            layout.addWidget(box)
        layout.addWidget(self._sent)

    def sent(self) -> bool:
        """Whether it was sent."""
        return self._sent.isChecked()

    def use(self, sent: bool) -> None:
        """Show an answer given earlier."""
        switch_on(self._sent, sent)

    def _copier(self, name: str) -> Button:
        button = Button(_("Copy ({language})").format(language=name.upper()), kind="link")
        button.setProperty("language", name)
        button.clicked.connect(self._copy)
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._texts[str(self.sender().property("language"))])
        announce(self, _("Copied"))


def _texts(helper: Helper | None) -> dict[str, str]:
    """The wording by language; an institution answers in Latvian first."""
    if helper is None:
        return {}
    known = {"lv": helper.lv, "ru": helper.ru, "en": helper.en}
    return {name: text for name, text in known.items() if text}
