"""Giving the keys of what was sealed before: to each by name, with the full password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import annex_giving, annex_open
from desk.services.annex_giving import Waiting
from desk.services.annex_open import Proof
from desk.services.annex_reseal import Handing
from desk.ui.annex.resealing import Resealer
from desk.ui.annex.waiting_texts import remark_text, who_text
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.form import FormDialog
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label

_TALL = 150


class WaitingDialog(FormDialog):
    """Those who wait, each with a fingerprint; one is chosen and given the keys, or refused."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Keys of sealed parts"), _("Give the keys"), size="normal")
        self.context = context
        self._people: tuple[Waiting, ...] = ()
        self._asked: Waiting | None = None
        self.list = RowList(_("Who waits"), number_width=0)
        self.list.setMinimumHeight(px(_TALL))
        self.told = Label(tone="warn", wrap=True)
        self.told.hide()
        self.password = LineField(secret=True)
        self.body.insertWidget(0, Label(_advice(), tone="ink2", wrap=True))
        self.body.insertWidget(1, self.list)
        self.body.insertWidget(2, self.told)
        self.field(_("Your full password"), self.password)
        self.unknown = Button(_("I do not know this person"), kind="danger-outline", guarded=True)
        self.later = Button(_("Not now"))
        self.buttons.insertWidget(0, self.unknown)
        self.buttons.insertWidget(self.buttons.count() - 1, self.later)
        self.unknown.clicked.connect(self.refuse)
        self.later.clicked.connect(lambda: self.finish(None))
        self.list.chosen.connect(self._offer)
        self._set_free(False)
        self._read()

    def start_focus(self) -> QWidget:
        """Arrows choose."""
        return self.list

    def chosen(self) -> Waiting | None:
        """Who is meant."""
        key = self.list.key()
        return next((one for one in self._people if str(one.holder_id) == key), None)

    def confirm(self) -> None:
        """Give the chosen one the keys."""
        self._asked = self.chosen()
        if not self.yes.isEnabled() or self._asked is None:
            return
        password = self.password.text()
        if not password:
            self.need(_("Type your full password."), self.password)
            return
        self._set_free(False)
        self.context.read(annex_open.prove, password, done=self._proved, failed=self._refused)

    def refuse(self) -> None:
        """Nobody here knows who that is."""
        one = self.chosen()
        if one is None:
            return
        self._set_free(False)
        self.context.write(
            annex_giving.refuse, one.holder_id, done=self._taken, failed=self._refused
        )

    def _proved(self, proof: Proof) -> None:
        one = self._asked
        assert one is not None
        self.context.write(
            annex_giving.give,
            one.holder_id,
            one.fingerprint,
            proof,
            done=self._given,
            failed=self._refused,
        )

    def _given(self, handing: Handing) -> None:
        assert self._asked is not None
        text = _("{name} gets the keys of what was sealed before.")
        self.context.say(text.format(name=who_text(self._asked)))
        Resealer(self.context.runner, self.context).go_on(handing)
        self._after()

    def _taken(self, _nothing: object) -> None:
        self.told.setText(
            _(
                "These keys open nothing new from now on; that is in the access log. Tell"
                " headquarters and IT now, and close the account in People."
            )
        )
        self.told.show()
        self._after()

    def _after(self) -> None:
        self.password.clear()
        self.problem.hide()
        self._read()

    def _read(self) -> None:
        self.context.read(annex_giving.waiting, done=self._show, failed=self._refused)

    def _show(self, people: tuple[Waiting, ...]) -> None:
        self._people = tuple(one for one in people if not one.confirmed)
        self.list.set_rows([_row(one) for one in self._people])
        self.list.choose_first()
        if not self._people and self.told.isHidden():
            self.finish(None)
            return
        self._set_free(True)
        self.context.overlay.fit()

    def _offer(self, _key: str) -> None:
        self._set_free(True)

    def _set_free(self, free: bool) -> None:
        one = self.chosen() if free else None
        self.unknown.setEnabled(one is not None)
        self.yes.setEnabled(one is not None and one.sound)
        self.password.setEnabled(one is not None and one.sound)

    def _refused(self, error: DeskError) -> None:
        self._set_free(True)
        self.password.clear()
        self.need(error_text(error), self.password)
        self.context.overlay.fit()


def _advice() -> str:
    return _(
        "Whoever gets the keys opens everything that was sealed before. Give them only to somebody"
        " you know and expect here; compare the fingerprint with the one that the person sees in"
        " People."
    )


def _row(one: Waiting) -> Row:
    return Row(
        str(one.holder_id),
        who_text(one),
        remark_text(one),
        right=one.fingerprint,
        tone="" if one.sound else "danger",
    )
