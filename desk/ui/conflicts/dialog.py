"""The worklist: bookings without a place, each beside the one that has it, and what to do."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.booking import Decided
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.domain.slips import PaperSize
from desk.i18n import _
from desk.services import conflicts
from desk.services.conflicts import Conflict
from desk.services.env import Env
from desk.ui.conflicts.move import MoveDialog
from desk.ui.conflicts.side import SideView
from desk.ui.conflicts.texts import decided_text, when_text
from desk.ui.context import Context
from desk.ui.slips.common import GatherSized, SlipDialog
from desk.ui.style import px
from desk.ui.sync.as_of import AsOf
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label


class ConflictsDialog(Dialog):
    """Signals: as `Dialog`; it stays open until all are decided or somebody leaves it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Bookings without a place"), size="wide", parent=context.overlay)
        self.context = context
        self.shown: Conflict | None = None
        self._known: dict[str, Conflict] = {}
        self.rows = RowList(_("Bookings without a place"), number_width=0)
        self.loser, self.winner = SideView(has_place=False), SideView(has_place=True)
        self.decided = Label(tone="accent", wrap=True)
        self.keep = Button(_("Both stay"), kind="primary", guarded=True)
        self.call = Button(_("Call both first"), guarded=True)
        self.paper = Button(_("Slip…"))
        self._build()
        self._connect()
        self._read()

    def start_focus(self) -> QWidget:
        """The list."""
        return self.rows

    def _build(self) -> None:
        about = _("Both bookings stay until you decide. A look at both clients is logged.")
        self.body.addWidget(Label(about, tone="ink2", wrap=True))
        self.body.addWidget(AsOf(self.context))
        sides = row(gap=14)
        self.rows.setFixedWidth(px(210))
        self.rows.setMinimumHeight(px(236))
        sides.addWidget(self.rows)
        right = column(gap=8)
        pair = row(gap=10)
        pair.addWidget(self.loser, 1)
        pair.addWidget(self.winner, 1)
        right.addLayout(pair, 1)
        right.addWidget(self.decided)
        sides.addLayout(right, 1)
        self.body.addLayout(sides, 1)
        for button in (self.paper, self.call, self.keep):
            self.buttons.addWidget(button)
            button.setEnabled(False)
        self.decided.hide()

    def _connect(self) -> None:
        self.rows.chosen.connect(self._choose)
        self.loser.move_wanted.connect(lambda: self._move(loser=True))
        self.winner.move_wanted.connect(lambda: self._move(loser=False))
        self.keep.clicked.connect(lambda: self._decide(conflicts.keep))
        self.call.clicked.connect(lambda: self._decide(conflicts.call_both))
        self.paper.clicked.connect(self._paper)

    def _read(self) -> None:
        self.context.read(conflicts.waiting, done=self._show_list, kind="conflicts.waiting")

    def _show_list(self, found: tuple[Conflict, ...]) -> None:
        self._known = {str(one.id): one for one in found}
        if not found:
            self.finish(True)
            return
        self.rows.set_rows([_row(one) for one in found])
        chosen = self.rows.key() or str(found[0].id)
        self.rows.choose(chosen, tell=False)
        self._choose(chosen)

    def _choose(self, key: str) -> None:
        if key in self._known:
            number = self._known[key].id
            self.context.write(conflicts.compare, number, done=self._show, failed=self._gone)

    def _gone(self, error: DeskError) -> None:
        """Settled meanwhile: headquarters answered."""
        self.context.fail(error)
        self._read()

    def _show(self, conflict: Conflict) -> None:
        if self.rows.key() != str(conflict.id):
            return
        self.shown = conflict
        self.loser.show_side(conflict.loser)
        self.winner.show_side(conflict.winner)
        text = decided_text(conflict)
        self.decided.setText(text)
        self.decided.setVisible(bool(text))
        for button in (self.paper, self.call, self.keep):
            button.setEnabled(True)

    def _move(self, *, loser: bool) -> None:
        if self.shown is None:
            return
        side = self.shown.loser if loser else self.shown.winner
        if side is None:
            return
        dialog = MoveDialog(self.context, self.shown.id, side.appointment.id)
        dialog.closed.connect(self._moved)
        self.context.open(dialog)

    def _moved(self, decided: object) -> None:
        if decided is not None:
            self._read()

    def _decide(self, use_case: Any) -> None:
        if self.shown is not None:
            self.context.write(use_case, self.shown.id, done=self._said)

    def _said(self, _decided: Decided) -> None:
        self.context.say(_("Noted. Headquarters get it with the next connection."))
        self._read()

    def _paper(self) -> None:
        if self.shown is not None:
            self.context.open(ConflictSlipDialog(self.context, self.shown))


class ConflictSlipDialog(SlipDialog):
    """Both contacts on paper, for whoever calls the clients."""

    def __init__(self, context: Context, conflict: Conflict) -> None:
        name = conflict.loser.appointment.reference
        super().__init__(context, _("Two bookings for one place"), name)
        self._conflict = conflict.id
        about = _("Names and contacts of both clients: destroy it when both were told.")
        self.body.addWidget(Label(when_text(conflict.loser), "title", wrap=True))
        self.body.addWidget(Label(about, tone="warn", wrap=True))
        self.body.addWidget(self.problem)

    def start_focus(self) -> QWidget:
        """Printing it."""
        return self.print_now

    def gatherer(self) -> GatherSized:
        """The slip."""
        return partial(_gather, self._conflict)


def open_conflicts(context: Context) -> ConflictsDialog:
    """Open the worklist."""
    dialog = ConflictsDialog(context)
    context.open(dialog)
    return dialog


def _gather(conflict: UUID, uow: Any, env: Env, actor: Actor, size: PaperSize) -> Any:
    return conflicts.slip(uow, env, actor, conflict, size)


def _row(conflict: Conflict) -> Row:
    side = conflict.loser
    return Row(
        str(conflict.id),
        when_text(side),
        f"{side.service} · {side.appointment.reference}",
        tone="dim" if conflict.decided else "danger",
        mark="tick" if conflict.decided else "",
    )
