"""The one window: the sign-in card, then the session's screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from desk.domain.errors import DeskError
from desk.domain.incident import IncidentKind
from desk.domain.roles import Actor
from desk.error_texts import error_text
from desk.i18n import _, set_language
from desk.services import session
from desk.services.env import Env
from desk.services.preferences import Preferences, keep_preferences, preferences
from desk.ui.actions import ALWAYS, Actions
from desk.ui.bus import ChangeBus
from desk.ui.context import Context
from desk.ui.keys import KEYS, KeyTable
from desk.ui.keys_dialog import KeysDialog
from desk.ui.qt_texts import use_qt_texts
from desk.ui.runner import Runner
from desk.ui.signin.controller import SignIn
from desk.ui.signin.view import SignInView
from desk.ui.style import apply_style
from desk.ui.widgets.dialog import Overlay
from desk.ui.widgets.message import MessageBar
from desk.ui.widgets.stack import FreeStack

if TYPE_CHECKING:
    from desk.ui.shell import Shell

_SCREEN_OF = {entry.id: entry.screen for entry in KEYS}


class MainWindow(QMainWindow):
    """Holds the runner, the session and what lies over the screens.

    Args:
        opener: opens the database; called on the writing lane; gives an object with `database`
            and `env`.
        as_demo: who is at work in the demo.
    """

    def __init__(self, opener: Callable[[], Any], as_demo: Callable[[Any, Env], Actor]) -> None:
        super().__init__()
        self.bus = ChangeBus(self)
        self.runner = Runner(self.bus, self)
        self.actions_ = Actions(self)
        self.context: Context | None = None
        self.shell: Shell | None = None
        self._opener = opener
        self._app: Any = None
        self._preferences = Preferences()
        self._pages = FreeStack()
        self._pages.setObjectName("window")
        self.setCentralWidget(self._pages)
        self.signin = SignInView()
        self._pages.addWidget(self.signin)
        self._sign_in = SignIn(self.signin, self.runner, as_demo)
        self.overlay = Overlay(self._pages)
        self.messages = MessageBar(self._pages)
        self._retitle()
        self.setMinimumSize(800, 560)
        self.resize(1366, 768)
        self._connect()
        self._gate()

    def _connect(self) -> None:
        self.runner.problem.connect(self._problem)
        self.actions_.triggered.connect(self.do)
        self.overlay.changed.connect(self._gate)
        self.signin.language_chosen.connect(self.use_language)
        self._sign_in.signed_in.connect(self._signed_in)

    def start(self) -> None:
        """Open the database; the window is on the screen by now."""
        self.runner.open(self._opener, self._opened, self._sign_in.refused)

    def do(self, action: str) -> None:
        """Do an action of the key table."""
        if self.context is None or self.shell is None:
            return
        self.messages.hide()
        screen = _SCREEN_OF[action]
        if screen:
            self.shell.act(screen, action)
        elif action.startswith("screen_"):
            self.shell.go(action.removeprefix("screen_"))
        else:
            self._window_action(action)

    def lock(self) -> None:
        """Sign out: keep what was typed, give the PC to the next person."""
        if self.context is None:
            return
        context, env = self.context, self.context.env
        self._drop_shell()
        self.runner.write(lambda uow: session.end(uow, env, context.actor))
        self._pages.setCurrentWidget(self.signin)
        self._sign_in.begin(replace(env, demo=False), self._preferences)

    def use_language(self, name: str) -> None:
        """Switch the language of everything at once."""
        set_language(name)
        use_qt_texts(name)
        self._retitle()
        self._remember(replace(self._preferences, language=name))
        self.signin.retranslate()
        self.overlay.close_all()
        if self.shell is not None:
            self.shell.retranslate()

    def use_scale(self, percent: int) -> None:
        """Grow or shrink everything; the screens are built anew, nothing typed is lost."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_style(app, percent / 100)
        self._remember(replace(self._preferences, text_percent=percent))
        if self.context is not None:
            actor, env = self.context.actor, self.context.env
            self._drop_shell()
            self._begin(env, actor)

    def use_keys(self, keys: KeyTable) -> None:
        """Put other keys in force, on the buttons too."""
        self.actions_.use(keys)
        self._remember(replace(self._preferences, keys=keys.changes()))
        if self.context is not None and self.shell is not None:
            self.context.use_keys(keys, self.shell)
            self.shell.header.update_texts()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, finish what is being written, then go."""
        self._drop_shell()
        self.runner.close()
        event.accept()

    def _window_action(self, action: str) -> None:
        assert self.context is not None and self.shell is not None
        if action == "search":
            self.shell.go("duties")
        elif action == "keys":
            dialog = KeysDialog(self.actions_.table)
            dialog.changed.connect(self.use_keys)
            self.context.open(dialog)
        elif action == "lock":
            self.lock()
        elif action == "card":
            self._card()
        elif action in ("aggression", "error"):
            self._report(IncidentKind(action))

    def _card(self) -> None:
        from desk.ui.card import ActionCard

        if self.context is not None and not isinstance(self.overlay.top(), ActionCard):
            self.context.open(ActionCard(self.context))

    def _report(self, kind: IncidentKind) -> None:
        from desk.ui.incidents.forms import open_first_report

        assert self.context is not None and self.shell is not None
        board = self.shell.feed.board
        serving = board.serving if board is not None else None
        open_first_report(self.context, kind, serving.visit if serving else None)

    def _opened(self, app: Any) -> None:
        self._app = app
        self.runner.read(preferences, self._prepared, self._sign_in.refused)

    def _prepared(self, known: Preferences) -> None:
        self._preferences = known
        set_language(known.language)
        use_qt_texts(known.language)
        self._retitle()
        self.actions_.use(KeyTable(known.keys))
        if known.text_percent != 100:
            self.use_scale(known.text_percent)
        self.signin.retranslate()
        self._sign_in.begin(self._app.env, known)

    def _signed_in(self, actor: Actor) -> None:
        self._remember(replace(self._preferences, counter=actor.counter))
        self._begin(self._app.env, actor)

    def _begin(self, env: Env, actor: Actor) -> None:
        from desk.ui.shell import Shell  # the screens: not needed for the sign-in card

        keys = self.actions_.table
        context = Context(self.runner, self.bus, self.overlay, env, actor, keys, self)
        shell = Shell(context)
        context.told.connect(self._tell)
        context.asked.connect(self.do)
        shell.header.lock.connect(self.lock)
        shell.footer.language_chosen.connect(self.use_language)
        shell.footer.scale_chosen.connect(self.use_scale)
        shell.footer.keys_wanted.connect(self._show_keys)
        self.context, self.shell = context, shell
        self._pages.addWidget(shell)
        self._pages.setCurrentWidget(shell)
        self._gate()
        shell.start()

    def _retitle(self) -> None:
        demo = self._app is not None and self._app.env.demo
        self.setWindowTitle(_("Branch Desk · demo") if demo else "Branch Desk")

    def _drop_shell(self) -> None:
        self.overlay.close_all()
        if self.shell is None or self.context is None:
            return
        self.shell.stop()
        self._pages.removeWidget(self.shell)
        self.shell.deleteLater()
        self.context.deleteLater()
        self.shell = self.context = None
        self._gate()

    def _gate(self) -> None:
        """Which keys work now: none before sign-in, the dialog's own while one is open."""
        top = self.overlay.top()
        if self.context is None:
            self.actions_.allow(frozenset())
        else:
            self.actions_.allow(None if top is None else ALWAYS | top.allowed)

    def _show_keys(self) -> None:
        self.do("keys")

    def _remember(self, wanted: Preferences) -> None:
        if wanted != self._preferences and self._app is not None:
            self.runner.write(lambda uow: keep_preferences(uow, wanted))
        self._preferences = wanted

    def _tell(self, text: str, tone: str) -> None:
        self.messages.show_message(text, tone, _("Close"))

    def _problem(self, error: DeskError) -> None:
        self._tell(error_text(error), "danger")
