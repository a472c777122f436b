"""Who comes to a window without a session: by the sign-in card, or back with a PIN."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from desk.services.env import Env
from desk.services.pins import DayPerson, day_people
from desk.services.preferences import Preferences
from desk.ui.lock.guard import Guard
from desk.ui.runner import Runner
from desk.ui.signin.controller import SignIn
from desk.ui.signin.view import SignInView


class Arrivals(QObject):
    """Shows the sign-in card, or the lock screen where somebody can come back to today's work."""

    def __init__(
        self,
        front: QStackedWidget,
        view: SignInView,
        sign_in: SignIn,
        guard: Guard,
        runner: Runner,
    ) -> None:
        super().__init__(front)
        self._front, self._view, self._sign_in = front, view, sign_in
        self._guard, self._runner = guard, runner
        self._env: Env | None = None
        self._preferences = Preferences()
        view.back_wanted.connect(guard.show_lock)
        guard.others.connect(self._somebody_else)

    def begin(self, env: Env, preferences: Preferences) -> None:
        """Nobody is at work."""
        self._env, self._preferences = env, preferences
        self._guard.end()
        self._view.back.hide()
        self._front.setCurrentWidget(self._view)
        self._sign_in.begin(env, preferences)

    def offer_pins(self) -> None:
        """Look whether somebody can come back with a PIN."""
        env = self._env
        if env is not None and not env.demo:
            self._runner.read(lambda reader: day_people(reader, env), self._offer)

    def use(self, env: Env, preferences: Preferences) -> None:
        """Somebody is at work here; whoever comes next finds the PC as they leave it."""
        self._env, self._preferences = env, preferences

    def _offer(self, people: tuple[DayPerson, ...]) -> None:
        waiting = self._front.currentWidget() is self._view
        if self._env is not None and waiting and any(person.pin_length for person in people):
            self._guard.lock(self._env, people[0].site, self._preferences.counter, None)

    def _somebody_else(self) -> None:
        """From the lock screen: somebody else, or nobody can come back to anything."""
        assert self._env is not None
        self._view.back.setVisible(self._guard.locked)
        self._front.setCurrentWidget(self._view)
        self._sign_in.begin(replace(self._env, demo=False), self._preferences)
