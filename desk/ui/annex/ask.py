"""Asking for what a sealed annex is opened, and for the full password, each time."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.annex import OpenPurpose, tidy_words
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.domain.topics import Topic
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import annex_open, session
from desk.services.annex_open import OpenedAnnex, Proof
from desk.services.annex_paper import purpose_text
from desk.services.session import Verified
from desk.ui.annex.form import open_annex_form
from desk.ui.annex.opened import OpenedDialog
from desk.ui.annex.resealing import Resealer
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.form import FormDialog
from desk.ui.widgets.text import Label

Include = Callable[[OpenedAnnex], None]


class AskDialog(FormDialog):
    """Purpose, words, password; the opened annex follows.

    Args:
        purpose: chosen already, e.g. while a person's request is answered.
        include: as of `OpenedDialog`.
    """

    def __init__(
        self,
        context: Context,
        incident_id: UUID,
        purpose: OpenPurpose | None = None,
        include: Include | None = None,
    ) -> None:
        super().__init__(_("Open: who it was"), _("Open"), size="normal")
        self.context, self._incident_id, self._include = context, incident_id, include
        self._words = ""
        self.purposes = ChoiceList(_("What for"))
        choices = [Choice(one.value, purpose_text(one)) for one in OpenPurpose]
        self.purposes.set_choices(choices, chosen=purpose.value if purpose else "")
        self.words = LineField(hint=_("e.g. the police's number of the case"))
        self.password = LineField(secret=True)
        self.body.insertWidget(0, Label(_advice(), tone="ink2", wrap=True))
        self.body.insertWidget(1, self.purposes)
        self.field(_("In a few words"), self.words)
        self.field(_("Your full password"), self.password)
        self.add = Button(_("Add something, without opening"), kind="link")
        self.buttons.insertWidget(0, self.add)
        self.add.setVisible(include is None)
        self.add.clicked.connect(self._add)

    def start_focus(self) -> QWidget:
        """The purpose comes first, unless it is known."""
        return self.words if self.purposes.key() else self.purposes

    def values(self) -> OpenPurpose | None:
        """The purpose; None when something is missing, which is said."""
        if not self.purposes.key():
            self.need(_("Choose what it is opened for."), self.purposes)
            return None
        try:
            self._words = tidy_words(self.words.text())
        except DeskError as error:
            self.need(error_text(error), self.words)
            return None
        return OpenPurpose(self.purposes.key())

    def confirm(self) -> None:
        """Check the password; a session that a PIN resumed becomes a full one by it."""
        if not self.yes.isEnabled() or self.values() is None:
            return
        self.yes.setEnabled(False)
        if self.context.actor.by_pin:
            password = self.password.text()
            self.context.read(session.check_own, password, done=self._checked, failed=self._refused)
        else:
            self._prove()

    def _add(self) -> None:
        """Sealing more needs no password: it opens nothing."""
        context, incident_id = self.context, self._incident_id
        self.password.clear()
        self.finish(None)
        open_annex_form(context, incident_id)

    def _checked(self, verified: Verified) -> None:
        self.context.write(session.confirm, verified, done=self._confirmed, failed=self._refused)

    def _confirmed(self, actor: Actor) -> None:
        self.context.actor = actor
        self.context.bus.changed.emit(frozenset({Topic.ACCOUNTS}))
        self._prove()

    def _prove(self) -> None:
        password = self.password.text()
        self.context.read(annex_open.prove, password, done=self._proved, failed=self._refused)

    def _proved(self, proof: Proof) -> None:
        def opened(found: OpenedAnnex) -> None:
            self._opened(found, proof)

        self.context.write(
            annex_open.open,
            self._incident_id,
            proof,
            OpenPurpose(self.purposes.key()),
            self._words,
            done=opened,
            failed=self._refused,
        )

    def _opened(self, opened: OpenedAnnex, proof: Proof) -> None:
        context, words, include = self.context, self._words, self._include
        self.password.clear()
        self.finish(None)
        context.open(OpenedDialog(context, opened, words, include))
        Resealer(context.runner, context).serve(context.actor.account_id, proof.unlocked)

    def _refused(self, error: DeskError) -> None:
        self.yes.setEnabled(True)
        self.password.clear()
        self.need(error_text(error), self.password)
        self.context.overlay.fit()


def _advice() -> str:
    return _(
        "What identifies people is opened for one of these purposes alone. The access log keeps"
        " that you opened it and what for; your words are sealed with the rest."
    )


def open_annex(
    context: Context,
    incident_id: UUID,
    *,
    purpose: OpenPurpose | None = None,
    include: Include | None = None,
) -> AskDialog:
    """Ask for purpose and password, then show the annex; for head and deputies."""
    dialog = AskDialog(context, incident_id, purpose, include)
    context.open(dialog)
    return dialog
