"""Forms about one picture or scan: what it shows, why it leaves, why it is taken out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.attachment import CleanFile, CopyPurpose
from desk.i18n import _
from desk.ui.attachments.texts import COPY_PURPOSES, kind_text
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import LineField, TextArea
from desk.ui.widgets.form import FormDialog, text_in
from desk.ui.widgets.text import Label

_OPEN, _SEALED = "open", "sealed"


class AddDialog(FormDialog):
    """Gives (made, about, names_people)."""

    def __init__(self, made: CleanFile, *, may_seal: bool) -> None:
        super().__init__(_("Add it to the report"), _("Add"), size="normal")
        self._made, self._may_seal = made, may_seal
        self.kind = Label(kind_text(made, len(made.data)), "strong")
        self.form.addRow(self.kind)
        left_behind = _("Place, time and camera data were left behind; nothing else is kept of it.")
        self.form.addRow(Label(left_behind, "small", "ink2", wrap=True))
        self.about = LineField(_("What it shows"), _("e.g. the broken door handle; no names"))
        self.field(_("What it shows"), self.about)
        self.shows = ChoiceList(_("Does it show a person, or a paper with a name?"))
        sealed = _("head and deputy alone open it, with password and purpose")
        if not may_seal:
            sealed = _("cannot be added: nobody here holds keys of sealed parts yet")
        self.shows.set_choices(
            [
                Choice(_OPEN, _("No: things alone"), _("whoever may read the report sees it")),
                Choice(_SEALED, _("Yes: seal it"), sealed),
            ]
        )
        self.form.addRow(Label(self.shows.accessibleName(), "label", wrap=True))
        self.form.addRow(self.shows)

    def start_focus(self) -> QWidget:
        """What it shows."""
        return self.about

    def values(self) -> object:
        """Whether it is sealed has to be said by a person."""
        if not self.shows.key():
            return self.need(_("Say whether it shows a person or a name."), self.shows)
        names_people = self.shows.key() == _SEALED
        if names_people and not self._may_seal:
            said = _("Nobody here holds keys of sealed parts yet: it cannot be added.")
            return self.need(said, self.shows)
        return self._made, text_in(self.about), names_people


class CopyDialog(FormDialog):
    """Gives a CopyPurpose."""

    def __init__(self) -> None:
        super().__init__(_("Save a copy"), _("Choose where…"), size="normal")
        warning = _(
            "The copy leaves the program's protection: it is not encrypted, not erased in time, and"
            " whoever has it can pass it on. The access log keeps who saved it, and what for."
        )
        self.form.addRow(Label(warning, tone="warn", wrap=True))
        self.purposes = ChoiceList(_("What for"))
        self.purposes.set_choices([Choice(one.value, _(COPY_PURPOSES[one])) for one in CopyPurpose])
        self.form.addRow(self.purposes)

    def start_focus(self) -> QWidget:
        """The purpose."""
        return self.purposes

    def values(self) -> object:
        """None leaves without a purpose."""
        if not self.purposes.key():
            return self.need(_("Choose what the copy is for."), self.purposes)
        return CopyPurpose(self.purposes.key())


class DetachDialog(FormDialog):
    """Gives (why, destroy)."""

    def __init__(self, title: str) -> None:
        super().__init__(_("Take it out of the report"), _("Take out"), size="normal")
        self.form.addRow(Label(title, "strong", wrap=True))
        stays = _("That it was here, who took it out and why stays in the report's history.")
        self.form.addRow(Label(stays, "small", "ink2", wrap=True))
        self.why = TextArea(_("Why"), _("e.g. it belongs to another report"), lines=2)
        self.field(_("Why"), self.why)
        self.at_once = CheckRow(
            _("It should never have been added: destroy it now"),
            _("Otherwise head and deputy can look at it until the report's texts are erased."),
        )
        self.form.addRow(self.at_once)

    def start_focus(self) -> QWidget:
        """The reason."""
        return self.why

    def values(self) -> object:
        """A reason is needed."""
        why = text_in(self.why)
        if not why:
            return self.need(_("Say why it is taken out."), self.why)
        return why, self.at_once.isChecked()
