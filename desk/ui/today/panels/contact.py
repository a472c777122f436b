"""How to reach the client, only if they wish; and one more service of the same visit."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from desk.domain.person import Person
from desk.domain.text import fold
from desk.i18n import _
from desk.services.env import Env
from desk.ui.style import px
from desk.ui.today.panels.base import ActionPanel
from desk.ui.today.words import service_text
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import LineField, SearchField
from desk.ui.widgets.text import Label


class ContactPanel(ActionPanel):
    """Gives a Person with phone and e-mail."""

    def __init__(self, known: Person | None) -> None:
        super().__init__(_("Phone or e-mail, only if the client wishes"), _("Keep"))
        self.phone = LineField(_("Phone"), _("Phone"))
        self.email = LineField(_("E-mail"), _("E-mail"))
        if known is not None:
            self.phone.setText(known.phone)
            self.email.setText(known.email)
        for widget in (self.phone, self.email):
            self.content.addWidget(widget)
        note = _("Empty fields erase what was kept.")
        self.content.addWidget(Label(note, tone="ink2", wrap=True))

    def start_focus(self) -> QWidget:
        """The phone."""
        return self.phone

    def values(self) -> object:
        """Both may be empty."""
        return Person(phone=self.phone.text().strip(), email=self.email.text().strip())


class AddServicePanel(ActionPanel):
    """Gives the id of a service of the catalogue."""

    def __init__(self, env: Env, already: Collection[str]) -> None:
        super().__init__(_("One more service in this visit"), _("Add"))
        self._names = {
            known: service_text(env, known) for known in env.services if known not in already
        }
        self.search = SearchField(_("Find a service"), _("Find a service"))
        self.list = ChoiceList(_("Services"), fit=False)
        self.list.setFixedHeight(px(150))
        self.content.addWidget(self.search)
        self.content.addWidget(self.list)
        self.search.textChanged.connect(self._filter)
        self.search.moved.connect(self.list.step)
        self._filter("")

    def start_focus(self) -> QWidget:
        """The search."""
        return self.search

    def digits(self) -> ChoiceList:
        """The services."""
        return self.list

    def values(self) -> object:
        """One has to be chosen."""
        return self.list.key() or self.need(_("Choose a service."), self.search)

    def _filter(self, text: str) -> None:
        parts = fold(text).split()
        found = [
            Choice(known, name)
            for known, name in self._names.items()
            if all(part in fold(name) for part in parts)
        ]
        self.list.set_choices(found, chosen=found[0].key if found else "")
