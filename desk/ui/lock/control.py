"""What happens between a locked window and the next person at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.error_texts import error_text
from desk.services import pins, session
from desk.services.env import Env
from desk.services.pins import DayPerson, PinChecked
from desk.services.session import Verified
from desk.ui.annex.giving import give_of_annex
from desk.ui.lock.view import LockView
from desk.ui.runner import Runner

_AGAIN = frozenset({"pin.dead", "pin.needs_password", "account.unknown", "session.disabled"})
"""Refusals after which the list says something else than before."""


class LockControl(QObject):
    """Fills the lock screen, checks PINs and passwords off the thread, gives who is back.

    Signals:
        entered(Actor): somebody is at work again.
        nobody: there is no day's session to come back to; only signing in helps.
    """

    entered = Signal(object)
    nobody = Signal()

    def __init__(self, view: LockView, runner: Runner) -> None:
        super().__init__(view)
        self._view, self._runner = view, runner
        self._env: Env | None = None
        self._site = ""
        self._last = ""
        self._people: tuple[DayPerson, ...] = ()
        view.typed.connect(self._by_pin)
        view.entered.connect(self._by_password)

    def begin(self, env: Env, site: str, counter: str, last: UUID | None, serving: str) -> None:
        """Offer who worked here today.

        Args:
            site, counter: where this PC is; proposed to whoever comes.
            last: who locked it; serving: a sentence about a ticket at this counter.
        """
        self._env, self._site = env, site
        self._last = str(last or "")
        self._view.fill((), "")
        self._view.tell(env.branch(site).name, serving, counter)
        self._offer()

    def _offer(self) -> None:
        env = self._env
        assert env is not None
        # On the writing lane: the lock itself may still be on its way to the disk.
        self._runner.write(lambda uow: pins.day_people(uow, env), self._fill, self._refused)

    def _fill(self, people: tuple[DayPerson, ...]) -> None:
        self._people = people
        if not people:
            self.nobody.emit()
            return
        self._view.fill(people, self._view.list.key() or self._last)
        self._view.busy(False)
        self._view.start()

    def _by_pin(self, key: str, pin: str) -> None:
        env, account_id = self._env, UUID(key)
        assert env is not None

        def checked(outcome: PinChecked) -> None:
            self._enter(lambda uow, site, at: pins.resume(uow, env, outcome, site, at))

        self._runner.read(
            lambda reader: pins.check_pin(reader, env, account_id, pin), checked, self._refused
        )

    def _by_password(self, key: str, password: str) -> None:
        env = self._env
        person = next((one for one in self._people if str(one.account_id) == key), None)
        assert env is not None and person is not None

        def checked(outcome: Verified) -> None:
            self._enter(lambda uow, site, at: session.begin(uow, env, outcome, site, at), password)

        self._runner.read(
            lambda reader: session.check_password(reader, env, person.login, password),
            checked,
            self._refused,
        )

    def _enter(self, use_case: Callable[[Any, str, str], Actor], password: str = "") -> None:
        site, counter = self._site, self._view.counter.text().strip()

        def done(actor: Actor) -> None:
            self._done(actor)
            if password and self._env is not None:
                give_of_annex(self._runner, self, self._env, actor, password)

        self._runner.write(lambda uow: use_case(uow, site, counter), done, self._refused)

    def _done(self, actor: Actor) -> None:
        self._view.refuse("")
        self._view.fill((), "")
        self.entered.emit(actor)

    def _refused(self, error: DeskError) -> None:
        if error.code in _AGAIN:
            self._offer()
        self._view.refuse(error_text(error))
