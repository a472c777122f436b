"""Handing the annex on behind a window, after somebody gave the full password.

Two rows are asked for on the reading lane; only when keys are wanted, a portion at a time is
sealed there and kept by the writing lane, with pauses for who works.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.services import annex_reseal
from desk.services.annex_reseal import Handing, Portion, Unlocked
from desk.services.env import Env
from desk.ui.runner import Runner

BETWEEN_MS = 150
"""Between two portions, so that a key press never waits for more than one of them."""


class Resealer(QObject):
    """One for each way in; a child of what uses it.

    Signals:
        ended: nothing is left to do, or it will be tried at the next sign-in.
    """

    ended = Signal()

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._given: tuple[Env, UUID, str] | None = None
        self._handing: Handing | None = None
        self._last: UUID | None = None
        self._after = annex_reseal.FIRST
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(BETWEEN_MS)
        self._next.timeout.connect(self._portion)
        self.ended.connect(self.deleteLater)

    def signed_in(self, env: Env, actor: Actor, password: str) -> None:
        """Somebody gave the full password; it is kept no longer than these questions take."""
        self._given = (env, actor.account_id, password)
        who, role = actor.account_id, actor.role
        self._runner.read(
            lambda reader: annex_reseal.is_wanted(reader, who, role), self._asked, self._give_up
        )

    def serve(self, account_id: UUID, unlocked: Unlocked | None) -> None:
        """Somebody opened an annex: whom they confirmed is served with the same key."""
        self._runner.read(
            lambda reader: annex_reseal.handing(reader, account_id, unlocked),
            self.go_on,
            self._give_up,
        )

    def _asked(self, wanted: bool) -> None:
        if not wanted or self._given is None:
            self._end()
            return
        env, who, password = self._given
        self._runner.read(
            lambda reader: annex_reseal.keys_for(reader, env, who, password),
            self._made,
            self._give_up,
        )

    def _made(self, keys: Any) -> None:
        if keys is None or self._given is None:
            self._unlock()
            return
        env, _who, _password = self._given
        self._runner.write(
            lambda uow: annex_reseal.keep_keys(uow, env, keys), self._unlock, self._give_up
        )

    def _unlock(self, _none: object = None) -> None:
        if self._given is None:
            return
        (_env, who, password), self._given = self._given, None
        self._runner.read(
            lambda reader: annex_reseal.unlock_for_others(reader, who, password),
            self.go_on,
            self._give_up,
        )

    def go_on(self, handing: Handing | None) -> None:
        """Hand on what this holder can; None = nothing."""
        self._handing, self._after = handing, annex_reseal.FIRST
        self._portion()

    def _portion(self) -> None:
        handing, after = self._handing, self._after
        if handing is None:
            self._end()
            return
        self._runner.read(
            lambda reader: annex_reseal.portion(reader, handing, after),
            self._sealed,
            self._give_up,
        )

    def _sealed(self, part: Portion) -> None:
        self._last = part.last
        self._runner.write(lambda uow: annex_reseal.keep(uow, part), self._kept, self._give_up)

    def _kept(self, _none: object) -> None:
        if self._last is None:
            self._end()
        else:
            self._after = self._last
            self._next.start()

    def _give_up(self, _error: DeskError) -> None:
        """The next sign-in with a password tries again; nobody's work is disturbed."""
        self._end()

    def _end(self) -> None:
        self._handing = self._given = None
        self.ended.emit()
