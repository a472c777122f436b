"""Sealing who it was: typed once, readable by nobody who works at a counter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.annex import Identity, tidy
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import annex
from desk.ui.context import Context
from desk.ui.widgets.fields import LineField, TextArea
from desk.ui.widgets.form import FormDialog
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label

_LINES = 4


class AnnexForm(FormDialog):
    """Five fields; `closed` gives the entry's id, or what was typed for a report not filed yet.

    What is typed is no draft: it lies in the window alone until it is sealed.

    Args:
        incident_id: None = the report is still being typed.
        visit_id: the visit it happened in, sealed along.
        typed: what was typed before.
    """

    def __init__(
        self,
        context: Context,
        incident_id: UUID | None,
        *,
        visit_id: UUID | None = None,
        typed: Identity | None = None,
    ) -> None:
        super().__init__(_("Who it was (sealed)"), _("Seal"), size="normal")
        self.context, self._incident_id, self._visit_id = context, incident_id, visit_id
        before = typed or Identity()
        self.name, self.contact = LineField(), LineField()
        self.document, self.witnesses = LineField(), LineField()
        self.text = TextArea(lines=_LINES)
        self.body.insertWidget(0, _advice())
        for label, field, text in (
            (_("Name or description"), self.name, before.name),
            (_("Contact"), self.contact, before.contact),
            (_("Document"), self.document, before.document),
            (_("Witnesses"), self.witnesses, before.witnesses),
        ):
            self.field(label, field)
            field.setText(text)
        self.field(_("Anything else"), self.text)
        self.text.setPlainText(before.text)
        self.contact.describe(_("Contact"), _("phone, e-mail or address, if known"))
        self.document.describe(_("Document"), _("in words: showed a passport; no numbers"))
        context.read(annex.is_possible, done=self._possible)

    def start_focus(self) -> QWidget:
        """Whoever remembers a name types it first."""
        return self.name

    def values(self) -> Identity | None:
        """What is written; None when it cannot be sealed, which is said."""
        try:
            return tidy(
                Identity(
                    name=self.name.text(),
                    contact=self.contact.text(),
                    document=self.document.text(),
                    witnesses=self.witnesses.text(),
                    text=self.text.toPlainText(),
                )
            )
        except DeskError as error:
            self._refused(error)
            return None

    def confirm(self) -> None:
        """Seal it, or give it to the report that is being typed."""
        typed = self.values() if self.yes.isEnabled() else None
        if typed is None:
            return
        if self._incident_id is None:
            self.finish(typed)
            return
        self.yes.setEnabled(False)
        self.context.write(
            annex.seal,
            self._incident_id,
            typed,
            self._visit_id,
            done=self._sealed,
            failed=self._refused,
        )

    def _possible(self, possible: bool) -> None:
        if not possible:
            self._refused(DeskError("annex.nobody"))
            self.yes.setEnabled(False)

    def _sealed(self, entry_id: Any) -> None:
        self.context.say(_("Sealed. Only the head and named deputies can open it."))
        self.finish(entry_id)

    def _refused(self, error: DeskError) -> None:
        self.yes.setEnabled(True)
        self.problem.setText(error_text(error))
        self.problem.setAccessibleName(error_text(error))
        self.problem.show()
        self.context.overlay.fit()


def _advice() -> Surface:
    text = _(
        "It is sealed at once, apart from the report. Head and named deputies open it with their"
        " own password, for the police, a complaint or a remedy; each opening is logged. You can"
        " add more later, but not read it again."
    )
    box = Surface("soft")
    inside = column(box, gap=2, margins=(12, 10, 12, 10))
    inside.addWidget(Label(_("Only what is needed to recognise the person"), "label", "accent"))
    inside.addWidget(Label(text, wrap=True))
    return box


def open_annex_form(
    context: Context,
    incident_id: UUID | None,
    *,
    visit_id: UUID | None = None,
    typed: Identity | None = None,
) -> AnnexForm:
    """Open the form over whatever is open.

    Args:
        incident_id: None while the report is still being typed: `closed` then gives the
            `Identity`, which whoever files the report hands to `desk.services.annex.seal` after.
    """
    dialog = AnnexForm(context, incident_id, visit_id=visit_id, typed=typed)
    context.open(dialog)
    return dialog
