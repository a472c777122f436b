"""Who guards a window's content: locked until somebody proves who they are, or only covered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.i18n import _
from desk.services.auto_lock import lock_minutes
from desk.services.env import Env
from desk.ui.lock.idle import IdleWatch
from desk.ui.lock.system_idle import system_idle
from desk.ui.lock.veil import Veil
from desk.ui.runner import Runner

if TYPE_CHECKING:
    from desk.domain.board import Board
    from desk.domain.roles import Actor
    from desk.ui.context import Context
    from desk.ui.lock.control import LockControl
    from desk.ui.lock.cover import PrivacyCover
    from desk.ui.lock.view import LockView


class Guard(QObject):
    """Veils the content; the pages before it are made when first needed.

    Signals:
        changed: locked, covered or open again.
        idle: nobody has been here for as long as this PC waits.
        entered(Actor): somebody is at work again.
        others: the sign-in form is wanted.

    Args:
        front: the stack that fills the window; content: its page with everything of a session.
        folded: whether the window is a strip now, beside another program.
    """

    changed = Signal()
    idle = Signal()
    entered = Signal(object)
    others = Signal()

    def __init__(
        self,
        front: QStackedWidget,
        content: QWidget,
        runner: Runner,
        folded: Callable[[], bool],
    ) -> None:
        super().__init__(front)
        self._front, self._runner, self._folded = front, runner, folded
        self._veil = Veil(front, content)
        self._env: Env | None = None
        self._watch: IdleWatch | None = None
        self.cover: PrivacyCover | None = None
        self.view: LockView | None = None
        self._control: LockControl | None = None
        self.locked = self.covered = False

    def begin(self, env: Env) -> None:
        """Somebody is at work: nothing is veiled, and idleness is counted."""
        if self._watch is None:
            uptime = env.uptime
            self._watch = IdleWatch(lambda: uptime().seconds, self._elsewhere, self)
            self._watch.due.connect(self.idle)
        self._env = env
        self.locked = self.covered = False
        self._veil.lift()
        self.changed.emit()
        self.watch_windows()
        if not env.demo:
            self._runner.read(lock_minutes, self._watch.start, kind="lock_minutes")

    def watch_windows(self) -> None:
        """Take keys and pointer in every window of the program as signs of life."""
        if self._watch is not None:
            for window in QGuiApplication.topLevelWindows():
                self._watch.watch(window)

    def end(self) -> None:
        """The session is over; somebody signs in."""
        if self._watch is not None:
            self._watch.stop()
        self.locked = self.covered = False
        self._veil.lift()
        self.changed.emit()

    def lock(self, env: Env, site: str, counter: str, last: UUID | None, serving: str = "") -> None:
        """Show who worked here today instead of the content.

        Args:
            last: who locked the PC; serving: what goes on at the counter, without names.
        """
        if self._watch is not None:
            self._watch.stop()
        view = self._view()
        self.locked, self.covered = True, False
        self._veil.draw(view)
        self.changed.emit()
        assert self._control is not None
        self._control.begin(env, site, counter, last, serving)

    def show_lock(self) -> None:
        """From the sign-in form back to the lock screen."""
        if self.view is not None:
            self._front.setCurrentWidget(self.view)
            self.view.start()

    def put_cover(self, place: str) -> None:
        """Show branch, day and time instead of the content."""
        assert self._env is not None
        if self.cover is None:
            from desk.ui.lock.cover import PrivacyCover

            self.cover = PrivacyCover(self._env.clock)
            self.cover.left.connect(self.uncover)
            self._front.addWidget(self.cover)
        self.cover.tell(place)
        self.covered = True
        self._veil.draw(self.cover)
        if self._watch is not None:
            self._watch.hold()
        self.changed.emit()

    def uncover(self) -> None:
        """Whoever covered the window is back, unless it was too long ago."""
        if not self.covered or (self._watch is not None and self._watch.check()):
            return
        self.covered = False
        self._veil.lift()
        if self._watch is not None:
            self._watch.release()
        self.changed.emit()

    def check_idle(self) -> None:
        """Look at the PC's counter now."""
        if self._watch is not None:
            self._watch.check()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        if self.view is not None:
            self.view.retranslate()

    def _view(self) -> LockView:
        if self.view is None:
            from desk.ui.lock.control import LockControl
            from desk.ui.lock.view import LockView

            self.view = LockView()
            self._front.addWidget(self.view)
            self._control = LockControl(self.view, self._runner)
            self._control.entered.connect(self.entered)
            self._control.nobody.connect(self.others)
            self.view.others.connect(self.others)
        return self.view

    def _elsewhere(self) -> float | None:
        """Beside another program, a system that tells nothing must be taken as busy."""
        known = system_idle()
        return 0.0 if known is None and self._folded() else known


def serving_text(board: Board | None) -> str:
    """What goes on at this counter, for whoever comes next; "" for nothing."""
    if board is None or board.serving is None:
        return ""
    text = _("Ticket {number} is at this counter. It stays here.")
    return text.format(number=board.serving.visit.number)


def taken_over_text(board: Board | None) -> str:
    """What whoever took the PC over is told at once; "" when nobody is at the counter."""
    if board is None or board.serving is None:
        return ""
    text = _("Ticket {number} is at this counter: you continue with it.")
    return text.format(number=board.serving.visit.number)


def is_same_work(context: Context, actor: Actor) -> bool:
    """Whether somebody who comes back finds their own screens."""
    before = context.actor
    return (before.account_id, before.role, before.site) == (
        actor.account_id,
        actor.role,
        actor.site,
    )
