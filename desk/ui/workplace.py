"""Who is at work in a window: the session's context and screens, from sign-in to sign-out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from desk.domain.roles import RIGHTS, Actor, Right
from desk.i18n import _
from desk.services import session
from desk.services.account_news import AccountNews, news
from desk.services.env import Env
from desk.ui.context import Context
from desk.ui.lock.arrivals import Arrivals
from desk.ui.lock.guard import is_same_work, serving_text, taken_over_text
from desk.ui.lock.parked import Parked
from desk.ui.turns import Steps

if TYPE_CHECKING:
    from desk.services.first_start import FirstStart
    from desk.ui.annex.waiting_banner import WaitingBanner
    from desk.ui.notice.keeper import NoticeKeeper
    from desk.ui.shell import Shell
    from desk.ui.window import MainWindow


class Workplace(QObject):
    """One for each window; there is a context exactly while there are screens.

    Signals:
        begun: the screens of a session are there.
        left: they are gone.
    """

    begun = Signal()
    left = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._guard = window, window.guard
        self.context: Context | None = None
        self.shell: Shell | None = None
        self.notices: NoticeKeeper | None = None
        self.waiting: WaitingBanner | None = None
        self.put_off: set[tuple[UUID, UUID, int]] = set()  # messages, by whom
        self._parked = Parked(window.overlay, self)
        self._sign_in = window.sign_in
        self._arrivals = Arrivals(
            window.front, window.signin, self._sign_in, self._guard, window.runner
        )
        self._guard.idle.connect(self.lock)
        for arrival in (self._sign_in.signed_in, self._guard.entered):
            arrival.connect(self._signed_in)

    def wait(self, env: Env, first: FirstStart | None = None) -> None:
        """The sign-in card; the lock screen where somebody can come back with a PIN.

        Args:
            first: who has just set this PC up, and is signed in at once.
        """
        self._arrivals.begin(env, self._window.preferences)
        if self._window.care is not None:
            self._window.care.show_to(False)
        if first is not None:
            self._sign_in.enter(first.login, first.password, env.home_branch, first.counter)
        else:
            self._arrivals.offer_pins()

    def lock(self) -> None:
        """Give the PC to whoever comes next; what is half-typed stays for who comes back."""
        if self.context is None or self.shell is None or self._guard.locked:
            return
        if self.context.env.practice:
            self._window.tell(_("The practice is not locked: nothing in it is anybody's."), "ok")
            return
        context, actor = self.context, self.context.actor
        self._turn_back()
        self._window.runner.write(lambda uow: session.lock(uow, context.env, actor))
        serving = serving_text(self.shell.feed.board)
        self._guard.lock(context.env, actor.site, actor.counter, actor.account_id, serving)

    def sign_out(self) -> None:
        """End the day's session here: keep what was typed, let nobody come back with a PIN."""
        if self.context is None:
            return
        env, actor = self.context.env, self.context.actor
        self.leave()
        self._parked.drop(actor.account_id)
        self._window.runner.write(lambda uow: session.end(uow, env, actor))
        self.wait(replace(env, demo=False))

    def begin(self, env: Env, actor: Actor) -> None:
        """Show somebody their screens."""
        for _step in self.beginning(env, actor):
            pass

    def beginning(self, env: Env, actor: Actor) -> Steps:
        """The same in steps, none of which halts the window for long."""
        from desk.ui.annex.waiting_banner import watch_waiting
        from desk.ui.notice.keeper import keep_notices
        from desk.ui.shell import Shell  # the screens: not needed for the sign-in card

        window = self._window
        keys = window.actions_.table
        context = Context(window.runner, window.bus, window.overlay, env, actor, keys, window)
        shell = Shell(context, window.pages)
        try:
            yield
            shell.prepare()
            yield
        except GeneratorExit:
            _drop(shell, context)
            raise
        self.context, self.shell = context, shell
        self._connect(context, shell)
        window.pages.addWidget(shell)
        window.pages.setCurrentWidget(shell)
        self._guard.begin(env)
        shell.start()
        self.notices = keep_notices(window, context, shell)
        self.waiting = watch_waiting(window, context, shell)
        window.keepers.show_calls(env, actor.site)
        if window.care is not None:
            window.care.show_to(True)
        self.begun.emit()

    def leave(self, *, keep_context: bool = False) -> None:
        """Take the screens away; they keep what was typed.

        Args:
            keep_context: somebody's parked forms go on with it.
        """
        self._turn_back()
        self._window.overlay.close_all()
        self._window.dressing.stop()
        if self.shell is None or self.context is None:
            return
        self.shell.stop()
        self._window.pages.removeWidget(self.shell)
        _drop(self.shell, *(() if keep_context else (self.context,)))
        self.shell = self.context = self.notices = self.waiting = None
        self.left.emit()

    def _connect(self, context: Context, shell: Shell) -> None:
        window = self._window
        context.told.connect(window.tell)
        context.asked.connect(window.do)
        shell.header.lock.connect(self.lock)
        shell.footer.language_chosen.connect(window.change_language)
        later = Qt.ConnectionType.QueuedConnection  # the footer itself is built anew
        shell.footer.scale_chosen.connect(window.use_scale, later)
        shell.footer.theme_chosen.connect(window.use_theme, later)
        shell.footer.keys_wanted.connect(self._show_keys)

    def _show_keys(self) -> None:
        self._window.do("keys")

    def _turn_back(self) -> None:
        """The window is whole, and turned to who works at it."""
        self._window.folding.unfold()
        self._window.turning.back()

    def _signed_in(self, actor: Actor) -> None:
        """Somebody is at work: the person who locked the PC finds everything as it was."""
        env = self._window.app.env
        self._window.dressing.remember_counter(actor.counter)
        self._arrivals.use(env, self._window.preferences)
        if self.context is None or self.shell is None:
            self.begin(env, actor)
            self._ask_news()
        elif is_same_work(self.context, actor):
            self.context.actor = actor
            self._guard.begin(self.context.env)
            self.shell.header.update_texts()
            self._arrive()
            self.shell.feed.refresh()
        else:
            same = actor.counter == self.context.actor.counter
            taken_over = (taken_over_text if same else serving_text)(self.shell.feed.board)
            parked = self._parked.park(self.context)
            self.leave(keep_context=parked)
            self.begin(env, actor)
            self._ask_news()
            if taken_over:
                self._window.tell(taken_over, "warn")
        self._parked.bring_back(actor)

    def _arrive(self) -> None:
        if self.notices is not None:
            self.notices.arrive()

    def _ask_news(self) -> None:
        """At sign-in alone: the screens are also built anew in another size or colour."""
        assert self.context is not None
        self._arrive()
        if Right.READ_ACCESS_LOG in RIGHTS[self.context.actor.role]:
            self.context.read(news, done=self._tell_news, kind="account_news_told")

    def _tell_news(self, told: tuple[AccountNews, ...]) -> None:
        """Heads and officers hear at sign-in of rights that others gave."""
        if told:
            self._window.tell(_("Accounts were changed: look at Branch, Access log."), "warn")


def _drop(*parts: QObject) -> None:
    for part in parts:
        part.deleteLater()
