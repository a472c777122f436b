"""What happens between the opened database and a person at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.error_texts import error_text
from desk.services import lost_password, session
from desk.services.env import Env
from desk.services.preferences import Preferences
from desk.services.session import AccountCard, Verified
from desk.ui.annex.giving import give_of_annex
from desk.ui.runner import Runner
from desk.ui.signin.view import SignInView


class SignIn(QObject):
    """Fills the card, checks the password off the thread, gives the person at work.

    Signals:
        signed_in(Actor).

    Args:
        as_demo: who is at work in the demo, asked of a unit of work.
    """

    signed_in = Signal(object)

    def __init__(
        self, view: SignInView, runner: Runner, as_demo: Callable[[Any, Env], Actor]
    ) -> None:
        super().__init__(view)
        self._view, self._runner, self._as_demo = view, runner, as_demo
        self._env: Env | None = None
        self._preferences = Preferences()
        self._typed = ("", "", "", "")
        view.form.wanted.connect(self._enter)
        view.first.wanted.connect(self._first)
        view.fresh.wanted.connect(self._replace)
        view.lost_wanted.connect(self._lost)
        view.lost.answered.connect(self._answered)
        view.lost.wanted.connect(self._found)

    def begin(self, env: Env, preferences: Preferences) -> None:
        """The database is open: offer the people who may sign in."""
        self._env, self._preferences = env, preferences
        if env.demo:
            self._runner.write(lambda uow: self._as_demo(uow, env), self._done, self._not_as_demo)
        else:
            self._offer()

    def enter(self, login: str, password: str, site: str, counter: str) -> None:
        """Sign somebody in who has just proved who they are, by setting this PC up."""
        self._enter(login, password, site, counter)

    def refused(self, error: DeskError) -> None:
        """The database could not be opened: say why, in the card."""
        self._view.say(error_text(error), "danger")

    def _offer(self) -> None:
        env = self._env
        assert env is not None
        self._runner.read(
            lambda reader: (session.people(reader), lost_password.is_offered(reader, env)),
            self._people,
            self._refused,
        )

    def _not_as_demo(self, _error: DeskError) -> None:
        """The demo's clerk cannot come in by herself, e.g. locked out: let somebody sign in."""
        self._offer()

    def _people(self, found: tuple[tuple[AccountCard, ...], bool]) -> None:
        assert self._env is not None
        people, lost_offered = found
        self._view.offer_lost(lost_offered)
        self._view.place.setText(self._env.branch(self._env.home_branch).name)
        if not people:
            self._view.show_first_account()
            return
        sites = session.sites(self._env)
        self._view.form.fill(people, sites, self._preferences.counter)
        self._view.show_form()

    def _enter(self, login: str, password: str, site: str, counter: str) -> None:
        env = self._env
        assert env is not None
        self._typed = (login, password, site, counter)

        def checked(verified: Verified) -> None:
            self._runner.write(
                lambda uow: session.begin(uow, env, verified, site, counter),
                self._done,
                self._refused,
            )

        self._view.form.enter.setEnabled(False)
        self._check(login, password, checked)

    def _replace(self, new: str) -> None:
        """The password that was handed over gives way to the person's own, who then signs in."""
        env, (login, password, site, counter) = self._env, self._typed
        assert env is not None

        def enter(_none: object) -> None:
            self._view.show_form()
            self._enter(login, new, site, counter)

        def checked(verified: Verified) -> None:
            self._runner.write(
                lambda uow: session.replace_one_time(uow, env, verified, new, old=password),
                enter,
                self._refused,
            )

        self._check(login, password, checked)

    def _lost(self) -> None:
        """Ask for the code of a lost password; while it is open, the same one again."""
        env, form = self._env, self._view.form
        assert env is not None
        login, _password, site, counter = form.typed()
        self._typed = (login, "", site, counter)
        name = form.person.currentText()
        self._runner.write(
            lambda uow: lost_password.ask(uow, env, login),
            lambda code: self._view.show_lost(name, code),
            self._refused,
        )

    def _answered(self, answer: str) -> None:
        """Headquarters have answered: their answer is looked at before a password is chosen."""
        env, login = self._env, self._typed[0]
        assert env is not None
        self._runner.write(
            lambda uow: lost_password.prove(uow, env, login, answer),
            lambda _none: self._view.choose_password(),
            self._refused,
        )

    def _found(self, answer: str, new: str) -> None:
        """The new password counts, and its owner signs in."""
        env, (login, _password, site, counter) = self._env, self._typed
        assert env is not None

        def enter(_account: object) -> None:
            self._view.show_form()
            self._enter(login, new, site, counter)

        self._runner.write(
            lambda uow: lost_password.set_by_answer(uow, env, login, answer, new),
            enter,
            self._refused,
        )

    def _check(self, login: str, password: str, done: Callable[[Verified], None]) -> None:
        env = self._env
        assert env is not None
        self._runner.read(
            lambda reader: session.check_password(reader, env, login, password),
            done,
            self._refused,
        )

    def _first(self, name: str, login: str, role: str, password: str) -> None:
        from desk.services import accounts  # once in the life of a database

        env = self._env
        assert env is not None

        def add(uow: Any) -> object:
            actor = session.nobody(uow, env)
            return accounts.add(
                uow, env, actor, login=login, name=name, role=Role(role), password=password
            )

        self._runner.write(add, self._added, self._refused)

    def _added(self, _account: object) -> None:
        assert self._env is not None
        self.begin(self._env, self._preferences)

    def _done(self, actor: Actor) -> None:
        password, self._typed = self._typed[1], ("", "", "", "")
        self._view.form.enter.setEnabled(True)
        self._view.say("")
        self._view.form.forget()
        self.signed_in.emit(actor)
        if password and self._env is not None:
            give_of_annex(self._runner, self, self._env, actor, password)

    def _refused(self, error: DeskError) -> None:
        self._view.form.enter.setEnabled(True)
        if error.code == "session.new_password_needed":
            self._view.show_new_password()
            return
        if self._view.lost.isVisible():
            self._view.lost.refused(error.code)
            self._view.say(error_text(error), "danger")
            return
        if self._view.fresh.isVisible():
            self._view.fresh.start()
        self._view.form.refused(error.code)
        self._view.say(error_text(error), "danger")
