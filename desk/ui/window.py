"""The one window: opening the database, the sign-in card, then the session's screens.

What it is made of: `workplace` (who is at work, and their screens), `window_actions` (what keys
and buttons do), `dressing` (language, size of text, theme, keys), `keepers` (what goes on behind
it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.error_texts import error_text
from desk.i18n import _
from desk.services.env import Env
from desk.services.preferences import Preferences, preferences
from desk.ui.actions import Actions
from desk.ui.bus import ChangeBus
from desk.ui.client_view.turning import Turning
from desk.ui.context import Context
from desk.ui.dressing import Dressing
from desk.ui.keepers import Keepers
from desk.ui.keys import KeyTable
from desk.ui.lock.guard import Guard
from desk.ui.lock.saying import Saying
from desk.ui.renewal import Renewal
from desk.ui.runner import Runner
from desk.ui.signin.controller import SignIn
from desk.ui.signin.view import SignInView
from desk.ui.strip.folding import Folding
from desk.ui.tab_order import tab
from desk.ui.trouble.bars import Bars
from desk.ui.widgets.dialog import Overlay
from desk.ui.widgets.layout import column
from desk.ui.widgets.message import MessageBar
from desk.ui.widgets.stack import FreeStack
from desk.ui.window_actions import WindowActions
from desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from desk.services.first_start import FirstStart
    from desk.ui.calls_display.display import CallsDisplay
    from desk.ui.erasing import Eraser
    from desk.ui.safety.keeper import SafetyKeeper
    from desk.ui.shell import Shell
    from desk.ui.trouble.care import Care
    from desk.ui.trouble.ways import Ways
    from desk.ui.wizard.starting import SetUp, Starting


class MainWindow(QMainWindow):
    """Holds the runner, the session and what lies over the screens.

    Args:
        opener: opens the database; called on the writing lane; gives an object with `database`
            and `env`.
        as_demo: who is at work in the demo.
        set_up: the ways on from an empty data folder; None = only say that it is empty.
        ways: the ways on when something is wrong; None = only say what is.

    Signals:
        warmed: everything is loaded that a session needs.
        begun: the screens of a session are there; retranslated: another language is in force.
    """

    warmed = Signal()
    begun = Signal()
    retranslated = Signal()

    def __init__(
        self,
        opener: Callable[[], Any],
        as_demo: Callable[[Any, Env], Actor],
        set_up: Callable[[], SetUp] | None = None,
        ways: Ways | None = None,
    ) -> None:
        super().__init__()
        self._lost = QTimer(self)
        self._lost.setSingleShot(True)
        self._lost.timeout.connect(self._find_focus)
        self.bus = ChangeBus(self)
        self.runner = Runner(self.bus, self)
        self.actions_ = Actions(self)
        self._opener = opener
        self._app: Any = None
        self._set_up = set_up
        self._starting: Starting | None = None
        self._first: FirstStart | None = None
        # What lies over a stack is a child of a plain widget: screen readers see of a stack its
        # pages alone.
        ground, self.front = QWidget(), FreeStack()
        content, self.pages = QWidget(), FreeStack()
        self.bars = Bars(ground)
        column(ground).addWidget(self.bars)
        for holder, stack in ((ground, self.front), (content, self.pages)):
            stack.setObjectName("window")
            (holder.layout() or column(holder)).addWidget(stack)
        self.setCentralWidget(ground)
        self.signin = SignInView()
        self.front.addWidget(self.signin)
        self.front.addWidget(content)
        self.sign_in = SignIn(self.signin, self.runner, as_demo)
        self.overlay = Overlay(content)
        self.messages = MessageBar(ground)
        self.folding = Folding(self, self.actions_)
        self.turning = Turning(self.pages)
        self.guard = Guard(self.front, content, self.runner, self.folding.is_folded)
        self._saying = Saying(self.messages, self.folding, self.guard)
        self.dressing = Dressing(self)
        self.workplace = Workplace(self)
        self.renewal = Renewal(self)
        self.keepers = Keepers(self.runner, self.bus, self)
        self.care = self._attended(ways) if ways is not None else None
        self._doing = WindowActions(self)
        self.retitle()
        self.setMinimumSize(800, 560)
        self.resize(1366, 768)
        self.runner.problem.connect(self._problem)
        self.signin.language_chosen.connect(self.use_language)
        self.keepers.warmed.connect(self.warmed)
        self.workplace.begun.connect(self.begun)

    def _attended(self, ways: Ways) -> Care:
        from desk.ui.trouble.attend import attend

        return attend(self, ways, self.front, self._let_go)

    @property
    def app(self) -> Any:
        """The opened program, None before; of `desk.app.App` the window knows `env` alone."""
        return self._app

    @property
    def preferences(self) -> Preferences:
        """How the window looks now."""
        return self.dressing.preferences

    @property
    def context(self) -> Context | None:
        """The session of who is at work; None when nobody is."""
        return self.workplace.context

    @property
    def shell(self) -> Shell | None:
        """The screens of who is at work; None when nobody is."""
        return self.workplace.shell

    @property
    def safety(self) -> SafetyKeeper | None:
        """What keeps the data safe; None while no database is open."""
        return self.keepers.safety

    @property
    def eraser(self) -> Eraser | None:
        """What erases on time; None while no database is open."""
        return self.keepers.eraser

    @property
    def calls(self) -> CallsDisplay | None:
        """What shows the calls on a second monitor; None before the first session."""
        return self.keepers.calls

    def start(self) -> None:
        """Open the database; the window is on the screen by now."""
        self.runner.open(self._opener, self._opened, self._not_opened)

    def do(self, action: str) -> None:
        """Do an action of the key table."""
        self._doing.do(action)

    def lock(self) -> None:
        """Give the PC to whoever comes next; what is half-typed stays for who comes back."""
        self.workplace.lock()

    def sign_out(self) -> None:
        """End the day's session here: keep what was typed, let nobody come back with a PIN."""
        self.workplace.sign_out()

    def use_language(self, name: str) -> None:
        """Switch the language of everything at once."""
        self.dressing.use_language(name)

    def change_language(self, name: str) -> None:
        """The same in turns of the loop, for whoever works on meanwhile."""
        self.dressing.change_language(name)

    def use_scale(self, percent: int) -> None:
        """Grow or shrink everything; the screens are built anew, nothing typed is lost."""
        self.dressing.use_scale(percent)

    def use_theme(self, name: str) -> None:
        """Light, dark, high contrast, or as the system has it; nothing typed is lost."""
        self.dressing.use_theme(name)

    def use_keys(self, keys: KeyTable) -> None:
        """Put other keys in force, on the buttons too."""
        self.dressing.use_keys(keys)

    def tell(self, text: str, tone: str) -> None:
        """Say a sentence in the message line, or in the strip."""
        self._saying.tell(text, tone)

    def retitle(self) -> None:
        """Name the window, in the language in force."""
        env = self._app.env if self._app is not None else None
        title = _("Branch Desk · demo") if env and env.demo else "Branch Desk"
        self.setWindowTitle(_("Branch Desk · PRACTICE") if env and env.practice else title)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in the order one reads.

        Qt asks also when the control that has the focus was hidden; whoever hid it mostly says
        where the keyboard goes next, so that it is looked for a turn later, from the window.
        """
        if not self._has_hidden_focus():
            return tab(self, forward=forward)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lost.start()
        return True

    def _has_hidden_focus(self) -> bool:
        focus = self.focusWidget()
        return self.isVisible() and focus is not None and not focus.isVisible()

    def _find_focus(self) -> None:
        """Nobody said where the keyboard goes: to what comes first in reading."""
        if self.isVisible() and self.focusWidget() in (None, self):
            tab(self, forward=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, finish what is being written, then go."""
        self.workplace.leave()
        self.guard.end()  # a veiled content lies outside the window, and would outlive it
        if self._starting is not None:
            self._starting.abandon()
        self.keepers.stop_asking()
        if self.care is not None:
            self.care.stop()
        self.runner.close()
        self.keepers.stop()
        event.accept()

    def _not_opened(self, error: DeskError) -> None:
        """Without a database the wizard leads to one; anything else is said in a card."""
        if self.care is not None and self.care.take(error):
            return
        if error.code != "app.no_database" or self._set_up is None:
            self.sign_in.refused(error)
            return
        from desk.ui.wizard.starting import Starting

        starting = self._starting = Starting(self._set_up(), self.runner, self.front)
        starting.opened.connect(self._started)
        starting.language_chosen.connect(self.use_language)
        starting.scale_chosen.connect(self.use_scale)

    def _started(self, app: Any, first: FirstStart | None) -> None:
        assert self._starting is not None
        self._starting.end()
        self._starting, self._first = None, first
        self._opened(app)

    def _opened(self, app: Any) -> None:
        self._app = app
        self.keepers.opened(app)
        if self.care is not None:
            self.care.opened(app.env)
        self.runner.read(preferences, self._prepared, self._not_opened)

    def _prepared(self, known: Preferences) -> None:
        self.dressing.begin(known)
        if self.care is not None:
            self.care.prepared()
        first, self._first = self._first, None
        self.workplace.wait(self._app.env, first)
        self.keepers.warm(self._app.env)

    def _let_go(self, then: Callable[[Any], None]) -> None:
        """End the session and close the database, so that it can be mended or opened anew."""
        self.workplace.leave()
        self.guard.end()
        self.keepers.let_go()
        self._app = None
        if self.care is not None:
            self.care.closed()
        self.runner.shut(then)

    def _problem(self, error: DeskError) -> None:
        if error.code == "access.password_needed" and self.context is not None:
            from desk.ui.lock.confirm import ask_password

            ask_password(self.context)
        else:
            self.tell(error_text(error), "danger")
